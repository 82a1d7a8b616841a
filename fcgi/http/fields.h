/* The fields of an exercise, read from a JSON body; or the 422 that says what is wrong with them.
 */
#ifndef STACCATO_FIELDS_H
#define STACCATO_FIELDS_H

#include <json-c/json.h>

#include "buffer.h"
#include "exercise.h"

/* Reads bodies; reusable, one per worker. Start with fields_open. */
struct fields {
    struct json_tokener *tokener;
    struct json_object *strings[STACCATO_FIELDS_MAX]; /* those that had to be decoded */
};

enum fields_result {
    FIELDS_READ,      /* the request is filled */
    FIELDS_INVALID,   /* the detail is written */
    FIELDS_NO_MEMORY, /* neither; what was appended is of no use */
};

/* Returns false if memory ran out. */
bool fields_open(struct fields *fields);

/* Reads the body of a request for the exercise. The texts in *request point into body, or are valid
 * until the next call of read or close. An INVALID body's answer, {"detail": [...]} in pydantic
 * v2's form, is appended to out. Fields are checked in the exercise's order; of two equal keys the
 * last wins. */
enum fields_result fields_read(struct fields *fields, const struct staccato_exercise *exercise,
                               struct staccato_text body, union staccato_request *request,
                               struct staccato_buffer *out);

void fields_close(struct fields *fields);

#endif
