/* Cross-origin requests: which origins may read an answer, and what a preflight is told. */
#ifndef STACCATO_CORS_H
#define STACCATO_CORS_H

#include "buffer.h"
#include "config.h"
#include "request.h"

/* Whether the request has an Origin that the configuration allows, byte for byte. */
bool cors_allowed(const struct config *config, const struct request *request);

/* Whether this is a preflight: OPTIONS with Origin and Access-Control-Request-Method. */
bool cors_is_preflight(const struct request *request);

/* Appends the header lines that every answer to an allowed origin carries. */
void cors_write_headers(struct staccato_text origin, struct staccato_buffer *out);

/* Appends the header lines of a link's answer: every origin may read it, so one cached copy serves
 * all. */
void cors_write_public(struct staccato_buffer *out);

/* Appends the further header lines that the answer to an allowed preflight carries. */
void cors_write_preflight(const struct request *request, struct staccato_buffer *out);

#endif
