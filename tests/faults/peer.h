/* A web server's side of FastCGI, bare: requests as bytes, which a test may cut, bend or repeat,
 * and answers read record by record, with all that the protocol asks of them checked.
 *
 *     int fd = peer_connect(&worker);
 *     struct staccato_buffer bytes = {0};
 *     peer_append_request(&bytes, (struct peer_request){.path = "/mary"});
 *     peer_send(fd, bytes.data, bytes.length);
 *     struct peer_answer answer = {0};
 *     cr_expect_eq(peer_read(fd, &answer), PEER_ANSWERED);
 *     cr_expect_eq(answer.status, 200);
 *     peer_free(&answer);
 */
#ifndef TESTS_FAULTS_PEER_H
#define TESTS_FAULTS_PEER_H

#include "buffer.h"
#include "worker.h"

#define PEER_MARY "{\"tonic\": \"C\", \"octave\": 4}"

/* Zero means the usual: POST, /mary with PEER_MARY, id 1. Without path, but with a body, /mary too.
 */
struct peer_request {
    const char *method;
    const char *path;
    struct staccato_text body; /* data NULL: PEER_MARY */
    uint16_t id;
    bool is_last;          /* without FCGI_KEEP_CONN */
    size_t piece;          /* bytes of content in a record; 0: as many as fit */
    unsigned char padding; /* of every record, bytes */
};

enum peer_result {
    PEER_ANSWERED, /* until FCGI_END_REQUEST */
    PEER_CLOSED,   /* end of stream or reset, before any byte of an answer or within it */
    PEER_SILENT,   /* nothing for WORKER_PATIENCE */
    PEER_GARBLED,  /* what came is no proper answer; `complaint` says why */
};

/* All zero is an empty one. */
struct peer_answer {
    uint16_t id;
    uint8_t protocol_status;
    int status;                /* HTTP; 0 if there was no FCGI_STDOUT */
    struct staccato_text body; /* in stdout_bytes */
    struct staccato_buffer stdout_bytes;
    struct staccato_buffer management; /* management records, whole, as they came */
    const char *complaint;
};

void peer_append_record(struct staccato_buffer *out, uint8_t type, uint16_t id, const void *content,
                        size_t length, unsigned char padding);
void peer_append_begin(struct staccato_buffer *out, uint16_t id, uint16_t role, uint8_t flags);

/* A name-value pair, as the content of FCGI_PARAMS and FCGI_GET_VALUES has them. */
void peer_append_pair(struct staccato_buffer *out, struct staccato_text name,
                      struct staccato_text value);

/* The pairs that a request to the path has. */
void peer_append_pairs(struct staccato_buffer *out, const char *method, const char *path,
                       size_t content_length);

/* A stream's records of `piece` bytes (0: 65,535) at most, and the empty one that ends it. */
void peer_append_stream(struct staccato_buffer *out, uint8_t type, uint16_t id,
                        struct staccato_text content, size_t piece, unsigned char padding);

void peer_append_request(struct staccato_buffer *out, struct peer_request request);

/* /random with 1,024 digits, whose answer has some 900 KB. */
struct peer_request peer_large_request(void);

/* Returns a connected socket; it blocks, but waits for no more than WORKER_PATIENCE to send. */
int peer_connect(const struct worker *worker);

/* Sends all of it; false if the connection is gone or nothing is taken for WORKER_PATIENCE. */
bool peer_send(int fd, const char *bytes, size_t length);
bool peer_send_request(int fd, struct peer_request request);

/* Reads one answer and no byte further. Memory in *answer is reused. */
enum peer_result peer_read(int fd, struct peer_answer *answer);
void peer_free(struct peer_answer *answer);

/* Sends the request on the connection and returns the HTTP status of its answer; otherwise 0, or
 * the negative peer_result. */
int peer_ask(int fd, struct peer_request request);

/* Many connections at once: connected and answered once each; a request sent on each; an answer
 * with status 200 expected on each, and the connection closed. */
void peer_connect_all(const struct worker *worker, int fds[], size_t count);
void peer_send_all(const int fds[], size_t count);
void peer_expect_all(const int fds[], size_t count);

/* Whether the other side closes, without any more bytes, within so many ms. */
bool peer_sees_end(int fd, int milliseconds);

/* Expects that the same process serves a new connection, as if nothing had been. */
void peer_expect_service(const struct worker *worker, const char *after);

#endif
