/* A worker: the real program, with a listening socket as its descriptor 0, as a web server or
 * spawn-fcgi starts it. Everything here fails the test if the system does not play along, and waits
 * for nothing without a bound. */
#ifndef TESTS_FAULTS_WORKER_H
#define TESTS_FAULTS_WORKER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

/* Sanitizers keep freed memory for a while, so what the process holds says nothing there. */
#if defined(__SANITIZE_ADDRESS__)
#define WORKER_IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WORKER_IS_SANITIZED 1
#endif
#endif
#ifndef WORKER_IS_SANITIZED
#define WORKER_IS_SANITIZED 0
#endif

enum {
    WORKER_PATIENCE = 8000, /* ms; what takes longer has hung, on however busy a machine */
    WORKER_END_TIME = 3000, /* ms; a worker ends within 1 s, the rest is for the busy machine */
};

struct worker_options {
    bool tcp;                   /* 127.0.0.1 and a free port instead of a Unix socket */
    unsigned int descriptors;   /* RLIMIT_NOFILE, 0: as it is */
    const char *argument;       /* on its command line; NULL: none */
    const char *environment[8]; /* "NAME=value" …, until NULL */
};

struct worker {
    pid_t pid;
    int process;  /* a pidfd: readable once the process has ended */
    int listener; /* stays open here, so that a next worker can have it */
    socklen_t address_length;
    struct sockaddr_storage address;
};

/* Starts the program named by STACCATO_BINARY (build/staccato.fcgi). It dies with the test process,
 * whatever becomes of that, and leaves no file. */
struct worker worker_start(struct worker_options options);

/* Starts another one on the same socket. */
struct worker worker_start_next(const struct worker *worker, struct worker_options options);

/* Makes the writing end of a new pipe this process's standard error, which workers inherit; returns
 * the reading one, which does not wait: this process writes to the pipe, too, so it never ends. */
int worker_catch_errors(void);

void worker_signal(const struct worker *worker, int signal_number);

/* SIGSTOP, and returns when it has stopped: what is sent until SIGCONT will all be there at once.
 */
void worker_pause(const struct worker *worker);
void worker_continue(const struct worker *worker);

bool worker_lives(const struct worker *worker);

/* Returns the exit status, or 128 + the signal that ended it, or -1 if it still runs after so many
 * milliseconds. To be called once for each worker; the listening socket stays. */
int worker_wait(const struct worker *worker, int milliseconds);

/* Ends it by SIGTERM, expects status 0 and closes the listening socket. */
void worker_end(struct worker *worker);

long worker_rss(const struct worker *worker); /* KiB of memory that it holds */
unsigned int worker_descriptors(const struct worker *worker);
/* What its epoll watches the listening socket for; 0 while it does not. */
uint32_t worker_listens_for(const struct worker *worker);

/* Waits until it has no more than so many descriptors; false if that never happens. */
bool worker_drops_to(const struct worker *worker, unsigned int descriptors);

int64_t worker_clock(void); /* ms of a clock that only goes forward */

#endif
