/* What is read from CGI parameters: the path, the length, and which of two counts. */
#include "request.h"

#include <criterion/criterion.h>
#include <stdint.h>

enum { LIMIT = 1000, PARAMS = 8 };

static const struct config config = {.max_body = LIMIT, .base_path = {"", 0}};

/* The request that a NULL-ended list of at most so many parameters makes. */
static struct request read_params(const char *const params[PARAMS], const struct config *with) {
    char *list[PARAMS + 1] = {NULL};
    for (size_t i = 0; i < PARAMS && params[i] != NULL; i++) {
        list[i] = (char *)(uintptr_t)params[i];
    }
    return request_read(list, with);
}

static void expect_text(struct staccato_text text, const char *expected) {
    struct staccato_text other = {expected, strlen(expected)};
    cr_expect(staccato_text_equal(text, other), "'%.*s', not '%s'", (int)text.length, text.data,
              expected);
}

Test(fcgi_request, is_read_from_its_parameters) {
    static const char *const params[PARAMS] = {
        "REQUEST_METHOD=POST",
        "SCRIPT_NAME=/mary",
        "CONTENT_LENGTH=12",
        "HTTP_ORIGIN=http://localhost:3000",
        "HTTP_ACCESS_CONTROL_REQUEST_METHOD=PUT",
        "HTTP_ACCESS_CONTROL_REQUEST_HEADERS=x-a=b",
        "QUERY_STRING=a=b",
    };
    struct request request = read_params(params, &config);
    expect_text(request.method, "POST");
    expect_text(request.path, "/mary");
    expect_text(request.origin, "http://localhost:3000");
    expect_text(request.preflight_method, "PUT");
    expect_text(request.preflight_headers, "x-a=b");
    cr_expect_eq(request.content_length, 12);
    cr_expect_not(request.body_too_large);
}

Test(fcgi_request, may_have_none) {
    static const char *const params[PARAMS] = {"", "=", "REQUEST_METHOD", "REQUEST_METHO=GET",
                                               "REQUEST_METHODS=GET"};
    struct request request = read_params(params, &config);
    cr_expect_null(request.method.data);
    cr_expect_null(request.origin.data);
    cr_expect_null(request.preflight_method.data);
    cr_expect_eq(request.path.length, 0);
    cr_expect_eq(request.content_length, 0);
    cr_expect_not(request.body_too_large);
}

/* As with getenv; and an empty one is there. */
Test(fcgi_request, takes_the_first_of_two) {
    static const char *const params[PARAMS] = {"REQUEST_METHOD=POST", "REQUEST_METHOD=GET",
                                               "HTTP_ORIGIN=", "HTTP_ORIGIN=http://evil.example"};
    struct request request = read_params(params, &config);
    expect_text(request.method, "POST");
    cr_expect_not_null(request.origin.data);
    cr_expect_eq(request.origin.length, 0);
}

Test(fcgi_request, has_its_path_from_path_info_or_script_name) {
    static const struct {
        const char *path_info, *script_name, *base_path, *path;
    } cases[] = {
        {"PATH_INFO=/mary", "SCRIPT_NAME=/index.cgi", "", "/mary"},
        {"PATH_INFO=", "SCRIPT_NAME=/mary", "", "/mary"},
        {"PATH_INFO=/mary/", "SCRIPT_NAME=", "", "/mary"},
        {"PATH_INFO=/mary//", "SCRIPT_NAME=", "", "/mary/"},
        {"PATH_INFO=/", "SCRIPT_NAME=/index.cgi", "", "/"},
        {"PATH_INFO=", "SCRIPT_NAME=/api/mary", "/api", "/mary"},
        {"PATH_INFO=", "SCRIPT_NAME=/api/mary/", "/api", "/mary"},
        {"PATH_INFO=", "SCRIPT_NAME=/api", "/api", ""},
        {"PATH_INFO=", "SCRIPT_NAME=/ap", "/api", ""},
        {"PATH_INFO=", "SCRIPT_NAME=/apx/mary", "/api", ""},
        {"PATH_INFO=", "SCRIPT_NAME=/mary", "/api", ""},
        {"PATH_INFO=", "SCRIPT_NAME=/apiary", "/api", "ary"}, /* no route */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *const params[PARAMS] = {cases[i].path_info, cases[i].script_name};
        struct config with = config;
        with.base_path = (struct staccato_text){cases[i].base_path, strlen(cases[i].base_path)};
        expect_text(read_params(params, &with).path, cases[i].path);
    }
}

Test(fcgi_request, is_too_large_beyond_the_limit) {
    static const struct {
        const char *param;
        enum announced announced;
        size_t length;
        bool too_large;
    } cases[] = {
        {"CONTENT_LENGTH=", ANNOUNCED_NOTHING, 0, false},
        {"CONTENT_LENGTH=0", ANNOUNCED_LENGTH, 0, false},
        {"CONTENT_LENGTH=1000", ANNOUNCED_LENGTH, 1000, false},
        {"CONTENT_LENGTH=1001", ANNOUNCED_LENGTH, 1001, true},
        {"CONTENT_LENGTH=18446744073709551615", ANNOUNCED_LENGTH, SIZE_MAX, true},
        {"CONTENT_LENGTH=18446744073709551616", ANNOUNCED_LENGTH, SIZE_MAX, true},
        {"CONTENT_LENGTH=-1", ANNOUNCED_STREAM, 0, false},
        {"CONTENT_LENGTH=+1", ANNOUNCED_STREAM, 0, false},
        {"CONTENT_LENGTH= 1", ANNOUNCED_STREAM, 0, false},
        {"CONTENT_LENGTH=1 ", ANNOUNCED_STREAM, 0, false},
        {"CONTENT_LENGTH=1a", ANNOUNCED_STREAM, 0, false},
        {"CONTENT_LENGTH=x", ANNOUNCED_STREAM, 0, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *const params[PARAMS] = {cases[i].param};
        struct request request = read_params(params, &config);
        cr_expect_eq(request.announced, cases[i].announced, "%s: %d", cases[i].param,
                     request.announced);
        cr_expect_eq(request.content_length, cases[i].length, "%s: %zu", cases[i].param,
                     request.content_length);
        cr_expect_eq(request.body_too_large, cases[i].too_large, "%s", cases[i].param);
    }
}
