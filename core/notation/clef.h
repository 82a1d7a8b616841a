/* The one clef of a part, chosen so that its notes lie near the staff. */
#ifndef STACCATO_CLEF_H
#define STACCATO_CLEF_H

#include "score.h"

struct staccato_clef {
    char sign;            /* 'G' or 'F' */
    int8_t line;          /* of the staff, from the bottom, 1..5 */
    int8_t octave_change; /* -1, 0 or 1 */
    int8_t middle_line;   /* diatonic number of a note on it; stems turn there */
};

/* Treble 8va, treble, bass or bass 8vb, by the mean diatonic number of the score's notes, where
 * notes above 33 count 3 more and notes below 24 count 3 less. Treble where there are no notes.
 * The clefs are constants. */
const struct staccato_clef *staccato_clef_for(const struct staccato_score *score);

#endif
