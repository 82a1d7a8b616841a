/* What the scheduler is told of a worker. */
#include <criterion/criterion.h>
#include <sched.h>

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
