/* Answers: status lines, headers, errors. */
#include "response.h"

#include <assert.h>

#include "cors.h"
#include "log.h"

enum {
    BODY_KEPT = 128 * 1024, /* more than any usual answer, far less than the largest */
    HEAD_KEPT = 4096,
};

#define STATUS(code, phrase)                                                                       \
    {                                                                                              \
        (code), {                                                                                  \
            "Status: " #code " " phrase, sizeof("Status: " #code " " phrase) - 1                   \
        }                                                                                          \
    }

static const struct {
    int status;
    struct staccato_text line;
} statuses[] = {
    STATUS(200, "OK"),
    STATUS(304, "Not Modified"),
    STATUS(400, "Bad Request"),
    STATUS(404, "Not Found"),
    STATUS(405, "Method Not Allowed"),
    STATUS(413, "Content Too Large"),
    STATUS(422, "Unprocessable Content"),
    STATUS(431, "Request Header Fields Too Large"),
    STATUS(503, "Service Unavailable"),
};

static_assert(sizeof(statuses) / sizeof(statuses[0]) == STATUSES, "all are listed");

int response_status(size_t index) {
    return statuses[index].status;
}

size_t response_status_index(int status) {
    size_t i = 0;
    while (i < STATUSES - 1 && statuses[i].status != status) {
        i++;
    }
    return i;
}

void response_clear(struct response *response) {
    staccato_buffer_clear(&response->head, HEAD_KEPT);
    staccato_buffer_clear(&response->headers, HEAD_KEPT);
    staccato_buffer_clear(&response->body, BODY_KEPT);
    response->status = 200;
    response->is_link = false;
    response->content_type = CONTENT_JSON;
    response->allow = (struct staccato_text){0};
}

void response_fail(struct response *response, int status, const char *message) {
    staccato_buffer_clear(&response->body, BODY_KEPT);
    response->status = status;
    response->content_type = CONTENT_JSON;
    staccato_buffer_printf(&response->body, "{\"detail\":\"%s\"}", message);
}

static void write_head(struct response *response) {
    struct staccato_buffer *out = &response->head;
    staccato_buffer_append_text(out, statuses[response_status_index(response->status)].line);
    if (response->status != 304) { /* which has no content of its own to describe */
        staccato_buffer_append_text(out, STACCATO_TEXT("\r\nContent-Type: "));
        staccato_buffer_append_text(out, response->content_type);
        staccato_buffer_append_text(out, STACCATO_TEXT("\r\nContent-Length: "));
        staccato_buffer_append_number(out, response->body.length);
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("\r\n"));
    if (response->allow.length > 0) {
        staccato_buffer_append_text(out, STACCATO_TEXT("Allow: "));
        staccato_buffer_append_text(out, response->allow);
        staccato_buffer_append_text(out, STACCATO_TEXT("\r\n"));
    }
    if (response->is_link) {
        cors_write_public(out);
    }
    if (response->is_link && response->status >= 400) { /* what is refused may be played one day */
        staccato_buffer_append_text(out, STACCATO_TEXT("Cache-Control: no-store\r\n"));
    } else {
        staccato_buffer_append(out, response->headers.data, response->headers.length);
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("\r\n"));
    out->failed |= response->headers.failed || response->body.failed;
}

void response_finish(struct response *response, bool without_body) {
    write_head(response);
    if (response->head.failed) {
        log_line("out_of_memory", "a request is answered 503");
        staccato_buffer_clear(&response->head, HEAD_KEPT);
        if (response->headers.failed) { /* else they stay: an origin may read errors, too */
            staccato_buffer_clear(&response->headers, HEAD_KEPT);
        }
        response_fail(response, 503, NO_MEMORY_MESSAGE);
        write_head(response);
    }
    if (without_body) {
        response->body.length = 0;
    }
}

void response_free(struct response *response) {
    staccato_buffer_free(&response->head);
    staccato_buffer_free(&response->headers);
    staccato_buffer_free(&response->body);
}
