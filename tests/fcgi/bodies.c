/* Bodies over the limit: 413, whether the web server sees it first or not. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "http.h"

TestSuite(http_bodies, .timeout = 120);

#define TOO_LARGE "Request body too large"

enum {
    LIMIT = 65536,         /* staccato's own */
    OTHERS_LIMIT = 131072, /* the web servers', who read no more */
};

/* A request to /mary with white space before and behind, which says all of `length` bytes. */
static char *padded_body(size_t length) {
    char *body = malloc(length + 1);
    cr_assert_not_null(body);
    memset(body, ' ', length);
    memcpy(body + length / 2, HTTP_MARY, strlen(HTTP_MARY));
    body[length] = '\0';
    return body;
}

static const struct {
    size_t length;
    bool is_taken;
} cases[] = {
    {LIMIT - 1, true}, {LIMIT, true},    {LIMIT + 1, false},    {LIMIT + 1000, false},
    {99999, false},    {100000, false},  {OTHERS_LIMIT, false}, {OTHERS_LIMIT + 1, false},
    {1048577, false},  {5000000, false},
};

/* Sends bodies of all lengths. The header is allowed to make a difference for the client only. */
static void expect_limit(bool chunked, const char *header) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            char about[128];
            char *body = padded_body(cases[i].length);
            (void)snprintf(about, sizeof(about), "%s: %zu bytes, chunked %d, %s", server->name,
                           cases[i].length, chunked, header);
            struct http_answer answer =
                http_ask(server, &(struct http_request){.path = "/mary",
                                                        .headers = {header},
                                                        .body = {body, cases[i].length},
                                                        .chunked = chunked});
            if (cases[i].is_taken) {
                cr_expect_eq(answer.status, 200, "%s: %d", about, answer.status);
            } else {
                http_expect_error(&answer, 413, TOO_LARGE, about);
            }
            http_free(&answer);
            free(body);
        }
    }
}

Test(http_bodies, of_up_to_64_kib_are_taken) {
    expect_limit(false, NULL);
}

Test(http_bodies, chunked_ones_too) {
    expect_limit(true, NULL);
}

/* libcurl waits for the server's word before it sends the body. */
Test(http_bodies, that_wait_for_100_continue_too) {
    expect_limit(false, "Expect: 100-continue");
    expect_limit(true, "Expect: 100-continue");
}

/* A page may read it, whoever it is from. */
Test(http_bodies, the_refusal_is_for_allowed_origins_to_read) {
    static const char *const origins[] = {"http://localhost:5173", "http://localhost:3000",
                                          "http://127.0.0.1:5173", "http://127.0.0.1:3000",
                                          "http://evil.example"};
    enum { ORIGINS = sizeof(origins) / sizeof(origins[0]) };
    static const size_t lengths[] = {LIMIT + 1, 110000, 1048577};
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < ORIGINS * 3; i++) {
            const char *allowed = i / 3 == ORIGINS - 1 ? NULL : origins[i / 3];
            char header[64];
            char about[128];
            char *body = padded_body(lengths[i % 3]);
            (void)snprintf(header, sizeof(header), "Origin: %s", origins[i / 3]);
            (void)snprintf(about, sizeof(about), "%s: %zu bytes, %s", server->name, lengths[i % 3],
                           header);
            struct http_answer answer = http_ask(
                server, &(struct http_request){
                            .path = "/mary", .headers = {header}, .body = {body, lengths[i % 3]}});
            http_expect_error(&answer, 413, TOO_LARGE, about);
            http_expect_header(&answer, "Access-Control-Allow-Origin", allowed, about);
            http_expect_header(&answer, "Access-Control-Allow-Credentials", NULL, about);
            http_expect_header(&answer, "Vary", allowed == NULL ? NULL : "Origin", about);
            http_free(&answer);
            free(body);
        }
    }
}

/* The connection stays of use after a refusal of staccato's, and the next body is read as its own.
 */
Test(http_bodies, a_refusal_is_followed_by_an_answer) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        char *body = padded_body(LIMIT + 1);
        for (int i = 0; i < 3; i++) {
            struct http_answer answer = http_post(server, "/mary", body);
            http_expect_error(&answer, 413, TOO_LARGE, server->name);
            http_free(&answer);
            answer = http_post(server, "/mary", HTTP_MARY);
            cr_expect_eq(answer.status, 200, "%s: %d", server->name, answer.status);
            http_free(&answer);
        }
        free(body);
    }
}
