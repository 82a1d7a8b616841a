/* An HTTP answer, and how it is written for a web server. */
#ifndef STACCATO_RESPONSE_H
#define STACCATO_RESPONSE_H

#include "buffer.h"

/* The statuses there are have indices in a table, by which they are counted. */
enum { STATUSES = 9 };

/* The status at an index, 0 … STATUSES - 1. */
int response_status(size_t index);

/* The index of a status; the last, 503's, for one that is not in the table. */
size_t response_status_index(int status);

/* The content types of exercises and errors. */
#define CONTENT_JSON  STACCATO_TEXT("application/json")
#define CONTENT_XML   STACCATO_TEXT("application/xml")
#define CONTENT_PLAIN STACCATO_TEXT("text/plain; charset=utf-8")

/* What a 503 says. */
#define NO_MEMORY_MESSAGE "Out of memory, try again"

/* A worker keeps one and reuses its body. */
struct response {
    int status;
    bool is_link; /* anybody's page may read it; an error is not to be cached, and goes without
                     `headers`, which tell caches of what there is */
    struct staccato_text content_type;
    struct staccato_text allow;     /* for 405: the methods there are; else empty */
    struct staccato_buffer headers; /* further header lines, each ending in \r\n */
    struct staccato_buffer body;
    struct staccato_buffer head; /* what goes before the body, once it is finished */
};

/* Makes it an empty 200 again; memory is kept, but for an outsize body's. */
void response_clear(struct response *response);

/* Replaces what there is by an error: {"detail": message}. The message needs no escaping. */
void response_fail(struct response *response, int status, const char *message);

/* Writes the head in CGI form: Status, headers with a correct Content-Length, an empty line. Head
 * and body are the answer then; the body is emptied if it is to go without (a HEAD request). An
 * answer that memory ran out for becomes a 503; there is none if even head.failed is set. */
void response_finish(struct response *response, bool without_body);

void response_free(struct response *response);

#endif
