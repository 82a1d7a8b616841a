/* Which way the stems of beamed notes point. */
#ifndef STACCATO_STEMS_H
#define STACCATO_STEMS_H

#include "clef.h"
#include "measure.h"

/* Sets the stem of every beamed note: down at or above the clef's middle line, else up. To be
 * called after staccato_beams_mark. */
void staccato_stems_mark(struct staccato_measure *measure, const struct staccato_clef *clef);

#endif
