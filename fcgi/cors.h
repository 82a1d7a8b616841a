/* Cross-origin requests: which origins may read an answer, and what a preflight is told. */
#ifndef STACCATO_CORS_H
#define STACCATO_CORS_H

#include "buffer.h"
#include "config.h"
#include "request.h"

/* Whether the request has an Origin that the configuration allows, byte for byte. */
bool staccato_cors_allowed(const struct staccato_config *config,
                           const struct staccato_http_request *request);

/* Whether this is a preflight: OPTIONS with Origin and Access-Control-Request-Method. */
bool staccato_cors_is_preflight(const struct staccato_http_request *request);

/* Appends the header lines that every answer to an allowed origin carries. */
void staccato_cors_write_headers(struct staccato_text origin, struct staccato_buffer *out);

/* Appends the further header lines that the answer to an allowed preflight carries. */
void staccato_cors_write_preflight(const struct staccato_http_request *request,
                                   struct staccato_buffer *out);

#endif
