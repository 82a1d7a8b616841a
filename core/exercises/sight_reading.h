/* From a piece of sight-reading to a score. */
#ifndef STACCATO_SIGHT_READING_H
#define STACCATO_SIGHT_READING_H

#include "exercise.h"
#include "sight.h"

/* Who plays: constants, and the tempo to print (0: none). */
struct sight_player {
    const struct staccato_instrument *instrument;
    const struct staccato_clef *clef; /* of one staff */
    uint16_t tempo;
};

/* Begins the score and writes the piece into it, on two staves where two hands play. */
void sight_score_write(const struct staccato_sight_wish *wish,
                       const struct staccato_sight_piece *piece, const struct sight_player *player,
                       struct staccato_score *score);

#endif
