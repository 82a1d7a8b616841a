/* The program's options, and what it makes of its environment. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "exercise.h"
#include "faults/worker.h"
#include "program.h"
#include "version.h"

TestSuite(fcgi_options, .timeout = 60);

#define USAGE "usage: staccato.fcgi [--help | --license | --routes | --version]\n"

/* Every variable that there is. */
static const char *const variables[] = {
    "ALLOWED_ORIGINS",       "STACCATO_BASE_PATH",     "STACCATO_MAX_BODY",
    "STACCATO_IDLE_TIMEOUT", "STACCATO_MAX_REQUESTS",  "STACCATO_MAX_CONNECTIONS",
    "STACCATO_SANDBOX",      "STACCATO_STALL_TIMEOUT", "FCGI_WEB_SERVER_ADDRS",
    "STACCATO_METRICS",
};

Test(fcgi_options, help_names_every_variable) {
    struct program_result result = program_run(&(struct program_run){.arguments = {"--help"}});
    cr_expect_eq(result.status, 0);
    cr_expect_eq(strncmp(result.output.data, USAGE, strlen(USAGE)), 0, "%s", result.output.data);
    cr_expect_str_empty(result.errors.data);
    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
        cr_expect_not_null(strstr(result.output.data, variables[i]), "%s", variables[i]);
    }
    program_free(&result);
}

Test(fcgi_options, license_prints_that_of_the_program_and_that_of_the_outlines) {
    struct program_result result = program_run(&(struct program_run){.arguments = {"--license"}});
    cr_expect_eq(result.status, 0);
    cr_expect_not_null(strstr(result.output.data, "MIT License"));
    cr_expect_not_null(strstr(result.output.data, "SIL OPEN FONT LICENSE Version 1.1"));
    cr_expect_not_null(strstr(result.output.data, "with Reserved Font Name \"Bravura\""));
    program_free(&result);
}

/* Each with a body that it takes, for who measures or tries all of them. */
Test(fcgi_options, routes_prints_a_line_for_each_exercise) {
    struct program_result result = program_run(&(struct program_run){.arguments = {"--routes"}});
    struct staccato_buffer expected = {0};
    for (size_t i = 0; staccato_exercises[i] != NULL; i++) {
        staccato_buffer_printf(&expected, "/%.*s\t%s\n", (int)staccato_exercises[i]->name.length,
                               staccato_exercises[i]->name.data, staccato_exercises[i]->example);
    }
    staccato_buffer_append(&expected, "", 1);
    cr_expect_eq(result.status, 0);
    cr_expect_str_eq(result.output.data, expected.data);
    staccato_buffer_free(&expected);
    program_free(&result);
}

/* Whatever the environment holds. */
Test(fcgi_options, version_says_which) {
    struct program_result result = program_run(&(struct program_run){
        .arguments = {"--version"},
        .environment = {"STACCATO_MAX_BODY=x"},
    });
    cr_expect_eq(result.status, 0);
    cr_expect_str_eq(result.output.data, "staccato " STACCATO_VERSION "\n");
    cr_expect_str_empty(result.errors.data);
    program_free(&result);
}

Test(fcgi_options, others_are_answered_with_the_usage) {
    static const struct program_run runs[] = {
        {.arguments = {"--unknown"}},
        {.arguments = {"-h"}},
        {.arguments = {"-V"}},
        {.arguments = {"--help=all"}},
        {.arguments = {"--Help"}},
        {.arguments = {"--"}},
        {.arguments = {"mary"}},
        {.arguments = {""}},
        {.arguments = {"--help", "--version"}},
        {.arguments = {"--version", "x"}},
        {.arguments = {"x"}, .environment = {"PATH_INFO=/mary"}},
    };
    for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++) {
        struct program_result result = program_run(&runs[i]);
        cr_expect_eq(result.status, 2, "%s: %d", runs[i].arguments[0], result.status);
        cr_expect_str_empty(result.output.data, "%s", runs[i].arguments[0]);
        cr_expect_str_eq(result.errors.data, USAGE, "%s", runs[i].arguments[0]);
        program_free(&result);
    }
}

/* A web server passes the words of a query without "=" as arguments: /health?--help. */
Test(fcgi_options, arguments_of_a_cgi_program_mean_nothing) {
    static const char *const words[][2] = {
        {"x", NULL},          {"1764116000", NULL},    {"--help", NULL}, {"--version", NULL},
        {"--routes", NULL},   {"--unknown", NULL},     {"", NULL},       {"a", "b"},
        {"--help", "--help"}, {"--version", "health"},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct program_result result = program_run(&(struct program_run){
            .arguments = {words[i][0], words[i][1]},
            .environment = {"REQUEST_METHOD=GET", "PATH_INFO=/health", "QUERY_STRING=x"},
        });
        cr_expect_eq(result.status, 0, "%s: %d", words[i][0], result.status);
        cr_expect_str_empty(result.errors.data, "%s", words[i][0]);
        struct http_answer answer = program_answer(&result);
        cr_expect_eq(answer.status, 200, "%s: %d", words[i][0], answer.status);
        http_expect_header(&answer, "Content-Type", "application/json", words[i][0]);
        http_free(&answer);
        program_free(&result);
    }
}

