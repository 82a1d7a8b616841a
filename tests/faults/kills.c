/* Workers that die under load, behind the real web server: it costs no request. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "worker.h"

enum {
    SECONDS = 4,     /* of load */
    KILL_EACH = 150, /* ms */
    CONNECTIONS = 16,
    READY_TIME = 20000, /* ms that conf/run has to be ready */
    WORKERS_MAX = 8,
};

TestSuite(faults_kills, .timeout = 90);

/* A program whose output comes through a pipe. */
struct program {
    pid_t pid;
    int process; /* pidfd */
    int output;
};

static struct program run(char *const arguments[]) {
    struct program program;
    int output[2];
    pid_t parent = getpid();
    cr_assert_eq(pipe2(output, O_CLOEXEC), 0);
    program.pid = fork();
    if (program.pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM); /* upon which conf/run ends what it has started */
        (void)dup2(output[1], STDOUT_FILENO);
        if (getppid() == parent) {
            (void)execvp(arguments[0], arguments);
        }
        _exit(127);
    }
    (void)close(output[1]);
    cr_assert_gt(program.pid, 0);
    program.process = pidfd_open(program.pid, 0);
    program.output = output[0];
    cr_assert_geq(program.process, 0);
    return program;
}

/* Reads until the text holds `needle`, or the end; false after so many ms, or without it. */
static bool read_until(const struct program *program, const char *needle, char *text, size_t size,
                       int milliseconds) {
    int64_t end = worker_clock() + milliseconds;
    size_t length = 0;
    text[0] = '\0';
    while (strstr(text, needle) == NULL && length + 1 < size) {
        struct pollfd waiting = {.fd = program->output, .events = POLLIN};
        int64_t left = end - worker_clock();
        if (left <= 0 || poll(&waiting, 1, (int)left) != 1) {
            return false;
        }
        ssize_t count = read(program->output, text + length, size - length - 1);
        if (count <= 0) {
            return false;
        }
        length += (size_t)count;
        text[length] = '\0';
    }
    return strstr(text, needle) != NULL;
}

static bool has_ended(const struct program *program, int milliseconds) {
    struct pollfd waiting = {.fd = program->process, .events = POLLIN};
    return poll(&waiting, 1, milliseconds) == 1;
}

/* Lets it end, or makes it, and closes what belongs to it. Returns whether it ended by itself. */
static bool end_program(struct program *program, int milliseconds) {
    bool by_itself = has_ended(program, milliseconds);
    if (!by_itself) {
        (void)kill(program->pid, SIGKILL);
    }
    (void)waitpid(program->pid, NULL, 0);
    (void)close(program->process);
    (void)close(program->output);
    return by_itself;
}

/* Appends the descendants of a process that run the responder: those whose name starts so. */
static size_t find_workers(pid_t ancestor, pid_t workers[WORKERS_MAX], size_t count) {
    char path[64];
    char name[32] = "";
    long child;
    (void)snprintf(path, sizeof(path), "/proc/%d/comm", (int)ancestor);
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return count; /* it died meanwhile */
    }
    bool is_worker =
        fgets(name, sizeof(name), file) != NULL && strncmp(name, "staccato.fcgi", 13) == 0;
    (void)fclose(file);
    if (is_worker && count < WORKERS_MAX) {
        workers[count++] = ancestor;
    }
    (void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)ancestor, (int)ancestor);
    file = fopen(path, "r");
    while (file != NULL && fscanf(file, "%ld", &child) == 1) {
        count = find_workers((pid_t)child, workers, count);
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return count;
}

Test(faults_kills, cost_no_request) {
    static char text[65536];
    char url[128] = "";
    const char *binary = getenv("STACCATO_BINARY");
    cr_assert_eq(setenv("SERVER", "nginx", 1), 0);
    cr_assert_eq(setenv("PORT", "0", 1), 0);
    cr_assert_eq(setenv("WORKERS", "2", 1), 0);
    cr_assert_eq(binary == NULL ? 0 : setenv("BINARY", binary, 1), 0);
    struct program server = run((char *[]){"conf/run", NULL});
    if (!read_until(&server, "\n", text, sizeof(text), READY_TIME) ||
        sscanf(text, "staccato is serving %100[^ ] ", url) != 1) {
        (void)kill(server.pid, SIGTERM);
        (void)end_program(&server, WORKER_PATIENCE);
        cr_assert_fail("conf/run is not ready: %s", text);
    }
    char duration[16];
    char connections[16];
    (void)snprintf(duration, sizeof(duration), "%ds", SECONDS);
    (void)snprintf(connections, sizeof(connections), "%d", CONNECTIONS);
    struct program load = run((char *[]){"wrk", "-t1", "-c", connections, "-d", duration, "-s",
                                         "tests/load.lua", url, NULL});
    unsigned int kills = 0;
    int64_t end = worker_clock() + SECONDS * 1000 + WORKER_PATIENCE;
    while (!has_ended(&load, KILL_EACH) && worker_clock() < end) {
        pid_t workers[WORKERS_MAX];
        size_t count = find_workers(server.pid, workers, 0);
        /* One of the two: while the other's successor is still being started, nobody is killed. */
        if (count >= 2) {
            (void)kill(workers[kills / 2 % count], kills % 2 == 0 ? SIGKILL : SIGTERM);
            kills++;
        }
    }
    unsigned long answers = 0;
    unsigned long other = 1;
    unsigned long errors = 1;
    bool is_read = read_until(&load, "load: ", text, sizeof(text), 1000);
    const char *counts = strstr(text, "load: ");
    is_read = is_read && sscanf(counts, "load: %lu %lu %lu", &answers, &other, &errors) == 3;
    bool load_ended = end_program(&load, 0);
    (void)kill(server.pid, SIGTERM);
    bool server_ended = end_program(&server, WORKER_PATIENCE);
    cr_log_info("%u kills, %lu requests, %lu not 200 or cut, %lu socket errors\n", kills, answers,
                other, errors);
    cr_expect(load_ended && is_read, "wrk: %s", text);
    cr_expect(server_ended, "conf/run goes on after SIGTERM");
    cr_expect_geq(kills, 5U, "only %u kills", kills);
    cr_expect_gt(answers, 100U);
    cr_expect_eq(other, 0, "%lu of %lu answers are not 200", other, answers);
    cr_expect_eq(errors, 0, "%lu socket errors", errors);
}
