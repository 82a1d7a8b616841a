/* The growable buffer. Growth doubles, so n appended bytes cost O(n). */
#include "buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { SMALLEST_BLOCK = 4096 };

char *staccato_buffer_grow(struct staccato_buffer *buffer, size_t more) {
    if (buffer->failed) {
        return NULL;
    }
    /* No block is larger than PTRDIFF_MAX. */
    size_t wanted = buffer->capacity < SMALLEST_BLOCK ? SMALLEST_BLOCK : buffer->capacity;
    while (wanted - buffer->length < more && wanted <= PTRDIFF_MAX / 2) {
        wanted *= 2;
    }
    char *grown = wanted - buffer->length < more ? NULL : realloc(buffer->data, wanted);
    if (grown == NULL) {
        buffer->failed = true;
        return NULL;
    }
    buffer->data = grown;
    buffer->capacity = wanted;
    return buffer->data + buffer->length;
}

void staccato_buffer_append_number(struct staccato_buffer *buffer, size_t number) {
    char digits[3 * sizeof(number)];
    char *first = digits + sizeof(digits);
    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    staccato_buffer_append(buffer, first, (size_t)(digits + sizeof(digits) - first));
}

void staccato_buffer_printf(struct staccato_buffer *buffer, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *room = length < 0 ? NULL : staccato_buffer_reserve(buffer, (size_t)length + 1);
    if (room == NULL) {
        buffer->failed = true;
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(room, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
}

void staccato_buffer_drop(struct staccato_buffer *buffer, size_t length) {
    if (length >= buffer->length) {
        buffer->length = 0;
        return;
    }
    buffer->length -= length;
    memmove(buffer->data, buffer->data + length, buffer->length);
}

void staccato_buffer_clear(struct staccato_buffer *buffer, size_t keep) {
    if (buffer->capacity > keep) {
        staccato_buffer_free(buffer);
    }
    buffer->length = 0;
    buffer->failed = false;
}

void staccato_buffer_free(struct staccato_buffer *buffer) {
    free(buffer->data);
    *buffer = (struct staccato_buffer){0};
}
