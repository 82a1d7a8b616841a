/* How a worker ends: told to or by itself, it answers what it has and loses nothing. */
#include <criterion/criterion.h>
#include <fastcgi.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_lifecycle, .timeout = 60);

static const int ends[] = {SIGTERM, SIGINT, SIGHUP};

enum { ENDS = sizeof(ends) / sizeof(ends[0]) };

static void expect_ended(const struct worker *worker, const char *how) {
    int status = worker_wait(worker, WORKER_END_TIME);
    cr_expect_eq(status, 0, "%s: status %d (-1: it runs on)", how, status);
    (void)close(worker->listener);
}

Test(faults_lifecycle, a_signal_ends_an_idle_worker) {
    for (size_t i = 0; i < ENDS; i++) {
        struct worker worker = worker_start((struct worker_options){0});
        int kept = peer_connect(&worker);
        int fresh = peer_connect(&worker);
        cr_expect_eq(peer_ask(kept, (struct peer_request){0}), 200);
        worker_signal(&worker, ends[i]);
        expect_ended(&worker, strsignal(ends[i]));
        cr_expect(peer_sees_end(kept, WORKER_PATIENCE), "a kept connection is closed");
        (void)close(fresh); /* accepted and closed, or for the next worker */
        (void)close(kept);
    }
}

/* As under nohup, and wherever a parent ignores them. */
Test(faults_lifecycle, an_ignored_signal_ends_a_worker_too) {
    for (size_t i = 0; i < ENDS; i++) {
        (void)signal(ends[i], SIG_IGN); /* which the worker inherits */
        struct worker worker = worker_start((struct worker_options){0});
        (void)signal(ends[i], SIG_DFL);
        peer_expect_service(&worker, "a start");
        worker_signal(&worker, ends[i]);
        expect_ended(&worker, strsignal(ends[i]));
    }
}

/* Which of a web server's ways to start it gives it any, it does not know: it serves. */
Test(faults_lifecycle, arguments_of_a_worker_mean_nothing) {
    static const char *const words[] = {"x", "--help", "--version", "--unknown", ""};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct worker worker = worker_start((struct worker_options){.argument = words[i]});
        peer_expect_service(&worker, words[i]);
        worker_end(&worker);
    }
}

Test(faults_lifecycle, a_request_in_hand_is_finished) {
    for (size_t i = 0; i < ENDS; i++) {
        struct worker worker = worker_start((struct worker_options){.tcp = i == 1});
        struct staccato_buffer bytes = {0};
        struct peer_answer answer = {0};
        peer_append_request(&bytes, (struct peer_request){0});
        size_t half = bytes.length / 2;
        int fd = peer_connect(&worker);
        cr_assert(peer_send(fd, bytes.data, half));
        peer_expect_service(&worker, "half a request"); /* which it has therefore read */
        worker_signal(&worker, ends[i]);
        cr_assert(peer_send(fd, bytes.data + half, bytes.length - half));
        cr_expect_eq(peer_read(fd, &answer), PEER_ANSWERED, "%s", strsignal(ends[i]));
        cr_expect_eq(answer.status, 200);
        cr_expect(peer_sees_end(fd, WORKER_PATIENCE), "nothing more is to come");
        expect_ended(&worker, strsignal(ends[i]));
        peer_free(&answer);
        staccato_buffer_free(&bytes);
        (void)close(fd);
    }
}

/* An answer that the peer has begun to take, too. */
Test(faults_lifecycle, an_answer_in_hand_is_finished) {
    struct worker worker = worker_start((struct worker_options){0});
    struct peer_answer answer = {0};
    int fd = peer_connect(&worker);
    cr_assert(peer_send_request(fd, peer_large_request()));
    peer_expect_service(&worker, "a large request");
    worker_signal(&worker, SIGTERM);
    cr_expect_eq(peer_read(fd, &answer), PEER_ANSWERED);
    cr_expect_eq(answer.status, 200);
    cr_expect(peer_sees_end(fd, WORKER_PATIENCE));
    expect_ended(&worker, "SIGTERM");
    peer_free(&answer);
    (void)close(fd);
}

/* Half a request that never becomes whole can't hold a worker. */
Test(faults_lifecycle, half_requests_do_not_delay_the_end) {
    enum { PEERS = 64 };
    struct worker worker = worker_start((struct worker_options){0});
    struct staccato_buffer bytes = {0};
    peer_append_request(&bytes, (struct peer_request){0});
    for (size_t i = 0; i < PEERS; i++) {
        cr_assert(peer_send(peer_connect(&worker), bytes.data, bytes.length / 2));
    }
    peer_expect_service(&worker, "half requests");
    worker_signal(&worker, SIGTERM);
    expect_ended(&worker, "SIGTERM");
    staccato_buffer_free(&bytes);
}

/* Requests that cross the signal on their way, on more connections than a turn of the loop sees. */
Test(faults_lifecycle, requests_that_arrive_just_before_are_answered) {
    enum { PEERS = 200 };
    int peers[PEERS];
    struct worker worker = worker_start((struct worker_options){0});
    peer_connect_all(&worker, peers, PEERS);
    worker_pause(&worker);
    peer_send_all(peers, PEERS);
    worker_signal(&worker, SIGTERM);
    worker_continue(&worker);
    peer_expect_all(peers, PEERS);
    expect_ended(&worker, "SIGTERM");
}

