/* What the system is told of a worker: its policy, and how it listens. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/epoll.h>

#include "peer.h"

TestSuite(faults_scheduling, .timeout = 60);

/* Starts a worker from a process of such a policy, and expects it to serve under another one. */
static void expect_policy(int ours, int of_worker) {
    const struct sched_param none = {.sched_priority = 0};
    cr_assert_eq(sched_setscheduler(0, ours, &none), 0);
    struct worker worker = worker_start((struct worker_options){0});
    peer_expect_service(&worker, "a start");
    cr_expect_eq(sched_getscheduler(worker.pid), of_worker);
    worker_end(&worker);
}

Test(faults_scheduling, a_worker_makes_itself_a_batch_job) {
    expect_policy(SCHED_OTHER, SCHED_BATCH);
}

Test(faults_scheduling, a_policy_that_was_chosen_for_it_stays) {
    expect_policy(SCHED_IDLE, SCHED_IDLE);
}

/* Or all of them would wake for each connection, and all but one find nothing. */
Test(faults_scheduling, one_worker_is_woken_for_a_connection) {
    struct worker worker = worker_start((struct worker_options){0});
    peer_expect_service(&worker, "a start");
    uint32_t events = worker_listens_for(&worker);
    cr_expect_eq(events & (EPOLLIN | EPOLLEXCLUSIVE), EPOLLIN | EPOLLEXCLUSIVE, "%x", events);
    worker_end(&worker);
}

/* Who is woken and finds nothing must not wait there: neither by the flag nor, where another
 * program has taken that off the socket they share, longer than a moment. */
Test(faults_scheduling, nobody_waits_in_accept) {
    struct worker worker = worker_start((struct worker_options){0});
    struct timeval limit = {0};
    socklen_t size = sizeof(limit);
    peer_expect_service(&worker, "a start");
    cr_expect((fcntl(worker.listener, F_GETFL) & O_NONBLOCK) != 0);
    cr_assert_eq(getsockopt(worker.listener, SOL_SOCKET, SO_RCVTIMEO, &limit, &size), 0);
    cr_expect(limit.tv_sec == 0 && limit.tv_usec > 0, "%ld s", (long)limit.tv_sec);
    worker_end(&worker);
}
