/* Peers that are slow, silent or deaf: they get what they are due, and others do not notice. */
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_stalls, .timeout = 60);

enum {
    STALLED = WORKER_IS_SANITIZED ? 16 : 64, /* each may take megabytes of answers */
    SERVED = 200,                            /* requests of others meanwhile */
};

/* Others are answered; how fast is told, not judged, as the machine has other business, too. */
static void expect_others_served(const struct worker *worker, const char *during) {
    int fd = peer_connect(worker);
    int64_t slowest = 0;
    for (unsigned int i = 0; i < SERVED; i++) {
        int64_t start = worker_clock();
        int status = peer_ask(fd, (struct peer_request){0});
        int64_t taken = worker_clock() - start;
        cr_assert_eq(status, 200, "%s: request %u of another: %d", during, i, status);
        slowest = taken > slowest ? taken : slowest;
    }
    cr_log_info("%s: the slowest of others takes %d ms\n", during, (int)slowest);
    (void)close(fd);
}

static void expect_answer(int fd, int status, const char *of) {
    struct peer_answer answer = {0};
    enum peer_result result = peer_read(fd, &answer);
    cr_expect_eq(result, PEER_ANSWERED, "%s: result %d %s", of, (int)result,
                 answer.complaint == NULL ? "" : answer.complaint);
    cr_expect_eq(answer.status, status, "%s: status %d", of, answer.status);
    peer_free(&answer);
}

/* Each stops at another byte of its request, and goes on when others have been served. */
static void check_half_requests(bool tcp) {
    int peers[STALLED];
    struct staccato_buffer bytes = {0};
    struct worker worker = worker_start((struct worker_options){.tcp = tcp});
    peer_append_request(&bytes, (struct peer_request){0});
    for (size_t i = 0; i < STALLED; i++) {
        peers[i] = peer_connect(&worker);
        cr_assert(peer_send(peers[i], bytes.data, bytes.length * i / STALLED));
    }
    expect_others_served(&worker, "half requests");
    for (size_t i = 0; i < STALLED; i++) {
        size_t sent = bytes.length * i / STALLED;
        cr_assert(peer_send(peers[i], bytes.data + sent, bytes.length - sent));
        expect_answer(peers[i], 200, "a request in two halves");
        (void)close(peers[i]);
    }
    staccato_buffer_free(&bytes);
    worker_end(&worker);
}

Test(faults_stalls, half_requests_hold_up_nobody) {
    check_half_requests(false);
}

Test(faults_stalls, half_requests_over_tcp_hold_up_nobody) {
    check_half_requests(true);
}

Test(faults_stalls, a_request_may_come_byte_by_byte) {
    for (int tcp = 0; tcp <= 1; tcp++) {
        struct staccato_buffer bytes = {0};
        struct worker worker = worker_start((struct worker_options){.tcp = tcp});
        int fd = peer_connect(&worker);
        const int on = 1;
        if (tcp) { /* or the system would gather the bytes */
            cr_assert_eq(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)), 0);
        }
        peer_append_request(&bytes, (struct peer_request){0});
        for (unsigned int request = 0; request < 5; request++) {
            for (size_t i = 0; i < bytes.length; i++) {
                cr_assert(peer_send(fd, bytes.data + i, 1), "byte %zu", i);
            }
            expect_answer(fd, 200, "byte by byte");
        }
        staccato_buffer_free(&bytes);
        (void)close(fd);
        worker_end(&worker);
    }
}

Test(faults_stalls, records_may_have_one_byte) {
    struct worker worker = worker_start((struct worker_options){0});
    enum { BODY = 60000 };
    static char body[BODY];
    memset(body, ' ', sizeof(body));
    memcpy(body, PEER_MARY, strlen(PEER_MARY));
    int fd = peer_connect(&worker);
    cr_expect_eq(peer_ask(fd, (struct peer_request){.piece = 1}), 200);
    cr_expect_eq(peer_ask(fd, (struct peer_request){.body = {body, BODY}, .piece = 1}), 200);
    (void)close(fd);
    worker_end(&worker);
}

