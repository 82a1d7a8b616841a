/* Records that a request is not made of, or not in that way: each has its answer or its end. */
#include <criterion/criterion.h>
#include <fastcgi.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_records, .timeout = 60);

static void append_bytes(struct staccato_buffer *out, const void *bytes, size_t length) {
    staccato_buffer_append(out, bytes, length);
}

/* Sends the bytes on a connection of their own, and expects it to be closed without a byte. */
static void expect_closed(const struct worker *worker, const struct staccato_buffer *bytes,
                          const char *what) {
    int fd = peer_connect(worker);
    (void)peer_send(fd, bytes->data, bytes->length);
    cr_expect(peer_sees_end(fd, WORKER_PATIENCE), "%s: the connection is closed", what);
    (void)close(fd);
    peer_expect_service(worker, what);
}

Test(faults_records, other_versions_are_no_fastcgi) {
    struct worker worker = worker_start((struct worker_options){0});
    for (unsigned int version = 0; version <= 255; version++) {
        struct staccato_buffer bytes = {0};
        peer_append_request(&bytes, (struct peer_request){0});
        bytes.data[0] = (char)version;
        if (version != FCGI_VERSION_1) {
            expect_closed(&worker, &bytes, "a wrong version");
        }
        staccato_buffer_free(&bytes);
    }
    worker_end(&worker);
}

Test(faults_records, unknown_management_types_are_named_back) {
    struct worker worker = worker_start((struct worker_options){0});
    struct peer_answer answer = {0};
    int fd = peer_connect(&worker);
    for (unsigned int type = 0; type <= 255; type++) {
        struct staccato_buffer bytes = {0};
        const unsigned char expected[] = {FCGI_VERSION_1,
                                          FCGI_UNKNOWN_TYPE,
                                          0,
                                          0,
                                          0,
                                          8,
                                          0,
                                          0,
                                          (unsigned char)type,
                                          0,
                                          0,
                                          0,
                                          0,
                                          0,
                                          0,
                                          0};
        if (type == FCGI_GET_VALUES) {
            continue;
        }
        peer_append_record(&bytes, (uint8_t)type, 0, "abc", 3, 5);
        peer_append_request(&bytes, (struct peer_request){0});
        cr_assert(peer_send(fd, bytes.data, bytes.length));
        cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED, "type %u", type);
        cr_expect_eq(answer.status, 200, "type %u", type);
        cr_expect(answer.management.length == sizeof(expected) &&
                      memcmp(answer.management.data, expected, sizeof(expected)) == 0,
                  "type %u: %zu bytes", type, answer.management.length);
        staccato_buffer_free(&bytes);
    }
    peer_free(&answer);
    (void)close(fd);
    worker_end(&worker);
}

/* Of the request itself, where they are not expected. */
Test(faults_records, misplaced_types_end_the_connection) {
    static const struct {
        uint8_t type;
        bool after_params;
        const char *what;
    } cases[] = {
        {FCGI_BEGIN_REQUEST, false, "a second FCGI_BEGIN_REQUEST"},
        {FCGI_BEGIN_REQUEST, true, "a second FCGI_BEGIN_REQUEST behind the parameters"},
        {FCGI_STDIN, false, "FCGI_STDIN among the parameters"},
        {FCGI_PARAMS, true, "FCGI_PARAMS behind the parameters"},
        {FCGI_DATA, false, "FCGI_DATA"},
        {FCGI_DATA, true, "FCGI_DATA behind the parameters"},
        {FCGI_STDOUT, false, "FCGI_STDOUT"},
        {FCGI_END_REQUEST, true, "FCGI_END_REQUEST"},
        {FCGI_UNKNOWN_TYPE, true, "FCGI_UNKNOWN_TYPE"},
        {0, false, "type 0"},
        {255, true, "type 255"},
    };
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_buffer bytes = {0};
        peer_append_begin(&bytes, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
        if (cases[i].after_params) {
            peer_append_stream(&bytes, FCGI_PARAMS, 1, STACCATO_TEXT("\1\1ab"), 0, 0);
        }
        peer_append_record(&bytes, cases[i].type, 1, "\0\1\1\0\0\0\0\0", 8, 0);
        expect_closed(&worker, &bytes, cases[i].what);
        staccato_buffer_free(&bytes);
    }
    worker_end(&worker);
}

