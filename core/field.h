/* A field of a request, as a row says what it may hold; and what a request gave for it.
 *
 * Exercises and formats have rows of fields. Whoever reads requests (JSON bodies, query strings)
 * walks the rows, so neither an exercise nor a format ever sees how its fields were sent:
 *
 *     static const struct staccato_text modes[] = {STACCATO_TEXT_INIT("harmonic"),
 *                                                  STACCATO_TEXT_INIT("melodic")};
 *     static const struct staccato_field fields[] = {
 *         {.name = STACCATO_TEXT_INIT("displayMode"), .kind = STACCATO_CHOICE,
 *          .choices = modes, .choice_count = 2, .absent = "\"harmonic\""},
 *     };
 */
#ifndef STACCATO_FIELD_H
#define STACCATO_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

enum staccato_kind {
    STACCATO_STRING,
    STACCATO_INTEGER,
    STACCATO_BOOLEAN,
    STACCATO_CHOICE, /* one of a closed set of names */
};

enum { STACCATO_FIELDS_MAX = 20 }; /* of one exercise or format */

struct staccato_field {
    struct staccato_text name; /* as it is spelled on the wire */
    /* INTEGER: bounds, both included; least == most: none. */
    int64_t least;
    int64_t most;
    /* INTEGER, a list with bounds: what one item is called, e.g. "key signature". */
    const char *item_name;
    /* CHOICE: the names in their order. STRING, INTEGER: what the exercise plays; it refuses others
     * itself, as the field is valid all the same. */
    size_t choice_count;
    const struct staccato_text *choices;
    /* The JSON that stands for the field where it is absent, "null" for nothing; NULL: the field is
     * required. */
    const char *absent;
    /* STRING: what the exercise plays of each value, as an ECMA-262 regular expression that needs
     * no escaping in JSON; for descriptions only. NULL: none. */
    const char *pattern;
    const char *help; /* one English sentence, for descriptions of the service; NULL: none */
    enum staccato_kind kind;
    bool is_list;     /* one or more of the kind */
    bool is_nullable; /* null may be sent; it counts as nothing sent */
    bool is_seed;     /* STRING: 1 to 64 of 0-9 A-Z a-z _ . - */
    bool integers;    /* CHOICE: the names are decimal numbers, sent as integers */
};

/* One value. STRING and CHOICE: the text as it was sent. INTEGER: number; BOOLEAN: number is 0 or
 * 1; CHOICE: number is the index in choices. */
struct staccato_item {
    struct staccato_text text;
    int64_t number;
};

/* What was given for a field: no item where nothing or null was, one for a scalar. The items and
 * their texts are borrowed for the length of the call. */
struct staccato_argument {
    size_t count;
    const struct staccato_item *items;
};

#endif
