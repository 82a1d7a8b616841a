/* HTTP requests, as a test writes them down, and what came back. Failures of the transport, and of
 * what holds for every answer (one correct Content-Length), fail the test.
 *
 *     for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
 *         struct http_answer answer =
 *             http_ask(server, &(struct http_request){.method = "PUT", .path = "/mary"});
 *         cr_expect_eq(answer.status, 405, "%s: %d", server->name, answer.status);
 *         http_free(&answer);
 *     }
 */
#ifndef TESTS_HTTP_H
#define TESTS_HTTP_H

#include <stdbool.h>

#include "buffer.h"

struct http_server {
    const char *name;
    const char *url; /* "http://127.0.0.1:8000" */
};

/* The servers to test, ended by one without a name. */
const struct http_server *http_servers(void);

/* A body that each route plays. */
#define HTTP_MARY      "{\"tonic\": \"C\", \"octave\": 4}"
#define HTTP_RANDOM    "{\"rhythm\": \"0112\", \"rhythmType\": 16, \"tonic\": \"f#3\"}"
#define HTTP_NOTE_GAME "{\"scale\": \"D\", \"octave\": \"4\"}"

struct http_request {
    const char *method;        /* NULL: POST */
    const char *path;          /* goes on the request line byte for byte, with its query */
    const char *headers[4];    /* "Name: value", until NULL */
    struct staccato_text body; /* data NULL: none */
    bool chunked;              /* sent without Content-Length */
};

/* body.data is NUL-terminated behind its length. */
struct http_answer {
    int status;
    struct staccato_buffer head; /* header lines, "Name: value", each ended by NUL */
    struct staccato_buffer body;
};

struct http_answer http_ask(const struct http_server *server, const struct http_request *request);

/* POSTs a C string. */
struct http_answer http_post(const struct http_server *server, const char *path, const char *body);

static inline struct staccato_text http_text(const char *string) {
    return (struct staccato_text){string, strlen(string)};
}

/* The value of a header, NULL if it is not there; one that is there twice fails the test. */
const char *http_header(const struct http_answer *answer, const char *name);

/* Expects a header to be there with that value or, with NULL, not to be there. */
void http_expect_header(const struct http_answer *answer, const char *name, const char *value,
                        const char *about);

/* Expects this status and {"detail": message} as application/json. */
void http_expect_error(const struct http_answer *answer, int status, const char *message,
                       const char *about);

void http_free(struct http_answer *answer);

#endif
