/* Starting and ending the web servers, by way of a process that outlives this one.
 *
 * The keeper starts both, waits for the end of a pipe that only we hold, and ends them. So they end
 * with us, whether we are done, are interrupted or crash; Criterion, which reaps children of this
 * process by itself, never meets them; and what they leave behind falls to the keeper, where it can
 * be seen. */
#include "servers.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    SERVERS = 2,
    START_TIME = 30000, /* ms; some tens are usual */
    END_TIME = 20000,   /* ms; conf/run itself gives its processes 3 s before it kills them */
    URL_SIZE = 128,
};

static const struct {
    const char *name;
    const char *variable;
} servers[SERVERS] = {{"lighttpd", "STACCATO_LIGHTTPD_URL"}, {"nginx", "STACCATO_NGINX_URL"}};

/* What the keeper says once both serve or one does not, and once both have ended. */
struct message {
    bool ok;
    char urls[SERVERS][URL_SIZE];
};

static int hold = -1;    /* its closing ends the servers */
static int reports = -1; /* messages of the keeper */

static int64_t clock_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* One line on stderr; returns false. */
__attribute__((format(printf, 1, 2))) static bool complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)fputs("tests: ", stderr);
    (void)vfprintf(stderr, format, arguments);
    (void)fputc('\n', stderr);
    va_end(arguments);
    return false;
}

/* ---- in the keeper ---- */

struct server {
    pid_t pid;
    int output; /* its standard output */
};

/* In a child of the keeper: becomes conf/run. */
static _Noreturn void become_server(const char *name, int output) {
    static const char *const unwanted[] = {
        "BIND",
        "STACCATO_BASE_PATH",
        "STACCATO_MAX_BODY",
        "STACCATO_MAX_CONNECTIONS",
        "STACCATO_MAX_REQUESTS",
        "STACCATO_IDLE_TIMEOUT",
        "STACCATO_STALL_TIMEOUT",
        "STACCATO_METRICS",
        "FCGI_WEB_SERVER_ADDRS",
    };
    const char *binary = getenv("STACCATO_BINARY");
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    for (size_t i = 0; i < sizeof(unwanted) / sizeof(unwanted[0]); i++) {
        (void)unsetenv(unwanted[i]);
    }
    (void)setenv("SERVER", name, 1);
    (void)setenv("PORT", "0", 1);
    (void)setenv("WORKERS", "2", 1);
    (void)setenv("BINARY", binary == NULL ? "build/staccato.fcgi" : binary, 1);
    (void)setenv("ALLOWED_ORIGINS", SERVERS_ORIGIN "," SERVERS_OTHER_ORIGIN, 1);
    if (dup2(output, STDOUT_FILENO) >= 0) {
        (void)execl("conf/run", "conf/run", (char *)NULL);
    }
    perror("tests: conf/run");
    _exit(127);
}

static bool start_server(const char *name, struct server *server) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return complain("no pipe to %s", name);
    }
    server->pid = fork();
    if (server->pid == 0) {
        become_server(name, ends[1]);
    }
    (void)close(ends[1]);
    server->output = ends[0];
    return server->pid > 0 || complain("no process for %s", name);
}

/* Reads the line "staccato is serving URL (…". */
static bool read_url(const char *name, const struct server *server, int64_t deadline,
                     char url[URL_SIZE]) {
    static const char before[] = "staccato is serving ";
    char line[sizeof(before) + URL_SIZE] = "";
    size_t length = 0;
    while (length < sizeof(line) - 1 && strchr(line, '\n') == NULL) {
        struct pollfd output = {.fd = server->output, .events = POLLIN};
        int64_t left = deadline - clock_ms();
        if (left <= 0 || poll(&output, 1, (int)left) != 1) {
            return complain("conf/run did not have %s serve within %d s", name, START_TIME / 1000);
        }
        ssize_t count = read(server->output, line + length, sizeof(line) - 1 - length);
        if (count <= 0) {
            return complain("conf/run ended without having %s serve", name);
        }
        length += (size_t)count;
        line[length] = '\0';
    }
    size_t url_length =
        strncmp(line, before, strlen(before)) == 0 ? strcspn(line + strlen(before), " \n") : 0;
    if (url_length == 0 || url_length >= URL_SIZE) {
        return complain("conf/run says \"%s\" for %s", line, name);
    }
    memcpy(url, line + strlen(before), url_length);
    url[url_length] = '\0';
    return true;
}

