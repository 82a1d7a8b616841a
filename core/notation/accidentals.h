/* Marking accidentals, by one of the rules of enum staccato_accidentals.
 *
 * The rules are SCORE's: REMINDERS is what music21 9.9.1 prints, PLAIN what textbooks say (an
 * accidental holds to the end of its measure, for its line or space), EACH what the games print.
 */
#ifndef STACCATO_ACCIDENTALS_H
#define STACCATO_ACCIDENTALS_H

#include "measure.h"

/* Sets accidentals and naturals of the measure's notes. signs is what the measures before left;
 * all zero before the first. To be called once for each measure, in order. */
void staccato_accidentals_mark(struct staccato_measure *measure, const struct staccato_score *score,
                               struct staccato_signs *signs);

#endif
