/* A growable run of bytes that its caller owns and reuses, so that steady work allocates nothing.
 *
 *     struct staccato_buffer buffer = {0};
 *     staccato_buffer_append(&buffer, "<note>", 6);
 *     if (buffer.failed) ...                  // memory ran out somewhere on the way
 *     staccato_buffer_clear(&buffer, 65536);  // empty again, up to 64 KiB of memory kept
 *     staccato_buffer_free(&buffer);
 */
#ifndef STACCATO_BUFFER_H
#define STACCATO_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* All zero is a valid empty buffer. Once memory runs out `failed` stays set, and appends do
 * nothing, until the buffer is cleared or freed: a writer may check once, at its end. */
struct staccato_buffer {
    char *data;
    size_t length;
    size_t capacity;
    bool failed;
};

/* Grows the buffer by `more` bytes at least: what reserve does where there is no room yet. */
char *staccato_buffer_grow(struct staccato_buffer *buffer, size_t more);

/* Makes room for `more` bytes behind the content and returns where they start, NULL when memory
 * ran out. Add what was written there to `length`. */
static inline char *staccato_buffer_reserve(struct staccato_buffer *buffer, size_t more) {
    bool has_room = buffer->data != NULL && more <= buffer->capacity - buffer->length;
    return has_room && !buffer->failed ? buffer->data + buffer->length
                                       : staccato_buffer_grow(buffer, more);
}

/* Appends length bytes; bytes must not point into the buffer. */
static inline void staccato_buffer_append(struct staccato_buffer *buffer, const char *bytes,
                                          size_t length) {
    char *room = staccato_buffer_reserve(buffer, length);
    if (room != NULL && length > 0) {
        memcpy(room, bytes, length);
        buffer->length += length;
    }
}

/* Appends a text. */
static inline void staccato_buffer_append_text(struct staccato_buffer *buffer,
                                               struct staccato_text text) {
    staccato_buffer_append(buffer, text.data, text.length);
}

/* Appends a number in decimal. */
void staccato_buffer_append_number(struct staccato_buffer *buffer, size_t number);

/* Appends a printf-formatted text. Convenient and slow, as it is formatted twice: not for what a
 * score is made of. */
__attribute__((format(printf, 2, 3))) void staccato_buffer_printf(struct staccato_buffer *buffer,
                                                                  const char *format, ...);

/* Removes `length` bytes (at most all) from the front; the rest moves up. */
void staccato_buffer_drop(struct staccato_buffer *buffer, size_t length);

/* Empties the buffer and forgets a failure. Memory is kept, except a block of more than `keep`
 * bytes, which is given back: one outsize answer must not stay with a worker for good. */
void staccato_buffer_clear(struct staccato_buffer *buffer, size_t keep);

/* Gives the memory back; the buffer is empty and usable again. */
void staccato_buffer_free(struct staccato_buffer *buffer);

#endif
