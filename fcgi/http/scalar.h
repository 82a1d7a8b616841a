/* One value of a request, read as pydantic v2 reads it. */
#ifndef STACCATO_SCALAR_H
#define STACCATO_SCALAR_H

#include "detail.h"
#include "json_escape.h"

/* Reads a text, which a query or a string in JSON holds, as a field's row says; bounds are looked
 * at where the field is no list. Returns SOUND with *item filled, or what is wrong. */
enum fault scalar_read_text(const struct staccato_field *row, struct staccato_text text,
                            struct staccato_item *item);

/* The same of the source of a JSON value. Strings with escapes are decoded to `decoded`, as
 * json_read_string says. */
enum fault scalar_read(const struct staccato_field *row, struct staccato_text source,
                       struct json_tokener *tokener, struct staccato_buffer *decoded,
                       struct staccato_item *item);

#endif
