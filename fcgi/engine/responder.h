/* From the bytes that one connection has sent to the bytes of its answers, without a socket.
 *
 *     staccato_buffer_append(&assembly.bytes, received, count);
 *     while (responder_step(&responder, &assembly, &out) == RESPONDER_AGAIN) {
 *     }
 *     // out is what to send; with RESPONDER_CLOSE as the result, close then
 */
#ifndef STACCATO_RESPONDER_H
#define STACCATO_RESPONDER_H

#include "assembly.h"
#include "decoder.h"
#include "service.h"

/* One per worker. */
struct responder {
    struct service *service;
    struct decoder decoder;
    unsigned int answered; /* requests so far */
};

enum responder_result {
    RESPONDER_WAIT,  /* nothing to do until more bytes come */
    RESPONDER_AGAIN, /* a request is answered or turned down; there may be another */
    RESPONDER_CLOSE, /* send what there is, then close the connection */
};

/* The service is borrowed. Returns false, with errno, if the system has not what it takes. */
bool responder_open(struct responder *responder, struct service *service);

/* Takes one step through what a connection has sent: at most one request is answered. Appends to
 * out what is to be sent. If memory ran out for that, out->failed is set: send nothing of it then,
 * and close the connection. assembly->bytes.failed must not be set. */
enum responder_result responder_step(struct responder *responder, struct assembly *assembly,
                                     struct staccato_buffer *out);

/* Counts and logs what a web server, or a connection of one, is turned down for. */
void responder_reject(struct responder *responder, enum rejection reason, const char *detail);

void responder_close(struct responder *responder);

#endif
