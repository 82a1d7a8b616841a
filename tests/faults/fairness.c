/* Whose turn it is, where many send more than a turn's share. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_fairness, .timeout = 60);

enum { HOGS = 256 };

/* How many requests to nowhere the answer to GET /metrics counts. */
static unsigned long read_others(int fd) {
    static const char label[] = "\nstaccato_requests_total{route=\"other\",code=\"404\"} ";
    struct peer_answer answer = {0};
    struct staccato_buffer text = {0};
    cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED);
    cr_assert_eq(answer.status, 200);
    staccato_buffer_append_text(&text, answer.body);
    staccato_buffer_append(&text, "", 1);
    const char *line = strstr(text.data, label);
    cr_assert_not_null(line);
    unsigned long count = strtoul(line + strlen(label), NULL, 10);
    staccato_buffer_free(&text);
    peer_free(&answer);
    return count;
}

/* Before its turn comes each of the others is answered once, though all have sent more than is read
 * at once. */
Test(faults_fairness, one_round_is_what_a_peer_waits) {
    enum { REQUESTS = 1200 };
    int hogs[HOGS];
    struct staccato_buffer bytes = {0};
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t i = 0; i < REQUESTS; i++) {
        peer_append_request(&bytes, (struct peer_request){.path = "/x", .body = {"", 0}});
    }
    cr_assert_gt(bytes.length, 100000U);
    peer_connect_all(&worker, hogs, HOGS);
    int good = peer_connect(&worker);
    cr_assert_eq(peer_ask(good, (struct peer_request){0}), 200);
    /* The last that was reported may come first the next time. */
    cr_assert_eq(peer_ask(hogs[0], (struct peer_request){0}), 200);
    worker_pause(&worker);
    for (size_t i = 0; i < HOGS; i++) {
        cr_assert(peer_send(hogs[i], bytes.data, bytes.length));
    }
    cr_assert(peer_send_request(good, (struct peer_request){.method = "GET", .path = "/metrics"}));
    worker_continue(&worker);
    unsigned long answered = read_others(good);
    cr_expect_leq(answered, HOGS, "%lu of others' requests were answered before", answered);
    for (size_t i = 0; i < HOGS; i++) {
        (void)close(hogs[i]);
    }
    (void)close(good);
    staccato_buffer_free(&bytes);
    worker_end(&worker);
}
