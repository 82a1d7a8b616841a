/* Beams within a measure. */
#ifndef STACCATO_BEAMS_H
#define STACCATO_BEAMS_H

#include "measure.h"

/* Sets both beam levels of every note. Positions count from the start of the measure; an
 * incomplete measure counts as if it stood at the right end of a full one.
 *   1. Adjacent notes shorter than a quarter that start in the same quarter are a group, if two or
 *      more; level 1 joins each group.
 *   2. In a group, level 2 joins adjacent sixteenths, if two or more; four are joined in twos. A
 *      sixteenth in the middle of its quarter and before an eighth is joined to none.
 *   3. A sixteenth of a group that level 2 joins to none has a hook: backward if it ends its
 *      group, else forward. */
void staccato_beams_mark(struct staccato_measure *measure);

#endif
