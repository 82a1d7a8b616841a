/* FCGI_GET_VALUES: what a web server may ask a worker of itself, at any time. */
#include <criterion/criterion.h>
#include <fastcgi.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_values, .timeout = 60);

static const struct {
    const char *what;
    struct staccato_text question;
    struct staccato_text result; /* content of FCGI_GET_VALUES_RESULT */
} cases[] = {
    {"nothing", {"", 0}, {"", 0}},
    {"one", {"\17\0FCGI_MPXS_CONNS", 17}, {"\17\1FCGI_MPXS_CONNS0", 18}},
    {"all",
     {"\16\0FCGI_MAX_CONNS\15\0FCGI_MAX_REQS\17\0FCGI_MPXS_CONNS", 48},
     {"\16\4FCGI_MAX_CONNS4096\15\4FCGI_MAX_REQS4096\17\1FCGI_MPXS_CONNS0", 57}},
    {"one twice", {"\15\0FCGI_MAX_REQS\15\0FCGI_MAX_REQS", 30}, {"\15\4FCGI_MAX_REQS4096", 19}},
    {"an unknown one", {"\3\0ABC\15\0FCGI_MAX_REQS", 20}, {"\15\4FCGI_MAX_REQS4096", 19}},
    {"one with a value", {"\15\2FCGI_MAX_REQS42", 17}, {"\15\4FCGI_MAX_REQS4096", 19}},
    {"a four-byte length", {"\200\0\0\15\0FCGI_MAX_REQS", 18}, {"\15\4FCGI_MAX_REQS4096", 19}},
    {"half a name", {"\15\0FCGI_MAX_", 11}, {"", 0}},
    {"half a length", {"\200\0", 2}, {"", 0}},
    {"a lying length", {"\377\377\377\377\377\377\377\377FCGI", 12}, {"", 0}},
    {"a value that is not there", {"\15\5FCGI_MAX_REQS", 15}, {"", 0}},
};

enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static void append_question(struct staccato_buffer *out, size_t i) {
    peer_append_record(out, FCGI_GET_VALUES, 0, cases[i].question.data, cases[i].question.length,
                       (unsigned char)(i * 3));
}

static void expect_result(const struct staccato_buffer *got, size_t i) {
    struct staccato_buffer expected = {0};
    peer_append_record(&expected, FCGI_GET_VALUES_RESULT, 0, cases[i].result.data,
                       cases[i].result.length, 0);
    cr_expect(got->length == expected.length && memcmp(got->data, expected.data, got->length) == 0,
              "%s: %zu bytes", cases[i].what, got->length);
    staccato_buffer_free(&expected);
}

/* The answer comes by itself, before there is any request. */
Test(faults_values, are_told_without_a_request) {
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t i = 0; i < CASES; i++) {
        struct staccato_buffer bytes = {0};
        struct peer_answer answer = {0};
        int fd = peer_connect(&worker);
        append_question(&bytes, i);
        /* A request in another role adds nothing but its end, where reading stops. */
        cr_assert(peer_send(fd, bytes.data, bytes.length));
        bytes.length = 0;
        peer_append_begin(&bytes, 1, FCGI_FILTER, FCGI_KEEP_CONN);
        cr_assert(peer_send(fd, bytes.data, bytes.length));
        cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED, "%s", cases[i].what);
        expect_result(&answer.management, i);
        cr_expect_eq(peer_ask(fd, (struct peer_request){0}), 200, "%s", cases[i].what);
        peer_free(&answer);
        staccato_buffer_free(&bytes);
        (void)close(fd);
    }
    worker_end(&worker);
}

/* Between any two records of a request, which is none the worse for it. */
Test(faults_values, are_told_within_a_request) {
    struct worker worker = worker_start((struct worker_options){0});
    struct staccato_buffer whole = {0};
    struct peer_answer answer = {0};
    peer_append_request(&whole, (struct peer_request){.piece = 30});
    int fd = peer_connect(&worker);
    for (size_t at = 0, i = 0; at < whole.length; i = (i + 1) % CASES) {
        const unsigned char *header = (const unsigned char *)whole.data + at;
        struct staccato_buffer bytes = {0};
        staccato_buffer_append(&bytes, whole.data, at);
        append_question(&bytes, i);
        staccato_buffer_append(&bytes, whole.data + at, whole.length - at);
        cr_assert(peer_send(fd, bytes.data, bytes.length));
        cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED, "%s at %zu", cases[i].what, at);
        cr_expect_eq(answer.status, 200, "%s at %zu: %d", cases[i].what, at, answer.status);
        expect_result(&answer.management, i);
        staccato_buffer_free(&bytes);
        at += FCGI_HEADER_LEN + (size_t)(header[4] << 8 | header[5]) + header[6];
    }
    staccato_buffer_free(&whole);
    peer_free(&answer);
    (void)close(fd);
    worker_end(&worker);
}
