/* Standard input and output that can't be read or written: as CGI, and for --help. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs a shell's command with the program as $1 and no sandbox, where coverage could not be
 * counted; returns its exit status, or 128 + the signal that ended it. */
static int run_shell(const char *command) {
    const char *binary = getenv("STACCATO_BINARY");
    int status;
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        (void)setenv("STACCATO_SANDBOX", "off", 1);
        (void)setenv("REQUEST_METHOD", "POST", 1);
        (void)setenv("PATH_INFO", "/mary", 1);
        (void)execl("/bin/sh", "sh", "-c", command, "sh",
                    binary == NULL ? "build/staccato.fcgi" : binary, (char *)NULL);
        _exit(127);
    }
    cr_assert_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Test(fcgi_descriptors, that_fail_as_cgi_fail_the_program) {
    cr_expect_eq(run_shell("echo '{}' | CONTENT_LENGTH=2 \"$1\" | grep -q 'Status: 422'"), 0);
    cr_expect_eq(run_shell("echo '{}' | CONTENT_LENGTH=2 \"$1\" 2>/dev/null >/dev/full"), 1);
    cr_expect_eq(run_shell("CONTENT_LENGTH=2 \"$1\" </ 2>/dev/null >/dev/null"), 1);
}

/* A body may end before CONTENT_LENGTH says, and may not have one if it is chunked. */
Test(fcgi_descriptors, may_end_early) {
    cr_expect_eq(run_shell("echo '{}' | CONTENT_LENGTH=200 \"$1\" | grep -q 'Status: 422'"), 0);
    cr_expect_eq(run_shell("echo '{}' | HTTP_TRANSFER_ENCODING=chunked \"$1\" | grep -q missing"),
                 0);
}

Test(fcgi_descriptors, that_are_closed_are_made_up_for) {
    cr_expect_eq(run_shell("CONTENT_LENGTH=0 \"$1\" <&- 2>&- | grep -q 'Status: 422'"), 0);
    cr_expect_eq(run_shell("unset REQUEST_METHOD; \"$1\" <&- >&- 2>&-"), 2);
}

Test(fcgi_descriptors, that_are_full_fail_help) {
    cr_expect_eq(run_shell("\"$1\" --version >/dev/null"), 0);
    cr_expect_eq(run_shell("\"$1\" --help >/dev/null"), 0);
    cr_expect_neq(run_shell("\"$1\" --help >/dev/full 2>/dev/null"), 0, "--help");
    cr_expect_neq(run_shell("\"$1\" --version >/dev/full 2>/dev/null"), 0, "--version");
}
