/* What a worker is limited to: bodies, connections, descriptors, memory it keeps. */
#include <criterion/criterion.h>
#include <fastcgi.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "faulty.h"
#include "peer.h"

TestSuite(faults_limits, .timeout = 60);

/* A body that is so long: PEER_MARY and spaces. Free the returned text's data. */
static struct staccato_text body_of(size_t length) {
    char *body = malloc(length);
    cr_assert_not_null(body);
    memset(body, ' ', length);
    memcpy(body, PEER_MARY, strlen(PEER_MARY));
    return (struct staccato_text){body, length};
}

/* Sends a request up to the header of the record that takes its body over the limit, and not a byte
 * of that record. */
static void expect_refused_early(const struct worker *worker, size_t limit) {
    struct staccato_buffer bytes = {0};
    struct staccato_buffer pairs = {0};
    struct peer_answer answer = {0};
    struct staccato_text body = body_of(limit);
    peer_append_pairs(&pairs, "POST", "/mary", 1000000000);
    peer_append_begin(&bytes, 3, FCGI_RESPONDER, FCGI_KEEP_CONN);
    peer_append_stream(&bytes, FCGI_PARAMS, 3, (struct staccato_text){pairs.data, pairs.length}, 0,
                       0);
    peer_append_stream(&bytes, FCGI_STDIN, 3, body, 0, 0);
    bytes.length -= FCGI_HEADER_LEN; /* the end, which becomes another record's header */
    size_t header = bytes.length;
    peer_append_record(&bytes, FCGI_STDIN, 3, "more", 4, 0);
    int fd = peer_connect(worker);
    (void)peer_send(fd, bytes.data, header + FCGI_HEADER_LEN);
    cr_expect_eq(peer_read(fd, &answer), PEER_ANSWERED, "limit %zu", limit);
    cr_expect_eq(answer.status, 413, "limit %zu: %d", limit, answer.status);
    cr_expect_eq(answer.id, 3);
    cr_expect(peer_sees_end(fd, WORKER_PATIENCE), "limit %zu", limit);
    (void)close(fd);
    free((void *)(uintptr_t)body.data);
    peer_free(&answer);
    staccato_buffer_free(&pairs);
    staccato_buffer_free(&bytes);
    peer_expect_service(worker, "a body over the limit");
}

Test(faults_limits, bodies_have_a_limit) {
    static const struct {
        const char *setting;
        size_t limit;
    } cases[] = {
        {NULL, 65536}, {"STACCATO_MAX_BODY=30", 30}, {"STACCATO_MAX_BODY=1048576", 1048576}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct worker worker =
            worker_start((struct worker_options){.environment = {cases[i].setting}});
        int fd = peer_connect(&worker);
        struct staccato_text body = body_of(cases[i].limit + 1);
        body.length--;
        cr_expect_eq(peer_ask(fd, (struct peer_request){.body = body}), 200, "a body at the limit");
        cr_expect_eq(peer_ask(fd, (struct peer_request){.body = body, .piece = 8000}), 200);
        body.length++;
        cr_expect_eq(peer_ask(fd, (struct peer_request){.body = body}), 413);
        cr_expect(peer_sees_end(fd, WORKER_PATIENCE));
        (void)close(fd);
        free((void *)(uintptr_t)body.data);
        expect_refused_early(&worker, cases[i].limit);
        worker_end(&worker);
    }
}

