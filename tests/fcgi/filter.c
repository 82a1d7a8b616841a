/* The sandbox's filter on processors that are not there: libseccomp makes it for each, and the
 * program that the kernel would run for each call is run here. */
#include "filter.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/net.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { AMD64, ARM64, I386, ARMHF, PROCESSORS };

static const struct {
    const char *name;
    uint32_t architecture;
    bool has_32_bits;
} processors[PROCESSORS] = {
    [AMD64] = {"amd64", SCMP_ARCH_X86_64, false},
    [ARM64] = {"arm64", SCMP_ARCH_AARCH64, false},
    [I386] = {"i386", SCMP_ARCH_X86, true},
    [ARMHF] = {"armhf", SCMP_ARCH_ARM, true},
};

enum { INSTRUCTIONS_MAX = 4096 };

struct program {
    struct sock_filter code[INSTRUCTIONS_MAX];
    size_t length;
};

static void make_program(size_t processor, struct program *program) {
    scmp_filter_ctx filter;
    int file = memfd_create("filter", MFD_CLOEXEC);
    cr_assert_eq(filter_make(processors[processor].architecture, &filter), 0);
    cr_assert_eq(seccomp_export_bpf(filter, file), 0);
    seccomp_release(filter);
    ssize_t size = pread(file, program->code, sizeof(program->code), 0);
    cr_assert(size > 0 && (size_t)size < sizeof(program->code));
    program->length = (size_t)size / sizeof(program->code[0]);
    (void)close(file);
}

/* The instructions that libseccomp writes, and no others. */
static uint32_t run(const struct program *program, const struct seccomp_data *data) {
    uint32_t accumulator = 0;
    for (size_t at = 0; at < program->length; at++) {
        const struct sock_filter *step = &program->code[at];
        bool holds = false;
        switch (step->code) {
        case BPF_LD | BPF_W | BPF_ABS:
            cr_assert(step->k + sizeof(accumulator) <= sizeof(*data));
            memcpy(&accumulator, (const char *)data + step->k, sizeof(accumulator));
            continue;
        case BPF_ALU | BPF_AND | BPF_K:
            accumulator &= step->k;
            continue;
        case BPF_JMP | BPF_JA:
            at += step->k;
            continue;
        case BPF_RET | BPF_K:
            return step->k;
        case BPF_JMP | BPF_JEQ | BPF_K:
            holds = accumulator == step->k;
            break;
        case BPF_JMP | BPF_JGE | BPF_K:
            holds = accumulator >= step->k;
            break;
        case BPF_JMP | BPF_JGT | BPF_K:
            holds = accumulator > step->k;
            break;
        default:
            cr_assert_fail("instruction %zu: %#x", at, step->code);
        }
        at += holds ? step->jt : step->jf;
    }
    cr_assert_fail("the filter's program does not end");
    return 0;
}

/* What the kernel does with a call: SECCOMP_RET_…. */
static uint32_t outcome_of_number(const struct program *program, size_t processor, int number,
                                  const uint64_t arguments[6]) {
    struct seccomp_data data = {.nr = number, .arch = processors[processor].architecture};
    memcpy(data.args, arguments, sizeof(data.args));
    return run(program, &data);
}

static uint32_t outcome(const struct program *program, size_t processor, const char *call,
                        const uint64_t arguments[6]) {
    enum { SOCKETCALLS = -100 }; /* libseccomp's numbers of calls that i386 makes by socketcall */
    int number = seccomp_syscall_resolve_name_arch(processors[processor].architecture, call);
    uint64_t first[6] = {(uint64_t)(SOCKETCALLS - number)};
    if (processor == I386 && number < SOCKETCALLS) {
        return outcome(program, processor, "socketcall", first);
    }
    cr_assert_geq(number, 0, "%s has no %s", processors[processor].name, call);
    return outcome_of_number(program, processor, number, arguments);
}

/* What a function of the C library (glibc 2.36) calls on each processor, when a worker calls it.
 * NULL: there is nothing to ask. Arguments follow; those in a register are the same everywhere. */
