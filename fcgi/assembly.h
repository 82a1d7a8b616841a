/* A request put together from the records of one connection, in whatever pieces they arrive.
 *
 * libfcgi reads a request from a descriptor and waits for what is missing, so one peer that sends
 * half a request would stop a worker. Here bytes are only walked, record by record, until a whole
 * request stands in memory; libfcgi gets it then (decoder.h). On the way it gets its plainest form:
 * no padding, as few records as can be. So a half-request costs what it says and no more, however
 * it is cut up, and libfcgi never sees padding, which it loses count of (2.4.2 leaves paddingLen
 * standing when it goes from the parameters to the body). What is not part of the request is left
 * out: management records, which are answered, and other requests' records, since requests are not
 * multiplexed (FCGI_CANT_MPX_CONN).
 */
#ifndef STACCATO_ASSEMBLY_H
#define STACCATO_ASSEMBLY_H

#include <stdint.h>

#include "buffer.h"
#include "config.h"

enum staccato_stage {
    STACCATO_STAGE_BEGIN,  /* no request yet */
    STACCATO_STAGE_PARAMS, /* until their empty record */
    STACCATO_STAGE_STDIN,  /* until its empty record */
};

/* All zero is an assembly without any bytes. Append what was received to `bytes`. */
struct staccato_assembly {
    struct staccato_buffer bytes;
    size_t walked; /* of the bytes: the request so far; behind it stands what was received since */
    size_t newest; /* where in the request its newest record begins */
    enum staccato_stage stage;
    uint16_t request_id;
    bool keep_connection;
    size_t params_length; /* content so far, bytes */
    size_t body_length;
};

enum staccato_assembly_result {
    STACCATO_ASSEMBLY_INCOMPLETE,  /* wait for more bytes */
    STACCATO_ASSEMBLY_WHOLE,       /* the first `walked` bytes are a request */
    STACCATO_ASSEMBLY_BODY_OVER,   /* likewise, but its body is over the limit and cut off */
    STACCATO_ASSEMBLY_PARAMS_OVER, /* its parameters are over their limit */
    STACCATO_ASSEMBLY_ENDED,       /* it was aborted or had an unknown role, is answered and gone */
    STACCATO_ASSEMBLY_BROKEN,      /* this is not FastCGI: close the connection */
};

/* Parameters of one request, bytes. nginx and lighttpd take some 32 KiB of headers at most. */
enum { STACCATO_PARAMS_MAX = 64 * 1024 };

/* The most bytes that a request can have once it is whole. */
size_t staccato_assembly_length_max(const struct staccato_config *config);

/* Walks on, in time proportional to the bytes received since. Answers to records that are not the
 * request's are appended to replies. */
enum staccato_assembly_result staccato_assembly_walk(struct staccato_assembly *assembly,
                                                     const struct staccato_config *config,
                                                     struct staccato_buffer *replies);

/* Takes the request out and is ready for the next, whose first bytes may be there already. */
void staccato_assembly_next(struct staccato_assembly *assembly);

void staccato_assembly_free(struct staccato_assembly *assembly);

#endif
