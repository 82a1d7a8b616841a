/* The least that an event-driven responder can do, to compare with: it waits, reads, looks whether
 * the last bytes end a request, and writes bytes that it made at the start. No parameters, no JSON,
 * no music. It trusts its web server and breaks with any that sends a request in pieces.
 *
 * The bytes are those of the file that LOADTEST_DOCUMENT names: staccato's answer to /mary. With
 * NOOP_LIBFCGI set it has libfcgi read each request first, as staccato does: what then remains
 * between the two is JSON, music and headers. With NOOP_BATCH set it is a batch job, as staccato
 * is.
 */
#include <fastcgi.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "assembly.h"
#include "decoder.h"

static char answer[70000];
static size_t answer_length;

static void append(const void *bytes, size_t length) {
    memcpy(answer + answer_length, bytes, length);
    answer_length += length;
}

static void append_header(uint8_t type, size_t length) {
    const FCGI_Header header = {.version = FCGI_VERSION_1,
                                .type = type,
                                .requestIdB0 = 1, /* all that nginx ever uses */
                                .contentLengthB1 = (unsigned char)(length >> 8),
                                .contentLengthB0 = (unsigned char)(length & 0xFF)};
    append(&header, sizeof(header));
}

static int make_answer(void) {
    static char document[60000];
    char head[128];
    const FCGI_EndRequestBody end = {.protocolStatus = FCGI_REQUEST_COMPLETE};
    const char *path = getenv("LOADTEST_DOCUMENT");
    FILE *file = path == NULL ? NULL : fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    size_t length = fread(document, 1, sizeof(document), file);
    (void)fclose(file);
    int head_length = snprintf(
        head, sizeof(head),
        "Status: 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %zu\r\n\r\n", length);
    append_header(FCGI_STDOUT, (size_t)head_length + length);
    append(head, (size_t)head_length);
    append(document, length);
    append_header(FCGI_STDOUT, 0);
    append_header(FCGI_END_REQUEST, sizeof(end));
    append(&end, sizeof(end));
    return 1;
}

static struct config config;
static struct assembly assembly;
static struct decoder decoder;
static bool uses_libfcgi;

/* Has libfcgi read the request, and forgets it. */
static void decode(const char *bytes, size_t length) {
    enum { PARAMS = 16 /* more than there are; it is only an estimate of memory */ };
    static struct staccato_buffer replies;
    staccato_buffer_append(&assembly.bytes, bytes, length);
    if (assembly_walk(&assembly, &config, &replies) == ASSEMBLY_WHOLE) {
        struct staccato_text records = {assembly.bytes.data, assembly.walked};
        (void)decoder_decode(&decoder, records, PARAMS, assembly.body_length);
        decoder_finish(&decoder);
        assembly_next(&assembly);
    }
}

static void serve(int connection) {
    static const char end_of_request[] = {FCGI_VERSION_1, FCGI_STDIN, 0, 1, 0, 0};
    static char bytes[65536];
    ssize_t count = recv(connection, bytes, sizeof(bytes), 0);
    if (count <= 0) {
        (void)close(connection);
    } else if (count >= 8 &&
               memcmp(bytes + count - 8, end_of_request, sizeof(end_of_request)) == 0) {
        if (uses_libfcgi) {
            decode(bytes, (size_t)count);
        }
        (void)send(connection, answer, answer_length, MSG_NOSIGNAL);
    }
}

int main(void) {
    struct epoll_event events[64];
    struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.fd = 0};
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    int listens = 0;
    socklen_t size = sizeof(listens);
    if (!make_answer()) {
        (void)fputs("noop: LOADTEST_DOCUMENT must name a readable file\n", stderr);
        return 1;
    }
    if (getsockopt(0, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || !listens) {
        return 0; /* asked whether it starts */
    }
    if (getenv("NOOP_BATCH") != NULL &&
        sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){0}) != 0) {
        return 1;
    }
    uses_libfcgi = getenv("NOOP_LIBFCGI") != NULL;
    if (uses_libfcgi &&
        (!config_read(&config, stderr) || !decoder_open(&decoder, assembly_length_max(&config)))) {
        return 1;
    }
    (void)fcntl(0, F_SETFL, O_NONBLOCK);
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, 0, &event) != 0) {
        return 1;
    }
    for (;;) {
        int count = epoll_wait(epoll, events, 64, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd != 0) {
                serve(events[i].data.fd);
                continue;
            }
            int connection = accept4(0, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
            event = (struct epoll_event){.events = EPOLLIN, .data.fd = connection};
            if (connection >= 0) {
                (void)epoll_ctl(epoll, EPOLL_CTL_ADD, connection, &event);
            }
        }
    }
}
