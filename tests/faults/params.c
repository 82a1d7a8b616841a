/* Parameters in every shape: cut anywhere, long, with NULs, too many, malformed. */
#include <criterion/criterion.h>
#include <fastcgi.h>
#include <stdlib.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_params, .timeout = 60);

static struct staccato_text text_of(const struct staccato_buffer *buffer) {
    return (struct staccato_text){buffer->data, buffer->length};
}

/* A whole request with these pairs and PEER_MARY, appended. */
static void append_with_pairs(struct staccato_buffer *out, struct staccato_text pairs) {
    peer_append_begin(out, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
    peer_append_stream(out, FCGI_PARAMS, 1, pairs, 0, 0);
    peer_append_stream(out, FCGI_STDIN, 1, STACCATO_TEXT(PEER_MARY), 0, 0);
}

/* Sends a request with these pairs and returns its status, or -PEER_CLOSED. */
static int ask_with_pairs(int fd, struct staccato_text pairs) {
    struct staccato_buffer bytes = {0};
    struct peer_answer answer = {0};
    append_with_pairs(&bytes, pairs);
    (void)peer_send(fd, bytes.data, bytes.length); /* part of it may be refused */
    enum peer_result result = peer_read(fd, &answer);
    int status = answer.status;
    peer_free(&answer);
    staccato_buffer_free(&bytes);
    return result == PEER_ANSWERED ? status : -(int)result;
}

static void append_usual(struct staccato_buffer *pairs) {
    peer_append_pairs(pairs, "POST", "/mary", strlen(PEER_MARY));
}

/* Two records, cut between any two bytes: within lengths, names and values. */
Test(faults_params, may_be_cut_anywhere) {
    struct worker worker = worker_start((struct worker_options){0});
    static const char long_value[300] = "long";
    struct staccato_buffer pairs = {0};
    struct peer_answer answer = {0};
    peer_append_pair(&pairs, STACCATO_TEXT("HTTP_X_LONG"),
                     (struct staccato_text){long_value, sizeof(long_value)});
    append_usual(&pairs);
    int fd = peer_connect(&worker);
    for (size_t cut = 1; cut < pairs.length; cut++) {
        struct staccato_buffer bytes = {0};
        peer_append_begin(&bytes, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
        peer_append_record(&bytes, FCGI_PARAMS, 1, pairs.data, cut, 1);
        peer_append_record(&bytes, FCGI_PARAMS, 1, pairs.data + cut, pairs.length - cut, 0);
        peer_append_record(&bytes, FCGI_PARAMS, 1, NULL, 0, 0);
        peer_append_stream(&bytes, FCGI_STDIN, 1, STACCATO_TEXT(PEER_MARY), 0, 0);
        cr_assert(peer_send(fd, bytes.data, bytes.length));
        cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED, "cut at %zu", cut);
        cr_assert_eq(answer.status, 200, "cut at %zu: %d", cut, answer.status);
        staccato_buffer_free(&bytes);
    }
    peer_free(&answer);
    staccato_buffer_free(&pairs);
    (void)close(fd);
    worker_end(&worker);
}

/* Around the lengths at which their own length changes its form, and far beyond. */
Test(faults_params, may_be_long) {
    static const size_t lengths[] = {0, 1, 126, 127, 128, 129, 255, 256, 4096, 8191, 8192, 60000};
    static char letters[60000];
    memset(letters, 'A', sizeof(letters));
    struct worker worker = worker_start((struct worker_options){0});
    int fd = peer_connect(&worker);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct staccato_text text = {letters, lengths[i]};
        struct staccato_buffer pairs = {0};
        peer_append_pair(&pairs, STACCATO_TEXT("HTTP_X_LONG"), text);
        append_usual(&pairs);
        cr_expect_eq(ask_with_pairs(fd, text_of(&pairs)), 200, "a value of %zu", lengths[i]);
        pairs.length = 0;
        peer_append_pair(&pairs, text, STACCATO_TEXT("value"));
        append_usual(&pairs);
        cr_expect_eq(ask_with_pairs(fd, text_of(&pairs)), 200, "a name of %zu", lengths[i]);
        staccato_buffer_free(&pairs);
    }
    (void)close(fd);
    worker_end(&worker);
}

