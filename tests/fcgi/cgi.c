/* Plain CGI (RFC 3875): one request from the environment and standard input, one answer. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "program.h"

TestSuite(fcgi_cgi, .timeout = 60);

#define POST      "REQUEST_METHOD=POST"
#define AT_MARY   "PATH_INFO=/mary"
#define CHUNKED   "HTTP_TRANSFER_ENCODING=chunked"
#define TOO_LARGE "Request body too large"

/* Runs the program, which must end with 0 and say nothing on stderr, and checks the length. */
static struct http_answer ask(struct program_run run, const char *about) {
    struct program_result result = program_run(&run);
    char length[32];
    cr_expect_eq(result.status, 0, "%s: %d", about, result.status);
    cr_expect_str_empty(result.errors.data, "%s", about);
    cr_expect(!run.is_read || result.untaken == 0, "%s: %zu bytes", about, result.untaken);
    struct http_answer answer = program_answer(&result);
    (void)snprintf(length, sizeof(length), "%zu", answer.body.length);
    if (strcmp(run.environment[0], "REQUEST_METHOD=HEAD") == 0) {
        cr_expect_eq(answer.body.length, 0, "%s: a body", about);
    } else {
        http_expect_header(&answer, "Content-Length", length, about);
    }
    program_free(&result);
    return answer;
}

