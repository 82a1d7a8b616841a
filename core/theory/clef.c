/* The table of clefs. */
#include "clef.h"

#define CLEF(name, sign, line, octave_change, middle_line)                                         \
    { STACCATO_TEXT_INIT(name), sign, line, octave_change, middle_line }

const struct staccato_clef staccato_clefs[STACCATO_CLEFS] = {
    [STACCATO_TREBLE] = CLEF("treble", 'G', 2, 0, 35),
    [STACCATO_BASS] = CLEF("bass", 'F', 4, 0, 23),
    [STACCATO_ALTO] = CLEF("alto", 'C', 3, 0, 29),
    [STACCATO_TENOR] = CLEF("tenor", 'C', 4, 0, 27),
    [STACCATO_SOPRANO] = CLEF("soprano", 'C', 1, 0, 33),
    [STACCATO_MEZZO_SOPRANO] = CLEF("mezzo_soprano", 'C', 2, 0, 31),
    [STACCATO_BARITONE] = CLEF("baritone", 'F', 3, 0, 25),
    [STACCATO_TREBLE_8VA] = CLEF("treble-8va", 'G', 2, 1, 42),
    [STACCATO_TREBLE_8VB] = CLEF("treble-8vb", 'G', 2, -1, 28),
    [STACCATO_BASS_8VB] = CLEF("bass-8vb", 'F', 4, -1, 16),
};

const struct staccato_text staccato_clef_names[STACCATO_NAMED_CLEFS] = {
    STACCATO_TEXT_INIT("treble"),   STACCATO_TEXT_INIT("bass"),
    STACCATO_TEXT_INIT("alto"),     STACCATO_TEXT_INIT("tenor"),
    STACCATO_TEXT_INIT("soprano"),  STACCATO_TEXT_INIT("mezzo_soprano"),
    STACCATO_TEXT_INIT("baritone"),
};
