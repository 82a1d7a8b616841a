/* Entering the filter, and the last words of a process that made a forbidden call.
 *
 * The kernel does not make the call, but sends SIGSYS (SECCOMP_RET_TRAP). To kill the process at
 * once was refused: that leaves no line, and an operator no trace. The signal's handler can't be
 * taken off, as the filter lets the process set those of SIGABRT and SIGBUS only. A process that
 * blocks SIGSYS is killed by the kernel. */
#include "sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "filter.h"
#include "log.h"

/* libseccomp allocates the name, which is no harm here: malloc takes no locks in a process of one
 * thread, and whatever goes wrong ends the process, which is to end. */
static void report_call(int signal_number, siginfo_t *info, void *context) {
    char detail[128];
    const char *name = seccomp_syscall_resolve_num_arch(info->si_arch, info->si_syscall);
    (void)context;
    (void)snprintf(detail, sizeof(detail), "the sandbox forbids the system call %s (%d)",
                   name == NULL ? "without a name" : name, info->si_syscall);
    log_line("forbidden_call", detail);
    (void)raise(signal_number); /* SA_RESETHAND: now it ends the process */
    _exit(1);
}

static int catch_forbidden_calls(void) {
    sigset_t set;
    const struct sigaction action = {.sa_sigaction = report_call,
                                     .sa_flags = (int)(SA_SIGINFO | SA_RESETHAND | SA_NODEFER)};
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGSYS);
    return sigaction(SIGSYS, &action, NULL) == 0 && sigprocmask(SIG_UNBLOCK, &set, NULL) == 0
               ? 0
               : -errno;
}

bool sandbox_enter(const char **reason) {
    scmp_filter_ctx filter;
    int error = filter_make(SCMP_ARCH_NATIVE, &filter);
    if (error == 0) {
        error = catch_forbidden_calls();
        error = error == 0 ? seccomp_load(filter) : error;
        seccomp_release(filter);
    }
    /* Old kernels, and those that are built without filters, say EINVAL. */
    *reason = error == 0                             ? NULL
              : error == -ENOSYS || error == -EINVAL ? "the system has no seccomp filters"
                                                     : strerror(-error);
    return error == 0;
}
