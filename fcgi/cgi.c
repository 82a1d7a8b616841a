/* The CGI way: slow to start a process for each request, but there is no host without it. */
#include "cgi.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"

/* Reads standard input up to `most` bytes. False on an error or for lack of memory. */
static bool read_body(size_t most, struct staccato_buffer *body) {
    char *room = staccato_buffer_reserve(body, most);
    while (room != NULL && body->length < most) {
        ssize_t count = read(STDIN_FILENO, room + body->length, most - body->length);
        if (count == 0) {
            break;
        }
        if (count < 0 && errno != EINTR) {
            return false;
        }
        body->length += count < 0 ? 0 : (size_t)count;
    }
    return room != NULL;
}

static bool write_all(const struct staccato_buffer *bytes) {
    size_t written = 0;
    while (written < bytes->length) {
        ssize_t count = write(STDOUT_FILENO, bytes->data + written, bytes->length - written);
        if (count < 0 && errno != EINTR) {
            return false;
        }
        written += count < 0 ? 0 : (size_t)count;
    }
    return true;
}

/* How much of standard input to read: what CONTENT_LENGTH says or, where a chunked body has none,
 * all there is, but no more than shows that the limit is passed. */
static size_t wanted_length(size_t length, const struct staccato_config *config) {
    const char *encoding = getenv("HTTP_TRANSFER_ENCODING");
    if (length == 0 && encoding != NULL && strcmp(encoding, "chunked") == 0) {
        length = SIZE_MAX;
    }
    return length > config->max_body ? config->max_body + 1 : length;
}

int staccato_cgi_run(struct staccato_service *service) {
    int status = 1;
    struct staccato_buffer body = {0};
    if (getenv("REQUEST_METHOD") == NULL) {
        (void)fputs("staccato: descriptor 0 is no listening socket (FastCGI) and there is no "
                    "REQUEST_METHOD (CGI)\n"
                    "staccato: a web server or spawn-fcgi starts this program; see --help\n",
                    stderr);
        return 2;
    }
    if (!staccato_service_confine(service)) {
        return 1;
    }
    struct staccato_http_request request = staccato_request_read(environ, service->config);
    if (!read_body(wanted_length(request.content_length, service->config), &body)) {
        staccato_log("request_unreadable", strerror(errno));
        goto out;
    }
    request.body = (struct staccato_text){body.data, body.length};
    request.body_too_large |= body.length > service->config->max_body;
    staccato_service_answer(service, &request);
    if (service->response.head.failed || !write_all(&service->response.head) ||
        !write_all(&service->response.body)) {
        staccato_log("answer_unsent", strerror(errno));
        goto out;
    }
    status = 0;
out:
    staccato_buffer_free(&body);
    return status;
}