Test(fcgi_cgi, each_route_answers) {
    static const struct {
        const char *path, *body, *type, *begins;
    } cases[] = {
        {AT_MARY, HTTP_MARY, "application/xml", "<?xml"},
        {"PATH_INFO=/random", HTTP_RANDOM, "application/xml", "<?xml"},
        {"PATH_INFO=/note-game", HTTP_NOTE_GAME, "application/json", "{\"generatedXml\":\"<?xml"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char length[64];
        (void)snprintf(length, sizeof(length), "CONTENT_LENGTH=%zu", strlen(cases[i].body));
        struct http_answer answer =
            ask((struct program_run){.environment = {POST, cases[i].path, length, "CONTENT_TYPE=x"},
                                     .input = http_text(cases[i].body)},
                cases[i].path);
        http_expect_header(&answer, "Status", "200 OK", cases[i].path);
        http_expect_header(&answer, "Content-Type", cases[i].type, cases[i].path);
        cr_expect_eq(strncmp(answer.body.data, cases[i].begins, strlen(cases[i].begins)), 0, "%s",
                     answer.body.data);
        http_free(&answer);
    }
}

/* PATH_INFO or, where that is empty, SCRIPT_NAME. The empty body is a 422 on a route. */
Test(fcgi_cgi, the_route_is_the_path) {
    static const struct {
        const char *first, *second;
        int status;
    } cases[] = {
        {AT_MARY, NULL, 422},
        {"PATH_INFO=/mary/", NULL, 422},
        {AT_MARY, "SCRIPT_NAME=/cgi-bin/staccato", 422},
        {"SCRIPT_NAME=/mary", NULL, 422},
        {"SCRIPT_NAME=/mary/", "PATH_INFO=", 422},
        {AT_MARY, "QUERY_STRING=tonic=C&octave=4", 422},
        {"PATH_INFO=/nothing", "SCRIPT_NAME=/mary", 404},
        {"PATH_INFO=/mary//", NULL, 404},
        {"PATH_INFO=mary", NULL, 404},
        {"PATH_INFO=/", NULL, 404},
        {"PATH_INFO=", NULL, 404},
        {"PATH_TRANSLATED=/mary", NULL, 404},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct http_answer answer =
            ask((struct program_run){.environment = {POST, cases[i].first, cases[i].second}},
                cases[i].first);
        cr_expect_eq(answer.status, cases[i].status, "%s, %s: %d", cases[i].first, cases[i].second,
                     answer.status);
        http_free(&answer);
    }
}

Test(fcgi_cgi, errors_are_as_from_a_web_server) {
    static const struct {
        const char *method, *path;
        int status;
        const char *detail;
    } cases[] = {
        {"REQUEST_METHOD=GET", AT_MARY, 405, "Method Not Allowed"},
        {"REQUEST_METHOD=post", AT_MARY, 405, "Method Not Allowed"},
        {"REQUEST_METHOD=", AT_MARY, 405, "Method Not Allowed"},
        {"REQUEST_METHOD=BREW", AT_MARY, 405, "Method Not Allowed"},
        {"REQUEST_METHOD=GET", "PATH_INFO=/nothing", 404, "Not Found"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct http_answer answer = ask(
            (struct program_run){.environment = {cases[i].method, cases[i].path}}, cases[i].method);
        http_expect_error(&answer, cases[i].status, cases[i].detail, cases[i].method);
        http_expect_header(&answer, "Allow", cases[i].status == 405 ? "POST" : NULL,
                           cases[i].method);
        http_free(&answer);
    }
    struct http_answer answer =
        ask((struct program_run){.environment = {"REQUEST_METHOD=HEAD", AT_MARY}}, "HEAD");
    cr_expect_eq(answer.status, 405);
    http_expect_header(&answer, "Content-Length", "31", "HEAD");
    http_free(&answer);
}

Test(fcgi_cgi, other_origins_are_told_apart) {
    struct http_answer answer =
        ask((struct program_run){.environment = {"REQUEST_METHOD=OPTIONS", AT_MARY,
                                                 "HTTP_ORIGIN=http://localhost:5173",
                                                 "HTTP_ACCESS_CONTROL_REQUEST_METHOD=POST",
                                                 "HTTP_ACCESS_CONTROL_REQUEST_HEADERS=x\r\nY: z"}},
            "a preflight");
    cr_expect_eq(answer.status, 200);
    http_expect_header(&answer, "Access-Control-Allow-Origin", "http://localhost:5173", "");
    http_expect_header(&answer, "Access-Control-Allow-Headers", "xY z", "");
    http_expect_header(&answer, "Y", NULL, "");
    http_free(&answer);
    answer = ask((struct program_run){.environment = {POST, AT_MARY, "HTTP_ORIGIN=http://x"}}, "");
    cr_expect_eq(answer.status, 422);
    http_expect_header(&answer, "Access-Control-Allow-Origin", NULL, "");
    http_free(&answer);
}

/* CONTENT_LENGTH rules, and what it promises may not come. Without one there is no body, but for a
 * chunked request, whose body is all there is. All there is counts, too, where it is no number. */
Test(fcgi_cgi, the_body_is_as_long_as_announced) {
    static const struct {
        const char *length, *encoding, *input;
        int status;
    } cases[] = {
        {"CONTENT_LENGTH=27", NULL, HTTP_MARY, 200},
        {"CONTENT_LENGTH=27", NULL, HTTP_MARY "}{", 200},
        {"CONTENT_LENGTH=027", NULL, HTTP_MARY, 200},
        {"CONTENT_LENGTH=26", NULL, HTTP_MARY, 422},
        {"CONTENT_LENGTH=29", NULL, HTTP_MARY "}{", 422},
        {"CONTENT_LENGTH=40", NULL, HTTP_MARY, 200},
        {"CONTENT_LENGTH=65536", NULL, HTTP_MARY, 200},
        {"CONTENT_LENGTH=65537", NULL, HTTP_MARY, 413},
        {"CONTENT_LENGTH=99999999999", NULL, HTTP_MARY, 413},
        {"CONTENT_LENGTH=18446744073709551616", NULL, HTTP_MARY, 413},
        {"CONTENT_LENGTH=-1", NULL, HTTP_MARY, 200},
        {"CONTENT_LENGTH=-1", NULL, HTTP_MARY "}{", 422},
        {"CONTENT_LENGTH=-1", CHUNKED, HTTP_MARY, 200},
        {"CONTENT_LENGTH=27x", NULL, HTTP_MARY, 200},
        {"CONTENT_LENGTH=x", NULL, "", 422},
        {"CONTENT_LENGTH=0", NULL, HTTP_MARY, 422},
        {"CONTENT_LENGTH=", NULL, HTTP_MARY, 422},
        {"CONTENT_TYPE=x", NULL, HTTP_MARY, 422},
        {"CONTENT_TYPE=x", NULL, "", 422},
        {"CONTENT_LENGTH=27", NULL, "", 422},
        {"CONTENT_TYPE=x", CHUNKED, HTTP_MARY, 200},
        {"CONTENT_LENGTH=", CHUNKED, HTTP_MARY, 200},
        {"CONTENT_LENGTH=27", CHUNKED, HTTP_MARY "}{", 200},
        {"CONTENT_TYPE=x", CHUNKED, "", 422},
        {"CONTENT_TYPE=x", "HTTP_TRANSFER_ENCODING=gzip", HTTP_MARY, 422},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct http_answer answer = ask(
            (struct program_run){.environment = {POST, AT_MARY, cases[i].length, cases[i].encoding},
                                 .input = http_text(cases[i].input)},
            cases[i].length);
        cr_expect_eq(answer.status, cases[i].status, "%s, %s, %s: %d", cases[i].length,
                     cases[i].encoding, cases[i].input, answer.status);
        http_free(&answer);
    }
}

/* The limit holds, whatever is announced. What is over it is read all the same, and not kept: a web
 * server may wait for that. */
Test(fcgi_cgi, a_body_over_the_limit_is_refused) {
    static const struct {
        const char *length, *encoding;
        size_t sent;
        int status;
    } cases[] = {
        {"CONTENT_LENGTH=100", NULL, 100, 200},    {"CONTENT_LENGTH=101", NULL, 101, 413},
        {"CONTENT_LENGTH=101", NULL, 0, 413},      {"CONTENT_LENGTH=100", NULL, 2000000, 200},
        {"CONTENT_TYPE=x", CHUNKED, 100, 200},     {"CONTENT_TYPE=x", CHUNKED, 101, 413},
        {"CONTENT_TYPE=x", CHUNKED, 2000000, 413}, {"CONTENT_LENGTH=2000000", NULL, 2000000, 413},
        {"CONTENT_LENGTH=-1", NULL, 100, 200},     {"CONTENT_LENGTH=-1", NULL, 101, 413},
        {"CONTENT_LENGTH=-1", NULL, 2000000, 413},
    };
    static char input[2000000];
    memset(input, ' ', sizeof(input));
    memcpy(input, HTTP_MARY, strlen(HTTP_MARY));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct http_answer answer =
            ask((struct program_run){.environment = {POST, AT_MARY, "STACCATO_MAX_BODY=100",
                                                     cases[i].length, cases[i].encoding},
                                     .input = {input, cases[i].sent},
                                     .is_read = cases[i].status == 413},
                cases[i].length);
        if (cases[i].status == 413) {
            http_expect_error(&answer, 413, TOO_LARGE, cases[i].length);
        } else {
            cr_expect_eq(answer.status, cases[i].status, "%s, %zu: %d", cases[i].length,
                         cases[i].sent, answer.status);
        }
        http_free(&answer);
    }
}

/* Whoever starts the program may leave its standard input open: nothing beyond what is announced is
 * waited for, be it read or thrown away. */
Test(fcgi_cgi, nothing_is_waited_for_beyond_the_body) {
    static const struct {
        const char *length;
        size_t sent;
        int status;
    } cases[] = {
        {"CONTENT_LENGTH=100", 100, 200},
        {"CONTENT_LENGTH=101", 101, 413},
        {"CONTENT_LENGTH=200000", 200000, 413},
        {"CONTENT_TYPE=x", 0, 422},
    };
    static char input[200000];
    memset(input, ' ', sizeof(input));
    memcpy(input, HTTP_MARY, strlen(HTTP_MARY));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct http_answer answer =
            ask((struct program_run){.environment = {POST, AT_MARY, "STACCATO_MAX_BODY=100",
                                                     cases[i].length},
                                     .input = {input, cases[i].sent},
                                     .stays_open = true},
                cases[i].length);
        cr_expect_eq(answer.status, cases[i].status, "%s: %d", cases[i].length, answer.status);
        http_free(&answer);
    }
}

