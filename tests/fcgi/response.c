/* Answers in CGI form, to the byte. */
#include "response.h"

#include <criterion/criterion.h>
#include <stdint.h>

/* Head and body, one behind the other. */
static void expect_finished(struct response *response, bool without_body, const char *expected) {
    struct staccato_buffer out = {0};
    response_finish(response, without_body);
    staccato_buffer_append(&out, response->head.data, response->head.length);
    staccato_buffer_append(&out, response->body.data, response->body.length);
    staccato_buffer_append(&out, "", 1);
    cr_assert_not(out.failed || response->head.failed);
    cr_expect_str_eq(out.data, expected);
    staccato_buffer_free(&out);
}

Test(fcgi_response, is_status_headers_and_body) {
    struct response response = {0};
    response_clear(&response);
    expect_finished(
        &response, false,
        "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n");
    response.content_type = CONTENT_XML;
    staccato_buffer_append_text(&response.headers, STACCATO_TEXT("Vary: Origin\r\n"));
    staccato_buffer_append_text(&response.body, STACCATO_TEXT("<score/>"));
    staccato_buffer_clear(&response.head, SIZE_MAX);
    expect_finished(&response, false,
                    "Status: 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 8\r\n"
                    "Vary: Origin\r\n\r\n<score/>");
    response_free(&response);
}

/* HEAD: the length is that of the body that is left out. */
Test(fcgi_response, may_go_without_its_body) {
    struct response response = {0};
    response_clear(&response);
    response_fail(&response, 405, "Method Not Allowed");
    response.allow = STACCATO_TEXT("POST");
    expect_finished(&response, true,
                    "Status: 405 Method Not Allowed\r\nContent-Type: application/json\r\n"
                    "Content-Length: 31\r\nAllow: POST\r\n\r\n");
    response_free(&response);
}

Test(fcgi_response, has_a_line_for_each_status) {
    static const struct {
        int status;
        const char *line;
    } cases[] = {
        {200, "Status: 200 OK\r\n"},
        {400, "Status: 400 Bad Request\r\n"},
        {404, "Status: 404 Not Found\r\n"},
        {405, "Status: 405 Method Not Allowed\r\n"},
        {413, "Status: 413 Content Too Large\r\n"},
        {422, "Status: 422 Unprocessable Content\r\n"},
        {431, "Status: 431 Request Header Fields Too Large\r\n"},
        {503, "Status: 503 Service Unavailable\r\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct response response = {0};
        response_clear(&response);
        response_fail(&response, cases[i].status, "x");
        response_finish(&response, false);
        cr_assert_gt(response.head.length, strlen(cases[i].line));
        cr_expect_eq(memcmp(response.head.data, cases[i].line, strlen(cases[i].line)), 0, "%s",
                     cases[i].line);
        cr_expect_eq(response_status(response_status_index(cases[i].status)), cases[i].status);
        response_free(&response);
    }
}

#define FAILED                                                                                     \
    "Status: 503 Service Unavailable\r\nContent-Type: application/json\r\n"                        \
    "Content-Length: 37\r\n"
#define TRY_AGAIN "\r\n{\"detail\":\"Out of memory, try again\"}"

/* Whatever was written by then. Headers stay if they are whole: an origin may read errors, too. */
Test(fcgi_response, is_503_when_memory_ran_out) {
    static const char *const expected[] = {FAILED "Vary: Origin\r\n" TRY_AGAIN, FAILED TRY_AGAIN,
                                           FAILED "Vary: Origin\r\n" TRY_AGAIN};
    for (int which = 0; which < 3; which++) {
        struct response response = {0};
        struct staccato_buffer *const parts[] = {&response.body, &response.headers, &response.head};
        response_clear(&response);
        staccato_buffer_append_text(&response.headers, STACCATO_TEXT("Vary: Origin\r\n"));
        staccato_buffer_append_text(&response.body, STACCATO_TEXT("half a sco"));
        parts[which]->failed = true;
        expect_finished(&response, false, expected[which]);
        response_free(&response);
    }
}

Test(fcgi_response, is_cleared_of_all_it_had) {
    struct response response = {0};
    response_clear(&response);
    response_fail(&response, 405, "Method Not Allowed");
    response.allow = STACCATO_TEXT("POST");
    response.content_type = CONTENT_PLAIN;
    response.body.failed = true;
    staccato_buffer_append_text(&response.headers, STACCATO_TEXT("Vary: Origin\r\n"));
    response_clear(&response);
    expect_finished(
        &response, false,
        "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n");
    response_free(&response);
}
