/* A link's query string, as the JSON object that a body would have said the same with. So query
 * strings and bodies are read by one reader (fields.h). */
#ifndef STACCATO_QUERY_H
#define STACCATO_QUERY_H

#include "buffer.h"
#include "field.h"

/* Appends the object: parameters in their order, percent-decoded as forms are, every value a
 * string; a parameter that a row calls a list is one array of all its values. Returns false where a
 * name or value is not UTF-8 or has a percent sign without two hexadecimal digits, with *offset the
 * byte of the query at which that parameter begins. out->failed says whether memory ran out.
 * scratch is for what is decoded: it grows to the longest name or value. */
bool query_to_json(struct staccato_text query, const struct staccato_field *const rows[],
                   size_t count, struct staccato_buffer *scratch, struct staccato_buffer *out,
                   size_t *offset);

/* Appends a text percent-encoded: all but letters, digits and - . _ ~ (RFC 3986, unreserved). */
void query_write(struct staccato_text text, struct staccato_buffer *out);

#endif
