/* JSON as RFC 8259 has it, and where the members of an object stand in the text.
 *
 * json-c decodes and writes our JSON, but can't say these two things. Its strict mode (0.16) still
 * takes NaN and Infinity, "1.", "-01", raw control characters, overlong or surrogate UTF-8 and a
 * NUL behind the value; and it keeps an integer beyond 64 bits as the nearest one that fits, so
 * that the value a client sent is gone by the time an error is to name it. So the text is checked
 * here first, and values are handed on as they stand in it.
 *
 *     struct staccato_text value;
 *     struct json_error error;
 *     if (json_scan(STACCATO_TEXT("{\"octave\": 4}"), on_member, NULL, &value, &error))
 *         ...  // on_member was told "\"octave\"" and "4"; value is the whole object
 */
#ifndef STACCATO_JSON_SCAN_H
#define STACCATO_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

enum { JSON_DEPTH_MAX = 32 }; /* arrays and objects in each other */

/* Told of each member of the outermost object, in order: its name as it stands in the text, quotes
 * and escapes included, and its value likewise. A value is always followed by a byte of the text.
 */
typedef void json_member(void *context, struct staccato_text name, struct staccato_text value);

/* offset: the byte at which the text stops being JSON; reason: a constant English phrase. */
struct json_error {
    size_t offset;
    const char *reason;
};

/* Checks that text is one JSON value with nothing but white space around it. Returns true, with the
 * value's own bytes in *value, or false with *error; members may have been told by then. */
bool json_scan(struct staccato_text text, json_member *on_member, void *context,
               struct staccato_text *value, struct json_error *error);

/* Whether a text is well-formed UTF-8. */
bool json_is_utf8(struct staccato_text text);

/* Takes the next item off the text of an array that is valid JSON, brackets included, and returns
 * true, or returns false where there is none left. Start with *rest = the array. */
bool json_next_item(struct staccato_text *rest, struct staccato_text *item);

#endif
