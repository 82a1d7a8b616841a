/* The sandbox: a seccomp filter that holds a worker to the few dozen system calls that serving
 * takes. It opens no files, starts no programs and makes no sockets, so whoever takes a worker over
 * has little.
 *
 *     const char *reason;
 *     if (!sandbox_enter(&reason)) {
 *         log_line("no_sandbox", reason);
 *     }
 */
#ifndef STACCATO_SANDBOX_H
#define STACCATO_SANDBOX_H

#include <stdbool.h>

/* STACCATO_SANDBOX: OFF, ON where the system has filters, or REQUIRE filters and else don't start.
 */
enum sandbox { SANDBOX_OFF, SANDBOX_ON, SANDBOX_REQUIRE };

/* Enters the filter for good. From then on any other call leaves a line in the log that names the
 * call, and ends the process with SIGSYS. The process and the programs that it could start get no
 * more rights (PR_SET_NO_NEW_PRIVS, which needs none itself).
 *
 * Returns false if the system has no filters or memory ran out; *reason then says why, in a
 * sentence that need not be freed. */
bool sandbox_enter(const char **reason);

#endif
