/* libfcgi, reading a whole request from memory: FastCGI records in, parameters and body out.
 *
 * libfcgi reads from a descriptor only, and waits for what it lacks. So the request is copied to a
 * memfd, a file in memory, and libfcgi reads that. There no peer can keep it waiting, it can't read
 * into the next request, and it never lingers two seconds to close a socket. The cost is a seek,
 * and a read for each 8 KiB.
 */
#ifndef STACCATO_DECODER_H
#define STACCATO_DECODER_H

#include <fcgiapp.h>

#include "buffer.h"

struct decoder {
    FCGX_Request request;
    int memory;       /* the memfd, -1 if there is none */
    char *mapped;     /* its bytes, MAP_FAILED if it is not mapped */
    size_t capacity;  /* how many there are */
    size_t allocated; /* of them, at their end, that have memory */
    struct staccato_buffer body;
};

/* Bytes of the memfd that requests of up to max_length bytes take: whole pages. */
size_t decoder_capacity(size_t max_length);

/* For requests of up to max_length bytes. Returns false, with errno, if the system gives no such
 * memory. */
bool decoder_open(struct decoder *decoder, size_t max_length);

/* Decodes the records of one whole request with so many well-formed parameters (pairs.h) and a body
 * of body_length bytes. Returns the parameters, "NAME=value" strings ended by NULL, or NULL if
 * memory ran out. They and decoder->body are valid until decoder_finish. */
char **decoder_decode(struct decoder *decoder, struct staccato_text records, size_t params,
                      size_t body_length);

/* Releases what decode returned. Harmless after it returned NULL. */
void decoder_finish(struct decoder *decoder);

void decoder_close(struct decoder *decoder);

#endif
