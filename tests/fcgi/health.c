/* GET /health and GET /metrics, as an operator's programs ask them through the web server. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdio.h>
#include <unistd.h>

#include "folder.h"
#include "http.h"
#include "program.h"
#include "servers.h"
#include "version.h"

TestSuite(http_health, .timeout = 60);

static const char *const paths[] = {"/health", "/health/", "/health?verbose=1", "/metrics",
                                    "/metrics/"};

enum { PATHS = sizeof(paths) / sizeof(paths[0]) };

static int64_t number_member(struct json_object *object, const char *key) {
    struct json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "no %s", key);
    cr_assert(json_object_is_type(value, json_type_int), "%s is no whole number", key);
    return json_object_get_int64(value);
}

Test(http_health, says_how_the_service_is) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer answer =
            http_ask(server, &(struct http_request){.method = "GET", .path = "/health"});
        cr_expect_eq(answer.status, 200, "%s: %d", server->name, answer.status);
        http_expect_header(&answer, "Content-Type", "application/json", server->name);
        http_expect_header(&answer, "Cache-Control", "no-store", server->name);
        struct json_object *health = json_tokener_parse(answer.body.data);
        cr_assert(json_object_is_type(health, json_type_object), "%s", answer.body.data);
        cr_expect_str_eq(json_object_get_string(json_object_object_get(health, "status")),
                         "healthy");
        cr_expect_str_eq(json_object_get_string(json_object_object_get(health, "version")),
                         STACCATO_VERSION);
        cr_expect_eq(number_member(health, "workers"), 2, "%s: %s", server->name, answer.body.data);
        int64_t uptime = number_member(health, "uptime");
        cr_expect(uptime >= 0 && uptime < 3600, "%s: %s", server->name, answer.body.data);
        cr_expect_eq(json_object_object_length(health), 4);
        json_object_put(health);
        http_free(&answer);
    }
}

Test(http_health, metrics_are_in_the_text_format) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer answer =
            http_ask(server, &(struct http_request){.method = "GET", .path = "/metrics"});
        cr_expect_eq(answer.status, 200, "%s: %d", server->name, answer.status);
        http_expect_header(&answer, "Content-Type", "text/plain; version=0.0.4; charset=utf-8",
                           server->name);
        http_expect_header(&answer, "Cache-Control", "no-store", server->name);
        cr_expect_not_null(strstr(answer.body.data, "\nstaccato_metrics_shared 1\n"), "%s: %s",
                           server->name, answer.body.data);
        cr_expect_not_null(strstr(answer.body.data, "\nstaccato_workers 2\n"), "%s: %s",
                           server->name, answer.body.data);
        http_free(&answer);
    }
}

/* Sums change with each request, so of HEAD's length only that it is that of such an answer. */
Test(http_health, head_has_no_body) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < PATHS; i++) {
            struct http_answer answer =
                http_ask(server, &(struct http_request){.method = "HEAD", .path = paths[i]});
            cr_expect_eq(answer.status, 200, "%s: HEAD %s: %d", server->name, paths[i],
                         answer.status);
            cr_expect_eq(answer.body.length, 0);
            const char *length = http_header(&answer, "Content-Length");
            cr_assert_not_null(length, "%s: HEAD %s", server->name, paths[i]);
            cr_expect_gt(strtol(length, NULL, 10), 50, "%s", length);
            http_free(&answer);
        }
    }
}

Test(http_health, has_no_other_methods) {
    static const char *const methods[] = {"POST", "PUT", "DELETE", "OPTIONS"};
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < 4 * PATHS; i++) {
            char about[64];
            (void)snprintf(about, sizeof(about), "%s: %s %s", server->name, methods[i / PATHS],
                           paths[i % PATHS]);
            struct http_answer answer =
                http_ask(server, &(struct http_request){.method = methods[i / PATHS],
                                                        .path = paths[i % PATHS]});
            http_expect_error(&answer, 405, "Method Not Allowed", about);
            http_expect_header(&answer, "Allow", "GET, HEAD", about);
            http_free(&answer);
        }
    }
}

Test(http_health, other_origins_may_read_it) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < PATHS; i++) {
            struct http_answer answer =
                http_ask(server, &(struct http_request){.method = "GET",
                                                        .path = paths[i],
                                                        .headers = {"Origin: " SERVERS_ORIGIN}});
            cr_expect_eq(answer.status, 200);
            http_expect_header(&answer, "Access-Control-Allow-Origin", SERVERS_ORIGIN, paths[i]);
            http_free(&answer);
        }
    }
}

/* A process for each request counts for itself, makes no file, and says so. */
Test(http_health, cgi_counts_alone, .init = folder_make, .fini = folder_remove) {
    char variable[128];
    (void)snprintf(variable, sizeof(variable), "STACCATO_METRICS=%s", folder_file);
    struct program_result result = program_run(&(struct program_run){
        .environment = {"REQUEST_METHOD=GET", "PATH_INFO=/metrics", variable}});
    struct http_answer answer = program_answer(&result);
    cr_expect_eq(answer.status, 200);
    cr_expect_not_null(strstr(answer.body.data, "\nstaccato_metrics_shared 0\n"));
    cr_expect_not_null(strstr(answer.body.data, "\nstaccato_workers 1\n"));
    cr_expect_str_empty(result.errors.data);
    cr_expect_eq(access(folder_file, F_OK), -1);
    http_free(&answer);
    program_free(&result);
}
