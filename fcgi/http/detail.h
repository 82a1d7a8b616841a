/* What is wrong with a request: the 422 that pydantic v2 (2.13) would answer. */
#ifndef STACCATO_DETAIL_H
#define STACCATO_DETAIL_H

#include "buffer.h"
#include "field.h"

/* What can be wrong. SOUND is nothing, NO_MEMORY is nobody's fault; the others have rows in
 * detail.c. */
enum fault {
    SOUND,
    MISSING,
    NO_OBJECT,
    NO_STRING,
    NO_INTEGER,
    FRACTION,
    NO_INTEGER_STRING,
    TOO_LARGE,
    TOO_SMALL_NUMBER,
    TOO_BIG_NUMBER,
    OUT_OF_RANGE_ITEM,
    NO_CHOICE,
    NO_BOOLEAN_TEXT,
    NO_BOOLEAN,
    NO_LIST,
    EMPTY_LIST,
    EXTRA,
    NO_SEED,
    LONG_SEED,
    NO_MEMORY,
};

/* What pydantic calls it: "missing". Not of SOUND and NO_MEMORY. */
struct staccato_text detail_type(enum fault fault);

/* The list of entries, which becomes an answer when there is anything in it. */
struct detail {
    struct staccato_buffer *out;
    const char *where; /* the first part of each location: "body" or "query" */
    bool is_empty;
};

enum { NO_INDEX = -1 };

/* Adds an entry for a field, or for the request as a whole where row is NULL; index is an item's in
 * a list, or NO_INDEX. input is JSON. number is what OUT_OF_RANGE_ITEM names. */
void detail_add(struct detail *detail, enum fault fault, const struct staccato_field *row,
                long index, struct staccato_text input, int64_t number);

/* Adds an entry for a parameter that no row has: its name and value are texts, not JSON. */
void detail_add_extra(struct detail *detail, struct staccato_text name, struct staccato_text input);

/* Adds the entry for a body that is not JSON: the byte at which it stops being so, and why. */
void detail_add_no_json(struct detail *detail, size_t offset, const char *reason);

/* Adds the entry for a query that is not what forms send: the byte at which that parameter begins.
 */
void detail_add_no_query(struct detail *detail, size_t offset);

/* Ends the list. */
void detail_end(struct detail *detail);

#endif
