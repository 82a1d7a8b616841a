/* An HTTP answer, and how it is written for a web server. */
#ifndef STACCATO_RESPONSE_H
#define STACCATO_RESPONSE_H

#include "buffer.h"

/* The statuses there are have places in a table, by which they are counted. */
enum { STACCATO_STATUSES = 8 };

/* The status at a place, 0 … STACCATO_STATUSES - 1. */
int staccato_response_status(size_t place);

/* The place of a status; the last, 503's, for one that is not in the table. */
size_t staccato_response_status_place(int status);

/* The content types of exercises and errors. */
#define STACCATO_JSON  STACCATO_TEXT("application/json")
#define STACCATO_XML   STACCATO_TEXT("application/xml")
#define STACCATO_PLAIN STACCATO_TEXT("text/plain; charset=utf-8")

/* What a 503 says. */
#define STACCATO_NO_MEMORY "Out of memory, try again"

/* A worker keeps one and reuses its body. */
struct staccato_response {
    int status;
    struct staccato_text content_type;
    struct staccato_text allow;     /* for 405: the methods there are; else empty */
    struct staccato_buffer headers; /* further header lines, each ending in \r\n */
    struct staccato_buffer body;
    struct staccato_buffer head; /* what goes before the body, once it is finished */
};

/* Makes it an empty 200 again; memory is kept, but for an outsize body's. */
void staccato_response_clear(struct staccato_response *response);

/* Replaces what there is by an error: {"detail": message}. The message needs no escaping. */
void staccato_response_fail(struct staccato_response *response, int status, const char *message);

/* Writes the head in CGI form: Status, headers with a correct Content-Length, an empty line. Head
 * and body are the answer then; the body is emptied if it is to go without (a HEAD request). An
 * answer that memory ran out for becomes a 503; there is none if even head.failed is set. */
void staccato_response_finish(struct staccato_response *response, bool without_body);

void staccato_response_free(struct staccato_response *response);

#endif
