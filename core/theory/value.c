/* The table of note values. */
#include "value.h"

/* A value of so many undotted ticks with n dots lasts 2 - 1/2^n times as long; 0 if that is not
 * whole. In a triplet it lasts two thirds of that. */
#define DOTTED(ticks, dots)                                                                        \
    ((ticks) * ((2 << (dots)) - 1) % (1 << (dots)) == 0                                            \
         ? (ticks) * ((2 << (dots)) - 1) / (1 << (dots))                                           \
         : 0)
#define THIRDS(ticks) ((ticks)*2 % 3 == 0 ? (ticks)*2 / 3 : 0)
#define PLAIN(type, flags, ticks, dots)                                                            \
    [STACCATO_VALUE(type, dots)] = {type, dots, false, flags, DOTTED(ticks, dots)}
#define TRIPLET(type, flags, ticks, dots)                                                          \
    [STACCATO_TRIPLET(type, dots)] = {type, dots, true, flags, THIRDS(DOTTED(ticks, dots))}
#define ROWS(type, flags, ticks)                                                                   \
    PLAIN(type, flags, ticks, 0), PLAIN(type, flags, ticks, 1), PLAIN(type, flags, ticks, 2),      \
        PLAIN(type, flags, ticks, 3), PLAIN(type, flags, ticks, 4),                                \
        TRIPLET(type, flags, ticks, 0), TRIPLET(type, flags, ticks, 1),                            \
        TRIPLET(type, flags, ticks, 2)

const struct staccato_value staccato_values[STACCATO_VALUES] = {
    ROWS(STACCATO_128TH, 5, 3),  ROWS(STACCATO_64TH, 4, 6),    ROWS(STACCATO_32ND, 3, 12),
    ROWS(STACCATO_16TH, 2, 24),  ROWS(STACCATO_EIGHTH, 1, 48), ROWS(STACCATO_QUARTER, 0, 96),
    ROWS(STACCATO_HALF, 0, 192), ROWS(STACCATO_WHOLE, 0, 384), ROWS(STACCATO_BREVE, 0, 768),
};

const char *const staccato_type_names[STACCATO_TYPES] = {
    [STACCATO_128TH] = "128th", [STACCATO_64TH] = "64th",     [STACCATO_32ND] = "32nd",
    [STACCATO_16TH] = "16th",   [STACCATO_EIGHTH] = "eighth", [STACCATO_QUARTER] = "quarter",
    [STACCATO_HALF] = "half",   [STACCATO_WHOLE] = "whole",   [STACCATO_BREVE] = "breve",
};

uint8_t staccato_value_fitting(unsigned int ticks) {
    enum {
        TICKS = 3,
        TOP_BIT = 31
    }; /* of a 128th; of an unsigned int. Each type is twice the last */
    int type = TOP_BIT - __builtin_clz(ticks / TICKS);
    type = type < STACCATO_BREVE ? type : STACCATO_BREVE;
    for (int dots = 1; dots <= STACCATO_DOTS_MAX; dots++) {
        if (staccato_values[STACCATO_VALUE(type, dots)].ticks == ticks) {
            return STACCATO_VALUE(type, dots);
        }
    }
    return STACCATO_VALUE(type, 0);
}