/* Peers that keep every moment filled with something to read must not keep the signal out. What
 * they send is answered by nothing, so it is theirs alone to stop. */
Test(faults_lifecycle, a_busy_worker_ends_too) {
    enum { PEERS = 16, RECORDS = 8192 };
    struct pollfd waiting[PEERS + 1];
    size_t sent[PEERS] = {0}; /* of the same bytes, over and over */
    struct staccato_buffer bytes = {0};
    struct worker worker = worker_start((struct worker_options){0});
    for (size_t i = 0; i < RECORDS; i++) {
        peer_append_record(&bytes, FCGI_STDIN, 9, NULL, 0, 0);
    }
    for (size_t i = 0; i < PEERS; i++) {
        waiting[i] = (struct pollfd){.fd = peer_connect(&worker), .events = POLLOUT};
    }
    waiting[PEERS] = (struct pollfd){.fd = worker.process, .events = POLLIN};
    int64_t start = worker_clock();
    bool is_told = false;
    while (worker_clock() - start < 500 + WORKER_END_TIME && waiting[PEERS].revents == 0) {
        (void)poll(waiting, PEERS + 1, 100);
        for (size_t i = 0; i < PEERS; i++) {
            ssize_t count = send(waiting[i].fd, bytes.data + sent[i], bytes.length - sent[i],
                                 MSG_DONTWAIT | MSG_NOSIGNAL);
            sent[i] = (sent[i] + (count < 0 ? 0 : (size_t)count)) % bytes.length;
        }
        if (!is_told && worker_clock() - start > 500) { /* all are at it by now */
            worker_signal(&worker, SIGTERM);
            is_told = true;
        }
    }
    cr_expect(waiting[PEERS].revents != 0, "SIGTERM is not seen as long as there is work");
    expect_ended(&worker, "SIGTERM under load");
    staccato_buffer_free(&bytes);
}

Test(faults_lifecycle, broken_pipes_are_harmless) {
    struct worker worker = worker_start((struct worker_options){0});
    peer_expect_service(&worker, "nothing");
    worker_signal(&worker, SIGPIPE);
    peer_expect_service(&worker, "SIGPIPE");
    for (size_t i = 0; i < 200; i++) {
        int fd = peer_connect(&worker);
        cr_assert(peer_send_request(
            fd, i % 10 == 0 ? peer_large_request() : (struct peer_request){.is_last = i % 2 == 0}));
        (void)close(fd); /* and nobody is there to take the answer */
    }
    peer_expect_service(&worker, "peers that left");
    worker_end(&worker);
}

Test(faults_lifecycle, a_worker_ends_after_its_share_of_requests) {
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_MAX_REQUESTS=5"}});
    int kept = peer_connect(&worker);
    int busy = peer_connect(&worker);
    cr_expect_eq(peer_ask(kept, (struct peer_request){0}), 200);
    for (size_t i = 1; i < 5; i++) {
        cr_expect_eq(peer_ask(busy, (struct peer_request){0}), 200, "request %zu", i + 1);
    }
    cr_expect(peer_sees_end(kept, WORKER_PATIENCE));
    cr_expect(peer_sees_end(busy, WORKER_PATIENCE));
    expect_ended(&worker, "STACCATO_MAX_REQUESTS");
    (void)close(kept);
    (void)close(busy);
}

/* More than its share, all there at once: whatever it has read it answers. */
Test(faults_lifecycle, a_worker_at_its_last_request_loses_none) {
    enum { PEERS = 100 };
    int peers[PEERS];
    struct worker worker =
        worker_start((struct worker_options){.environment = {"STACCATO_MAX_REQUESTS=150"}});
    peer_connect_all(&worker, peers, PEERS);
    worker_pause(&worker);
    peer_send_all(peers, PEERS);
    worker_continue(&worker);
    peer_expect_all(peers, PEERS);
    expect_ended(&worker, "STACCATO_MAX_REQUESTS");
}

/* Connections that are new when the worker is told to end, accepted or not, bring a first request;
 * a web server that keeps none, or has no other worker on this socket, would lose it. */
Test(faults_lifecycle, new_connections_get_their_first_answer) {
    enum { PEERS = 50 };
    int peers[PEERS];
    unsigned int answered = 0;
    struct worker worker = worker_start((struct worker_options){0});
    int used = peer_connect(&worker);
    cr_assert_eq(peer_ask(used, (struct peer_request){0}), 200);
    for (size_t i = 0; i < PEERS; i++) {
        if (i == PEERS / 2) {
            cr_assert_eq(peer_ask(used, (struct peer_request){0}), 200);
            worker_pause(&worker);
        }
        peers[i] = peer_connect(&worker);
    }
    worker_signal(&worker, SIGTERM);
    worker_continue(&worker);
    cr_assert(peer_sees_end(used, WORKER_PATIENCE), "the worker is told to end");
    for (size_t i = 0; i < PEERS; i++) {
        answered += peer_ask(peers[i], (struct peer_request){0}) == 200 &&
                    peer_sees_end(peers[i], WORKER_PATIENCE);
        (void)close(peers[i]);
    }
    cr_expect_eq(answered, PEERS, "%u of %d", answered, PEERS);
    cr_expect_eq(worker_wait(&worker, WORKER_END_TIME), 0);
    (void)close(used);
    (void)close(worker.listener);
}