/* One that goes on sending gets the answer all the same, and an end. */
Test(faults_limits, a_body_without_end_is_refused) {
    enum { MOST = 64 << 20 };
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_STALL_TIMEOUT=1"}});
    struct staccato_buffer bytes = {0};
    struct staccato_buffer pairs = {0};
    struct staccato_buffer flood = {0};
    struct peer_answer answer = {0};
    struct staccato_text body = body_of(65535);
    peer_append_begin(&bytes, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
    peer_append_pairs(&pairs, "POST", "/mary", 1000000000);
    peer_append_stream(&bytes, FCGI_PARAMS, 1, (struct staccato_text){pairs.data, pairs.length}, 0,
                       0);
    peer_append_record(&flood, FCGI_STDIN, 1, body.data, body.length, 0);
    int fd = peer_connect(&worker);
    cr_assert(peer_send(fd, bytes.data, bytes.length));
    size_t sent = 0;
    while (sent < MOST && peer_send(fd, flood.data, flood.length)) {
        sent += flood.length;
    }
    cr_expect_eq(peer_read(fd, &answer), PEER_ANSWERED, "after %zu bytes", sent);
    cr_expect_eq(answer.status, 413, "%d after %zu bytes", answer.status, sent);
    (void)close(fd);
    free((void *)(uintptr_t)body.data);
    staccato_buffer_free(&bytes);
    staccato_buffer_free(&pairs);
    staccato_buffer_free(&flood);
    peer_free(&answer);
    peer_expect_service(&worker, "a body without end");
    worker_end(&worker);
}

Test(faults_limits, a_thousand_connections_at_once) {
    enum { PEERS = 1000 };
    static int peers[PEERS];
    for (int tcp = 0; tcp <= 1; tcp++) {
        struct worker worker = worker_start((struct worker_options){.tcp = tcp});
        struct peer_answer answer = {0};
        unsigned int failed = 0;
        for (size_t i = 0; i < PEERS; i++) {
            peers[i] = peer_connect(&worker);
        }
        for (unsigned int round = 0; round < 2; round++) {
            for (size_t i = 0; i < PEERS; i++) {
                failed += !peer_send_request(peers[i], (struct peer_request){0});
            }
            for (size_t i = 0; i < PEERS; i++) {
                failed += peer_read(peers[i], &answer) != PEER_ANSWERED || answer.status != 200;
            }
        }
        cr_expect_eq(failed, 0, "%u of %d requests failed", failed, 2 * PEERS);
        for (size_t i = 0; i < PEERS; i++) {
            (void)close(peers[i]);
        }
        peer_free(&answer);
        worker_end(&worker);
    }
}

/* The oldest go, and only as many as there must. */
Test(faults_limits, the_oldest_idle_connection_makes_room) {
    enum { LIMIT = 8, PEERS = 20 };
    int peers[PEERS];
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_MAX_CONNECTIONS=8"}});
    for (size_t i = 0; i < PEERS; i++) {
        peers[i] = peer_connect(&worker);
        cr_assert_eq(peer_ask(peers[i], (struct peer_request){0}), 200, "connection %zu", i);
    }
    for (size_t i = 0; i < PEERS - LIMIT; i++) {
        cr_expect(peer_sees_end(peers[i], WORKER_PATIENCE), "connection %zu goes", i);
    }
    for (size_t i = PEERS - LIMIT; i < PEERS; i++) {
        cr_expect_eq(peer_ask(peers[i], (struct peer_request){0}), 200, "connection %zu stays", i);
    }
    for (size_t i = 0; i < PEERS; i++) {
        (void)close(peers[i]);
    }
    worker_end(&worker);
}

/* A connection whose next request has come is not idle, though nobody has looked yet. */
Test(faults_limits, a_connection_with_a_request_does_not_make_room) {
    enum { LIMIT = 8 };
    int peers[LIMIT];
    int more[LIMIT];
    unsigned int lost = 0;
    struct peer_answer answer = {0};
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_MAX_CONNECTIONS=8"}});
    for (size_t i = 0; i < LIMIT; i++) {
        peers[i] = peer_connect(&worker);
        cr_assert_eq(peer_ask(peers[i], (struct peer_request){0}), 200);
    }
    worker_pause(&worker);
    for (size_t i = 0; i < LIMIT; i++) {
        more[i] = peer_connect(&worker);
        cr_assert(peer_send_request(more[i], (struct peer_request){0}));
        cr_assert(peer_send_request(peers[i], (struct peer_request){0}));
    }
    worker_continue(&worker);
    for (size_t i = 0; i < LIMIT; i++) {
        lost += peer_read(peers[i], &answer) != PEER_ANSWERED || answer.status != 200;
        lost += peer_read(more[i], &answer) != PEER_ANSWERED || answer.status != 200;
    }
    cr_expect_eq(lost, 0, "%u of %d requests were lost", lost, 2 * LIMIT);
    for (size_t i = 0; i < LIMIT; i++) {
        (void)close(peers[i]);
        (void)close(more[i]);
    }
    peer_free(&answer);
    worker_end(&worker);
}

/* Waits until the worker has no room, and therefore does not listen for a while. */
static void await_full(const struct worker *worker, const char *what) {
    int64_t end = worker_clock() + WORKER_PATIENCE;
    while (worker_listens_for(worker) != 0) {
        cr_assert_lt(worker_clock(), end, "%s: it goes on listening", what);
        (void)poll(NULL, 0, 1);
    }
}

/* Full of half requests, with more peers waiting: it looks for room now and then, and does not
 * spin. When one goes the next comes in. */
static void check_full(struct worker_options options, const char *what) {
    enum { PEERS = 40, BEGIN = 2 * FCGI_HEADER_LEN, SPAN = 500, LOOKS = 100 /* ms apart */ };
    int peers[PEERS];
    struct staccato_buffer bytes = {0};
    struct peer_answer answer = {0};
    struct shim_control *control = faulty_prepare();
    struct worker worker = faulty_start(options);
    faulty_await(control);
    peer_append_request(&bytes, (struct peer_request){0});
    for (size_t i = 0; i < PEERS; i++) {
        peers[i] = peer_connect(&worker);
        cr_assert(peer_send(peers[i], bytes.data, BEGIN));
    }
    await_full(&worker, what);
    int64_t start = worker_clock();
    unsigned int before = control->made[SHIM_EPOLL_WAIT];
    (void)poll(NULL, 0, SPAN); /* for what it does meanwhile */
    unsigned int turns = control->made[SHIM_EPOLL_WAIT] - before;
    int64_t looks = (worker_clock() - start) / LOOKS + 2;
    cr_expect_leq(turns, 2 * looks, "%s: %u turns in %d looks", what, turns, (int)looks);
    unsigned int answered = 0;
    for (size_t i = 0; i < PEERS; i++) {
        bool is_sent = peer_send(peers[i], bytes.data + BEGIN, bytes.length - BEGIN);
        answered += is_sent && peer_read(peers[i], &answer) == PEER_ANSWERED;
        (void)close(peers[i]);
    }
    cr_expect_eq(answered, PEERS, "%s: %u of %d were answered", what, answered, PEERS);
    peer_expect_service(&worker, what);
    peer_free(&answer);
    staccato_buffer_free(&bytes);
    worker_end(&worker);
}

Test(faults_limits, a_full_worker_does_not_spin) {
    check_full((struct worker_options){.environment = {"STACCATO_MAX_CONNECTIONS=8",
                                                       "STACCATO_STALL_TIMEOUT=60"}},
               "full");
}

Test(faults_limits, a_worker_without_descriptors_does_not_spin) {
    check_full(
        (struct worker_options){.descriptors = 16, .environment = {"STACCATO_STALL_TIMEOUT=60"}},
        "no descriptors");
}

/* Over TCP, idle connections only: they make room one by one, and each request is answered. */
Test(faults_limits, a_worker_without_descriptors_serves) {
    enum { PEERS = 60 };
    int peers[PEERS];
    struct worker worker = worker_start((struct worker_options){.tcp = true, .descriptors = 16});
    for (size_t i = 0; i < PEERS; i++) {
        peers[i] = peer_connect(&worker);
        cr_expect_eq(peer_ask(peers[i], (struct peer_request){0}), 200, "connection %zu", i);
    }
    for (size_t i = 0; i < PEERS; i++) {
        (void)close(peers[i]);
    }
    worker_end(&worker);
}
