/* What a worker holds at worst: all its bounds reached at once, after its heap has been cut up. */
#include <criterion/criterion.h>
#include <fastcgi.h>
#include <stdlib.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_holes, .timeout = 120);

/* A request whose body lacks its end: so many bytes in all, so many of them a parameter's. */
static void make_half(struct staccato_buffer *bytes, size_t length, size_t parameter) {
    static const char spaces[65000];
    struct staccato_buffer pairs = {0};
    bytes->length = 0;
    peer_append_pairs(&pairs, "POST", "/mary", 65536);
    peer_append_pair(&pairs, STACCATO_TEXT("HTTP_X"), (struct staccato_text){spaces, parameter});
    peer_append_begin(bytes, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
    peer_append_stream(bytes, FCGI_PARAMS, 1, (struct staccato_text){pairs.data, pairs.length}, 0,
                       0);
    while (bytes->length + FCGI_HEADER_LEN < length) {
        size_t left = length - bytes->length - FCGI_HEADER_LEN;
        peer_append_record(bytes, FCGI_STDIN, 1, spaces, left < 65000 ? left : 65000, 0);
    }
    staccato_buffer_free(&pairs);
}

static int connect_half(const struct worker *worker, const struct staccato_buffer *bytes) {
    int fd = peer_connect(worker);
    cr_assert(peer_send(fd, bytes->data, bytes->length));
    return fd;
}

/* Sends that half request on each of so many connections, with an idle connection beside each,
 * whose block stays. */
static void connect_halves(const struct worker *worker, const struct staccato_buffer *bytes,
                           int halves[], size_t pairs) {
    for (size_t i = 0; i < pairs; i++) {
        halves[i] = connect_half(worker, bytes);
        cr_assert_eq(peer_ask(peer_connect(worker), (struct peer_request){0}), 200);
    }
}

/* Half requests of that size, an idle connection beside each; then the half
 * requests end, and what is held of others comes on top. */
static void check_bound(size_t size, size_t pairs) {
    enum { LARGE = 600, DEAF = 100, BOUND = 144 * 1024 /* KiB */ };
    struct worker worker = worker_start((struct worker_options){0});
    struct staccato_buffer bytes = {0};
    int *halves = calloc(pairs, sizeof(*halves));
    cr_assert_not_null(halves);
    make_half(&bytes, size, 0);
    connect_halves(&worker, &bytes, halves, pairs);
    for (size_t i = 0; i < pairs; i++) {
        (void)close(halves[i]);
    }
    peer_expect_service(&worker, "half requests");
    cr_log_info("%zu bytes: %ld KiB with holes\n", size, worker_rss(&worker));
    make_half(&bytes, 125000, 62000);
    for (size_t i = 0; i < LARGE; i++) {
        (void)connect_half(&worker, &bytes);
    }
    for (size_t i = 0; i < DEAF; i++) {
        cr_assert(peer_send_request(peer_connect(&worker), peer_large_request()));
    }
    peer_expect_service(&worker, "all of it");
    long most = worker_rss(&worker);
    cr_log_info("%zu bytes: %ld KiB at worst\n", size, most);
    cr_expect(most <= BOUND || WORKER_IS_SANITIZED, "%ld KiB", most);
    free(halves);
    staccato_buffer_free(&bytes);
    worker_end(&worker);
}

/* What requests held is given back once they are answered, though none held much and all their
 * connections stay. */
Test(faults_holes, of_answered_requests_are_given_back) {
    enum { PAIRS = 400, SIZE = 60000, LEAST = 20 * 1024, MOST = 12 * 1024 /* KiB */ };
    static int halves[PAIRS];
    struct staccato_buffer bytes = {0};
    struct peer_answer answer = {0};
    struct worker worker = worker_start((struct worker_options){0});
    peer_expect_service(&worker, "the start");
    long before = worker_rss(&worker);
    make_half(&bytes, SIZE, 0);
    connect_halves(&worker, &bytes, halves, PAIRS);
    long meanwhile = worker_rss(&worker);
    bytes.length = 0;
    peer_append_record(&bytes, FCGI_STDIN, 1, "", 0, 0);
    for (size_t i = 0; i < PAIRS; i++) {
        cr_assert(peer_send(halves[i], bytes.data, bytes.length));
        cr_assert_eq(peer_read(halves[i], &answer), PEER_ANSWERED);
        cr_assert_eq(answer.status, 400, "%d", answer.status);
    }
    peer_expect_service(&worker, "answers");
    long after = worker_rss(&worker);
    cr_log_info("RSS %ld KiB before, %ld meanwhile, %ld after\n", before, meanwhile, after);
    if (!WORKER_IS_SANITIZED) {
        cr_expect_gt(meanwhile - before, LEAST);
        cr_expect_lt(after - before, MOST);
    }
    peer_free(&answer);
    staccato_buffer_free(&bytes);
    worker_end(&worker);
}

Test(faults_holes, of_half_requests_do_not_add_up) {
    check_bound(60000, 1000);
    check_bound(30000, 1500);
}
