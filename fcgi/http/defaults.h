/* What stands for fields that are absent, read from their rows once and kept.
 *
 *     const struct staccato_argument *argument = defaults_find(&defaults, row);
 *     if (argument == NULL) {
 *         argument = defaults_add(&defaults, row, items, count);  // NULL: memory ran out
 *     }
 */
#ifndef STACCATO_DEFAULTS_H
#define STACCATO_DEFAULTS_H

#include "field.h"

struct default_argument;

/* All zero is valid and empty. */
struct defaults {
    size_t count;
    size_t capacity;
    size_t next; /* where the last was found: rows are asked for in their order */
    struct default_argument *arguments;
};

/* What was kept for a row, NULL if nothing was. It is valid until the next is added. */
const struct staccato_argument *defaults_find(struct defaults *defaults,
                                              const struct staccato_field *row);

/* Keeps a copy of the items of a row that has none, and returns it; NULL if memory ran out. Texts
 * must last as long as the row does. */
const struct staccato_argument *defaults_add(struct defaults *defaults,
                                             const struct staccato_field *row,
                                             const struct staccato_item *items, size_t count);

void defaults_free(struct defaults *defaults);

#endif
