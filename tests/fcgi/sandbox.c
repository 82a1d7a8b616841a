/* The sandbox: what can't be done in it, and that all a worker may have to do can, to the last word
 * of one that aborts. */
#include "sandbox.h"

#include <assert.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "faults/faulty.h"
#include "faults/peer.h"
#include "file_state.h"
#include "log.h"
#include "program.h"

TestSuite(sandbox, .timeout = 60);

enum { KILLED = 128 + SIGSYS, ABORTED = 128 + SIGABRT };

/* Runs a deed in a process that has entered the sandbox. Returns its exit status, which is 0 if the
 * deed returns, or 128 + the signal that ended it. */
static int confine(void (*deed)(const void *), const void *context) {
    int status;
    time_t now = 0;
    struct tm calendar;
    (void)gmtime_r(&now, &calendar); /* reads a time zone's file, so a worker does it early, too */
    pid_t child = fork();
    if (child == 0) {
        const struct rlimit no_core = {0, 0};
        (void)setrlimit(RLIMIT_CORE, &no_core);
        (void)dup2(open("/dev/null", O_WRONLY | O_CLOEXEC),
                   STDERR_FILENO); /* last words are many */
        const char *reason;
        if (!sandbox_enter(&reason)) {
            _exit(99);
        }
        deed(context);
        _exit(0);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- what a worker may have to do ---- */

static volatile char *volatile memory; /* volatile, so that nothing is left out */

static void fill(size_t size) {
    memset((void *)(uintptr_t)memory, 1, size);
}

static void grow_and_shrink(const void *context) {
    enum { STEP = 1000, LARGE = 64 << 20 };
    (void)context;
    for (size_t size = STEP; size < LARGE; size *= 2) {
        char *grown = realloc((void *)(uintptr_t)memory, size);
        if (grown == NULL) {
            _exit(1);
        }
        memory = grown;
        fill(size);
    }
    free((void *)(uintptr_t)memory);
    (void)malloc_trim(0);
}

/* Memory that ends is an error's way of its own through malloc. */
static void run_out_of_memory(const void *context) {
    (void)context;
    for (size_t size = 1 << 24; size >= 16; size /= 2) {
        while ((memory = malloc(size)) != NULL) {
        }
    }
    log_line("test", strerror(ENOMEM));
}

static void abort_itself(const void *context) {
    (void)context;
    abort();
}

static void fail_an_assertion(const void *context) {
    (void)context;
    assert(context != NULL);
}

extern _Noreturn void __stack_chk_fail(void); /* what a function calls whose stack is smashed */

static void smash_the_stack(const void *context) {
    (void)context;
    __stack_chk_fail();
}

static void free_twice(const void *context) {
    (void)context;
    memory = malloc(5000);
    free((void *)(uintptr_t)memory);
    free((void *)(uintptr_t)memory);
}

static void use_the_stack(const void *context) {
    enum { LARGE = 4 << 20 };
    char block[LARGE];
    (void)context;
    memory = block;
    fill(sizeof(block));
}

static volatile sig_atomic_t caught;

static void catch_it(int signal_number) {
    caught = signal_number;
}

static void take_a_signal(const void *context) {
    (void)context;
    (void)signal(SIGBUS, catch_it);
    (void)raise(SIGBUS);
    _exit(caught == SIGBUS ? 0 : 1);
}

static void ask_for_time_and_chance(const void *context) {
    struct timespec now;
    (void)context;
    (void)time(NULL);
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    (void)syscall(SYS_clock_gettime, CLOCK_REALTIME, &now); /* as without a vDSO */
    _exit(arc4random_uniform(7) < 7 ? 0 : 1);
}

static void write_lines(const void *context) {
    (void)context;
    for (int i = 0; i < 100; i++) {
        log_line("test", strerror(EMFILE));
        log_line("test", strerror(12345));
    }
}

static void accept_of_nothing(const void *context) {
    (void)context;
    _exit(accept(-1, NULL, NULL) == -1 && errno == EBADF ? 0 : 1);
}

static void look_at_a_descriptor(const void *context) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
    struct file_state state;
    (void)context;
    (void)fcntl(STDERR_FILENO, F_OFD_GETLK, &lock);
    (void)file_state(STDERR_FILENO, &state);
    (void)!pread(STDERR_FILENO, &state, sizeof(state), 0);
}

static const struct {
    const char *name;
    void (*deed)(const void *);
    int status;
} needs[] = {
    {"memory", grow_and_shrink, 0},
    {"abort", abort_itself, ABORTED},
    {"an assertion", fail_an_assertion, ABORTED},
    {"a smashed stack", smash_the_stack, ABORTED},
    {"a double free", free_twice, ABORTED},
    {"stack", use_the_stack, 0},
    {"a signal", take_a_signal, 0},
    {"time and chance", ask_for_time_and_chance, 0},
    {"log lines", write_lines, 0},
    {"its metrics", look_at_a_descriptor, 0},
    {"libfcgi's accept", accept_of_nothing, 0},
};

Test(sandbox, lets_a_worker_do_what_it_must) {
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("sanitizers need more");
    }
    for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
        int status = confine(needs[i].deed, NULL);
        cr_expect_eq(status, needs[i].status, "%s: %d", needs[i].name, status);
    }
}

