/* The fields of a request, read from a JSON body by their rows; or the 422 that says what is wrong
 * with them.
 *
 *     struct fields fields;
 *     if (!fields_open(&fields)) ...  // memory ran out
 *     if (fields_read(&fields, rows, count, body, &out) == FIELDS_READ)
 *         ...  // fields.arguments[0 … count - 1]
 */
#ifndef STACCATO_FIELDS_H
#define STACCATO_FIELDS_H

#include <json-c/json.h>

#include "buffer.h"
#include "field.h"

/* Reads bodies; reusable, one per worker. */
struct fields {
    struct json_tokener *tokener;
    struct json_object *strings[STACCATO_FIELDS_MAX]; /* those that had to be decoded */
    struct staccato_item items[STACCATO_FIELDS_MAX];
    struct staccato_argument arguments[STACCATO_FIELDS_MAX]; /* one for each row, in order */
};

enum fields_result {
    FIELDS_READ,      /* the arguments are filled */
    FIELDS_INVALID,   /* the detail is written */
    FIELDS_NO_MEMORY, /* neither; what was appended is of no use */
};

/* Returns false if memory ran out. */
bool fields_open(struct fields *fields);

/* Reads a body by the rows of `count` fields. The arguments point into body, into fields and to
 * constants, and are valid until the next call of read or close. An INVALID body's answer,
 * {"detail": [...]} in pydantic v2's form, is appended to out. Fields are checked in the order of
 * their rows; of two equal keys the last wins. */
enum fields_result fields_read(struct fields *fields, const struct staccato_field *rows,
                               size_t count, struct staccato_text body,
                               struct staccato_buffer *out);

void fields_close(struct fields *fields);

#endif
