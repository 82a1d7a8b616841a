/* The program, run to its end with given arguments, environment and standard input. */
#ifndef TESTS_FCGI_PROGRAM_H
#define TESTS_FCGI_PROGRAM_H

#include "http.h"

enum { PROGRAM_WORDS = 12 };

struct program_run {
    const char *arguments[PROGRAM_WORDS];   /* behind the program's name, until NULL */
    const char *environment[PROGRAM_WORDS]; /* "NAME=value", until NULL, and nothing else is set */
    struct staccato_text input;             /* then a pipe's end */
    bool is_read;                           /* the input is expected to be read to its end */
    bool stays_open;                        /* the input's pipe does not end behind it */
    bool is_piecemeal; /* standard output is non-blocking: it takes what the pipe has room for */
    bool is_late; /* standard input is non-blocking, and its first byte comes when it is waited for
                   */
};

/* output and errors are NUL-terminated behind their length. */
struct program_result {
    int status;     /* of exit; 128 + the signal that ended it */
    int filter;     /* the system calls it is kept to, where is_late: 0 all, 2 a filter's */
    size_t untaken; /* bytes of the input that neither it nor the pipe took */
    struct staccato_buffer output;
    struct staccato_buffer errors;
};

/* Runs STACCATO_BINARY, or build/staccato.fcgi. One that hangs is killed and fails the test. */
struct program_result program_run(const struct program_run *run);

void program_free(struct program_result *result);

/* Reads a CGI answer (RFC 3875, section 6) with a Status line. Fails the test if it is none. */
struct http_answer program_answer(const struct program_result *result);

#endif
