/* Comma-separated lists, as environment variables hold them. */
#ifndef STACCATO_COMMAS_H
#define STACCATO_COMMAS_H

#include "text.h"

/* Takes the first entry off a list that is not empty, without the spaces around it; it may be empty
 * itself. */
static inline struct staccato_text commas_take(struct staccato_text *list) {
    const char *comma = memchr(list->data, ',', list->length);
    struct staccato_text entry = {list->data,
                                  comma == NULL ? list->length : (size_t)(comma - list->data)};
    size_t taken = entry.length + (comma != NULL);
    list->data += taken;
    list->length -= taken;
    while (entry.length > 0 && entry.data[0] == ' ') {
        entry.data++;
        entry.length--;
    }
    while (entry.length > 0 && entry.data[entry.length - 1] == ' ') {
        entry.length--;
    }
    return entry;
}

#endif
