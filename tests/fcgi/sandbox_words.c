/* What the log says of the sandbox: that there is none, and which call ended a worker. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faults/worker.h"
#include "log.h"
#include "program.h"
#include "sandbox.h"

TestSuite(sandbox_words, .timeout = 60);

enum { KILLED = 128 + SIGSYS };

static void open_a_file(void) {
    (void)syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY);
}

static void set_an_option(void) {
    (void)syscall(SYS_setsockopt, 0, 0, 0, 0, 0);
}

static void make_no_call(void) {
    (void)syscall(100000);
}

/* The sandbox lets nobody keep SIGSYS from a process: one that blocks the signal ends as well, by
 * the kernel and without a line. */
static void block_and_open(void) {
    sigset_t all;
    (void)sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, NULL);
    open_a_file();
}

static _Noreturn void enter_and_do(void (*deed)(void)) {
    const struct rlimit no_core = {0, 0};
    const char *reason;
    (void)setrlimit(RLIMIT_CORE, &no_core);
    log_line("test", "the time zone's file is read"); /* as a worker does before */
    if (!sandbox_enter(&reason)) {
        _exit(99);
    }
    deed();
    _exit(0);
}

/* Runs a deed in the sandbox; text becomes what its process says on standard error. Returns its
 * exit status, or 128 + the signal that ended it. */
static int confine(void (*deed)(void), char *text, size_t size) {
    size_t length = 0;
    int ends[2];
    int status;
    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        enter_and_do(deed);
    }
    (void)close(ends[1]);
    for (ssize_t count; (count = read(ends[0], text + length, size - 1 - length)) > 0;) {
        length += (size_t)count;
    }
    text[length] = '\0';
    (void)close(ends[0]);
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Test(sandbox_words, name_the_call_that_ended_a_worker) {
    static const struct {
        void (*deed)(void);
        const char *words;
    } cases[] = {
        {open_a_file, "the sandbox forbids the system call openat ("},
        {set_an_option, "the sandbox forbids the system call setsockopt ("},
        {make_no_call, "the sandbox forbids the system call without a name (100000)"},
    };
    char text[4096];
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("sanitizers need more");
    }
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cr_expect_eq(confine(cases[i].deed, text, sizeof(text)), KILLED, "%s", text);
        cr_expect_not_null(strstr(text, " event=forbidden_call detail="), "%s", text);
        cr_expect_not_null(strstr(text, cases[i].words), "%s: %s", cases[i].words, text);
    }
    cr_expect_eq(confine(block_and_open, text, sizeof(text)), KILLED, "%s", text);
}

/* As on a kernel that is built without filters: the calls that would load one fail. */
static void take_filters_away(void) {
    const struct scmp_arg_cmp sets_filter = {
        .arg = 0, .op = SCMP_CMP_EQ, .datum_a = PR_SET_SECCOMP};
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    cr_assert_not_null(filter);
    cr_assert_eq(seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0, NULL),
                 0);
    cr_assert_eq(
        seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, &sets_filter),
        0);
    cr_assert_eq(seccomp_load(filter), 0);
    seccomp_release(filter);
}

Test(sandbox_words, say_that_the_system_has_no_filters) {
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("sanitizers need more");
    }
    take_filters_away();
    struct program_result result = program_run(&(struct program_run){
        .environment = {"REQUEST_METHOD=GET", "PATH_INFO=/health", "STACCATO_SANDBOX=on"}});
    struct http_answer answer = program_answer(&result);
    cr_expect_eq(answer.status, 200, "it serves: %d", answer.status);
    cr_expect_not_null(strstr(result.errors.data, " event=no_sandbox "
                                                  "detail=\"the system has no seccomp filters\""),
                       "%s", result.errors.data);
    http_free(&answer);
    program_free(&result);
}
