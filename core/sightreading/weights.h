/* How much a note likes a pitch. */
#ifndef STACCATO_SIGHT_WEIGHTS_H
#define STACCATO_SIGHT_WEIGHTS_H

#include "moves.h"

/* Weighs what note i may have, after the notes before it have theirs: writes a weight, 1 or more,
 * for each of the symbols, from the lowest up. run: how many equal pitches there are in a row if
 * it repeats the note before. Returns how many weights it wrote. */
size_t staccato_sight_weigh(const struct staccato_sight_moves *moves,
                            const struct staccato_sight_reach *reach, size_t i, uint32_t symbols,
                            unsigned int run, uint64_t *weights);

#endif