/* Neither a web server nor spawn-fcgi has started it: there is nothing to answer. */
Test(fcgi_options, started_by_hand_it_says_what_is_missing) {
    struct program_result result = program_run(&(struct program_run){.input = {"{}", 2}});
    cr_expect_eq(result.status, 2);
    cr_expect_str_empty(result.output.data);
    cr_expect_not_null(strstr(result.errors.data, "REQUEST_METHOD"), "%s", result.errors.data);
    cr_expect_not_null(strstr(result.errors.data, "--help"), "%s", result.errors.data);
    program_free(&result);
}

/* Starts the program with one variable set, as a CGI program, which answers if it starts. */
static struct program_result start(const char *setting) {
    return program_run(&(struct program_run){
        .environment = {"REQUEST_METHOD=POST", "PATH_INFO=/mary", "CONTENT_LENGTH=2", setting},
        .input = {"{}", 2},
    });
}

#define X16  "xxxxxxxxxxxxxxxx"
#define X256 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16 X16

/* 60 origins may come on top of the usual four. */
#define NINE_ORIGINS                                                                               \
    "http://a,http://b,http://c,http://d,http://e,http://f,http://g,http://h,http://i,"
#define SOME_ORIGINS NINE_ORIGINS NINE_ORIGINS NINE_ORIGINS NINE_ORIGINS NINE_ORIGINS NINE_ORIGINS

Test(fcgi_options, a_bad_value_stops_the_start) {
    static const char *const settings[] = {
        "STACCATO_MAX_BODY=0",
        "STACCATO_MAX_BODY=16777217",
        "STACCATO_MAX_BODY=-1",
        "STACCATO_MAX_BODY=+1",
        "STACCATO_MAX_BODY= 1",
        "STACCATO_MAX_BODY=1 ",
        "STACCATO_MAX_BODY=64k",
        "STACCATO_MAX_BODY=0x10",
        "STACCATO_MAX_BODY=1.5",
        "STACCATO_MAX_BODY=18446744073709551617",
        "STACCATO_MAX_BODY=99999999999999999999999999",
        "STACCATO_MAX_BODY=" X256,
        "STACCATO_MAX_CONNECTIONS=0",
        "STACCATO_MAX_CONNECTIONS=100001",
        "STACCATO_MAX_CONNECTIONS=many",
        "STACCATO_MAX_REQUESTS=-1",
        "STACCATO_MAX_REQUESTS=4294967296",
        "STACCATO_MAX_REQUESTS=x",
        "STACCATO_IDLE_TIMEOUT=0",
        "STACCATO_IDLE_TIMEOUT=86401",
        "STACCATO_IDLE_TIMEOUT=5s",
        "STACCATO_STALL_TIMEOUT=0",
        "STACCATO_STALL_TIMEOUT=86401",
        "STACCATO_STALL_TIMEOUT=1,5",
        "STACCATO_SANDBOX=yes",
        "STACCATO_SANDBOX=ON",
        "STACCATO_SANDBOX=1",
        "STACCATO_BASE_PATH=api",
        "STACCATO_BASE_PATH=http://x/api",
        "STACCATO_METRICS=counts",
        "STACCATO_METRICS=../counts",
        "ALLOWED_ORIGINS=" SOME_ORIGINS
        "http://a,http://b,http://c,http://d,http://e,http://one-too-many",
        "ALLOWED_ORIGINS=*",
        "ALLOWED_ORIGINS=https://a.example\r\nX: y",
    };
    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
        struct program_result result = start(settings[i]);
        char name[64];
        (void)snprintf(name, sizeof(name), "staccato: %.*s ", (int)strcspn(settings[i], "="),
                       settings[i]);
        cr_expect_eq(result.status, 1, "%.80s: %d", settings[i], result.status);
        cr_expect_str_empty(result.output.data, "%.80s", settings[i]);
        cr_expect_eq(strncmp(result.errors.data, name, strlen(name)), 0, "%.80s: %s", settings[i],
                     result.errors.data);
        cr_expect_eq(strcspn(result.errors.data, "\n") + 1, result.errors.length,
                     "%.80s: one line: %s", settings[i], result.errors.data);
        cr_expect_lt(result.errors.length, 160, "%.80s: %s", settings[i], result.errors.data);
        program_free(&result);
    }
}

static void expect_start(const char *setting) {
    struct program_result result = start(setting);
    cr_expect_eq(result.status, 0, "%s: %d, %s", setting, result.status, result.errors.data);
    struct http_answer answer = program_answer(&result);
    cr_expect_eq(answer.status, 422, "%s: %d", setting, answer.status);
    http_free(&answer);
    program_free(&result);
}

