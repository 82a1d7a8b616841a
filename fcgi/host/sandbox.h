/* After start-up a worker needs a few dozen system calls and no others: no files, no programs, no
 * sockets of its own. A seccomp filter holds it to them, so that whoever takes it over has little.
 */
#ifndef STACCATO_SANDBOX_H
#define STACCATO_SANDBOX_H

#include <stdbool.h>

/* STACCATO_SANDBOX: OFF, ON where the system can, or REQUIRE it and else don't start. */
enum sandbox { SANDBOX_OFF, SANDBOX_ON, SANDBOX_REQUIRE };

/* Enters the filter for good; from then on any other call ends the process with SIGSYS, and no
 * program it could start has more rights than it (PR_SET_NO_NEW_PRIVS, which needs no rights and
 * takes none away: a web server that starts workers as another user does so before). Returns false,
 * with errno, if the system has no such filter or memory ran out. */
bool sandbox_enter(void);

#endif