/* Of what may be written, for which malloc tries another arena first; then of addresses. */
Test(sandbox, lets_a_worker_run_out_of_memory) {
    static const enum __rlimit_resource resources[] = {RLIMIT_DATA, RLIMIT_AS};
    const struct rlimit limit = {256 << 20, 256 << 20};
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("sanitizers need more");
    }
    for (size_t i = 0; i < sizeof(resources) / sizeof(resources[0]); i++) {
        cr_assert_eq(setrlimit(resources[i], &limit), 0);
        int status = confine(run_out_of_memory, NULL);
        cr_expect_eq(status, 0, "resource %d: %d", resources[i], status);
    }
}

/* ---- what nobody can ---- */

struct call {
    const char *name;
    long number;
    long arguments[6];
};

static void make_call(const void *context) {
    const struct call *call = context;
    const long *a = call->arguments;
    (void)syscall(call->number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

#define TEXT(text) ((long)(intptr_t)(text))

static const struct call forbidden[] = {
    {"a file", SYS_openat, {AT_FDCWD, TEXT("/dev/null"), O_RDONLY}},
    {"a new file", SYS_openat, {AT_FDCWD, TEXT("/tmp/x"), O_CREAT | O_WRONLY, 0600}},
    {"a file, the newest way", SYS_openat2, {AT_FDCWD, TEXT("/dev/null"), 0, 0}},
    {"whether a file is there", SYS_newfstatat, {AT_FDCWD, TEXT("/etc/passwd"), 0, 0}},
    {"a folder", SYS_getdents64, {0, 0, 0}},
    {"removing", SYS_unlinkat, {AT_FDCWD, TEXT("/tmp/x"), 0}},
    {"renaming", SYS_renameat2, {AT_FDCWD, TEXT("/tmp/x"), AT_FDCWD, TEXT("/tmp/y"), 0}},
    {"another folder", SYS_chdir, {TEXT("/")}},
    {"a program", SYS_execve, {TEXT("/bin/true"), 0, 0}},
    {"a program, the other way", SYS_execveat, {AT_FDCWD, TEXT("/bin/true"), 0, 0, 0}},
    {"a process", SYS_clone, {SIGCHLD, 0, 0, 0, 0}},
    {"a process, the newest way", SYS_clone3, {0, 0}},
    {"a socket", SYS_socket, {AF_INET, SOCK_STREAM, 0}},
    {"two sockets", SYS_socketpair, {AF_UNIX, SOCK_STREAM, 0, 0}},
    {"an address", SYS_bind, {0, 0, 0}},
    {"a connection elsewhere", SYS_connect, {0, 0, 0}},
    {"listening", SYS_listen, {0, 5}},
    {"descriptors to others", SYS_sendmsg, {0, 0, 0}},
    {"descriptors from others", SYS_recvmsg, {0, 0, 0}},
    {"options of a socket", SYS_setsockopt, {0, SOL_SOCKET, SO_REUSEADDR, 0, 0}},
    {"options of a connection", SYS_setsockopt, {0, IPPROTO_TCP, TCP_NODELAY, 0, 0}},
    {"another end for what is forbidden", SYS_rt_sigaction, {SIGSYS, 0, 0, 8}},
    {"a copy of a descriptor", SYS_dup, {0}},
    {"a descriptor's flags", SYS_fcntl, {0, F_SETFL, 0}},
    {"a lock", SYS_fcntl, {0, F_OFD_SETLK, 0}},
    {"devices", SYS_ioctl, {0, 0, 0}},
    {"memory to execute",
     SYS_mmap,
     {0, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0}},
    {"memory made to execute", SYS_mprotect, {0, 4096, PROT_READ | PROT_EXEC}},
    {"the same with a key", SYS_pkey_mprotect, {0, 4096, PROT_READ | PROT_EXEC, -1}},
    {"a signal to init", SYS_kill, {1, 0}},
    {"a signal to a thread of it", SYS_tgkill, {1, 1, 0}},
    {"others' memory", SYS_process_vm_readv, {1, 0, 0, 0, 0, 0}},
    {"debugging", SYS_ptrace, {PTRACE_TRACEME, 0, 0, 0}},
    {"another user", SYS_setuid, {0}},
    {"other rights", SYS_capset, {0, 0}},
    {"another personality", SYS_personality, {0}},
    {"options of the process", SYS_prctl, {PR_SET_DUMPABLE, 1, 0, 0, 0}},
    {"another filter", SYS_seccomp, {0, 0, 0}},
    {"a namespace", SYS_unshare, {CLONE_NEWUSER}},
    {"a mount", SYS_mount, {0, 0, 0, 0, 0}},
    {"io_uring", SYS_io_uring_setup, {1, 0}},
    {"bpf", SYS_bpf, {0, 0, 0}},
    {"performance counters", SYS_perf_event_open, {0, 0, 0, 0, 0}},
    {"keys", SYS_keyctl, {0, 0, 0, 0, 0}},
    {"no call at all", 100000, {0}},
#ifdef __x86_64__
    {"a file, the old way", SYS_open, {TEXT("/dev/null"), O_RDONLY}},
    {"a process, the old way", SYS_fork, {0}},
    {"reading by x32's number", 0x40000000 + SYS_read, {0, 0, 0}},
#endif
};

Test(sandbox, ends_the_process_on_any_other_call) {
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("sanitizers need more");
    }
    for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
        int status = confine(make_call, &forbidden[i]);
        cr_expect_eq(status, KILLED, "%s: %d", forbidden[i].name, status);
    }
}

