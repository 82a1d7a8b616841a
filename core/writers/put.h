/* Writing text where there is room for it: for writers only. The put functions write at `at` and
 * return where they stopped. */
#ifndef STACCATO_PUT_H
#define STACCATO_PUT_H

#include <string.h>

#include "text.h"

#define PUT(at, literal)                                                                           \
    ((at) = (char *)memcpy((at), (literal), sizeof(literal) - 1) + sizeof(literal) - 1)

static inline char *put_text(char *at, struct staccato_text text) {
    memcpy(at, text.data, text.length);
    return at + text.length;
}

/* In decimal, any number. */
static inline char *put_long_number(char *at, unsigned int number) {
    char *end = at;
    for (unsigned int rest = number; rest > 0; rest /= 10) {
        end++;
    }
    for (char *digit = end; digit > at; number /= 10) {
        *--digit = (char)('0' + number % 10);
    }
    return end;
}

/* In decimal. Most numbers are short, and a loop would cost more than their digits. */
static inline char *put_number(char *at, unsigned int number) {
    if (number < 10) {
        *at = (char)('0' + number);
        return at + 1;
    }
    if (number >= 1000) {
        return put_long_number(at, number);
    }
    if (number >= 100) {
        *at++ = (char)('0' + number / 100);
        number %= 100;
    }
    at[0] = (char)('0' + number / 10);
    at[1] = (char)('0' + number % 10);
    return at + 2;
}

static inline char *put_signed(char *at, int number) {
    if (number < 0) {
        *at++ = '-';
    }
    return put_number(at, (unsigned int)(number < 0 ? -number : number));
}

#endif
