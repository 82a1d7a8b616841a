/* Cross-origin requests: who may read an answer, and what a preflight is told. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "http.h"
#include "servers.h"

TestSuite(http_cors, .timeout = 120);

/* What an answer to an allowed origin carries; to another, none of it. */
static void expect_cors(const struct http_answer *answer, const char *origin, const char *about) {
    http_expect_header(answer, "Access-Control-Allow-Origin", origin, about);
    http_expect_header(answer, "Access-Control-Allow-Credentials", NULL, about);
    http_expect_header(answer, "Vary", origin == NULL ? NULL : "Origin", about);
}

static void expect_no_preflight(const struct http_answer *answer, const char *about) {
    http_expect_header(answer, "Access-Control-Allow-Methods", NULL, about);
    http_expect_header(answer, "Access-Control-Allow-Headers", NULL, about);
    http_expect_header(answer, "Access-Control-Max-Age", NULL, about);
}

/* Every kind of answer, errors too. */
static const struct {
    const char *method, *path, *body;
    int status;
} requests[] = {
    {"POST", "/mary", HTTP_MARY, 200},
    {"POST", "/random", HTTP_RANDOM, 200},
    {"POST", "/note-game", HTTP_NOTE_GAME, 200},
    {"POST", "/mary", "{\"tonic\":\"H\",\"octave\":4}", 400},
    {"POST", "/note-game", "{\"scale\":\"H\",\"octave\":\"4\"}", 400},
    {"POST", "/mary", "{}", 422},
    {"POST", "/mary", "{", 422},
    {"POST", "/", "{}", 404},
    {"GET", "/mary", NULL, 405},
    {"HEAD", "/mary", NULL, 405},
    {"OPTIONS", "/mary", NULL, 405}, /* no preflight without Access-Control-Request-Method */
};

static void expect_of_every_answer(const char *origin_header, const char *origin) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
            char about[256];
            (void)snprintf(about, sizeof(about), "%s: %s %s %s, %s", server->name,
                           requests[i].method, requests[i].path, requests[i].body, origin_header);
            struct http_request request = {
                .method = requests[i].method, .path = requests[i].path, .headers = {origin_header}};
            if (requests[i].body != NULL) {
                request.body = http_text(requests[i].body);
            }
            struct http_answer answer = http_ask(server, &request);
            cr_expect_eq(answer.status, requests[i].status, "%s: %d", about, answer.status);
            expect_cors(&answer, origin, about);
            expect_no_preflight(&answer, about);
            http_free(&answer);
        }
    }
}

Test(http_cors, allowed_origins_may_read_every_answer) {
    static const char *const origins[] = {
        "http://localhost:5173", "http://localhost:3000", "http://127.0.0.1:5173",
        "http://127.0.0.1:3000", SERVERS_ORIGIN,          SERVERS_OTHER_ORIGIN,
    };
    for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
        char header[128];
        (void)snprintf(header, sizeof(header), "Origin: %s", origins[i]);
        expect_of_every_answer(header, origins[i]);
    }
}

/* Origins are compared byte for byte. */
static const char *const others[] = {
    "Origin: https://evil.example",
    "Origin: null",
    "Origin: *",
    "Origin: http://localhost:5174",
    "Origin: http://localhost",
    "Origin: https://localhost:5173",
    "Origin: http://localhost:5173/",
    "Origin: http://localhost:5173.evil.example",
    "Origin: HTTP://LOCALHOST:5173",
    "Origin: http://localhost:51730",
    "Origin: " SERVERS_ORIGIN "," SERVERS_OTHER_ORIGIN,
};

Test(http_cors, others_get_the_plain_answer) {
    expect_of_every_answer(NULL, NULL);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        expect_of_every_answer(others[i], NULL);
    }
}

/* ---- preflights ---- */

static struct http_answer preflight(const struct http_server *server, const char *path,
                                    const char *origin, const char *method, const char *headers) {
    return http_ask(server, &(struct http_request){.method = "OPTIONS",
                                                   .path = path,
                                                   .headers = {origin, method, headers}});
}

#define ORIGIN "Origin: " SERVERS_ORIGIN
#define METHOD "Access-Control-Request-Method: POST"