#ifdef __x86_64__
static void call_as_32_bits(const void *context) {
    long result = 20; /* getpid there */
    (void)context;
    __asm__ volatile("int $0x80" : "+a"(result)::"memory", "r8", "r9", "r10", "r11");
}

Test(sandbox, ends_the_process_on_a_call_of_another_architecture) {
    cr_expect_eq(confine(call_as_32_bits, NULL), KILLED);
}
#endif

/* ---- the program ---- */

#define ANY_TIME_ZONE "TZ=America/New_York"

Test(sandbox, serves_every_answer_as_a_worker) {
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("sanitizers need more");
    }
    struct worker worker = worker_start((struct worker_options){
        .tcp = true, .environment = {"STACCATO_SANDBOX=require", ANY_TIME_ZONE}});
    int fd = peer_connect(&worker);
    cr_expect_eq(peer_ask(fd, (struct peer_request){0}), 200);
    cr_expect_eq(peer_ask(fd, peer_large_request()), 200);
    cr_expect_eq(
        peer_ask(fd, (struct peer_request){.path = "/note-game",
                                           .body = {"{\"scale\":\"C\",\"octave\":\"4\"}", 26}}),
        200);
    cr_expect_eq(
        peer_ask(fd,
                 (struct peer_request){.path = "/note-game",
                                       .body = {"{\"scale\":\"\\u0043\",\"octave\":\"4\"}", 31}}),
        200);
    cr_expect_eq(peer_ask(fd, (struct peer_request){.body = {"{", 1}}), 422);
    cr_expect_eq(peer_ask(fd, (struct peer_request){.path = "/"}), 404);
    (void)close(fd);
    worker_end(&worker);
}

/* The shim makes the call when it meets these words in a request. */
Test(sandbox, ends_a_worker_that_is_taken_over) {
    static const char *const deeds[] = {"shim-opens-a-file", "shim-starts-a-program",
                                        "shim-makes-a-socket"};
    (void)faulty_prepare();
    struct worker worker = faulty_start((struct worker_options){0});
    for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
        int fd = peer_connect(&worker);
        int status = peer_ask(fd, (struct peer_request){.body = {deeds[i], strlen(deeds[i])}});
        cr_expect_leq(status, 0, "%s: the answer is %d", deeds[i], status);
        int ended = worker_wait(&worker, WORKER_PATIENCE);
        cr_expect_eq(ended, KILLED, "%s: %d", deeds[i], ended);
        (void)close(fd);
        worker = worker_start_next(
            &worker, (struct worker_options){.environment = {faulty_preload, faulty_shim}});
        peer_expect_service(&worker, deeds[i]);
    }
    worker_end(&worker);
}

Test(sandbox, serves_a_cgi_request) {
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("sanitizers need more");
    }
    const struct program_run run = {.environment = {"REQUEST_METHOD=POST", "PATH_INFO=/mary",
                                                    "CONTENT_LENGTH=27", "STACCATO_SANDBOX=require",
                                                    ANY_TIME_ZONE},
                                    .input = {PEER_MARY, sizeof(PEER_MARY) - 1},
                                    .is_late = true};
    struct program_result result = program_run(&run);
    cr_expect_eq(result.filter, 2, "it reads its body with seccomp mode %d", result.filter);
    struct http_answer answer = program_answer(&result);
    cr_expect_eq(answer.status, 200, "%d %s", answer.status, answer.body.data);
    cr_expect_eq(result.errors.length, 0, "%s", result.errors.data);
    http_free(&answer);
    program_free(&result);
}

/* Runs a shell's command, with the program as $1; returns its exit status, 128 + a signal's number.
 */
static int run_shell(const char *command) {
    const char *binary = getenv("STACCATO_BINARY");
    int status;
    pid_t child = fork();
    if (child == 0) {
        (void)execl("/bin/sh", "sh", "-c", command, "sh",
                    binary == NULL ? "build/staccato.fcgi" : binary, (char *)NULL);
        _exit(127);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Test(sandbox, fails_in_an_orderly_way_as_cgi) {
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("sanitizers need more");
    }
    (void)setenv("STACCATO_SANDBOX", "require", 1);
    (void)setenv("REQUEST_METHOD", "POST", 1);
    (void)setenv("CONTENT_LENGTH", "2", 1);
    cr_expect_eq(run_shell("echo {} | \"$1\" >/dev/null"), 0);
    cr_expect_eq(run_shell("echo {} | \"$1\" >/dev/full"), 1);
    cr_expect_eq(run_shell("exec \"$1\" </ >/dev/null"), 1);
}
