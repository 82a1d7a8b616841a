/* How much a note likes a pitch. */
#ifndef STACCATO_SIGHT_WEIGHTS_H
#define STACCATO_SIGHT_WEIGHTS_H

#include "moves.h"

/* The weight, 1 or more, of a symbol for note i, after those that the notes before have; run: how
 * many equal pitches it would be in a row. */
uint64_t staccato_sight_weight(const struct staccato_sight_moves *moves,
                               const struct staccato_sight_reach *reach, size_t i,
                               unsigned int symbol, unsigned int run);

#endif
