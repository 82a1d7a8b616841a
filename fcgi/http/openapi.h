/* The description of the service for programs: OpenAPI 3.1. */
#ifndef STACCATO_OPENAPI_H
#define STACCATO_OPENAPI_H

#include "buffer.h"

/* Appends share/openapi.json, with the version where it says @VERSION@. */
void openapi_write(struct staccato_buffer *out);

#endif
