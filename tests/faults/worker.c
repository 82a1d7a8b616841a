/* Starting, watching and ending workers. */
#include "worker.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BACKLOG = 2048 };

int64_t worker_clock(void) {
    struct timespec now;
    cr_assert_eq(clock_gettime(CLOCK_MONOTONIC, &now), 0);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void listen_on_port(struct worker *worker) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    worker->address_length = sizeof(address);
    cr_assert_eq(bind(worker->listener, (const struct sockaddr *)&address, sizeof(address)), 0);
    cr_assert_eq(
        getsockname(worker->listener, (struct sockaddr *)&worker->address, &worker->address_length),
        0);
}

/* The socket's file is removed at once, so that no way for a test to end leaves it behind: what
 * peers connect to is our descriptor of the file. */
static void listen_on_file(struct worker *worker) {
    char folder[] = "/tmp/staccato-faults.XXXXXX";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    cr_assert_not_null(mkdtemp(folder));
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", folder);
    bool bound = bind(worker->listener, (const struct sockaddr *)&address, sizeof(address)) == 0;
    int file = open(address.sun_path, O_PATH | O_CLOEXEC);
    (void)unlink(address.sun_path);
    (void)rmdir(folder);
    cr_assert(bound && file >= 0, "no socket in %s", folder);
    (void)snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d", file);
    worker->address_length = sizeof(address);
    memcpy(&worker->address, &address, sizeof(address));
}

/* In the child: becomes the program, or writes a byte to `failure` and ends. */
static _Noreturn void become_worker(int listener, int failure, pid_t parent,
                                    const struct worker_options *options) {
    static const char *const ours[] = {
        "STACCATO_MAX_BODY",     "STACCATO_MAX_CONNECTIONS", "STACCATO_MAX_REQUESTS",
        "STACCATO_IDLE_TIMEOUT", "STACCATO_STALL_TIMEOUT",   "STACCATO_BASE_PATH",
        "ALLOWED_ORIGINS",       "FCGI_WEB_SERVER_ADDRS",    "STACCATO_METRICS",
    };
    const char *binary = getenv("STACCATO_BINARY");
    char *const arguments[] = {"staccato.fcgi", (char *)(uintptr_t)options->argument, NULL};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent || dup2(listener, STDIN_FILENO) < 0) {
        _exit(127);
    }
    /* The test runner's own, too. */
    (void)close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
        (void)unsetenv(ours[i]);
    }
    for (size_t i = 0; options->environment[i] != NULL; i++) {
        (void)putenv((char *)(uintptr_t)options->environment[i]);
    }
    if (options->descriptors > 0) {
        const struct rlimit limit = {options->descriptors, options->descriptors};
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    (void)execv(binary == NULL ? "build/staccato.fcgi" : binary, arguments);
    (void)!write(failure, "", 1);
    _exit(127);
}

struct worker worker_start_next(const struct worker *worker, struct worker_options options) {
    struct worker next = *worker;
    pid_t parent = getpid();
    int failure[2]; /* closed by a successful exec, which is thereby waited for */
    char byte;
    cr_assert_eq(pipe2(failure, O_CLOEXEC), 0);
    next.pid = fork();
    if (next.pid == 0) {
        become_worker(next.listener, failure[1], parent, &options);
    }
    (void)close(failure[1]);
    bool failed = read(failure[0], &byte, 1) != 0;
    (void)close(failure[0]);
    cr_assert(next.pid > 0 && !failed, "no worker: is STACCATO_BINARY the program?");
    next.process = pidfd_open(next.pid, 0);
    cr_assert_geq(next.process, 0);
    return next;
}

