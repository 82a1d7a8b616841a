/* The fields of a request, read from a JSON object by their rows; or the 422 that says what is
 * wrong with them.
 *
 *     struct fields fields;
 *     if (!fields_open(&fields)) ...  // memory ran out
 *     const struct fields_source source = {.where = "body", .text = body};
 *     if (fields_read(&fields, rows, count, &source, &out) == FIELDS_READ)
 *         ...  // fields.arguments[0 … count - 1]
 */
#ifndef STACCATO_FIELDS_H
#define STACCATO_FIELDS_H

#include <json-c/json.h>

#include "buffer.h"
#include "defaults.h"
#include "field.h"
#include "query.h"

enum { FIELD_ROWS_MAX = 2 * STACCATO_FIELDS_MAX }; /* of an exercise and a format together */

/* Reads requests; reusable, one per worker. */
struct fields {
    struct json_tokener *tokener;
    struct staccato_buffer decoded; /* strings that had escapes */
    struct staccato_buffer items;   /* struct staccato_item, one behind the other */
    struct staccato_buffer given;   /* private: a query's lists, an item a parameter */
    struct query query;
    struct defaults defaults;
    struct staccato_argument arguments[FIELD_ROWS_MAX]; /* one for each row, in order */
    struct staccato_argument absent[FIELD_ROWS_MAX];    /* what stands for each when it is absent */
};

enum fields_result {
    FIELDS_READ,      /* the arguments are filled */
    FIELDS_INVALID,   /* the detail is written */
    FIELDS_NO_MEMORY, /* neither; what was appended is of no use */
};

/* Where a request's fields stand. */
struct fields_source {
    const char *where;         /* "body" or "query": how locations begin */
    struct staccato_text text; /* an object, or a query string; whatever a client sends */
    bool is_query;             /* what no row has is refused, what is missing has no input */
};

/* Returns false if memory ran out. */
bool fields_open(struct fields *fields);

/* Reads an object by `count` rows, given one by one as there may be several tables of them. The
 * arguments point into the object, into fields and to constants, and are valid until the next call
 * of read or close. An INVALID object's answer, {"detail": [...]} in pydantic v2's form, is
 * appended to out. Fields are checked in the order of their rows; of two equal keys the last wins.
 */
enum fields_result fields_read(struct fields *fields, const struct staccato_field *const rows[],
                               size_t count, const struct fields_source *source,
                               struct staccato_buffer *out);

void fields_close(struct fields *fields);

#endif
