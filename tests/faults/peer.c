/* FastCGI from the other side. */
#include "peer.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fastcgi.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- requests ---- */

void peer_append_record(struct staccato_buffer *out, uint8_t type, uint16_t id, const void *content,
                        size_t length, unsigned char padding) {
    static const char zeros[256];
    const FCGI_Header header = {
        .version = FCGI_VERSION_1,
        .type = type,
        .requestIdB1 = (unsigned char)(id >> 8),
        .requestIdB0 = (unsigned char)(id & 0xFF),
        .contentLengthB1 = (unsigned char)(length >> 8),
        .contentLengthB0 = (unsigned char)(length & 0xFF),
        .paddingLength = padding,
    };
    cr_assert_leq(length, 65535U);
    staccato_buffer_append(out, (const char *)&header, sizeof(header));
    staccato_buffer_append(out, content, length);
    staccato_buffer_append(out, zeros, padding);
}

void peer_append_begin(struct staccato_buffer *out, uint16_t id, uint16_t role, uint8_t flags) {
    const FCGI_BeginRequestBody body = {
        .roleB1 = (unsigned char)(role >> 8),
        .roleB0 = (unsigned char)(role & 0xFF),
        .flags = flags,
    };
    peer_append_record(out, FCGI_BEGIN_REQUEST, id, &body, sizeof(body), 0);
}

static void append_length(struct staccato_buffer *out, size_t length) {
    const unsigned char bytes[] = {(unsigned char)(length >> 24 | 0x80),
                                   (unsigned char)(length >> 16), (unsigned char)(length >> 8),
                                   (unsigned char)length};
    bool is_short = length < 0x80;
    staccato_buffer_append(out, (const char *)bytes + (is_short ? 3 : 0), is_short ? 1 : 4);
}

void peer_append_pair(struct staccato_buffer *out, struct staccato_text name,
                      struct staccato_text value) {
    append_length(out, name.length);
    append_length(out, value.length);
    staccato_buffer_append_text(out, name);
    staccato_buffer_append_text(out, value);
}

void peer_append_pairs(struct staccato_buffer *out, const char *method, const char *path,
                       size_t content_length) {
    char digits[24];
    int length = snprintf(digits, sizeof(digits), "%zu", content_length);
    peer_append_pair(out, STACCATO_TEXT("REQUEST_METHOD"),
                     (struct staccato_text){method, strlen(method)});
    peer_append_pair(out, STACCATO_TEXT("PATH_INFO"), (struct staccato_text){path, strlen(path)});
    peer_append_pair(out, STACCATO_TEXT("CONTENT_LENGTH"),
                     (struct staccato_text){digits, (size_t)length});
}

void peer_append_stream(struct staccato_buffer *out, uint8_t type, uint16_t id,
                        struct staccato_text content, size_t piece, unsigned char padding) {
    while (content.length > 0) {
        size_t most = piece > 0 ? piece : 65535;
        size_t length = content.length < most ? content.length : most;
        peer_append_record(out, type, id, content.data, length, padding);
        content.data += length;
        content.length -= length;
    }
    peer_append_record(out, type, id, NULL, 0, padding);
}

void peer_append_request(struct staccato_buffer *out, struct peer_request request) {
    struct staccato_buffer pairs = {0};
    struct staccato_text body = request.body.data == NULL ? STACCATO_TEXT(PEER_MARY) : request.body;
    uint16_t id = request.id == 0 ? 1 : request.id;
    peer_append_pairs(&pairs, request.method == NULL ? "POST" : request.method,
                      request.path == NULL ? "/mary" : request.path, body.length);
    peer_append_begin(out, id, FCGI_RESPONDER, request.is_last ? 0 : FCGI_KEEP_CONN);
    peer_append_stream(out, FCGI_PARAMS, id, (struct staccato_text){pairs.data, pairs.length},
                       request.piece, request.padding);
    peer_append_stream(out, FCGI_STDIN, id, body, request.piece, request.padding);
    staccato_buffer_free(&pairs);
    cr_assert(!out->failed);
}