/* Who has the socket too, as systemd, may take O_NONBLOCK off it. */
Test(faults_lifecycle, a_listener_that_blocks_stops_nobody) {
    for (int tcp = 0; tcp <= 1; tcp++) {
        struct worker worker = worker_start((struct worker_options){.tcp = tcp});
        peer_expect_service(&worker, "nothing");
        cr_assert_eq(fcntl(worker.listener, F_SETFL, 0), 0);
        int kept = peer_connect(&worker);
        for (int i = 0; i < 3; i++) {
            cr_expect_eq(peer_ask(kept, (struct peer_request){0}), 200);
            peer_expect_service(&worker, "a listener that blocks");
        }
        (void)close(kept);
        worker_end(&worker);
    }
}

/* Peers that a worker has not accepted are the next one's. */
Test(faults_lifecycle, the_next_worker_takes_over_the_socket) {
    enum { PEERS = 50 };
    int peers[PEERS];
    struct worker worker = worker_start((struct worker_options){0});
    peer_expect_service(&worker, "nothing");
    worker_signal(&worker, SIGTERM);
    cr_assert_eq(worker_wait(&worker, WORKER_END_TIME), 0);
    for (size_t i = 0; i < PEERS; i++) {
        peers[i] = peer_connect(&worker);
        cr_assert(peer_send_request(peers[i], (struct peer_request){0}));
    }
    struct worker next = worker_start_next(&worker, (struct worker_options){0});
    struct peer_answer answer = {0};
    for (size_t i = 0; i < PEERS; i++) {
        cr_expect_eq(peer_read(peers[i], &answer), PEER_ANSWERED, "peer %zu", i);
        cr_expect_eq(answer.status, 200);
        (void)close(peers[i]);
    }
    peer_free(&answer);
    worker_end(&next);
}

/* With a new worker beside it, as in a rolling restart, an ending one costs nobody an answer. */
Test(faults_lifecycle, peers_in_the_backlog_survive_a_restart) {
    enum { PEERS = 200 };
    int peers[PEERS];
    struct worker worker = worker_start((struct worker_options){0});
    peer_expect_service(&worker, "nothing");
    worker_pause(&worker);
    for (size_t i = 0; i < PEERS; i++) {
        peers[i] = peer_connect(&worker);
        cr_assert(peer_send_request(peers[i], (struct peer_request){0}));
    }
    worker_signal(&worker, SIGTERM);
    worker_continue(&worker);
    struct worker next = worker_start_next(&worker, (struct worker_options){0});
    peer_expect_all(peers, PEERS);
    int status = worker_wait(&worker, WORKER_END_TIME);
    cr_expect_eq(status, 0, "the old worker: status %d", status);
    peer_expect_service(&next, "the restart");
    worker_end(&next);
}

/* Refused peers do not keep a worker: it looks at no more of them than it has room for. */
Test(faults_lifecycle, refused_peers_do_not_delay_the_end) {
    enum { PEERS = 20, ROOM = 2 };
    int peers[PEERS];
    unsigned int refused = 0;
    struct worker worker = worker_start((struct worker_options){
        .tcp = true,
        .environment = {"FCGI_WEB_SERVER_ADDRS=127.0.0.2", "STACCATO_MAX_CONNECTIONS=2"}});
    int first = peer_connect(&worker);
    cr_assert(peer_sees_end(first, WORKER_PATIENCE));
    worker_pause(&worker);
    for (size_t i = 0; i < PEERS; i++) {
        peers[i] = peer_connect(&worker);
    }
    worker_signal(&worker, SIGTERM);
    worker_continue(&worker);
    int status = worker_wait(&worker, WORKER_END_TIME);
    cr_expect_eq(status, 0, "status %d", status);
    for (size_t i = 0; i < PEERS; i++) {
        refused += peer_sees_end(peers[i], 0);
        (void)close(peers[i]);
    }
    cr_expect_leq(refused, ROOM + 1U, "%u peers", refused); /* one came by the way of an event */
    (void)close(first);
    (void)close(worker.listener);
}

/* What is set on the listener, connections take over from it. */
Test(faults_lifecycle, answers_over_tcp_are_not_held_back) {
    struct worker worker = worker_start((struct worker_options){.tcp = true});
    int is_on = 0;
    socklen_t size = sizeof(is_on);
    peer_expect_service(&worker, "TCP");
    cr_assert_eq(getsockopt(worker.listener, IPPROTO_TCP, TCP_NODELAY, &is_on, &size), 0);
    cr_expect_neq(is_on, 0);
    worker_end(&worker);
}