/* On any path, as the original's middleware stands before its router. */
Test(http_cors, a_preflight_is_told_what_is_allowed) {
    static const char *const paths[] = {"/mary", "/random/", "/note-game?x", "/", "/nothing"};
    static const char *const methods[] = {METHOD, "Access-Control-Request-Method: DELETE",
                                          "Access-Control-Request-Method: x"};
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < 5 * 3; i++) {
            char about[128];
            (void)snprintf(about, sizeof(about), "%s: %s, %s", server->name, paths[i / 3],
                           methods[i % 3]);
            struct http_answer answer =
                preflight(server, paths[i / 3], ORIGIN, methods[i % 3], NULL);
            cr_expect_eq(answer.status, 200, "%s: %d", about, answer.status);
            expect_cors(&answer, SERVERS_ORIGIN, about);
            http_expect_header(&answer, "Access-Control-Allow-Methods",
                               "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT", about);
            http_expect_header(&answer, "Access-Control-Max-Age", "600", about);
            http_expect_header(&answer, "Access-Control-Allow-Headers", NULL, about);
            http_expect_header(&answer, "Allow", NULL, about);
            http_free(&answer);
        }
    }
}

/* No line of a client's making enters the answer. */
Test(http_cors, a_preflight_has_its_headers_echoed) {
    static const struct {
        const char *asked, *allowed;
    } cases[] = {
        {"content-type", "content-type"},
        {"Content-Type, X-Requested-With", "Content-Type, X-Requested-With"},
        {"content-type,x-one,x_two", "content-type,x-one,x_two"},
        {"x!#$%&'*+-.^_`|~9", "x!#$%&'*+-.^_`|~9"},
        {"x: y; <z>(\"\\\\\")[a]={b}@/?", "x y zab"},
        {"x-\xC3\xA9t\xC3\xA9", "x-t"},
        {"x\ty", "xy"},
    };
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            char header[128];
            (void)snprintf(header, sizeof(header), "Access-Control-Request-Headers: %s",
                           cases[i].asked);
            struct http_answer answer = preflight(server, "/mary", ORIGIN, METHOD, header);
            cr_expect_eq(answer.status, 200, "%s: %s: %d", server->name, header, answer.status);
            http_expect_header(&answer, "Access-Control-Allow-Headers", cases[i].allowed, header);
            expect_cors(&answer, SERVERS_ORIGIN, header);
            http_free(&answer);
        }
    }
}

/* As many as a web server lets through: an answer that it took for a bad one would count against
 * the worker. */
Test(http_cors, a_preflight_may_ask_for_many_headers) {
    static const char name[] = "Access-Control-Request-Headers: ";
    enum { ASKED = 7900 };
    char header[sizeof(name) + ASKED] = {0};
    memcpy(header, name, sizeof(name) - 1);
    memset(header + sizeof(name) - 1, 'x', ASKED);
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer answer = preflight(server, "/mary", ORIGIN, METHOD, header);
        cr_expect_eq(answer.status, 200, "%s: %d", server->name, answer.status);
        http_expect_header(&answer, "Access-Control-Allow-Headers", header + sizeof(name) - 1,
                           server->name);
        http_free(&answer);
    }
}

Test(http_cors, a_preflight_of_another_origin_is_refused) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
            struct http_answer answer =
                preflight(server, i % 2 == 0 ? "/mary" : "/nothing", others[i], METHOD,
                          "Access-Control-Request-Headers: content-type");
            cr_expect_eq(answer.status, 400, "%s: %s: %d", server->name, others[i], answer.status);
            http_expect_header(&answer, "Content-Type", "text/plain; charset=utf-8", others[i]);
            cr_expect_str_eq(answer.body.data, "Disallowed CORS origin", "%s", server->name);
            expect_cors(&answer, NULL, others[i]);
            expect_no_preflight(&answer, others[i]);
            http_free(&answer);
        }
    }
}

/* OPTIONS without Origin is a method like others. */
Test(http_cors, no_origin_no_preflight) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer answer = preflight(server, "/mary", METHOD, NULL, NULL);
        http_expect_error(&answer, 405, "Method Not Allowed", server->name);
        http_expect_header(&answer, "Allow", "POST", server->name);
        http_free(&answer);
        answer = preflight(server, "/nothing", METHOD, NULL, NULL);
        http_expect_error(&answer, 404, "Not Found", server->name);
        http_free(&answer);
    }
}
