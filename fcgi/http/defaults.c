/* A list of defaults, each found where its row is asked for after the one before. */
#include "defaults.h"

#include <stdlib.h>

struct default_argument {
    const struct staccato_field *row;
    struct staccato_argument argument;
};

const struct staccato_argument *defaults_find(struct defaults *defaults,
                                              const struct staccato_field *row) {
    for (size_t i = 0; i < defaults->count; i++) {
        size_t place = (defaults->next + i) % defaults->count;
        if (defaults->arguments[place].row == row) {
            defaults->next = place + 1;
            return &defaults->arguments[place].argument;
        }
    }
    return NULL;
}

static bool make_room(struct defaults *defaults) {
    if (defaults->count < defaults->capacity) {
        return true;
    }
    size_t capacity = 2 * defaults->capacity + STACCATO_FIELDS_MAX;
    struct default_argument *grown = realloc(defaults->arguments, capacity * sizeof(*grown));
    if (grown == NULL) {
        return false;
    }
    defaults->arguments = grown;
    defaults->capacity = capacity;
    return true;
}

const struct staccato_argument *defaults_add(struct defaults *defaults,
                                             const struct staccato_field *row,
                                             const struct staccato_item *items, size_t count) {
    struct staccato_item *copy = malloc(count * sizeof(*copy));
    if (copy == NULL || !make_room(defaults)) {
        free(copy);
        return NULL;
    }
    memcpy(copy, items, count * sizeof(*copy));
    struct default_argument *added = &defaults->arguments[defaults->count++];
    added->row = row;
    added->argument.count = count;
    added->argument.items = copy;
    return &added->argument;
}

void defaults_free(struct defaults *defaults) {
    for (size_t i = 0; i < defaults->count; i++) {
        free((void *)defaults->arguments[i].argument.items);
    }
    free(defaults->arguments);
    *defaults = (struct defaults){0};
}