struct peer_request peer_large_request(void) {
    enum { DIGITS = 1024 };
    static char body[DIGITS + 64];
    char digits[DIGITS + 1];
    memset(digits, '1', DIGITS);
    digits[DIGITS] = '\0';
    int length = snprintf(body, sizeof(body),
                          "{\"rhythm\": \"%s\", \"rhythmType\": 16, \"tonic\": \"C\"}", digits);
    return (struct peer_request){.path = "/random", .body = {body, (size_t)length}};
}

/* ---- connections ---- */

int peer_connect(const struct worker *worker) {
    int fd = socket(worker->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(fd, 0, "%s", strerror(errno));
    /* A full backlog is waited for. */
    const struct timeval patience = {.tv_sec = WORKER_PATIENCE / 1000};
    cr_assert_eq(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)), 0);
    cr_assert_eq(connect(fd, (const struct sockaddr *)&worker->address, worker->address_length), 0,
                 "%s", strerror(errno));
    return fd;
}

static bool waits_for(int fd, short events, int64_t end) {
    int64_t left = end - worker_clock();
    struct pollfd waiting = {.fd = fd, .events = events};
    return poll(&waiting, 1, left > 0 ? (int)left : 0) > 0;
}

bool peer_send(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 &&
            (errno != EAGAIN || !waits_for(fd, POLLOUT, worker_clock() + WORKER_PATIENCE))) {
            return false;
        }
        bytes += sent < 0 ? 0 : sent;
        length -= sent < 0 ? 0 : (size_t)sent;
    }
    return true;
}

bool peer_send_request(int fd, struct peer_request request) {
    struct staccato_buffer bytes = {0};
    peer_append_request(&bytes, request);
    bool is_sent = peer_send(fd, bytes.data, bytes.length);
    staccato_buffer_free(&bytes);
    return is_sent;
}

/* ---- answers ---- */

/* Appends exactly `length` bytes to *bytes. PEER_ANSWERED means that they came. */
static enum peer_result read_bytes(int fd, struct staccato_buffer *bytes, size_t length) {
    int64_t end = worker_clock() + WORKER_PATIENCE;
    char *room = staccato_buffer_reserve(bytes, length + 1); /* one more: never NULL */
    cr_assert_not_null(room);
    while (length > 0) {
        ssize_t count = recv(fd, bytes->data + bytes->length, length, MSG_DONTWAIT);
        if (count == 0 || (count < 0 && errno != EAGAIN)) {
            return PEER_CLOSED;
        }
        if (count < 0 && !waits_for(fd, POLLIN, end)) {
            return PEER_SILENT;
        }
        bytes->length += count < 0 ? 0 : (size_t)count;
        length -= count < 0 ? 0 : (size_t)count;
    }
    return PEER_ANSWERED;
}

/* Takes the CGI header apart and holds Content-Length against what there is. */
static const char *read_stdout(struct peer_answer *answer) {
    struct staccato_buffer *bytes = &answer->stdout_bytes;
    if (bytes->length == 0) {
        return NULL; /* a request that was turned down has no output */
    }
    cr_assert_not_null(staccato_buffer_reserve(bytes, 1));
    bytes->data[bytes->length] = '\0';
    char *blank = strstr(bytes->data, "\r\n\r\n");
    if (blank == NULL || strncmp(bytes->data, "Status: ", 8) != 0) {
        return "no CGI header";
    }
    answer->status = (int)strtol(bytes->data + 8, NULL, 10);
    answer->body.data = blank + 4;
    answer->body.length = bytes->length - (size_t)(answer->body.data - bytes->data);
    const char *length = strstr(bytes->data, "\r\nContent-Length: ");
    return length == NULL || length > blank || strtoul(length + 18, NULL, 10) != answer->body.length
               ? "a wrong Content-Length"
               : NULL;
}

