/* Which notes print an accidental. */
#ifndef STACCATO_ACCIDENTALS_H
#define STACCATO_ACCIDENTALS_H

#include "measure.h"

/* Marks, in one measure under a signature of `fifths`, each altered note that the signature does
 * not cover the first time it is struck. The second half of a tie is not struck. */
void staccato_accidentals_mark(struct staccato_measure *measure, int fifths);

#endif
