/* A request put together from the records of one connection, in whatever pieces they arrive.
 *
 * libfcgi reads a request from a descriptor and waits for what is missing. So one peer that sends
 * half a request would stop a worker. An assembly collects records until a request is whole, and
 * only then libfcgi reads it (decoder.h).
 *
 * The request is rewritten on the way: without padding, in as few records as possible. So half a
 * request takes no more memory than its content, however it is cut up. libfcgi never sees padding,
 * which it counts wrong: 2.4.2 keeps paddingLen when it goes from the parameters to the body.
 * Records that are not part of the request are left out. Management records are answered. A second
 * request at once is turned down, since requests are not multiplexed (FCGI_CANT_MPX_CONN).
 */
#ifndef STACCATO_ASSEMBLY_H
#define STACCATO_ASSEMBLY_H

#include <stdint.h>

#include "buffer.h"
#include "config.h"

enum stage {
    STAGE_BEGIN,  /* no request yet */
    STAGE_PARAMS, /* until their empty record */
    STAGE_STDIN,  /* until its empty record */
};

/* All zero is an assembly without any bytes. Append what was received to `bytes`. */
struct assembly {
    struct staccato_buffer bytes;
    size_t walked; /* bytes of the request so far; those behind are not looked at yet */
    size_t newest; /* where in the request its newest record begins */
    enum stage stage;
    uint16_t request_id;
    bool keep_connection;
    size_t params_length; /* content so far, bytes */
    size_t body_length;
};

enum assembly_result {
    ASSEMBLY_INCOMPLETE,  /* wait for more bytes */
    ASSEMBLY_WHOLE,       /* the first `walked` bytes are a request */
    ASSEMBLY_BODY_OVER,   /* likewise, but its body is over the limit and cut off */
    ASSEMBLY_PARAMS_OVER, /* its parameters are over their limit */
    ASSEMBLY_ENDED,       /* it was aborted or had an unknown role, is answered and gone */
    ASSEMBLY_BROKEN,      /* this is not FastCGI: close the connection */
};

/* Parameters of one request, bytes. nginx and lighttpd take some 32 KiB of headers at most. It is
 * what one record holds, so that the parameters always stand in a row. */
enum { PARAMS_MAX = 65535 };

/* The most bytes that a request can have once it is whole. */
size_t assembly_length_max(const struct config *config);

/* Walks on, in time proportional to the bytes received since. Answers to records that are not the
 * request's are appended to replies. */
enum assembly_result assembly_walk(struct assembly *assembly, const struct config *config,
                                   struct staccato_buffer *replies);

/* The params_length bytes of a whole request's parameters. */
char *assembly_params(const struct assembly *assembly);

/* Takes the request out and is ready for the next, whose first bytes may be there already. */
void assembly_next(struct assembly *assembly);

void assembly_free(struct assembly *assembly);

#endif
