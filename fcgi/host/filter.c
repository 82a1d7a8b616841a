/* The rules, as tables that libseccomp translates for each processor.
 *
 * The C library makes other calls on other processors for the same functions: mmap2 on 32 bits,
 * ppoll where there is no poll, one call (socketcall) for all that sockets do on i386. The tables
 * name all of them. libseccomp leaves out the calls that a processor does not have, and adds the
 * form of socketcall. tests/fcgi/filter.c has the calls that are needed on each processor. */
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

/* The calls that serving takes, whatever their arguments. All descriptors were there at start, are
 * memfds, or are connections of the listener: no call here makes another kind. */
static const int allowed[] = {
    /* connections */
    SCMP_SYS(accept4),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(recv),
    SCMP_SYS(recvfrom),
    SCMP_SYS(send),
    SCMP_SYS(sendto),
    SCMP_SYS(shutdown),
    SCMP_SYS(close),
    /* the memfd from which libfcgi reads requests */
    SCMP_SYS(memfd_create),
    SCMP_SYS(ftruncate),
    SCMP_SYS(ftruncate64),
    SCMP_SYS(fallocate),
    SCMP_SYS(lseek),
    SCMP_SYS(_llseek),
    /* what /proc/self/statm says, and whether the file of counts is still there (file_state.c) */
    SCMP_SYS(pread64),
    SCMP_SYS(fstat),
    SCMP_SYS(fstat64),
    /* CGI's standard input and output; log lines, and the C library's last words (writev) */
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(ppoll_time64),
    /* memory */
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    /* time where there is no vDSO, random numbers, locks */
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_gettime64),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
    SCMP_SYS(futex),
    SCMP_SYS(futex_time64),
    /* signals and the end, an abort's too */
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigreturn),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(exit_group),
};

/* An argument that is an int, or of which some bits decide. */
#define INT_IS(number, value)                                                                      \
    { .arg = (number), .op = SCMP_CMP_MASKED_EQ, .datum_a = UINT32_MAX, .datum_b = (value) }
#define BITS_ARE(number, bits, value)                                                              \
    { .arg = (number), .op = SCMP_CMP_MASKED_EQ, .datum_a = (bits), .datum_b = (value) }

/* The calls that serving takes if one argument is as said here. */
static const struct {
    int call;
    struct scmp_arg_cmp argument;
} conditional[] = {
    {SCMP_SYS(mmap2), BITS_ARE(2, PROT_EXEC, 0)},
    /* of a malloc that finds no more memory and tries another arena */
    {SCMP_SYS(mprotect), BITS_ARE(2, PROT_EXEC, 0)},
    /* which workers live (slots.c) */
    {SCMP_SYS(fcntl), INT_IS(1, F_OFD_GETLK)},
    {SCMP_SYS(fcntl64), INT_IS(1, F_OFD_GETLK)},
    /* what an abort and a lost file of counts set; never what SIGSYS does (sandbox.c) */
    {SCMP_SYS(rt_sigaction), INT_IS(0, SIGABRT)},
    {SCMP_SYS(rt_sigaction), INT_IS(0, SIGBUS)},
};

/* Where there is mmap2, mmap is an old call that takes its arguments in memory, where a filter
 * can't see them: it is left out. On s390x that old call is all there is, so memory to execute
 * can't be forbidden there. */
static int add_mmap(scmp_filter_ctx filter, uint32_t architecture) {
    const struct scmp_arg_cmp not_to_execute = BITS_ARE(2, PROT_EXEC, 0);
    if (seccomp_syscall_resolve_name_arch(architecture, "mmap2") >= 0) {
        return 0;
    }
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap),
                                  architecture == SCMP_ARCH_S390X ? 0 : 1, &not_to_execute);
}

static int add_rules(scmp_filter_ctx filter, uint32_t architecture) {
    const struct scmp_arg_cmp ourselves = INT_IS(0, (scmp_datum_t)getpid());
    int error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &ourselves);
    for (size_t i = 0; error == 0 && i < sizeof(allowed) / sizeof(allowed[0]); i++) {
        error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
    }
    for (size_t i = 0; error == 0 && i < sizeof(conditional) / sizeof(conditional[0]); i++) {
        error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, conditional[i].call, 1,
                                       &conditional[i].argument);
    }
    error = error == 0 ? add_mmap(filter, architecture) : error;
    /* libfcgi calls accept on -1 where a request's parameters are malformed, and so gets what -1
     * gives. Nobody needs accept on anything else. */
    return error == 0
               ? seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EBADF), SCMP_SYS(accept), 0, NULL)
               : error;
}

static int choose_architecture(scmp_filter_ctx filter, uint32_t architecture) {
    int error = 0;
    if (architecture != seccomp_arch_native()) {
        error = seccomp_arch_remove(filter, SCMP_ARCH_NATIVE);
        error = error == 0 ? seccomp_arch_add(filter, architecture) : error;
    }
    return error;
}

int filter_make(uint32_t architecture, scmp_filter_ctx *filter) {
    uint32_t real = architecture == SCMP_ARCH_NATIVE ? seccomp_arch_native() : architecture;
    errno = 0;
    *filter = seccomp_init(SCMP_ACT_TRAP);
    if (*filter == NULL) {
        return errno == ENOMEM ? -ENOMEM : -ENOSYS;
    }
    int error = choose_architecture(*filter, real);
    /* A binary tree instead of a list, so that the last call costs little more than the first.
     * (From Linux 5.11 on, calls that are allowed with any arguments do not run the filter.) */
    error = error == 0 ? seccomp_attr_set(*filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) : error;
    /* The kernel's own errno, instead of one "canceled" for all. */
    error = error == 0 ? seccomp_attr_set(*filter, SCMP_FLTATR_API_SYSRAWRC, 1) : error;
    error = error == 0 ? add_rules(*filter, real) : error;
    if (error != 0) {
        seccomp_release(*filter);
        *filter = NULL;
    }
    return error;
}
