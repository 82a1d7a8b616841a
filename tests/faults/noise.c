/* Bytes that nobody meant: random, bent and cut requests, thousands of them, from a fixed seed. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fastcgi.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_noise, .timeout = 60);

/* xorshift64: the same on every machine, unlike rand. */
static uint32_t draw(uint64_t *seed, uint32_t below) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (uint32_t)(*seed >> 32) % below;
}

/* Sends it all, says that this is the end, and waits until the worker has seen that: it closes,
 * whatever it made of the bytes. What it answered is read and thrown away. */
static void send_noise(const struct worker *worker, const struct staccato_buffer *bytes,
                       unsigned int number) {
    char rest[4096];
    int fd = peer_connect(worker);
    (void)peer_send(fd, bytes->data, bytes->length);
    (void)shutdown(fd, SHUT_WR);
    const struct timeval patience = {.tv_sec = WORKER_PATIENCE / 1000};
    cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)), 0);
    ssize_t count;
    do {
        count = recv(fd, rest, sizeof(rest), 0);
    } while (count > 0);
    cr_assert(count == 0 || errno == ECONNRESET, "case %u: the connection stays", number);
    (void)close(fd);
    cr_assert(worker_lives(worker), "case %u: the worker is gone", number);
}

Test(faults_noise, random_bytes) {
    enum { CASES = 1000, LONGEST = 5000 };
    uint64_t seed = 0x5EED;
    struct worker worker = worker_start((struct worker_options){0});
    for (unsigned int i = 0; i < CASES; i++) {
        struct staccato_buffer bytes = {0};
        uint32_t length = 1 + draw(&seed, LONGEST);
        for (uint32_t at = 0; at < length; at++) {
            const char byte = (char)draw(&seed, 256);
            staccato_buffer_append(&bytes, &byte, 1);
        }
        bytes.data[0] = i % 4 == 0 ? bytes.data[0] : FCGI_VERSION_1;
        send_noise(&worker, &bytes, i);
        staccato_buffer_free(&bytes);
    }
    peer_expect_service(&worker, "random bytes");
    worker_end(&worker);
}

/* Proper records of any type, id and length, in any order. */
Test(faults_noise, random_records) {
    enum { CASES = 1500, MOST_RECORDS = 12, LONGEST = 400 };
    uint64_t seed = 0xACCE55;
    struct worker worker = worker_start((struct worker_options){0});
    for (unsigned int i = 0; i < CASES; i++) {
        struct staccato_buffer bytes = {0};
        char content[LONGEST];
        uint32_t records = 1 + draw(&seed, MOST_RECORDS);
        if (draw(&seed, 2) == 0) {
            peer_append_begin(&bytes, 1, FCGI_RESPONDER, (uint8_t)draw(&seed, 2));
        }
        for (uint32_t record = 0; record < records; record++) {
            uint32_t length = draw(&seed, 3) == 0 ? 0 : draw(&seed, LONGEST);
            for (uint32_t at = 0; at < length; at++) {
                content[at] = (char)draw(&seed, draw(&seed, 2) == 0 ? 16 : 256);
            }
            uint8_t type = (uint8_t)draw(&seed, draw(&seed, 8) == 0 ? 256 : FCGI_MAXTYPE + 1);
            peer_append_record(&bytes, type, (uint16_t)draw(&seed, 3), content, length,
                               (unsigned char)(draw(&seed, 4) == 0 ? draw(&seed, 256) : 0));
        }
        send_noise(&worker, &bytes, i);
        staccato_buffer_free(&bytes);
    }
    peer_expect_service(&worker, "random records");
    worker_end(&worker);
}

/* One to eight bits of a request turned over; in part of the cases it is cut, too. */
Test(faults_noise, bent_requests) {
    enum { CASES = 4000, MOST_BITS = 8 };
    static const struct {
        const char *path;
        struct staccato_text body;
    } requests[] = {
        {"/mary", {PEER_MARY, sizeof(PEER_MARY) - 1}},
        {"/random", {"{\"rhythm\":\"1012\",\"rhythmType\":16,\"tonic\":\"f#3\"}", 48}},
        {"/note-game", {"{\"scale\":\"Ab\",\"octave\":\"4\"}", 27}},
    };
    uint64_t seed = 0xB17F11;
    struct worker worker = worker_start((struct worker_options){0});
    for (unsigned int i = 0; i < CASES; i++) {
        struct staccato_buffer bytes = {0};
        uint32_t which = draw(&seed, 3);
        peer_append_request(&bytes, (struct peer_request){.path = requests[which].path,
                                                          .body = requests[which].body,
                                                          .is_last = draw(&seed, 2) == 0,
                                                          .piece = draw(&seed, 60)});
        peer_append_request(&bytes, (struct peer_request){0});
        for (uint32_t bits = 1 + draw(&seed, MOST_BITS); bits > 0; bits--) {
            uint32_t at = draw(&seed, (uint32_t)bytes.length);
            bytes.data[at] = (char)(bytes.data[at] ^ 1 << draw(&seed, 8));
        }
        if (draw(&seed, 4) == 0) {
            bytes.length = 1 + draw(&seed, (uint32_t)bytes.length);
        }
        send_noise(&worker, &bytes, i);
        staccato_buffer_free(&bytes);
    }
    peer_expect_service(&worker, "bent requests");
    worker_end(&worker);
}

/* A request that is cut after any of its bytes. */
Test(faults_noise, cut_requests) {
    struct worker worker = worker_start((struct worker_options){0});
    struct staccato_buffer bytes = {0};
    peer_append_request(&bytes, (struct peer_request){.piece = 40});
    for (size_t whole = bytes.length; bytes.length > 0; bytes.length--) {
        send_noise(&worker, &bytes, (unsigned int)(whole - bytes.length));
    }
    peer_expect_service(&worker, "cut requests");
    staccato_buffer_free(&bytes);
    worker_end(&worker);
}

/* Records that promise more than comes, each at every place of a request's header bytes. */
Test(faults_noise, lying_lengths) {
    struct worker worker = worker_start((struct worker_options){0});
    struct staccato_buffer whole = {0};
    peer_append_request(&whole, (struct peer_request){0});
    unsigned int number = 0;
    for (size_t at = 0; at < whole.length; number++) {
        const unsigned char *header = (const unsigned char *)whole.data + at;
        for (size_t field = 4; field <= 6; field++) { /* content length, padding length */
            static const char lies[] = {'\1', '\177', '\377', '\0'};
            for (size_t lie = 0; lie < sizeof(lies); lie++) {
                struct staccato_buffer bytes = {0};
                staccato_buffer_append(&bytes, whole.data, whole.length);
                bytes.data[at + field] = lies[lie];
                send_noise(&worker, &bytes, number);
                staccato_buffer_free(&bytes);
            }
        }
        at += FCGI_HEADER_LEN + (size_t)(header[4] << 8 | header[5]) + header[6];
    }
    peer_expect_service(&worker, "lying lengths");
    staccato_buffer_free(&whole);
    worker_end(&worker);
}
