/* The clefs. */
#ifndef STACCATO_CLEF_H
#define STACCATO_CLEF_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

struct staccato_clef {
    struct staccato_text name; /* on the wire: "mezzo_soprano" */
    char sign;                 /* 'G', 'F' or 'C' */
    int8_t line;               /* of the staff, from the bottom, 1..5 */
    int8_t octave_change;      /* -1, 0 or 1 */
    int8_t middle_line;        /* diatonic number (pitch.h) of a note on it; stems turn there */
};

/* The rows of staccato_clefs. The first seven are those that may be asked for by name. */
enum staccato_clef_row {
    STACCATO_TREBLE,
    STACCATO_BASS,
    STACCATO_ALTO,
    STACCATO_TENOR,
    STACCATO_SOPRANO,
    STACCATO_MEZZO_SOPRANO,
    STACCATO_BARITONE,
    STACCATO_NAMED_CLEFS,
    STACCATO_TREBLE_8VA = STACCATO_NAMED_CLEFS,
    STACCATO_TREBLE_8VB,
    STACCATO_BASS_8VB,
    STACCATO_CLEFS
};

extern const struct staccato_clef staccato_clefs[STACCATO_CLEFS];

/* The names of the first seven, in their order: choices of a field. */
extern const struct staccato_text staccato_clef_names[STACCATO_NAMED_CLEFS];

#endif
