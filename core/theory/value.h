/* Note values: what a note looks like and how long it lasts.
 *
 *     uint8_t value = STACCATO_VALUE(STACCATO_QUARTER, 1);          // a dotted quarter
 *     unsigned int ticks = staccato_values[value].ticks;            // 144
 *
 * In ticks of 1/96 quarter every length is whole, that of 64ths, of dotted values and of triplets
 * too.
 */
#ifndef STACCATO_VALUE_H
#define STACCATO_VALUE_H

#include <stdbool.h>
#include <stdint.h>

enum { STACCATO_TICKS = 96 }; /* a quarter */

/* What a note looks like, but for its dots; the order is that of length. */
enum staccato_type {
    STACCATO_128TH, /* comes from barlines only */
    STACCATO_64TH,
    STACCATO_32ND,
    STACCATO_16TH,
    STACCATO_EIGHTH,
    STACCATO_QUARTER,
    STACCATO_HALF,
    STACCATO_WHOLE,
    STACCATO_BREVE,
    STACCATO_TYPES /* how many there are */
};

enum {
    STACCATO_DOTS_MAX = 4,         /* of a plain value */
    STACCATO_TRIPLET_DOTS_MAX = 2, /* of one in a triplet */
    STACCATO_VALUES_A_TYPE = STACCATO_DOTS_MAX + 1 + STACCATO_TRIPLET_DOTS_MAX + 1,
    STACCATO_VALUES = STACCATO_TYPES * STACCATO_VALUES_A_TYPE,
};

/* The row of a plain value with 0..4 dots, and of one in a triplet with 0..2. Both are constants
 * where their arguments are. */
#define STACCATO_VALUE(type, dots) ((uint8_t)((type)*STACCATO_VALUES_A_TYPE + (dots)))
#define STACCATO_TRIPLET(type, dots)                                                               \
    ((uint8_t)((type)*STACCATO_VALUES_A_TYPE + STACCATO_DOTS_MAX + 1 + (dots)))

struct staccato_value {
    uint8_t type; /* enum staccato_type */
    uint8_t dots;
    bool triplet;   /* three last as long as two */
    uint8_t flags;  /* 0 for a quarter and longer, 1 for an eighth … 5 for a 128th */
    uint16_t ticks; /* as it sounds; 0: no such value, as its length is not whole */
};

/* The row of a value is STACCATO_VALUE's or STACCATO_TRIPLET's. */
extern const struct staccato_value staccato_values[STACCATO_VALUES];

/* The type's name in MusicXML (note-type-value): "breve", "whole" … "128th". */
extern const char *const staccato_type_names[STACCATO_TYPES];

/* The plain value that lasts so many ticks, with up to four dots; or, where none does, the longest
 * undotted one that is shorter. ticks is 3 or more, a multiple of 3. */
uint8_t staccato_value_fitting(unsigned int ticks);

#endif