static const struct {
    const char *function;
    const char *calls[PROCESSORS];
    uint64_t arguments[6];
} needed[] = {
    {"mmap", {"mmap", "mmap", "mmap2", "mmap2"}, {0, 4096, PROT_READ | PROT_WRITE}},
    {"mprotect", {"mprotect", "mprotect", "mprotect", "mprotect"}, {0, 4096, PROT_READ}},
    {"munmap", {"munmap", "munmap", "munmap", "munmap"}, {0}},
    {"mremap", {"mremap", "mremap", "mremap", "mremap"}, {0}},
    {"madvise", {"madvise", "madvise", "madvise", "madvise"}, {0}},
    {"sbrk", {"brk", "brk", "brk", "brk"}, {0}},
    {"accept4", {"accept4", "accept4", "socketcall", "accept4"}, {SYS_ACCEPT4}},
    {"recv", {"recvfrom", "recvfrom", "socketcall", "recv"}, {SYS_RECV}},
    {"recv by another name", {NULL, NULL, "recvfrom", "recvfrom"}, {0}},
    {"send", {"sendto", "sendto", "socketcall", "send"}, {SYS_SEND}},
    {"send by another name", {NULL, NULL, "sendto", "sendto"}, {0}},
    {"shutdown", {"shutdown", "shutdown", "socketcall", "shutdown"}, {SYS_SHUTDOWN}},
    {"close", {"close", "close", "close", "close"}, {0}},
    {"epoll_wait", {"epoll_wait", "epoll_pwait", "epoll_wait", "epoll_wait"}, {0}},
    {"epoll_ctl", {"epoll_ctl", "epoll_ctl", "epoll_ctl", "epoll_ctl"}, {0}},
    {"memfd_create", {"memfd_create", "memfd_create", "memfd_create", "memfd_create"}, {0}},
    {"ftruncate", {"ftruncate", "ftruncate", "ftruncate64", "ftruncate64"}, {0}},
    {"fallocate", {"fallocate", "fallocate", "fallocate", "fallocate"}, {0}},
    {"lseek", {"lseek", "lseek", "_llseek", "_llseek"}, {0}},
    {"pread", {"pread64", "pread64", "pread64", "pread64"}, {0}},
    {"file_state", {"fstat", "fstat", "fstat64", "fstat64"}, {0}},
    {"fcntl", {"fcntl", "fcntl", "fcntl64", "fcntl64"}, {3, F_OFD_GETLK}},
    {"read", {"read", "read", "read", "read"}, {0}},
    {"write", {"write", "write", "write", "write"}, {0}},
    {"writev", {"writev", "writev", "writev", "writev"}, {0}},
    {"poll", {"poll", "ppoll", "poll", "poll"}, {0}},
    {"clock_gettime",
     {"clock_gettime", "clock_gettime", "clock_gettime64", "clock_gettime64"},
     {0}},
    {"clock_gettime, where the kernel is old", {NULL, NULL, "clock_gettime", "clock_gettime"}, {0}},
    {"time", {"time", "clock_gettime", "time", "gettimeofday"}, {0}},
    {"getrandom", {"getrandom", "getrandom", "getrandom", "getrandom"}, {0}},
    {"a lock", {"futex", "futex", "futex", "futex"}, {0}},
    {"a lock with a time", {"futex", "futex", "futex_time64", "futex_time64"}, {0}},
    {"a signal's end", {"rt_sigreturn", "rt_sigreturn", "sigreturn", "sigreturn"}, {0}},
    {"the same with SA_SIGINFO", {NULL, NULL, "rt_sigreturn", "rt_sigreturn"}, {0}},
    {"sigprocmask", {"rt_sigprocmask", "rt_sigprocmask", "rt_sigprocmask", "rt_sigprocmask"}, {0}},
    {"sigaction of abort",
     {"rt_sigaction", "rt_sigaction", "rt_sigaction", "rt_sigaction"},
     {SIGABRT}},
    {"sigaction of SIGBUS",
     {"rt_sigaction", "rt_sigaction", "rt_sigaction", "rt_sigaction"},
     {SIGBUS}},
    {"getpid", {"getpid", "getpid", "getpid", "getpid"}, {0}},
    {"gettid", {"gettid", "gettid", "gettid", "gettid"}, {0}},
    {"exit", {"exit_group", "exit_group", "exit_group", "exit_group"}, {0}},
};

Test(filter, allows_what_serving_calls_on_each_processor) {
    static struct program program;
    for (size_t processor = 0; processor < PROCESSORS; processor++) {
        make_program(processor, &program);
        for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
            const char *call = needed[i].calls[processor];
            if (call != NULL) {
                cr_expect_eq(outcome(&program, processor, call, needed[i].arguments),
                             SECCOMP_RET_ALLOW, "%s: %s by %s", processors[processor].name,
                             needed[i].function, call);
            }
        }
    }
}

