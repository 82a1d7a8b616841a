/* JSON strings, read and written. */
#ifndef STACCATO_JSON_ESCAPE_H
#define STACCATO_JSON_ESCAPE_H

#include <json-c/json.h>

#include "buffer.h"

/* The text that the source of a valid string, quotes included, stands for: without escapes it is
 * the source's own bytes, else what json-c makes of them, appended to `decoded`. There must be room
 * for the source's length in it, so that texts appended before do not move. Returns false if
 * memory ran out. */
bool json_read_string(struct json_tokener *tokener, struct staccato_text source,
                      struct staccato_buffer *decoded, struct staccato_text *text);

/* Appends the text as a JSON string, quotes included, as json-c writes it (without escaped
 * slashes). The text must be UTF-8; out->failed says whether memory ran out. */
void json_write_string(struct staccato_text text, struct staccato_buffer *out);

#endif