/* Some hosts hand over a non-blocking pipe, into which the body comes later. */
Test(fcgi_cgi, a_late_body_is_waited_for) {
    struct http_answer answer =
        ask((struct program_run){.environment = {POST, AT_MARY, "CONTENT_LENGTH=27"},
                                 .input = http_text(HTTP_MARY),
                                 .is_late = true},
            "a late body");
    cr_expect_eq(answer.status, 200, "%d", answer.status);
    http_free(&answer);
    answer = ask((struct program_run){.environment = {POST, AT_MARY, "CONTENT_LENGTH=100",
                                                      "STACCATO_MAX_BODY=10"},
                                      .input = http_text(HTTP_MARY),
                                      .is_late = true},
                 "a late body that is thrown away");
    cr_expect_eq(answer.status, 413, "%d", answer.status);
    http_free(&answer);
}

/* The longest answer is more than a pipe takes at once, whether that waits or not. */
Test(fcgi_cgi, a_long_answer_arrives_whole) {
    char body[1024 + 64] = "{\"rhythmType\": 16, \"tonic\": \"D##\", \"rhythm\": \"";
    size_t start = strlen(body);
    memset(body + start, '1', 1024);
    memcpy(body + start + 1024, "\"}", sizeof("\"}"));
    for (int i = 0; i < 2; i++) {
        struct http_answer answer =
            ask((struct program_run){.environment = {POST, "PATH_INFO=/random", CHUNKED},
                                     .input = http_text(body),
                                     .is_piecemeal = i == 1},
                i == 1 ? "1,024 digits, piecemeal" : "1,024 digits");
        static const char end[] = "</score-partwise>\n";
        cr_expect_eq(answer.status, 200);
        cr_assert_gt(answer.body.length, 500000);
        cr_expect_str_eq(answer.body.data + answer.body.length - strlen(end), end);
        http_free(&answer);
    }
}
