/* One value of a request, read from JSON as pydantic v2 reads it. */
#ifndef STACCATO_SCALAR_H
#define STACCATO_SCALAR_H

#include "detail.h"
#include "json_escape.h"

/* Reads the source of a JSON value as a field's row says; bounds are looked at where the field is
 * no list. Strings with escapes are decoded to `decoded`, as json_read_string says. Returns SOUND
 * with *item filled, or what is wrong. */
enum fault scalar_read(const struct staccato_field *row, struct staccato_text source,
                       struct json_tokener *tokener, struct staccato_buffer *decoded,
                       struct staccato_item *item);

#endif