Test(faults_params, may_have_nul_and_any_other_byte) {
    struct worker worker = worker_start((struct worker_options){0});
    int fd = peer_connect(&worker);
    for (unsigned int byte = 0; byte <= 255; byte++) {
        const char value[] = {'a', (char)byte, 'b'};
        struct staccato_text text = {value, sizeof(value)};
        struct staccato_buffer pairs = {0};
        peer_append_pair(&pairs, STACCATO_TEXT("HTTP_ORIGIN"), text);
        peer_append_pair(&pairs, text, text);
        append_usual(&pairs);
        cr_expect_eq(ask_with_pairs(fd, text_of(&pairs)), 200, "byte %u in other parameters", byte);
        pairs.length = 0;
        peer_append_pairs(&pairs, "POST", "", 0);
        peer_append_pair(&pairs, STACCATO_TEXT("SCRIPT_NAME"), text);
        cr_expect_eq(ask_with_pairs(fd, text_of(&pairs)), 404, "byte %u in the path", byte);
        staccato_buffer_free(&pairs);
    }
    (void)close(fd);
    worker_end(&worker);
}

/* A parameter does not end at a NUL: what stands behind it counts. */
Test(faults_params, do_not_end_at_a_nul) {
    static const struct {
        struct staccato_text method, path, length;
        int status;
    } cases[] = {
        {{"GET", 3}, {"/health", 7}, {"", 0}, 200},
        {{"GET", 3}, {"/health\0zz", 10}, {"", 0}, 404},
        {{"GET", 3}, {"/health\0", 8}, {"", 0}, 404},
        {{"GET\0", 4}, {"/health", 7}, {"", 0}, 405},
        {{"POST", 4}, {"/mary", 5}, {"27", 2}, 200},
        {{"POST", 4}, {"/mary", 5}, {"28", 2}, 400},
        {{"POST", 4}, {"/mary", 5}, {"28\0", 3}, 200}, /* no number: the stream counts */
    };
    struct worker worker = worker_start((struct worker_options){0});
    int fd = peer_connect(&worker);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_buffer pairs = {0};
        peer_append_pair(&pairs, STACCATO_TEXT("REQUEST_METHOD"), cases[i].method);
        peer_append_pair(&pairs, STACCATO_TEXT("PATH_INFO"), cases[i].path);
        peer_append_pair(&pairs, STACCATO_TEXT("CONTENT_LENGTH"), cases[i].length);
        int status = ask_with_pairs(fd, text_of(&pairs));
        cr_expect_eq(status, cases[i].status, "case %zu: %d", i, status);
        staccato_buffer_free(&pairs);
    }
    (void)close(fd);
    worker_end(&worker);
}

Test(faults_params, may_be_missing) {
    struct worker worker = worker_start((struct worker_options){0});
    int fd = peer_connect(&worker);
    cr_expect_eq(ask_with_pairs(fd, (struct staccato_text){"", 0}), 404, "no parameter at all");
    cr_expect_eq(ask_with_pairs(fd, STACCATO_TEXT("\0\0")), 404, "an empty one");
    cr_expect_eq(ask_with_pairs(fd, STACCATO_TEXT("\11\5PATH_INFO/mary")), 405, "no method");
    (void)close(fd);
    worker_end(&worker);
}

/* A body may be, too, and so in a worker's very first request. */
Test(faults_params, a_first_request_may_have_no_body) {
    struct worker worker = worker_start((struct worker_options){0});
    int fd = peer_connect(&worker);
    int status = peer_ask(fd, (struct peer_request){.method = "GET", .body = {"", 0}});
    cr_expect_eq(status, 405, "GET: %d", status);
    (void)close(fd);
    worker_end(&worker);
}

