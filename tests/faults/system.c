/* Systems that do not allow what serving takes: a worker says so before its first request, or goes
 * on without. */
#include <criterion/criterion.h>
#include <errno.h>
#include <seccomp.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_system, .timeout = 60);

/* Starts a worker that must end by itself, with one line that holds these words. */
static void expect_refusal(const char *words) {
    char text[1024] = "";
    int errors = worker_catch_errors();
    struct worker worker = worker_start((struct worker_options){0});
    int status = worker_wait(&worker, WORKER_PATIENCE);
    cr_assert_eq(status, 1, "status %d (-1: it runs on)", status);
    (void)!read(errors, text, sizeof(text) - 1);
    cr_expect_eq(strncmp(text, "staccato: can't serve", 21), 0, "%s", text);
    cr_expect_not_null(strstr(text, words), "%s", text);
    cr_expect_eq(strcspn(text, "\n") + 1, strlen(text), "one line: %s", text);
    (void)close(worker.listener);
}

static void expect_service(void) {
    struct worker worker = worker_start((struct worker_options){0});
    peer_expect_service(&worker, "a worker");
    worker_end(&worker);
}

Test(faults_system, a_soft_limit_on_file_sizes_is_raised) {
    const struct rlimit limit = {0, RLIM_INFINITY};
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    expect_service();
}

Test(faults_system, a_hard_limit_on_file_sizes_is_told) {
    const struct rlimit limit = {0, 0};
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    expect_refusal("LimitFSIZE=");
}

Test(faults_system, a_limit_that_suffices_stays) {
    const struct rlimit limit = {1 << 20, 1 << 20};
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    expect_service();
}

/* As in a container whose rules are older than the call. */
static void take_away(int call, unsigned int error) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    cr_assert_not_null(filter);
    cr_assert_eq(seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(error), call, 0, NULL), 0);
    cr_assert_eq(seccomp_load(filter), 0);
    seccomp_release(filter);
}

Test(faults_system, a_lack_of_fallocate_is_told) {
    take_away(SCMP_SYS(fallocate), EOPNOTSUPP);
    expect_refusal("fallocate must be allowed): Operation not supported");
}

Test(faults_system, a_lack_of_memfds_is_told) {
    take_away(SCMP_SYS(memfd_create), ENOSYS);
    expect_refusal("(memfd_create and");
}
