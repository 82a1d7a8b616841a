/* Log lines: their form, what is escaped, how many there are, and that nobody waits for them. */
#include "log.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fastcgi.h>
#include <fcntl.h>
#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "faults/peer.h"

TestSuite(log, .timeout = 30); /* a line that waits for its reader would wait for ever */

/* Reads what there is, as a C string. */
static const char *caught(int errors) {
    static char text[1 << 17];
    size_t length = 0;
    ssize_t count;
    while ((count = read(errors, text + length, sizeof(text) - 1 - length)) > 0) {
        length += (size_t)count;
    }
    text[length] = '\0';
    return text;
}

static unsigned long suppressed_in(const char *line) {
    const char *at = strstr(line, "suppressed=");
    cr_assert_not_null(at, "\"%s\"", line);
    return strtoul(at + strlen("suppressed="), NULL, 10);
}

Test(log, a_line_has_its_form) {
    static const char form[] =
        "^time=20[0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z "
        "pid=([0-9]+) event=out_of_memory detail=\"a request is answered 503\" suppressed=0\n$";
    regex_t expression;
    regmatch_t groups[2];
    cr_assert_eq(regcomp(&expression, form, REG_EXTENDED), 0);
    int errors = worker_catch_errors();
    log_line("out_of_memory", "a request is answered 503");
    const char *line = caught(errors);
    cr_assert_eq(regexec(&expression, line, 2, groups, 0), 0, "\"%s\"", line);
    cr_expect_eq(strtol(line + groups[1].rm_so, NULL, 10), getpid());
    regfree(&expression);
}

Test(log, nothing_but_printable_ascii_gets_through) {
    int errors = worker_catch_errors();
    log_line("test", "\"q\" \\ \n\r\t\x01\x1B[2J\x7F \xC2\x9B \xFF ~");
    const char *line = caught(errors);
    cr_expect_not_null(strstr(line, "detail=\"\\\"q\\\" \\\\ \\x0A\\x0D\\x09\\x01\\x1B[2J\\x7F "
                                    "\\xC2\\x9B \\xFF ~\" suppressed=0\n"),
                       "\"%s\"", line);
}

Test(log, a_long_detail_is_cut) {
    char detail[5000];
    memset(detail, '\n', sizeof(detail) - 1);
    detail[sizeof(detail) - 1] = '\0';
    int errors = worker_catch_errors();
    log_line("test", detail);
    const char *line = caught(errors);
    cr_expect_lt(strlen(line), 400U);
    cr_expect_not_null(strstr(line, "\\x0A\" suppressed=0\n"), "\"%s\"", line);
}

Test(log, a_flood_has_ten_lines_a_second_and_says_how_many_are_missing) {
    enum { FLOOD = 100000, LINES_A_SECOND = 10 };
    int errors = worker_catch_errors();
    time_t first = time(NULL);
    for (int i = 0; i < FLOOD; i++) {
        log_line("test", "flood");
    }
    time_t last = time(NULL);
    while (time(NULL) == last) {
        (void)poll(NULL, 0, 10);
    }
    log_line("test", "after it");
    unsigned long lines = 0;
    unsigned long suppressed = 0;
    for (const char *line = caught(errors); *line != '\0'; line = strchr(line, '\n') + 1) {
        lines++;
        suppressed += suppressed_in(line);
        cr_assert_not_null(strchr(line, '\n'));
    }
    cr_expect_eq(lines + suppressed, FLOOD + 1, "%lu lines, %lu suppressed", lines, suppressed);
    cr_expect_gt(lines, 10U);
    cr_expect_leq(lines, (unsigned long)(last - first + 1) * LINES_A_SECOND + 1);
}

Test(log, a_full_pipe_stops_nobody) {
    static const char filling[4096];
    int errors = worker_catch_errors();
    cr_assert_eq(fcntl(STDERR_FILENO, F_SETFL, O_NONBLOCK), 0);
    while (write(STDERR_FILENO, filling, sizeof(filling)) > 0) {
    }
    cr_assert_eq(errno, EAGAIN);
    cr_assert_eq(fcntl(STDERR_FILENO, F_SETFL, 0), 0);
    log_line("test", "is left out");
    (void)caught(errors);
    log_line("test", "is written");
    cr_expect_eq(suppressed_in(caught(errors)), 1);
}

Test(log, a_pipe_that_nobody_reads_stops_nobody) {
    (void)signal(SIGPIPE, SIG_DFL); /* as under CGI */
    (void)close(worker_catch_errors());
    log_line("test", "is left out");
    int errors = worker_catch_errors();
    log_line("test", "is written");
    cr_expect_eq(suppressed_in(caught(errors)), 1);
}

Test(log, a_closed_standard_error_stops_nobody) {
    int errors = worker_catch_errors();
    int kept = dup(STDERR_FILENO);
    (void)close(STDERR_FILENO);
    log_line("test", "is left out");
    cr_assert_eq(dup2(kept, STDERR_FILENO), STDERR_FILENO);
    log_line("test", "is written");
    cr_expect_eq(suppressed_in(caught(errors)), 1);
}

/* A descriptor of the worker's own must not become number 2. */
Test(log, a_worker_without_standard_error_writes_lines_nowhere) {
    static const char noise[FCGI_HEADER_LEN] = {42};
    char path[64];
    char target[64] = "";
    (void)close(STDERR_FILENO);
    struct worker worker = worker_start((struct worker_options){0});
    int fd = peer_connect(&worker);
    cr_expect_eq(peer_ask(fd, (struct peer_request){0}), 200);
    (void)snprintf(path, sizeof(path), "/proc/%d/fd/2", (int)worker.pid);
    cr_assert_gt(readlink(path, target, sizeof(target) - 1), 0);
    cr_expect_str_eq(target, "/dev/null");
    int other = peer_connect(&worker);
    cr_assert(peer_send(other, noise, sizeof(noise)));
    cr_expect(peer_sees_end(other, WORKER_PATIENCE));
    cr_expect_eq(peer_ask(fd, (struct peer_request){0}), 200);
    (void)close(other);
    (void)close(fd);
    worker_end(&worker);
}
