/* From the bytes that one connection has sent to the bytes of its answers, without a socket.
 *
 *     staccato_buffer_append(&assembly.bytes, received, count);
 *     while (staccato_responder_step(&responder, &assembly, &out) == STACCATO_RESPONDER_AGAIN) {
 *     }
 *     // out is what to send; with STACCATO_RESPONDER_CLOSE as the result, close then
 */
#ifndef STACCATO_RESPONDER_H
#define STACCATO_RESPONDER_H

#include "assembly.h"
#include "decoder.h"
#include "service.h"

/* One per worker. */
struct staccato_responder {
    struct staccato_service *service;
    struct staccato_decoder decoder;
    unsigned int answered; /* requests so far */
};

enum staccato_responder_result {
    STACCATO_RESPONDER_WAIT,  /* nothing to do until more bytes come */
    STACCATO_RESPONDER_AGAIN, /* a request is answered or turned down; there may be another */
    STACCATO_RESPONDER_CLOSE, /* send what there is, then close the connection */
};

/* The service is borrowed. Returns false, with errno, if the system has not what it takes. */
bool staccato_responder_open(struct staccato_responder *responder,
                             struct staccato_service *service);

/* Takes one step through what a connection has sent, of which nothing must have failed, and appends
 * what it is to be sent to out. With
 * out->failed afterwards memory ran out for that: nothing of it is fit to be sent. */
enum staccato_responder_result staccato_responder_step(struct staccato_responder *responder,
                                                       struct staccato_assembly *assembly,
                                                       struct staccato_buffer *out);

void staccato_responder_close(struct staccato_responder *responder);

#endif
