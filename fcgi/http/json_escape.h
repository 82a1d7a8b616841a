/* JSON strings, by json-c. */
#ifndef STACCATO_JSON_ESCAPE_H
#define STACCATO_JSON_ESCAPE_H

#include <json-c/json.h>

#include "buffer.h"

/* The text that the source of a string, quotes included, stands for: without escapes it is the
 * source's own bytes, else what json-c makes of them. Those *decoded then holds, which is the
 * caller's to put; else it is left alone. Returns false if memory ran out. */
bool json_read_string(struct json_tokener *tokener, struct staccato_text source,
                      struct json_object **decoded, struct staccato_text *text);

/* Appends the text as a JSON string, quotes included. Returns false if memory ran out. */
bool json_write_string(struct staccato_text text, struct staccato_buffer *out);

#endif