/* As many as one record holds are taken; with a byte more the answer comes before the rest does. */
Test(faults_params, have_a_limit) {
    enum { LIMIT = 65535 };
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t length = LIMIT; length <= LIMIT + 1; length++) {
        struct staccato_buffer pairs = {0};
        append_usual(&pairs);
        size_t left = length - pairs.length - 4 - 1; /* lengths: four bytes and one */
        char *name = calloc(left, 1);
        cr_assert_not_null(name);
        memset(name, 'A', left);
        peer_append_pair(&pairs, (struct staccato_text){name, left}, (struct staccato_text){"", 0});
        cr_assert_eq(pairs.length, length);
        int fd = peer_connect(&worker);
        int status = ask_with_pairs(fd, text_of(&pairs));
        cr_expect_eq(status, length <= LIMIT ? 200 : 431, "%zu bytes: %d", length, status);
        cr_expect(length <= LIMIT || peer_sees_end(fd, WORKER_PATIENCE), "%zu bytes", length);
        (void)close(fd);
        free(name);
        staccato_buffer_free(&pairs);
    }
    peer_expect_service(&worker, "too many parameters");
    worker_end(&worker);
}

Test(faults_params, over_the_limit_in_small_records_are_refused) {
    struct worker worker = worker_start((struct worker_options){0});
    struct staccato_buffer bytes = {0};
    struct peer_answer answer = {0};
    static const char letters[1000];
    peer_append_begin(&bytes, 7, FCGI_RESPONDER, FCGI_KEEP_CONN);
    for (size_t i = 0; i < 70; i++) { /* never ended */
        peer_append_record(&bytes, FCGI_PARAMS, 7, letters, sizeof(letters), 0);
    }
    int fd = peer_connect(&worker);
    (void)peer_send(fd, bytes.data, bytes.length);
    cr_expect_eq(peer_read(fd, &answer), PEER_ANSWERED);
    cr_expect_eq(answer.status, 431);
    cr_expect_eq(answer.id, 7);
    cr_expect(peer_sees_end(fd, WORKER_PATIENCE));
    peer_free(&answer);
    staccato_buffer_free(&bytes);
    (void)close(fd);
    worker_end(&worker);
}

/* Lengths that promise more than there is, up to what overflows an int when added up
 * (CVE-2025-23016 in libfcgi). The connection ends, and only that. */
Test(faults_params, malformed_ones_end_the_connection) {
    static const struct {
        const char *what;
        struct staccato_text pairs;
    } cases[] = {
        {"a lone length", {"\4", 1}},
        {"no value", {"\4\4NAME", 6}},
        {"half a value", {"\4\4NAMEval", 9}},
        {"half a name", {"\4\4NAM", 5}},
        {"half a four-byte length", {"\200\0", 2}},
        {"a name of 2 GiB", {"\377\377\377\377\0NAME", 9}},
        {"a value of 2 GiB", {"\4\377\377\377\377NAMEvalue", 14}},
        {"a sum that overflows to 0", {"\377\377\377\377\377\377\377\377NAMEvalue", 17}},
        {"a sum that overflows to 16", {"\377\377\377\377\200\0\0\17NAMEvalueNAMEvalue", 26}},
        {"a sum just below", {"\300\0\0\0\277\377\377\375NAMEvalueNAMEvalue", 26}},
        {"a negative sum", {"\301\301\301\301\301\301\301\301NAMEvalue", 17}},
        {"a sum of -2", {"\377\377\377\376\377\377\377\376NAMEvalue", 17}},
        {"a byte too many", {"\4\5NAMEvalue\1", 12}},
    };
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_buffer pairs = {0};
        append_usual(&pairs);
        staccato_buffer_append_text(&pairs, cases[i].pairs);
        int fd = peer_connect(&worker);
        cr_expect_eq(ask_with_pairs(fd, text_of(&pairs)), -PEER_CLOSED, "%s", cases[i].what);
        (void)close(fd);
        peer_expect_service(&worker, cases[i].what);
        staccato_buffer_free(&pairs);
    }
    worker_end(&worker);
}