/* The status of a child of ours, or -1 if it has not ended by the deadline. */
static int wait_until(pid_t pid, int64_t deadline) {
    int status;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (clock_ms() > deadline) {
            return -1;
        }
        (void)poll(NULL, 0, 10);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* What the servers left behind is ours now (PR_SET_CHILD_SUBREAPER): none of it may still run. */
static bool find_orphans(void) {
    char path[64];
    (void)snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
    while (waitpid(-1, NULL, WNOHANG) > 0) {
    }
    int left = 0;
    FILE *children = fopen(path, "r");
    if (children == NULL) {
        return complain("%s can't be read", path);
    }
    while (fscanf(children, "%d", &left) == 1) {
        (void)kill(left, SIGKILL);
        (void)complain("conf/run left process %d running", left);
    }
    (void)fclose(children);
    return left == 0;
}

static bool end_servers(const struct server kept[SERVERS]) {
    bool ok = true;
    int64_t deadline = clock_ms() + END_TIME;
    for (size_t i = 0; i < SERVERS; i++) {
        if (kept[i].pid > 0) {
            (void)kill(kept[i].pid, SIGTERM);
        }
    }
    for (size_t i = 0; i < SERVERS; i++) {
        int status = kept[i].pid > 0 ? wait_until(kept[i].pid, deadline) : 0;
        if (status != 0) {
            ok = complain("conf/run for %s ended with status %d (-1: it runs on)", servers[i].name,
                          status);
        }
    }
    return find_orphans() && ok;
}

static _Noreturn void keep_servers(int until, int out) {
    struct server kept[SERVERS] = {{0}};
    struct message message = {.ok = true};
    int64_t deadline = clock_ms() + START_TIME;
    char byte;
    (void)setsid(); /* Ctrl-C is not for us, nor for conf/run: we end it */
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    (void)signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < SERVERS; i++) {
        message.ok = message.ok && start_server(servers[i].name, &kept[i]);
    }
    for (size_t i = 0; i < SERVERS; i++) {
        message.ok = message.ok && read_url(servers[i].name, &kept[i], deadline, message.urls[i]);
    }
    (void)!write(out, &message, sizeof(message));
    while (message.ok && read(until, &byte, 1) > 0) {
    }
    bool was_serving = message.ok;
    message.ok = end_servers(kept) || !was_serving;
    (void)!write(out, &message, sizeof(message));
    _exit(0);
}

/* ---- in the test process ---- */

static bool read_report(struct message *message) {
    /* Shorter than PIPE_BUF, so it comes whole. */
    return read(reports, message, sizeof(*message)) == sizeof(*message);
}

/* Only what may be called in a signal's handler. */
static void end_by_signal(int signal_number) {
    struct message message;
    (void)close(hold);
    (void)read_report(&message);
    (void)signal(signal_number, SIG_DFL);
    (void)raise(signal_number);
}

bool servers_start(void) {
    int until[2];
    int out[2];
    struct message message;
    if (pipe2(until, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
        return complain("no pipes");
    }
    (void)fflush(NULL);
    pid_t keeper = fork();
    if (keeper == 0) {
        (void)close(until[1]);
        (void)close(out[0]);
        keep_servers(until[0], out[1]);
    }
    (void)close(until[0]);
    (void)close(out[1]);
    hold = until[1];
    reports = out[0];
    (void)signal(SIGINT, end_by_signal);
    (void)signal(SIGTERM, end_by_signal);
    (void)signal(SIGHUP, end_by_signal);
    if (keeper < 0 || !read_report(&message)) {
        return complain("no process to keep the servers");
    }
    for (size_t i = 0; message.ok && i < SERVERS; i++) {
        (void)setenv(servers[i].variable, message.urls[i], 1);
    }
    return message.ok;
}

bool servers_stop(void) {
    struct message message = {.ok = true};
    if (hold >= 0) {
        (void)close(hold);
        hold = -1;
        message.ok = read_report(&message) && message.ok;
    }
    return message.ok;
}