Test(faults_records, a_begin_of_another_length_ends_the_connection) {
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t length = 0; length <= 16; length++) {
        struct staccato_buffer bytes = {0};
        peer_append_record(&bytes, FCGI_BEGIN_REQUEST, 1, "\0\1\1\0\0\0\0\0\0\0\0\0\0\0\0", length,
                           0);
        if (length != sizeof(FCGI_BeginRequestBody)) {
            expect_closed(&worker, &bytes, "a begin of a wrong length");
        }
        staccato_buffer_free(&bytes);
    }
    worker_end(&worker);
}

/* At each record of a request, and between them: the request ends, the connection does not. */
Test(faults_records, requests_may_be_aborted_at_each_stage) {
    struct worker worker = worker_start((struct worker_options){0});
    struct peer_answer answer = {0};
    int fd = peer_connect(&worker);
    struct staccato_buffer whole = {0};
    peer_append_request(&whole, (struct peer_request){.piece = 20});
    unsigned int aborted = 0;
    for (size_t at = 0; at < whole.length; aborted++) {
        const unsigned char *header = (const unsigned char *)whole.data + at;
        struct staccato_buffer bytes = {0};
        at += FCGI_HEADER_LEN + (size_t)(header[4] << 8 | header[5]) + header[6];
        if (at == whole.length) {
            break;
        }
        append_bytes(&bytes, whole.data, at);
        peer_append_record(&bytes, FCGI_ABORT_REQUEST, 1, NULL, 0, 0);
        cr_assert(peer_send(fd, bytes.data, bytes.length));
        cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED, "aborted at byte %zu", at);
        cr_expect_eq(answer.protocol_status, FCGI_REQUEST_COMPLETE);
        cr_expect_eq(answer.stdout_bytes.length, 0U);
        cr_assert_eq(peer_ask(fd, (struct peer_request){.id = 2}), 200, "aborted at byte %zu", at);
        staccato_buffer_free(&bytes);
    }
    cr_expect_gt(aborted, 5U);
    /* Of nobody, or of a request that is over: nothing is to be answered. */
    whole.length = 0;
    peer_append_record(&whole, FCGI_ABORT_REQUEST, 7, NULL, 0, 0);
    cr_assert(peer_send(fd, whole.data, whole.length));
    cr_expect_eq(peer_ask(fd, (struct peer_request){0}), 200);
    staccato_buffer_free(&whole);
    peer_free(&answer);
    (void)close(fd);
    worker_end(&worker);
}

/* A web server that gives up, and did not mean to keep the connection. */
Test(faults_records, an_abort_ends_a_connection_that_is_not_kept) {
    struct worker worker = worker_start((struct worker_options){0});
    struct peer_answer answer = {0};
    struct staccato_buffer bytes = {0};
    peer_append_begin(&bytes, 1, FCGI_RESPONDER, 0);
    peer_append_record(&bytes, FCGI_ABORT_REQUEST, 1, NULL, 0, 0);
    int fd = peer_connect(&worker);
    cr_assert(peer_send(fd, bytes.data, bytes.length));
    cr_expect_eq(peer_read(fd, &answer), PEER_ANSWERED);
    cr_expect(peer_sees_end(fd, WORKER_PATIENCE));
    staccato_buffer_free(&bytes);
    peer_free(&answer);
    (void)close(fd);
    worker_end(&worker);
}

/* Requests are not multiplexed: the second is turned down, the first goes on. */
Test(faults_records, a_second_request_at_once_is_turned_down) {
    struct worker worker = worker_start((struct worker_options){0});
    struct peer_answer answer = {0};
    struct staccato_buffer first = {0};
    struct staccato_buffer bytes = {0};
    int fd = peer_connect(&worker);
    peer_append_request(&first, (struct peer_request){.id = 1});
    size_t begin = FCGI_HEADER_LEN + sizeof(FCGI_BeginRequestBody);
    append_bytes(&bytes, first.data, begin);
    peer_append_request(&bytes, (struct peer_request){.id = 300});
    append_bytes(&bytes, first.data + begin, first.length - begin);
    cr_assert(peer_send(fd, bytes.data, bytes.length));
    cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED);
    cr_expect_eq(answer.id, 300);
    cr_expect_eq(answer.protocol_status, FCGI_CANT_MPX_CONN);
    cr_expect_eq(answer.stdout_bytes.length, 0U);
    cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED);
    cr_expect_eq(answer.id, 1);
    cr_expect_eq(answer.status, 200);
    cr_expect_eq(peer_ask(fd, (struct peer_request){.id = 300}), 200);
    staccato_buffer_free(&first);
    staccato_buffer_free(&bytes);
    peer_free(&answer);
    (void)close(fd);
    worker_end(&worker);
}

