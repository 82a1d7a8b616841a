/* What the system is told of a worker: its policy, and how it listens. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>

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

/* The soft limit is 1,024 almost everywhere, which is fewer than there may be connections. */
Test(faults_scheduling, a_worker_takes_the_descriptors_it_may_have) {
    struct worker first = worker_start((struct worker_options){0});
    struct rlimit limit;
    peer_expect_service(&first, "a start"); /* before the next may answer in its place */
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    rlim_t most = limit.rlim_max;
    limit.rlim_cur = most / 2;
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
    struct worker worker = worker_start_next(&first, (struct worker_options){0});
    worker_signal(&first, SIGTERM);
    cr_assert_eq(worker_wait(&first, WORKER_END_TIME), 0);
    peer_expect_service(&worker, "a start");
    cr_assert_eq(prlimit(worker.pid, RLIMIT_NOFILE, NULL, &limit), 0);
    cr_expect_eq(limit.rlim_cur, most, "%lu of %lu", (unsigned long)limit.rlim_cur,
                 (unsigned long)most);
    worker_end(&worker);
}
