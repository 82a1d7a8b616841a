/* Walking name-value pairs. */
#include "pairs.h"

/* Takes a length off the front: one byte, as almost all are, or four with the highest bit set.
 * False if it is cut off. */
static inline bool take_length(struct staccato_text *pairs, size_t *length) {
    const unsigned char *bytes = (const unsigned char *)pairs->data;
    size_t size = 1;
    if (pairs->length > 0 && bytes[0] < 0x80) {
        *length = bytes[0];
    } else if (pairs->length >= 4) {
        *length = ((size_t)(bytes[0] & 0x7F) << 24) | ((size_t)bytes[1] << 16) |
                  ((size_t)bytes[2] << 8) | bytes[3];
        size = 4;
    } else {
        return false;
    }
    pairs->data += size;
    pairs->length -= size;
    return true;
}

/* Takes the lengths off the front of a pair whose name and value are there. */
static inline bool take_lengths(struct staccato_text *pairs, size_t *name, size_t *value) {
    return take_length(pairs, name) && take_length(pairs, value) && *name <= pairs->length &&
           *value <= pairs->length - *name;
}

bool pairs_take(struct staccato_text *pairs, struct staccato_text *name,
                struct staccato_text *value) {
    if (!take_lengths(pairs, &name->length, &value->length)) {
        return false;
    }
    name->data = pairs->data;
    value->data = name->data + name->length;
    pairs->data = value->data + value->length;
    pairs->length -= name->length + value->length;
    return true;
}

bool pairs_prepare(char *bytes, size_t length, size_t *count) {
    enum { SUB = 0x1A };
    struct staccato_text left = {bytes, length};
    size_t name;
    size_t value;
    size_t pairs = 0;
    const char *nul = memchr(bytes, '\0', length); /* the next one; few lengths have any */
    while (left.length > 0) {
        if (!take_lengths(&left, &name, &value)) {
            return false;
        }
        const char *end = left.data + name + value;
        for (; nul != NULL && nul < end;
             nul = memchr(nul + 1, '\0', (size_t)(bytes + length - nul - 1))) {
            if (nul >= left.data) {
                bytes[nul - bytes] = SUB;
            }
        }
        left.length -= name + value;
        left.data = end;
        pairs++;
    }
    *count = pairs;
    return true;
}