/* One after the other without waiting: answers come in order, each with its own id. */
Test(faults_stalls, requests_may_come_in_a_row) {
    enum { REQUESTS = 60 };
    static const struct {
        const char *path;
        int status;
    } cases[] = {{"/mary", 200}, {"/nothing", 404}, {"/random", 422}};
    struct staccato_buffer bytes = {0};
    struct peer_answer answer = {0};
    struct worker worker = worker_start((struct worker_options){0});
    for (uint16_t i = 0; i < REQUESTS; i++) {
        peer_append_request(&bytes, (struct peer_request){.path = cases[i % 3].path,
                                                          .id = (uint16_t)(i + 1),
                                                          .is_last = i + 1 == REQUESTS});
    }
    int fd = peer_connect(&worker);
    cr_assert(peer_send(fd, bytes.data, bytes.length));
    for (uint16_t i = 0; i < REQUESTS; i++) {
        cr_assert_eq(peer_read(fd, &answer), PEER_ANSWERED, "answer %u", i);
        cr_expect_eq(answer.status, cases[i % 3].status, "answer %u: %d", i, answer.status);
        cr_expect_eq(answer.id, i + 1);
    }
    cr_expect(peer_sees_end(fd, WORKER_PATIENCE));
    peer_free(&answer);
    staccato_buffer_free(&bytes);
    (void)close(fd);
    worker_end(&worker);
}

/* Large answers in a row to one who takes them only at the end: the connection's own requests wait,
 * and are all answered. */
Test(faults_stalls, large_answers_may_come_in_a_row) {
    enum { REQUESTS = 8 };
    struct worker worker = worker_start((struct worker_options){0});
    int fd = peer_connect(&worker);
    for (size_t i = 0; i < REQUESTS; i++) {
        cr_assert(
            peer_send_request(fd, i % 2 == 0 ? peer_large_request() : (struct peer_request){0}));
    }
    expect_others_served(&worker, "large answers in a row");
    for (size_t i = 0; i < REQUESTS; i++) {
        expect_answer(fd, 200, "one in a row");
    }
    (void)close(fd);
    worker_end(&worker);
}

Test(faults_stalls, a_half_request_ends_after_the_stall_timeout) {
    struct staccato_buffer bytes = {0};
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_STALL_TIMEOUT=1"}});
    int fd = peer_connect(&worker);
    int idle = peer_connect(&worker);
    cr_assert_eq(peer_ask(idle, (struct peer_request){0}), 200);
    peer_append_request(&bytes, (struct peer_request){0});
    cr_assert(peer_send(fd, bytes.data, bytes.length / 2));
    cr_expect(peer_sees_end(fd, WORKER_PATIENCE));
    cr_expect_eq(peer_ask(idle, (struct peer_request){0}), 200, "the idle one stays");
    staccato_buffer_free(&bytes);
    (void)close(fd);
    (void)close(idle);
    worker_end(&worker);
}

Test(faults_stalls, an_idle_connection_ends_after_the_idle_timeout) {
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_IDLE_TIMEOUT=1"}});
    int kept = peer_connect(&worker);
    int fresh = peer_connect(&worker);
    cr_assert_eq(peer_ask(kept, (struct peer_request){0}), 200);
    cr_expect(peer_sees_end(kept, WORKER_PATIENCE));
    cr_expect(peer_sees_end(fresh, WORKER_PATIENCE));
    peer_expect_service(&worker, "idle connections");
    (void)close(kept);
    (void)close(fresh);
    worker_end(&worker);
}

/* A worker that did not run for a while (a frozen container, a swapped-out host) finds requests
 * on connections whose time is over. They came in time. */
Test(faults_stalls, a_request_that_waits_is_not_idle) {
    enum { PEERS = 200, PAUSE = 1300 };
    int peers[PEERS];
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_IDLE_TIMEOUT=1"}});
    peer_connect_all(&worker, peers, PEERS);
    worker_pause(&worker);
    peer_send_all(peers, PEERS);
    (void)poll(NULL, 0, PAUSE); /* until the idle timeout is over */
    worker_continue(&worker);
    peer_expect_all(peers, PEERS);
    worker_end(&worker);
}

/* They take as many bytes as their sockets have room for (several MB over TCP), and no more. */
static void check_deaf_peers(bool tcp) {
    enum { REQUESTS = 12 };
    int peers[STALLED];
    struct worker worker = worker_start(
        (struct worker_options){.tcp = tcp, .environment = {"STACCATO_STALL_TIMEOUT=1"}});
    peer_expect_service(&worker, "nothing");
    unsigned int descriptors = worker_descriptors(&worker);
    for (size_t i = 0; i < STALLED; i++) {
        peers[i] = peer_connect(&worker);
        for (size_t request = 0; request < REQUESTS; request++) {
            cr_assert(peer_send_request(peers[i], peer_large_request()));
        }
    }
    expect_others_served(&worker, "deaf peers");
    cr_expect(worker_drops_to(&worker, descriptors), "deaf peers are dropped");
    peer_expect_service(&worker, "deaf peers");
    for (size_t i = 0; i < STALLED; i++) {
        (void)close(peers[i]);
    }
    worker_end(&worker);
}

Test(faults_stalls, deaf_peers_hold_up_nobody) {
    check_deaf_peers(false);
}

Test(faults_stalls, deaf_peers_over_tcp_hold_up_nobody) {
    check_deaf_peers(true);
}
