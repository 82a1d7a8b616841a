/* A piece of somebody else's text: its bytes and how many there are. */
#ifndef STACCATO_TEXT_H
#define STACCATO_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Borrowed bytes, not NUL-terminated, valid as long as their owner says. data may be NULL when
 * length is 0. */
struct staccato_text {
    const char *data;
    size_t length;
};

/* A string literal as a text, e.g. STACCATO_TEXT("tonic"). */
#define STACCATO_TEXT(literal) ((struct staccato_text){(literal), sizeof(literal) - 1})

/* The same as an initializer of a constant: .name = STACCATO_TEXT_INIT("tonic"). */
#define STACCATO_TEXT_INIT(literal)                                                                \
    { (literal), sizeof(literal) - 1 }

/* Whether two texts hold the same bytes. */
static inline bool staccato_text_equal(struct staccato_text a, struct staccato_text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

#endif
