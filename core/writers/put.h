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

/* put.c: in decimal, any number but 0. */
char *staccato_put_long_number(char *at, unsigned int number);

/* Two digits. */
static inline char *put_pair(char *at, unsigned int number) {
    static const char pairs[] = /* 00 to 99 */
        "00010203040506070809"
        "10111213141516171819"
        "20212223242526272829"
        "30313233343536373839"
        "40414243444546474849"
        "50515253545556575859"
        "60616263646566676869"
        "70717273747576777879"
        "80818283848586878889"
        "90919293949596979899";
    memcpy(at, &pairs[2 * number], 2);
    return at + 2;
}

/* put.c: what numbers below 1000 look like, by the number: up to three digits, and how many. */
enum { PUT_DECIMALS = 1000, PUT_DECIMAL = 4 };
extern const char staccato_put_decimals[PUT_DECIMALS * PUT_DECIMAL + 1];

/* In decimal; there must be room for PUT_DECIMAL bytes. Most numbers are short: they are copied,
 * whatever their length, as a loop or a branch would cost more than their digits. */
static inline char *put_number(char *at, unsigned int number) {
    if (number < PUT_DECIMALS) {
        const char *decimal = &staccato_put_decimals[number * PUT_DECIMAL];
        memcpy(at, decimal, PUT_DECIMAL);
        return at + decimal[PUT_DECIMAL - 1];
    }
    return number < 10000 ? put_pair(put_pair(at, number / 100), number % 100)
                          : staccato_put_long_number(at, number);
}

static inline char *put_signed(char *at, int number) {
    if (number < 0) {
        *at++ = '-';
    }
    return put_number(at, (unsigned int)(number < 0 ? -number : number));
}

#endif
