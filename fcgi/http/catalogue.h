/* The table of exercises for pages: what OpenAPI says of them, without its examples, in a twentieth
 * of its bytes. */
#ifndef STACCATO_CATALOGUE_H
#define STACCATO_CATALOGUE_H

#include "buffer.h"

/* Appends {"exercises": [{"name", "title", "summary", "draws", "formats", "example", "fields"},
 * …]}, each field with its name, whether it is required, and its JSON Schema. */
void catalogue_write(struct staccato_buffer *out);

#endif