struct worker worker_start(struct worker_options options) {
    struct worker worker = {0};
    /* Tests have a thousand peers and more. */
    struct rlimit limit;
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    worker.listener = socket(options.tcp ? AF_INET : AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(worker.listener, 0);
    if (options.tcp) {
        listen_on_port(&worker);
    } else {
        listen_on_file(&worker);
    }
    cr_assert_eq(listen(worker.listener, BACKLOG), 0);
    return worker_start_next(&worker, options);
}

int worker_catch_errors(void) {
    int ends[2];
    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
    cr_assert_eq(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
    cr_assert_eq(dup2(ends[1], STDERR_FILENO), STDERR_FILENO);
    (void)close(ends[1]);
    return ends[0];
}

void worker_signal(const struct worker *worker, int signal_number) {
    cr_assert_eq(pidfd_send_signal(worker->process, signal_number, NULL, 0), 0);
}

void worker_pause(const struct worker *worker) {
    int status;
    worker_signal(worker, SIGSTOP);
    cr_assert_eq(waitpid(worker->pid, &status, WUNTRACED), worker->pid);
    cr_assert(WIFSTOPPED(status), "the worker has ended");
}

void worker_continue(const struct worker *worker) {
    worker_signal(worker, SIGCONT);
}

bool worker_lives(const struct worker *worker) {
    struct pollfd ended = {.fd = worker->process, .events = POLLIN};
    return poll(&ended, 1, 0) == 0;
}

int worker_wait(const struct worker *worker, int milliseconds) {
    struct pollfd ended = {.fd = worker->process, .events = POLLIN};
    int status;
    if (poll(&ended, 1, milliseconds) != 1 || waitpid(worker->pid, &status, 0) != worker->pid) {
        return -1;
    }
    (void)close(worker->process);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void worker_end(struct worker *worker) {
    worker_signal(worker, SIGTERM);
    int status = worker_wait(worker, WORKER_END_TIME);
    cr_expect_eq(status, 0, "the worker ended with status %d", status);
    (void)close(worker->listener);
}

/* ---- what /proc tells ---- */

static FILE *open_proc(const struct worker *worker, const char *name) {
    char path[320];
    (void)snprintf(path, sizeof(path), "/proc/%d/%s", (int)worker->pid, name);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "the worker has ended: no %s", path);
    return file;
}

long worker_rss(const struct worker *worker) {
    static const char name[] = "VmRSS:";
    FILE *file = open_proc(worker, "status");
    char line[256];
    long rss = -1;
    while (rss < 0 && fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            rss = strtol(line + strlen(name), NULL, 10);
        }
    }
    (void)fclose(file);
    cr_assert_gt(rss, 0);
    return rss;
}

/* What epoll's descriptor `name` says of descriptor 0; 0 if it is no epoll, or does not watch it.
 */
static uint32_t watched(const struct worker *worker, const char *name) {
    char path[300];
    char line[256];
    unsigned int events = 0;
    int fd = -1;
    (void)snprintf(path, sizeof(path), "fdinfo/%s", name);
    FILE *file = open_proc(worker, path);
    while (fd != 0 && fgets(line, sizeof(line), file) != NULL) {
        if (sscanf(line, "tfd: %d events: %x", &fd, &events) != 2) {
            fd = -1;
        }
    }
    (void)fclose(file);
    return fd == 0 ? events : 0;
}

uint32_t worker_listens_for(const struct worker *worker) {
    char path[64];
    uint32_t events = 0;
    (void)snprintf(path, sizeof(path), "/proc/%d/fdinfo", (int)worker->pid);
    DIR *folder = opendir(path);
    cr_assert_not_null(folder, "the worker has ended: no %s", path);
    for (struct dirent *entry; events == 0 && (entry = readdir(folder)) != NULL;) {
        events = entry->d_name[0] == '.' ? 0 : watched(worker, entry->d_name);
    }
    (void)closedir(folder);
    return events;
}

unsigned int worker_descriptors(const struct worker *worker) {
    char path[64];
    unsigned int count = 0;
    (void)snprintf(path, sizeof(path), "/proc/%d/fd", (int)worker->pid);
    DIR *folder = opendir(path);
    cr_assert_not_null(folder, "the worker has ended: no %s", path);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        count += entry->d_name[0] != '.';
    }
    (void)closedir(folder);
    return count;
}

bool worker_drops_to(const struct worker *worker, unsigned int descriptors) {
    int64_t end = worker_clock() + WORKER_PATIENCE;
    while (worker_descriptors(worker) > descriptors) {
        if (worker_clock() > end) {
            return false;
        }
        (void)poll(NULL, 0, 10);
    }
    return true;
}
