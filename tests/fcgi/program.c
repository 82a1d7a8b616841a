/* fork, exec and three pipes. */
#include "program.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 10000 /* ms without a byte */ };

static _Noreturn void become_program(const struct program_run *run, int ends[3][2]) {
    /* Where sanitizers and coverage put what they find, and what they can't have (tests/run). */
    static const char *const kept[] = {"ASAN_OPTIONS", "UBSAN_OPTIONS",     "LSAN_OPTIONS",
                                       "GCOV_PREFIX",  "LLVM_PROFILE_FILE", "STACCATO_SANDBOX"};
    const char *kept_values[sizeof(kept) / sizeof(kept[0])];
    const char *binary = getenv("STACCATO_BINARY");
    char path[4096];
    char *arguments[PROGRAM_WORDS + 1] = {"staccato.fcgi"};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)snprintf(path, sizeof(path), "%s", binary == NULL ? "build/staccato.fcgi" : binary);
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        kept_values[i] = getenv(kept[i]);
    }
    (void)clearenv();
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        if (kept_values[i] != NULL) {
            (void)setenv(kept[i], kept_values[i], 1);
        }
    }
    for (size_t i = 0; i < PROGRAM_WORDS && run->environment[i] != NULL; i++) {
        (void)putenv((char *)(uintptr_t)run->environment[i]);
    }
    for (size_t i = 0; i < PROGRAM_WORDS - 1 && run->arguments[i] != NULL; i++) {
        arguments[i + 1] = (char *)(uintptr_t)run->arguments[i];
    }
    if (run->is_late) {
        (void)fcntl(ends[0][0], F_SETFL, O_NONBLOCK);
    }
    if (run->is_piecemeal) {
        (void)fcntl(ends[1][1], F_SETFL, O_NONBLOCK);
    }
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        (void)dup2(ends[fd][fd == STDIN_FILENO ? 0 : 1], fd);
    }
    (void)signal(SIGPIPE, SIG_DFL);
    (void)execv(path, arguments);
    perror(path);
    _exit(127);
}

/* Waits until the process sleeps or has ended. */
static void await_sleep(pid_t pid) {
    char path[64];
    char state = 'R';
    (void)snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
    for (int waited = 0; state != 'S' && state != 'Z'; waited++) {
        FILE *file = fopen(path, "r");
        cr_assert_not_null(file);
        cr_assert_eq(fscanf(file, "%*d (%*[^)]) %c", &state), 1);
        (void)fclose(file);
        cr_assert_lt(waited, PATIENCE, "the program neither waits nor ends");
        (void)poll(NULL, 0, 1);
    }
}

/* What the system says of its sandbox; -1 if that is nothing. */
static int seccomp_mode(pid_t pid) {
    static const char name[] = "Seccomp:";
    char path[64];
    char line[256];
    int mode = -1;
    (void)snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    while (fgets(line, sizeof(line), file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            mode = (int)strtol(line + strlen(name), NULL, 10);
        }
    }
    (void)fclose(file);
    return mode;
}

/* Writes what the pipe takes; is done with it after the last byte, or if nobody reads it. */
static void feed(struct pollfd *pipe_end, struct staccato_text *input) {
    ssize_t count = input->length == 0 ? 0 : write(pipe_end->fd, input->data, input->length);
    if (count > 0) {
        input->data += count;
        input->length -= (size_t)count;
    }
    if (input->length == 0 || (count < 0 && errno != EAGAIN)) {
        pipe_end->fd = -1;
    }
}

static void drain(struct pollfd *pipe_end, struct staccato_buffer *out) {
    char *room = staccato_buffer_reserve(out, 4096);
    cr_assert_not_null(room);
    ssize_t count = read(pipe_end->fd, room, 4096);
    if (count > 0) {
        out->length += (size_t)count;
    } else {
        (void)close(pipe_end->fd);
        pipe_end->fd = -1;
    }
}

static void terminate(struct staccato_buffer *buffer) {
    staccato_buffer_append(buffer, "", 1);
    cr_assert_not(buffer->failed);
    buffer->length--;
}

struct program_result program_run(const struct program_run *run) {
    struct program_result result = {0};
    struct staccato_text input = run->input;
    int ends[3][2];
    int status;
    for (size_t i = 0; i < 3; i++) {
        cr_assert_eq(pipe2(ends[i], O_CLOEXEC), 0);
    }
    (void)fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        become_program(run, ends);
    }
    cr_assert_gt(pid, 0);
    (void)close(ends[0][0]);
    (void)close(ends[1][1]);
    (void)close(ends[2][1]);
    (void)signal(SIGPIPE, SIG_IGN);
    cr_assert_eq(fcntl(ends[0][1], F_SETFL, O_NONBLOCK), 0);
    if (run->is_late) {
        await_sleep(pid);
        result.filter = seccomp_mode(pid);
    }
    struct pollfd pipes[] = {{.fd = ends[0][1], .events = POLLOUT},
                             {.fd = ends[1][0], .events = POLLIN},
                             {.fd = ends[2][0], .events = POLLIN}};
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0 || pipes[2].fd >= 0) {
        if (poll(pipes, 3, PATIENCE) < 1) {
            (void)kill(pid, SIGKILL);
            (void)waitpid(pid, &status, 0);
            cr_assert_fail("the program hangs");
        }
        if (pipes[0].fd >= 0 && pipes[0].revents != 0) {
            feed(&pipes[0], &input);
            if (pipes[0].fd < 0 && !run->stays_open) {
                (void)close(ends[0][1]);
            }
        }
        if (pipes[1].fd >= 0 && pipes[1].revents != 0) {
            drain(&pipes[1], &result.output);
        }
        if (pipes[2].fd >= 0 && pipes[2].revents != 0) {
            drain(&pipes[2], &result.errors);
        }
    }
    if (run->stays_open) {
        (void)close(ends[0][1]);
    }
    /* With its outputs closed it has ended, or is about to. */
    result.untaken = input.length;
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    terminate(&result.output);
    terminate(&result.errors);
    return result;
}

void program_free(struct program_result *result) {
    staccato_buffer_free(&result->output);
    staccato_buffer_free(&result->errors);
}

struct http_answer program_answer(const struct program_result *result) {
    struct http_answer answer = {0};
    const char *line = result->output.data;
    const char *end = strstr(line, "\r\n");
    while (end != NULL && end != line) {
        staccato_buffer_append(&answer.head, line, (size_t)(end - line));
        staccato_buffer_append(&answer.head, "", 1);
        line = end + 2;
        end = strstr(line, "\r\n");
    }
    cr_assert_not_null(end, "no CGI answer: '%s', '%s'", result->output.data, result->errors.data);
    const char *body = end + 2;
    staccato_buffer_append(&answer.body, body,
                           result->output.length - (size_t)(body - result->output.data));
    terminate(&answer.body);
    const char *status = http_header(&answer, "Status");
    cr_assert_not_null(status, "no Status: %s", result->output.data);
    answer.status = (int)strtol(status, NULL, 10);
    return answer;
}
