/* Answers: status lines, headers, errors. */
#include "response.h"

enum {
    BODY_KEPT = 128 * 1024, /* more than any usual answer, far less than the largest */
    HEADERS_KEPT = 4096,
};

static const struct {
    int status;
    const char *phrase;
} phrases[] = {
    {200, "OK"},
    {400, "Bad Request"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {413, "Content Too Large"},
    {422, "Unprocessable Content"},
    {431, "Request Header Fields Too Large"},
    {503, "Service Unavailable"},
};

static const char *phrase_of(int status) {
    for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++) {
        if (phrases[i].status == status) {
            return phrases[i].phrase;
        }
    }
    return "Unknown";
}

void staccato_response_clear(struct staccato_response *response) {
    staccato_buffer_clear(&response->headers, HEADERS_KEPT);
    staccato_buffer_clear(&response->body, BODY_KEPT);
    response->status = 200;
    response->content_type = STACCATO_JSON_TYPE;
    response->allow = (struct staccato_text){0};
}

void staccato_response_fail(struct staccato_response *response, int status, const char *message) {
    staccato_buffer_clear(&response->body, BODY_KEPT);
    response->status = status;
    response->content_type = STACCATO_JSON_TYPE;
    staccato_buffer_printf(&response->body, "{\"detail\":\"%s\"}", message);
}

void staccato_response_write(struct staccato_response *response, bool without_body,
                             struct staccato_buffer *out) {
    if (response->body.failed || response->headers.failed) {
        staccato_response_fail(response, 503, "Out of memory, try again");
    }
    staccato_buffer_printf(out, "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n",
                           response->status, phrase_of(response->status), response->content_type,
                           response->body.length);
    if (response->allow.length > 0) {
        staccato_buffer_append_text(out, STACCATO_TEXT("Allow: "));
        staccato_buffer_append_text(out, response->allow);
        staccato_buffer_append_text(out, STACCATO_TEXT("\r\n"));
    }
    staccato_buffer_append(out, response->headers.data, response->headers.length);
    staccato_buffer_append_text(out, STACCATO_TEXT("\r\n"));
    if (!without_body) {
        staccato_buffer_append(out, response->body.data, response->body.length);
    }
}

void staccato_response_free(struct staccato_response *response) {
    staccato_buffer_free(&response->headers);
    staccato_buffer_free(&response->body);
}
