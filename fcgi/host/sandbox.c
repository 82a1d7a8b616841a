/* The filter, made with libseccomp. */
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* What serving takes, whatever the arguments. Descriptors are those that were there at start,
 * memfds, and connections of the listener; there is no call that makes another kind. */
static const int allowed[] = {
    /* connections */
    SCMP_SYS(accept4),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(epoll_pwait), /* which it is on newer architectures */
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),
    SCMP_SYS(shutdown),
    SCMP_SYS(close),
    /* the memfd that libfcgi reads requests from */
    SCMP_SYS(memfd_create),
    SCMP_SYS(ftruncate),
    SCMP_SYS(fallocate),
    SCMP_SYS(lseek),
    /* what /proc/self/statm says, and whether the file of counts is still there */
    SCMP_SYS(pread64),
    SCMP_SYS(fstat),
    /* CGI's standard input and output; log lines, and the C library's last words (writev) */
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    /* memory */
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    /* time where there is no vDSO, chance, locks */
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
    SCMP_SYS(futex),
    /* signals and the end, an abort's too */
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigaction),
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

/* What serving takes with these arguments only. */
static const struct {
    int call;
    unsigned int count;
    struct scmp_arg_cmp arguments[2];
} conditional[] = {
    {SCMP_SYS(mmap), 1, {BITS_ARE(2, PROT_EXEC, 0)}},
    /* of a malloc that finds no more memory and tries another arena */
    {SCMP_SYS(mprotect), 1, {BITS_ARE(2, PROT_EXEC, 0)}},
    /* which workers live (slots.c) */
    {SCMP_SYS(fcntl), 1, {INT_IS(1, F_OFD_GETLK)}},
    {SCMP_SYS(setsockopt), 2, {INT_IS(1, IPPROTO_TCP), INT_IS(2, TCP_NODELAY)}},
};

static int add_rules(scmp_filter_ctx filter) {
    const struct scmp_arg_cmp ourselves = INT_IS(0, (scmp_datum_t)getpid());
    int error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &ourselves);
    for (size_t i = 0; error == 0 && i < sizeof(allowed) / sizeof(allowed[0]); i++) {
        error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, allowed[i], 0, NULL);
    }
    for (size_t i = 0; error == 0 && i < sizeof(conditional) / sizeof(conditional[0]); i++) {
        error = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, conditional[i].call,
                                       conditional[i].count, conditional[i].arguments);
    }
    /* libfcgi calls it on -1 where a request's parameters are malformed, so it gets what that
     * gives; on anything else nobody needs it. */
    return error == 0
               ? seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EBADF), SCMP_SYS(accept), 0, NULL)
               : error;
}

bool sandbox_enter(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == NULL) {
        errno = ENOMEM;
        return false;
    }
    /* A binary tree instead of a list, so that the last call costs little more than the first.
     * (From Linux 5.11 on those that are allowed with any arguments do not run the filter.) */
    int error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    /* The kernel's own errno, instead of one "canceled" for all. */
    error = error == 0 ? seccomp_attr_set(filter, SCMP_FLTATR_API_SYSRAWRC, 1) : error;
    error = error == 0 ? add_rules(filter) : error;
    error = error == 0 ? seccomp_load(filter) : error;
    seccomp_release(filter);
    errno = -error;
    return error == 0;
}
