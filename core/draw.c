/* SplitMix64 from a seed's FNV-1a. */
#include "draw.h"

#include <stdlib.h>

struct staccato_draw staccato_draw_seeded(struct staccato_text seed) {
    uint64_t hash = 0xcbf29ce484222325; /* FNV's offset basis, then its prime for each byte */
    for (size_t i = 0; i < seed.length; i++) {
        hash = (hash ^ (unsigned char)seed.data[i]) * 0x100000001b3;
    }
    return (struct staccato_draw){.state = hash};
}

struct staccato_draw staccato_draw_random(void) {
    struct staccato_draw draw;
    arc4random_buf(&draw.state, sizeof(draw.state));
    return draw;
}

uint64_t staccato_draw_next(struct staccato_draw *draw) {
    draw->state += 0x9e3779b97f4a7c15;
    uint64_t bits = draw->state;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

uint32_t staccato_draw_below(struct staccato_draw *draw, uint32_t bound) {
    uint64_t product = (staccato_draw_next(draw) >> 32) * bound;
    /* A low half under 2^32 mod bound would make some results likelier than others. That is less
     * than bound: mostly there is nothing to divide. */
    while ((uint32_t)product < bound && (uint32_t)product < -bound % bound) {
        product = (staccato_draw_next(draw) >> 32) * bound;
    }
    return (uint32_t)(product >> 32);
}
