/* The playground's files: served to GET and HEAD at / and /playground/, and in nobody's way. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "http.h"

TestSuite(http_page, .timeout = 120);

static const struct {
    const char *path;
    const char *type;
} files[] = {
    {"/", "text/html; charset=utf-8"},
    {"/?anything", "text/html; charset=utf-8"},
    {"/playground/style.css", "text/css; charset=utf-8"},
    {"/playground/main.js", "text/javascript; charset=utf-8"},
    {"/playground/icon.svg", "image/svg+xml"},
};

enum { FILES = sizeof(files) / sizeof(files[0]) };

/* Asks for a file with one more header, or NULL. */
static struct http_answer ask(const struct http_server *server, const char *method,
                              const char *path, const char *header) {
    return http_ask(server,
                    &(struct http_request){.method = method, .path = path, .headers = {header}});
}

Test(http_page, files_have_their_types) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < FILES; i++) {
            struct http_answer answer = ask(server, "GET", files[i].path, NULL);
            struct http_answer head = ask(server, "HEAD", files[i].path, NULL);
            cr_expect_eq(answer.status, 200, "%s: %s: %d", server->name, files[i].path,
                         answer.status);
            cr_expect_eq(head.status, 200, "%s: HEAD %s: %d", server->name, files[i].path,
                         head.status);
            http_expect_header(&answer, "Content-Type", files[i].type, server->name);
            http_expect_header(&answer, "Cache-Control", "no-cache", server->name);
            http_expect_header(&head, "Content-Length", http_header(&answer, "Content-Length"),
                               server->name);
            http_free(&answer);
            http_free(&head);
        }
    }
}

Test(http_page, a_file_that_has_not_changed_is_not_sent_again) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer first = ask(server, "GET", "/", NULL);
        char condition[128];
        cr_assert_not_null(http_header(&first, "ETag"), "%s", server->name);
        (void)snprintf(condition, sizeof(condition), "If-None-Match: %s",
                       http_header(&first, "ETag"));
        struct http_answer second = ask(server, "GET", "/", condition);
        cr_expect_eq(second.status, 304, "%s: %d", server->name, second.status);
        http_free(&first);
        http_free(&second);
    }
}

/* What a browser does not do with a file is for the responder, which knows no such path. */
Test(http_page, other_methods_are_answered_as_on_any_unknown_path) {
    static const char *const methods[] = {"POST", "PUT", "DELETE", "OPTIONS"};
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]) * FILES; i++) {
            char about[128];
            (void)snprintf(about, sizeof(about), "%s: %s %s", server->name, methods[i / FILES],
                           files[i % FILES].path);
            struct http_answer answer =
                ask(server, methods[i / FILES], files[i % FILES].path, NULL);
            http_expect_error(&answer, 404, "Not Found", about);
            http_free(&answer);
        }
    }
}
