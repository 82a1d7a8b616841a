/* Answers that their peers do not take at once: whole when they are taken, bounded while not. */
#include <criterion/criterion.h>
#include <fastcgi.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_backpressure, .timeout = 60);

/* Reads in small pieces, with others' requests between, what a quick peer reads at once. */
static void check_slow_reader(bool tcp) {
    enum { PIECE = 1500, ROUND = 64 };
    struct worker worker = worker_start((struct worker_options){.tcp = tcp});
    struct staccato_buffer quick = {0};
    struct staccato_buffer slow = {0};
    struct staccato_buffer *both[] = {&quick, &slow};
    for (size_t reader = 0; reader < 2; reader++) {
        int fd = socket(worker.address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int small = 4096;
        if (reader == 1) { /* before connecting, or TCP's window is large already */
            cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small)), 0);
        }
        cr_assert_eq(connect(fd, (const struct sockaddr *)&worker.address, worker.address_length),
                     0);
        struct peer_request request = peer_large_request();
        request.is_last = true; /* so that the stream's end is the answer's */
        cr_assert(peer_send_request(fd, request));
        ssize_t count = 1;
        for (unsigned int i = 0; count > 0; i++) {
            struct pollfd waiting = {.fd = fd, .events = POLLIN};
            size_t piece = reader == 0 ? 65536 : PIECE;
            char *room = staccato_buffer_reserve(both[reader], piece);
            cr_assert_not_null(room);
            cr_assert_eq(poll(&waiting, 1, WORKER_PATIENCE), 1, "reader %zu has %zu bytes", reader,
                         both[reader]->length);
            count = recv(fd, room, piece, MSG_DONTWAIT);
            cr_assert_geq(count, 0);
            both[reader]->length += (size_t)count;
            if (reader == 1 && i % ROUND == 0) {
                peer_expect_service(&worker, "a piece of a large answer");
            }
        }
        (void)close(fd);
    }
    cr_expect_gt(quick.length, 700000U, "%zu", quick.length);
    cr_expect_eq(quick.length, slow.length, "%zu and %zu bytes", quick.length, slow.length);
    cr_expect(quick.length == slow.length && memcmp(quick.data, slow.data, slow.length) == 0);
    staccato_buffer_free(&quick);
    staccato_buffer_free(&slow);
    worker_end(&worker);
}

Test(faults_backpressure, a_slow_reader_gets_it_all) {
    check_slow_reader(false);
}

Test(faults_backpressure, a_slow_reader_over_tcp_gets_it_all) {
    check_slow_reader(true);
}

/* More deaf peers than their answers may take memory. What gives way is one of theirs: a request
 * that is half there holds none of that memory, and is no way out. */
Test(faults_backpressure, deaf_peers_cost_bounded_memory_and_no_other) {
    enum { DEAF = 200, BOUND = 160 * 1024 }; /* KiB; unbounded it would be more than 200 MiB */
    int deaf[DEAF];
    struct staccato_buffer bytes = {0};
    struct peer_answer answer = {0};
    struct worker worker = worker_start((struct worker_options){0});
    int half = peer_connect(&worker);
    peer_append_request(&bytes, (struct peer_request){0});
    cr_assert(peer_send(half, bytes.data, bytes.length / 2));
    peer_expect_service(&worker, "half a request");
    for (size_t i = 0; i < DEAF; i++) {
        deaf[i] = peer_connect(&worker);
        cr_assert(peer_send_request(deaf[i], peer_large_request()));
    }
    peer_expect_service(&worker, "deaf peers");
    if (!WORKER_IS_SANITIZED) {
        long rss = worker_rss(&worker);
        cr_expect_leq(rss, BOUND, "%ld KiB", rss);
    }
    cr_expect(peer_send(half, bytes.data + bytes.length / 2, bytes.length - bytes.length / 2));
    cr_expect_eq(peer_read(half, &answer), PEER_ANSWERED, "half a request gave way");
    for (size_t i = 0; i < DEAF; i++) {
        (void)close(deaf[i]);
    }
    (void)close(half);
    peer_free(&answer);
    staccato_buffer_free(&bytes);
    worker_end(&worker);
}

/* Fills so many peers' requests up and never makes them whole: the worker's memory is bounded. */
static void check_half_requests(size_t count, const struct staccato_buffer *bytes) {
    enum { BOUND = 160 * 1024 /* KiB */ };
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_MAX_BODY=1048576"}});
    for (size_t i = 0; i < count; i++) {
        int fd = peer_connect(&worker);
        (void)peer_send(fd, bytes->data, bytes->length); /* it may be turned away */
    }
    peer_expect_service(&worker, "half requests");
    if (!WORKER_IS_SANITIZED) {
        long rss = worker_rss(&worker);
        cr_expect_leq(rss, BOUND, "%ld KiB for %zu half requests", rss, count);
    }
    worker_end(&worker);
}

/* Each is within its limits, and so must all of them be together. */
Test(faults_backpressure, half_requests_cost_bounded_memory) {
    enum { PEERS = 250, BODY = 1000000 /* and so 250 MB in all */ };
    static char body[BODY];
    struct staccato_buffer bytes = {0};
    struct staccato_buffer pairs = {0};
    peer_append_pairs(&pairs, "POST", "/mary", BODY + 1);
    peer_append_begin(&bytes, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
    peer_append_stream(&bytes, FCGI_PARAMS, 1, (struct staccato_text){pairs.data, pairs.length}, 0,
                       0);
    peer_append_stream(&bytes, FCGI_STDIN, 1, (struct staccato_text){body, BODY}, 0, 0);
    bytes.length -= FCGI_HEADER_LEN; /* the end */
    check_half_requests(PEERS, &bytes);
    staccato_buffer_free(&pairs);
    staccato_buffer_free(&bytes);
}

Test(faults_backpressure, padding_is_not_kept) {
    enum { PEERS = 300, SENT = 1200 * 1024 };
    struct staccato_buffer bytes = {0};
    peer_append_begin(&bytes, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
    while (bytes.length < SENT) {
        peer_append_record(&bytes, FCGI_PARAMS, 1, "", 1, 255);
    }
    check_half_requests(PEERS, &bytes);
    staccato_buffer_free(&bytes);
}

/* Records that mean nothing, as those of a request that is not there, leave nothing behind. */
Test(faults_backpressure, what_is_ignored_is_not_kept) {
    enum { PEERS = 400, RECORDS = 64, LENGTH = 1000, BOUND = 12 * 1024 /* KiB; kept: 26 MiB */ };
    static char content[LENGTH];
    struct staccato_buffer bytes = {0};
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t i = 0; i < RECORDS; i++) {
        peer_append_record(&bytes, FCGI_STDIN, 9, content, LENGTH, 0);
    }
    for (size_t i = 0; i < PEERS; i++) {
        cr_assert(peer_send(peer_connect(&worker), bytes.data, bytes.length));
    }
    peer_expect_service(&worker, "records that mean nothing");
    if (!WORKER_IS_SANITIZED) {
        long rss = worker_rss(&worker);
        cr_expect_leq(rss, BOUND, "%ld KiB", rss);
    }
    staccato_buffer_free(&bytes);
    worker_end(&worker);
}
