/* The filter, made with libseccomp. */
#include "sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>

/* What serving takes, whatever its arguments. */
static const int allowed[] = {
    /* connections; the listener is there already */
    SCMP_SYS(accept) /* libfcgi, of no socket, where parameters are malformed */,
    SCMP_SYS(accept4),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(epoll_pwait2),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),
    SCMP_SYS(setsockopt),
    SCMP_SYS(shutdown),
    SCMP_SYS(close),
    SCMP_SYS(fcntl),
    /* the memfd that libfcgi reads requests from; CGI's standard input and output; log lines */
    SCMP_SYS(memfd_create),
    SCMP_SYS(ftruncate),
    SCMP_SYS(pread64) /* what /proc/self/statm says */,
    SCMP_SYS(lseek),
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    /* memory */
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    /* time, chance, locks */
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
    SCMP_SYS(tgkill),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

/* Memory may be had, but never to execute. */
static const int allowed_without_exec[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};

static int add_rules(scmp_filter_ctx filter) {
    int error = 0;
    for (size_t i = 0; error == 0 && i < sizeof(allowed) / sizeof(allowed[0]); i++) {
        error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    }
    for (size_t i = 0; error == 0 && i < sizeof(allowed_without_exec) / sizeof(int); i++) {
        error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed_without_exec[i], 1,
                                 SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    }
    return error;
}

bool staccato_sandbox_enter(void) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (filter == NULL) {
        errno = ENOMEM;
        return false;
    }
    /* A binary tree instead of a list, so that the last call costs little more than the first. */
    int error = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    error = error == 0 ? add_rules(filter) : error;
    error = error == 0 ? seccomp_load(filter) : error;
    seccomp_release(filter);
    errno = -error;
    return error == 0;
}
