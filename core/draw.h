/* Random numbers that a seed repeats for ever: FNV-1a (64 bits) of the seed's bytes is the state of
 * SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014); a draw
 * below n is Lemire's ("Fast random integer generation in an interval", 2019).
 *
 *     struct staccato_draw draw = staccato_draw_seeded(STACCATO_TEXT("7b-monday"));
 *     uint32_t degree = 1 + staccato_draw_below(&draw, 7);
 *
 * What a seed draws is part of the contract: links name exercises by it.
 */
#ifndef STACCATO_DRAW_H
#define STACCATO_DRAW_H

#include <stdint.h>

#include "text.h"

/* The state of the generator; may be copied to draw the same again. */
struct staccato_draw {
    uint64_t state;
};

/* A generator that repeats itself: the same bytes, the same numbers. */
struct staccato_draw staccato_draw_seeded(struct staccato_text seed);

/* A generator that nobody can foretell: its state is 64 bits of arc4random's. */
struct staccato_draw staccato_draw_random(void);

/* The next 64 bits. */
uint64_t staccato_draw_next(struct staccato_draw *draw);

/* Uniform in 0..bound-1; bound is 1 or more. Takes one output, a further one for each rejection,
 * for a bound of 1 too. */
uint32_t staccato_draw_below(struct staccato_draw *draw, uint32_t bound);

#endif
