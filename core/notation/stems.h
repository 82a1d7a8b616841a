/* Which way the stems of beamed notes point. */
#ifndef STACCATO_STEMS_H
#define STACCATO_STEMS_H

#include "measure.h"

/* Sets the stems of beamed notes, the same for all that the eighth beam joins: down if the diatonic
 * numbers of the first and the last add up to twice the clef's middle line or more, else up. To be
 * called after staccato_beams_mark. */
void staccato_stems_mark(struct staccato_measure *measure, const struct staccato_clef *clef);

#endif
