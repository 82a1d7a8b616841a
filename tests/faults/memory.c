/* What a worker holds after much work: no more than before. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_memory, .timeout = 300);

enum {
    WARM_UP = 3000,
    KEPT = 8,                /* connections that requests go round on */
    GROWTH_MAX = 256,        /* KiB */
    BATCH = 16,              /* requests sent before their answers are read */
    LARGE_EACH = 500,        /* one in so many has the largest answer */
    RECONNECT_EACH = 50,     /* after one batch in so many a connection is a new one */
    REQUESTS_DEFAULT = 30000 /* STACCATO_FAULT_REQUESTS says otherwise */
};

#define BODY(text)                                                                                 \
    { text, sizeof(text) - 1 }

static const struct {
    const char *method;
    const char *path;
    struct staccato_text body;
    int status;
} mix[] = {
    {"POST", "/mary", BODY("{\"tonic\":\"C\",\"octave\":4}"), 200},
    {"POST", "/mary/", BODY("{\"tonic\":\"F#\",\"octave\":\"3\"}"), 200},
    {"POST", "/random", BODY("{\"rhythm\":\"1012\",\"rhythmType\":16,\"tonic\":\"f#3\"}"), 200},
    {"POST", "/note-game", BODY("{\"scale\":\"Ab\",\"octave\":\"4\"}"), 200},
    {"POST", "/mary", BODY("{\"tonic\":\"H\",\"octave\":4}"), 400},
    {"POST", "/note-game", BODY("{\"scale\":\"C\",\"octave\":\"x\"}"), 400},
    {"POST", "/random", BODY("{\"rhythm\":7,\"tonic\":null,\"x\":[{\"y\":[1,2]}]}"), 422},
    {"POST", "/mary", BODY("{\"tonic\": oops"), 422},
    {"POST", "/mary", BODY(""), 422},
    {"POST", "/nothing", BODY("{}"), 404},
    {"GET", "/mary", BODY(""), 405},
};

enum { MIXED = sizeof(mix) / sizeof(mix[0]) };

/* Requests in batches, each on the next connection. */
static void work(const struct worker *worker, int kept[KEPT], unsigned long requests) {
    struct staccato_buffer bytes = {0};
    struct peer_answer answer = {0};
    for (unsigned long first = 0, batch = 0; first < requests; first += BATCH, batch++) {
        int *fd = &kept[batch % KEPT];
        bytes.length = 0;
        for (unsigned long i = first; i < first + BATCH; i++) {
            struct peer_request request = {.method = mix[i % MIXED].method,
                                           .path = mix[i % MIXED].path,
                                           .body = mix[i % MIXED].body};
            peer_append_request(&bytes,
                                i % LARGE_EACH == LARGE_EACH - 1 ? peer_large_request() : request);
        }
        cr_assert(peer_send(*fd, bytes.data, bytes.length));
        for (unsigned long i = first; i < first + BATCH; i++) {
            int expected = i % LARGE_EACH == LARGE_EACH - 1 ? 200 : mix[i % MIXED].status;
            cr_assert_eq(peer_read(*fd, &answer), PEER_ANSWERED, "request %lu", i);
            cr_assert_eq(answer.status, expected, "request %lu: %d instead of %d", i, answer.status,
                         expected);
        }
        if (batch % RECONNECT_EACH == 0) {
            (void)close(*fd);
            *fd = peer_connect(worker);
        }
    }
    staccato_buffer_free(&bytes);
    peer_free(&answer);
}

Test(faults_memory, stays_the_same_over_many_requests) {
    const char *wish = getenv("STACCATO_FAULT_REQUESTS");
    unsigned long requests = wish == NULL ? REQUESTS_DEFAULT : strtoul(wish, NULL, 10);
    int kept[KEPT];
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t i = 0; i < KEPT; i++) {
        kept[i] = peer_connect(&worker);
    }
    work(&worker, kept, WARM_UP);
    peer_expect_service(&worker, "warm-up");
    long rss = worker_rss(&worker);
    unsigned int descriptors = worker_descriptors(&worker);
    work(&worker, kept, requests);
    peer_expect_service(&worker, "much work");
    cr_expect(worker_drops_to(&worker, descriptors), "%u descriptors have become %u", descriptors,
              worker_descriptors(&worker));
    if (!WORKER_IS_SANITIZED) {
        long growth = worker_rss(&worker) - rss;
        cr_log_info("%lu requests: RSS %ld KiB, grown by %ld KiB\n", requests, rss, growth);
        cr_expect_leq(growth, GROWTH_MAX, "%ld KiB, after %ld", growth, rss);
    }
    for (size_t i = 0; i < KEPT; i++) {
        (void)close(kept[i]);
    }
    worker_end(&worker);
}

static void come_and_go(const struct worker *worker, unsigned int count) {
    unsigned int descriptors = worker_descriptors(worker);
    for (unsigned int i = 0; i < count; i++) {
        (void)close(peer_connect(worker));
    }
    peer_expect_service(worker, "connections");
    cr_assert(worker_drops_to(worker, descriptors));
}

/* A closed connection leaves nothing behind, not even its own struct. */
Test(faults_memory, of_closed_connections_is_free) {
    enum { BEFORE = 2000, CONNECTIONS = 20000 };
    struct worker worker = worker_start((struct worker_options){0});
    peer_expect_service(&worker, "the start");
    come_and_go(&worker, BEFORE);
    long rss = worker_rss(&worker);
    come_and_go(&worker, CONNECTIONS);
    long growth = worker_rss(&worker) - rss;
    cr_log_info("RSS %ld KiB, grown by %ld KiB\n", rss, growth);
    cr_expect(growth <= GROWTH_MAX || WORKER_IS_SANITIZED, "%ld KiB, after %ld", growth, rss);
    worker_end(&worker);
}

/* The largest answers, on many connections at once, leave nothing behind when they are taken. */
Test(faults_memory, of_outsize_answers_is_given_back) {
    enum { PEERS = 32, GIVEN_BACK = 1024 };
    int peers[PEERS];
    int kept[KEPT];
    struct peer_answer answer = {0};
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t i = 0; i < KEPT; i++) {
        kept[i] = peer_connect(&worker);
    }
    work(&worker, kept, LARGE_EACH - BATCH); /* none of them outsize */
    long before = worker_rss(&worker);
    for (size_t i = 0; i < PEERS; i++) {
        peers[i] = peer_connect(&worker);
        cr_assert(peer_send_request(peers[i], peer_large_request()));
    }
    peer_expect_service(&worker, "large requests"); /* so that their answers are all written */
    long meanwhile = worker_rss(&worker);
    for (size_t i = 0; i < PEERS; i++) {
        cr_assert_eq(peer_read(peers[i], &answer), PEER_ANSWERED);
        cr_expect_eq(answer.status, 200);
        (void)close(peers[i]);
    }
    work(&worker, kept, LARGE_EACH / 2);
    if (!WORKER_IS_SANITIZED) {
        long after = worker_rss(&worker);
        cr_log_info("RSS %ld KiB before, %ld meanwhile, %ld after\n", before, meanwhile, after);
        cr_expect_leq(after - before, GIVEN_BACK, "RSS %ld KiB, then %ld, then %ld", before,
                      meanwhile, after);
    }
    for (size_t i = 0; i < KEPT; i++) {
        (void)close(kept[i]);
    }
    peer_free(&answer);
    worker_end(&worker);
}