/* From Linux 4.3 on i386 has a call for each, which a C library for new kernels makes. */
Test(filter, treats_i386s_own_calls_of_sockets_alike) {
    static struct program program;
    static const uint64_t none[6] = {0};
    enum {
        SOCKET = 359,
        ACCEPT4 = 364,
        SETSOCKOPT = 366,
        SENDTO = 369,
        RECVFROM = 371,
        SHUTDOWN = 373
    };
    make_program(I386, &program);
    cr_expect_eq(outcome_of_number(&program, I386, ACCEPT4, none), SECCOMP_RET_ALLOW);
    cr_expect_eq(outcome_of_number(&program, I386, SENDTO, none), SECCOMP_RET_ALLOW);
    cr_expect_eq(outcome_of_number(&program, I386, RECVFROM, none), SECCOMP_RET_ALLOW);
    cr_expect_eq(outcome_of_number(&program, I386, SHUTDOWN, none), SECCOMP_RET_ALLOW);
    cr_expect_eq(outcome_of_number(&program, I386, SOCKET, none), SECCOMP_RET_TRAP);
    cr_expect_eq(outcome_of_number(&program, I386, SETSOCKOPT, none), SECCOMP_RET_TRAP);
}

Test(filter, allows_signals_to_the_process_alone) {
    static struct program program;
    const uint64_t ourselves[6] = {(uint64_t)getpid(), 1, SIGABRT};
    const uint64_t another[6] = {(uint64_t)getpid() + 1, 1, SIGABRT};
    for (size_t processor = 0; processor < PROCESSORS; processor++) {
        make_program(processor, &program);
        cr_expect_eq(outcome(&program, processor, "tgkill", ourselves), SECCOMP_RET_ALLOW);
        cr_expect_eq(outcome(&program, processor, "tgkill", another), SECCOMP_RET_TRAP);
    }
}

Test(filter, lets_accept_fail_on_each_processor) {
    static struct program program;
    static const uint64_t arguments[6] = {SYS_ACCEPT};
    for (size_t processor = 0; processor < PROCESSORS; processor++) {
        make_program(processor, &program);
        const char *call = processor == I386 ? "socketcall" : "accept";
        cr_expect_eq(outcome(&program, processor, call, arguments), SECCOMP_RET_ERRNO | EBADF, "%s",
                     processors[processor].name);
    }
}

static const struct {
    const char *call;
    uint64_t arguments[6];
} forbidden[] = {
    {"openat", {0}},
    {"openat2", {0}},
    {"execve", {0}},
    {"execveat", {0}},
    {"clone", {0}},
    {"clone3", {0}},
    {"socket", {0}},
    {"connect", {0}},
    {"setsockopt", {0}},
    {"sendmsg", {0}},
    {"ioctl", {0}},
    {"statx", {0}},
    {"kill", {1}},
    {"prctl", {0}},
    {"ptrace", {0}},
    {"mprotect", {0, 4096, PROT_READ | PROT_EXEC}},
    {"rt_sigaction", {SIGSYS}},
    {"rt_sigaction", {SIGSEGV}},
};

Test(filter, traps_the_rest_on_each_processor) {
    static struct program program;
    for (size_t processor = 0; processor < PROCESSORS; processor++) {
        const bool is_wide = !processors[processor].has_32_bits;
        make_program(processor, &program);
        for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
            cr_expect_eq(outcome(&program, processor, forbidden[i].call, forbidden[i].arguments),
                         SECCOMP_RET_TRAP, "%s: %s", processors[processor].name, forbidden[i].call);
        }
        const uint64_t code[6] = {0, 4096, PROT_READ | PROT_EXEC};
        const uint64_t flags[6] = {3, F_SETFL};
        cr_expect_eq(outcome(&program, processor, is_wide ? "mmap" : "mmap2", code),
                     SECCOMP_RET_TRAP, "%s: memory to execute", processors[processor].name);
        cr_expect_eq(outcome(&program, processor, is_wide ? "fcntl" : "fcntl64", flags),
                     SECCOMP_RET_TRAP, "%s: a descriptor's flags", processors[processor].name);
    }
}

/* Calls whose arguments are in memory, where the filter can't see them. */
Test(filter, traps_what_it_can_not_look_into) {
    static struct program program;
    static const uint64_t none[6] = {0};
    static const uint64_t sockets[] = {SYS_SOCKET,     SYS_BIND,     SYS_CONNECT, SYS_LISTEN,
                                       SYS_SOCKETPAIR, SYS_SENDMSG,  SYS_RECVMSG, SYS_SETSOCKOPT,
                                       SYS_GETSOCKOPT, SYS_SENDMMSG, SYS_RECVMMSG};
    make_program(I386, &program);
    cr_expect_eq(outcome(&program, I386, "mmap", none), SECCOMP_RET_TRAP, "the old mmap");
    for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++) {
        const uint64_t arguments[6] = {sockets[i]};
        cr_expect_eq(outcome(&program, I386, "socketcall", arguments), SECCOMP_RET_TRAP,
                     "socketcall %d", (int)sockets[i]);
    }
}
