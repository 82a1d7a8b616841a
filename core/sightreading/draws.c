/* A draw with weights. */
#include "parts.h"

size_t staccato_sight_weighted(struct staccato_draw *draw, const uint64_t *weights, size_t count) {
    uint64_t sum = 0;
    unsigned int shift = 0;
    for (size_t i = 0; i < count; i++) {
        sum += weights[i];
    }
    while (sum >> shift > UINT32_MAX) { /* no table makes such weights: a bound, not a rule */
        shift++;
    }
    uint64_t drawn = (uint64_t)staccato_draw_below(draw, (uint32_t)(sum >> shift)) << shift;
    size_t i = 0;
    while (i < count - 1 && drawn >= weights[i]) {
        drawn -= weights[i++];
    }
    return i;
}
