/* Paths that are no route: 404. Methods that a route does not have: 405. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "http.h"

TestSuite(http_paths, .timeout = 120);

static const char *const routes[] = {"/mary", "/random", "/note-game"};

enum { ROUTES = sizeof(routes) / sizeof(routes[0]) };

/* The path is percent-decoded by the web server. */
Test(http_paths, an_encoded_path_is_the_same_path) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer answer = http_ask(
            server, &(struct http_request){.path = "/%6dary", .body = http_text(HTTP_MARY)});
        cr_expect_eq(answer.status, 200, "%s: %d", server->name, answer.status);
        http_free(&answer);
    }
}

static void expect_not_found(const char *path) {
    static const char *const methods[] = {"POST", "GET", "DELETE", "OPTIONS"};
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
            char about[128];
            (void)snprintf(about, sizeof(about), "%s: %s %.64s", server->name, methods[i], path);
            struct http_request request = {.method = methods[i], .path = path};
            if (i == 0) {
                request.body = http_text(HTTP_MARY);
            }
            struct http_answer answer = http_ask(server, &request);
            http_expect_error(&answer, 404, "Not Found", about);
            http_expect_header(&answer, "Allow", NULL, about);
            http_free(&answer);
        }
    }
}

Test(http_paths, another_path_is_not_found) {
    static const char *const paths[] = {
        "/Mary",
        "/MARY",
        "/mar",
        "/maryy",
        "/mary.xml",
        "/mary;x",
        "/mary,",
        "/mary/x",
        "/mary/random",
        "/random/mary/",
        "/note_game",
        "/notegame",
        "/note-game/D",
        "/mary%20",
        "/%20mary",
        "/mary%0A",
        "/mary%0D%0AX-Injected:%20yes",
        "/mary%3Foctave=4",
        "/mary%2500",
        "/m%C3%A4ry",
        "/%FF%FE",
        "/%3Cscript%3E",
        "/staccato.fcgi/mary",
        "/index.html",
        "/playground",
        "/playground/",
        "/playground/nothing.js",
        "/playground/%2E%2E/index.html",
        "/.git/config",
        "/staccato-error",
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        expect_not_found(paths[i]);
    }
}

Test(http_paths, three_thousand_letters_of_path_are_not_found) {
    char path[1 + 3000 + 1] = "/";
    memset(path + 1, 'm', 3000);
    expect_not_found(path);
    memcpy(path, "/mary/", 6);
    expect_not_found(path);
}

/* HEAD and OPTIONS too: a route has one method. */
Test(http_paths, another_method_is_not_allowed) {
    static const char *const methods[] = {"GET",     "PUT",  "DELETE", "PATCH",
                                          "OPTIONS", "HEAD", "TRACE",  "PROPFIND"};
    static const char *const suffixes[] = {"", "/", "?x=1"};
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]) * ROUTES * 3; i++) {
            const char *method = methods[i / 3 / ROUTES];
            char path[64];
            char about[128];
            (void)snprintf(path, sizeof(path), "%s%s", routes[i / 3 % ROUTES], suffixes[i % 3]);
            (void)snprintf(about, sizeof(about), "%s: %s %s", server->name, method, path);
            struct http_answer answer =
                http_ask(server, &(struct http_request){.method = method, .path = path});
            if (strcmp(method, "HEAD") == 0) {
                cr_expect_eq(answer.status, 405, "%s: %d", about, answer.status);
                http_expect_header(&answer, "Content-Type", "application/json", about);
                http_expect_header(&answer, "Content-Length", "31", about);
            } else {
                http_expect_error(&answer, 405, "Method Not Allowed", about);
            }
            http_expect_header(&answer, "Allow", "POST", about);
            http_free(&answer);
        }
    }
}

/* What a web server refuses itself, it refuses in JSON: a method that lighttpd has never heard of
 * (nginx asks staccato), a transfer coding that neither has. */
Test(http_paths, what_the_server_refuses_is_json) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        bool is_nginx = strcmp(server->name, "nginx") == 0;
        struct http_answer answer =
            http_ask(server, &(struct http_request){.method = "BREW", .path = "/mary"});
        http_expect_error(&answer, is_nginx ? 405 : 501,
                          is_nginx ? "Method Not Allowed" : "Not Implemented", server->name);
        http_free(&answer);
        answer = http_ask(server, &(struct http_request){.path = "/mary",
                                                         .headers = {"Transfer-Encoding: gzip"},
                                                         .body = http_text(HTTP_MARY)});
        http_expect_error(&answer, 501, "Not Implemented", server->name);
        http_free(&answer);
    }
}
