/* The CGI way: slow to start a process for each request, but there is no host without it. */
#include "cgi.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "log.h"

/* Whether to try a call again that has failed: it was interrupted or, where whoever started us has
 * made the descriptor non-blocking, there is something to wait for first. */
static bool may_retry(int fd, short events) {
    struct pollfd waiting = {.fd = fd, .events = events};
    return errno == EINTR || (errno == EAGAIN && (poll(&waiting, 1, -1) >= 0 || errno == EINTR));
}

/* Reads standard input up to `most` bytes, or none for lack of memory. False on an error. */
static bool read_body(size_t most, struct staccato_buffer *body) {
    char *room = staccato_buffer_reserve(body, most);
    while (!body->failed && body->length < most) {
        ssize_t count = read(STDIN_FILENO, room + body->length, most - body->length);
        if (count == 0) {
            break;
        }
        if (count < 0 && !may_retry(STDIN_FILENO, POLLIN)) {
            return false;
        }
        body->length += count < 0 ? 0 : (size_t)count;
    }
    return true;
}

static bool write_all(const struct staccato_buffer *bytes) {
    size_t written = 0;
    while (written < bytes->length) {
        ssize_t count = write(STDOUT_FILENO, bytes->data + written, bytes->length - written);
        if (count < 0 && !may_retry(STDOUT_FILENO, POLLOUT)) {
            return false;
        }
        written += count < 0 ? 0 : (size_t)count;
    }
    return true;
}

/* How long the body on standard input is: what CONTENT_LENGTH says or all there is, where that is
 * no number, or 0 or absent for a chunked body. */
static size_t announced_length(const struct request *request) {
    const char *encoding = getenv("HTTP_TRANSFER_ENCODING");
    bool is_chunked = encoding != NULL && strcasecmp(encoding, "chunked") == 0;
    bool is_all =
        request->announced == ANNOUNCED_STREAM || (request->content_length == 0 && is_chunked);
    return is_all ? SIZE_MAX : request->content_length;
}

/* Reads and throws away so many bytes, or all there are. Apache's mod_cgid never ends a request
 * whose program has ended with part of the body unread. */
static void discard(size_t length) {
    char bytes[16 * 1024];
    while (length > 0) {
        ssize_t count = read(STDIN_FILENO, bytes, length < sizeof(bytes) ? length : sizeof(bytes));
        if (count == 0 || (count < 0 && !may_retry(STDIN_FILENO, POLLIN))) {
            return;
        }
        length -= count < 0 ? 0 : (size_t)count;
    }
}

int cgi_run(struct service *service) {
    int status = 1;
    struct staccato_buffer body = {0};
    if (getenv("REQUEST_METHOD") == NULL) {
        (void)fputs("staccato: descriptor 0 is no listening socket (FastCGI) and there is no "
                    "REQUEST_METHOD (CGI)\n"
                    "staccato: a web server or spawn-fcgi starts this program; see --help\n",
                    stderr);
        return 2;
    }
    if (!service_confine(service)) {
        return 1;
    }
    int64_t started = metrics_clock();
    struct request request = request_read(environ, service->config);
    size_t length = announced_length(&request);
    size_t most = service->config->max_body + 1; /* which shows that the limit is passed */
    if (!read_body(length < most ? length : most, &body)) {
        log_line("request_unreadable", strerror(errno));
        goto out;
    }
    if (body.failed) {
        log_line("out_of_memory", "the request is answered 503");
    }
    discard(length - body.length);
    request.body = (struct staccato_text){body.data, body.length};
    request.body_too_large |= body.length == most;
    request.body_lost = body.failed;
    service_answer(service, &request, started);
    if (service->response.head.failed || !write_all(&service->response.head) ||
        !write_all(&service->response.body)) {
        log_line("answer_unsent", strerror(errno));
        goto out;
    }
    status = 0;
out:
    staccato_buffer_free(&body);
    return status;
}