/* Takes in one record. *has_ended is set by the last one, *is_over by the end of FCGI_STDOUT. */
static const char *take_record(struct peer_answer *answer, const FCGI_Header *header,
                               struct staccato_text content, bool *is_over, bool *has_ended) {
    uint16_t id = (uint16_t)(header->requestIdB1 << 8 | header->requestIdB0);
    if (header->version != FCGI_VERSION_1) {
        return "a wrong version";
    }
    if (id == FCGI_NULL_REQUEST_ID) {
        staccato_buffer_append(&answer->management, (const char *)header, sizeof(*header));
        staccato_buffer_append_text(&answer->management, content);
        return header->type < FCGI_GET_VALUES_RESULT ? "a management record of a wrong type" : NULL;
    }
    if (answer->id != 0 && answer->id != id) {
        return "another request's record";
    }
    answer->id = id;
    if (header->type == FCGI_STDOUT) {
        staccato_buffer_append(&answer->stdout_bytes, content.data,
                               content.length - header->paddingLength);
        const char *complaint = *is_over ? "FCGI_STDOUT behind its end" : NULL;
        *is_over = content.length == header->paddingLength;
        return complaint;
    }
    FCGI_EndRequestBody body;
    if (header->type != FCGI_END_REQUEST || content.length < sizeof(body)) {
        return "a record of a wrong type";
    }
    memcpy(&body, content.data, sizeof(body));
    answer->protocol_status = body.protocolStatus;
    *has_ended = true;
    return answer->stdout_bytes.length > 0 && !*is_over ? "FCGI_STDOUT without its end" : NULL;
}

enum peer_result peer_read(int fd, struct peer_answer *answer) {
    struct staccato_buffer record = {0};
    FCGI_Header header;
    bool is_over = false;
    bool has_ended = false;
    enum peer_result result = PEER_ANSWERED;
    staccato_buffer_clear(&answer->stdout_bytes, SIZE_MAX);
    staccato_buffer_clear(&answer->management, SIZE_MAX);
    *answer = (struct peer_answer){.stdout_bytes = answer->stdout_bytes,
                                   .management = answer->management};
    while (result == PEER_ANSWERED && !has_ended) {
        record.length = 0;
        result = read_bytes(fd, &record, sizeof(header));
        if (result == PEER_ANSWERED) {
            memcpy(&header, record.data, sizeof(header));
            size_t length = (size_t)(header.contentLengthB1 << 8 | header.contentLengthB0);
            record.length = 0;
            result = read_bytes(fd, &record, length + header.paddingLength);
        }
        if (result == PEER_ANSWERED) {
            answer->complaint =
                take_record(answer, &header, (struct staccato_text){record.data, record.length},
                            &is_over, &has_ended);
            result = answer->complaint == NULL ? PEER_ANSWERED : PEER_GARBLED;
        }
    }
    staccato_buffer_free(&record);
    if (result == PEER_ANSWERED) {
        answer->complaint = read_stdout(answer);
        result = answer->complaint == NULL ? PEER_ANSWERED : PEER_GARBLED;
    }
    return result;
}

void peer_free(struct peer_answer *answer) {
    staccato_buffer_free(&answer->stdout_bytes);
    staccato_buffer_free(&answer->management);
    *answer = (struct peer_answer){0};
}

int peer_ask(int fd, struct peer_request request) {
    struct peer_answer answer = {0};
    enum peer_result result = peer_send_request(fd, request) ? peer_read(fd, &answer) : PEER_CLOSED;
    int status = answer.status;
    peer_free(&answer);
    return result == PEER_ANSWERED ? status : -(int)result;
}

void peer_connect_all(const struct worker *worker, int fds[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        fds[i] = peer_connect(worker);
        cr_assert_eq(peer_ask(fds[i], (struct peer_request){0}), 200);
    }
}

void peer_send_all(const int fds[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        cr_assert(peer_send_request(fds[i], (struct peer_request){0}));
    }
}

void peer_expect_all(const int fds[], size_t count) {
    struct peer_answer answer = {0};
    size_t lost = 0;
    for (size_t i = 0; i < count; i++) {
        lost += peer_read(fds[i], &answer) != PEER_ANSWERED || answer.status != 200;
        (void)close(fds[i]);
    }
    cr_expect_eq(lost, 0, "%zu of %zu requests were lost", lost, count);
    peer_free(&answer);
}

bool peer_sees_end(int fd, int milliseconds) {
    char byte;
    return waits_for(fd, POLLIN, worker_clock() + milliseconds) &&
           recv(fd, &byte, 1, MSG_DONTWAIT) <= 0;
}

void peer_expect_service(const struct worker *worker, const char *after) {
    int fd = peer_connect(worker);
    int status = peer_ask(fd, (struct peer_request){0});
    cr_expect_eq(status, 200, "after %s: a new request is answered %d", after, status);
    cr_expect(worker_lives(worker), "after %s: the worker is gone", after);
    (void)close(fd);
}
