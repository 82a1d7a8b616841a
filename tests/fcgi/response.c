/* Answers in CGI form, to the byte. */
#include "response.h"

#include <criterion/criterion.h>

static void expect_written(struct staccato_response *response, bool without_body,
                           const char *expected) {
    struct staccato_buffer out = {0};
    staccato_response_write(response, without_body, &out);
    staccato_buffer_append(&out, "", 1);
    cr_assert_not(out.failed);
    cr_expect_str_eq(out.data, expected);
    staccato_buffer_free(&out);
}

Test(fcgi_response, is_status_headers_and_body) {
    struct staccato_response response = {0};
    staccato_response_clear(&response);
    expect_written(&response, false,
                   "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n");
    response.content_type = STACCATO_XML;
    staccato_buffer_append_text(&response.headers, STACCATO_TEXT("Vary: Origin\r\n"));
    staccato_buffer_append_text(&response.body, STACCATO_TEXT("<score/>"));
    expect_written(&response, false,
                   "Status: 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 8\r\n"
                   "Vary: Origin\r\n\r\n<score/>");
    staccato_response_free(&response);
}

/* HEAD: the length is that of the body that is left out. */
Test(fcgi_response, may_go_without_its_body) {
    struct staccato_response response = {0};
    staccato_response_clear(&response);
    staccato_response_fail(&response, 405, "Method Not Allowed");
    response.allow = STACCATO_TEXT("POST");
    expect_written(&response, true,
                   "Status: 405 Method Not Allowed\r\nContent-Type: application/json\r\n"
                   "Content-Length: 31\r\nAllow: POST\r\n\r\n");
    staccato_response_free(&response);
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
        struct staccato_response response = {0};
        struct staccato_buffer out = {0};
        staccato_response_clear(&response);
        staccato_response_fail(&response, cases[i].status, "x");
        staccato_response_write(&response, false, &out);
        cr_assert_gt(out.length, strlen(cases[i].line));
        cr_expect_eq(memcmp(out.data, cases[i].line, strlen(cases[i].line)), 0, "%s",
                     cases[i].line);
        staccato_buffer_free(&out);
        staccato_response_free(&response);
    }
}

/* Whatever was written by then, in the body or beside it. */
Test(fcgi_response, is_503_when_memory_ran_out) {
    for (int which = 0; which < 2; which++) {
        struct staccato_response response = {0};
        staccato_response_clear(&response);
        staccato_buffer_append_text(&response.body, STACCATO_TEXT("half a sco"));
        (which == 0 ? &response.body : &response.headers)->failed = true;
        expect_written(&response, false,
                       "Status: 503 Service Unavailable\r\nContent-Type: application/json\r\n"
                       "Content-Length: 37\r\n\r\n{\"detail\":\"Out of memory, try again\"}");
        staccato_response_free(&response);
    }
}

Test(fcgi_response, is_cleared_of_all_it_had) {
    struct staccato_response response = {0};
    staccato_response_clear(&response);
    staccato_response_fail(&response, 405, "Method Not Allowed");
    response.allow = STACCATO_TEXT("POST");
    response.content_type = STACCATO_PLAIN;
    response.body.failed = true;
    staccato_buffer_append_text(&response.headers, STACCATO_TEXT("Vary: Origin\r\n"));
    staccato_response_clear(&response);
    expect_written(&response, false,
                   "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n");
    staccato_response_free(&response);
}
