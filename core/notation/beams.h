/* Marking beams as music21 9.9.1 does: groups by meter (meter.h), then a shape for each note at
 * each level. */
#ifndef STACCATO_BEAMS_H
#define STACCATO_BEAMS_H

#include "measure.h"

/* Sets the beams of the measure's notes, which have none yet. Returns whether a note of it is short
 * enough for one. */
bool staccato_beams_mark(struct staccato_measure *measure, const struct staccato_score *score);

#endif