/* An empty one counts as none. */
Test(fcgi_options, a_good_value_does_not) {
    static const char *const settings[] = {
        "STACCATO_MAX_BODY=2",
        "STACCATO_MAX_BODY=16777216",
        "STACCATO_MAX_BODY=0064",
        "STACCATO_MAX_BODY=",
        "STACCATO_MAX_CONNECTIONS=1",
        "STACCATO_MAX_CONNECTIONS=100000",
        "STACCATO_MAX_REQUESTS=0",
        "STACCATO_MAX_REQUESTS=4294967295",
        "STACCATO_IDLE_TIMEOUT=1",
        "STACCATO_IDLE_TIMEOUT=86400",
        "STACCATO_STALL_TIMEOUT=1",
        "STACCATO_STALL_TIMEOUT=86400",
        "STACCATO_SANDBOX=off",
        "STACCATO_METRICS=",
        "STACCATO_METRICS=/nonexistent/counts",
        "STACCATO_BASE_PATH=",
        "STACCATO_BASE_PATH=/",
        "ALLOWED_ORIGINS=",
        "ALLOWED_ORIGINS=,, ,",
        "ALLOWED_ORIGINS=" SOME_ORIGINS "http://a,http://b,http://c,http://d,http://e",
        "FCGI_WEB_SERVER_ADDRS=127.0.0.1,::1",
        "STACCATO_UNKNOWN=x",
    };
    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
        expect_start(settings[i]);
    }
}

Test(fcgi_options, the_sandbox_may_be_on) {
    if (WORKER_IS_SANITIZED) {
        cr_skip("LeakSanitizer needs system calls that the sandbox forbids");
    }
    expect_start("STACCATO_SANDBOX=");
    expect_start("STACCATO_SANDBOX=on");
}

/* Origins stand between commas, with or without spaces. */
Test(fcgi_options, allowed_origins_are_allowed) {
    static const struct {
        const char *setting, *origin;
        bool allowed;
    } cases[] = {
        {"ALLOWED_ORIGINS=https://a.example", "https://a.example", true},
        {"ALLOWED_ORIGINS=https://a.example,https://b.example", "https://b.example", true},
        {"ALLOWED_ORIGINS= https://a.example , https://b.example ,", "https://a.example", true},
        {"ALLOWED_ORIGINS=https://a.example", "http://localhost:3000", true},
        {"ALLOWED_ORIGINS=", "http://127.0.0.1:5173", true},
        {"ALLOWED_ORIGINS=https://a.example", "https://a.example,", false},
        {"ALLOWED_ORIGINS=https://a.example,https://b.example",
         "https://a.example,https://b.example", false},
        {"ALLOWED_ORIGINS=", "http://localhost:4200", true},
        {"ALLOWED_ORIGINS=,", "", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char origin[128];
        (void)snprintf(origin, sizeof(origin), "HTTP_ORIGIN=%s", cases[i].origin);
        struct program_result result = program_run(&(struct program_run){
            .environment = {"REQUEST_METHOD=POST", "PATH_INFO=/mary", cases[i].setting, origin}});
        struct http_answer answer = program_answer(&result);
        http_expect_header(&answer, "Access-Control-Allow-Origin",
                           cases[i].allowed ? cases[i].origin : NULL, cases[i].setting);
        http_free(&answer);
        program_free(&result);
    }
}

/* Below the base path, with or without a slash at its end, the routes are as at the root. */
Test(fcgi_options, the_base_path_is_taken_off) {
    static const struct {
        const char *base, *path;
        int status;
    } cases[] = {
        {"STACCATO_BASE_PATH=/api/music", "PATH_INFO=/api/music/mary", 422},
        {"STACCATO_BASE_PATH=/api/music/", "PATH_INFO=/api/music/mary/", 422},
        {"STACCATO_BASE_PATH=/api/music", "SCRIPT_NAME=/api/music/mary", 422},
        {"STACCATO_BASE_PATH=/api/music", "PATH_INFO=/mary", 404},
        {"STACCATO_BASE_PATH=/api/music", "PATH_INFO=/api/mary", 404},
        {"STACCATO_BASE_PATH=/api/music", "PATH_INFO=/api/musicmary", 404},
        {"STACCATO_BASE_PATH=/api/music", "PATH_INFO=/api/music", 404},
        {"STACCATO_BASE_PATH=/api/music", "PATH_INFO=/api/music/", 404},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct program_result result = program_run(&(struct program_run){
            .environment = {"REQUEST_METHOD=POST", cases[i].base, cases[i].path}});
        struct http_answer answer = program_answer(&result);
        cr_expect_eq(answer.status, cases[i].status, "%s, %s: %d", cases[i].base, cases[i].path,
                     answer.status);
        http_free(&answer);
        program_free(&result);
    }
}