/* The rest of a request that was turned down is passed over, and the next one is served. */
Test(faults_records, other_roles_are_turned_down) {
    static const uint16_t roles[] = {0, FCGI_AUTHORIZER, FCGI_FILTER, 4, 256, 257, 65535};
    struct worker worker = worker_start((struct worker_options){0});
    struct peer_answer answer = {0};
    int fd = peer_connect(&worker);
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
        struct staccato_buffer bytes = {0};
        peer_append_request(&bytes, (struct peer_request){.id = 5});
        bytes.data[FCGI_HEADER_LEN] = (char)(roles[i] >> 8);
        bytes.data[FCGI_HEADER_LEN + 1] = (char)(roles[i] & 0xFF);
        cr_assert(peer_send(fd, bytes.data, bytes.length));
        cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED, "role %u", roles[i]);
        cr_expect_eq(answer.id, 5);
        cr_expect_eq(answer.protocol_status, FCGI_UNKNOWN_ROLE);
        cr_expect_eq(answer.stdout_bytes.length, 0U);
        cr_assert_eq(peer_ask(fd, (struct peer_request){.id = 5}), 200, "role %u", roles[i]);
        staccato_buffer_free(&bytes);
    }
    peer_free(&answer);
    (void)close(fd);
    worker_end(&worker);
}

Test(faults_records, all_records_may_be_padded) {
    struct worker worker = worker_start((struct worker_options){0});
    for (unsigned int padding = 0; padding <= 255; padding++) {
        int fd = peer_connect(&worker);
        int status =
            peer_ask(fd, (struct peer_request){.padding = (unsigned char)padding, .piece = 50});
        cr_assert_eq(status, 200, "padding %u: %d", padding, status);
        (void)close(fd);
    }
    worker_end(&worker);
}

/* The record that begins a request, too. */
Test(faults_records, a_begin_may_be_padded) {
    struct worker worker = worker_start((struct worker_options){0});
    for (unsigned int padding = 0; padding <= 255; padding += 5) {
        static const char zeros[256];
        struct staccato_buffer whole = {0};
        struct staccato_buffer bytes = {0};
        struct peer_answer answer = {0};
        size_t begin = FCGI_HEADER_LEN + sizeof(FCGI_BeginRequestBody);
        peer_append_request(&whole, (struct peer_request){0});
        append_bytes(&bytes, whole.data, begin);
        append_bytes(&bytes, zeros, padding);
        append_bytes(&bytes, whole.data + begin, whole.length - begin);
        bytes.data[6] = (char)padding;
        int fd = peer_connect(&worker);
        cr_assert(peer_send(fd, bytes.data, bytes.length));
        cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED, "padding %u", padding);
        cr_expect_eq(answer.status, 200, "padding %u: %d", padding, answer.status);
        staccato_buffer_free(&whole);
        staccato_buffer_free(&bytes);
        peer_free(&answer);
        (void)close(fd);
    }
    worker_end(&worker);
}

Test(faults_records, ids_have_sixteen_bits) {
    static const uint16_t ids[] = {1, 2, 127, 128, 255, 256, 257, 32767, 32768, 65280, 65535};
    struct worker worker = worker_start((struct worker_options){0});
    struct peer_answer answer = {0};
    int fd = peer_connect(&worker);
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        cr_assert(peer_send_request(fd, (struct peer_request){.id = ids[i]}));
        cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED);
        cr_expect_eq(answer.id, ids[i]);
        cr_expect_eq(answer.status, 200);
    }
    peer_free(&answer);
    (void)close(fd);
    worker_end(&worker);
}
