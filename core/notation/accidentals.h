/* Marking accidentals, by one of the rules of enum staccato_accidentals.
 *
 * The rules are SCORE's: REMINDERS is what music21 9.9.1 prints, PLAIN what textbooks say (an
 * accidental holds to the end of its measure, for its line or space), EACH what the games print.
 */
#ifndef STACCATO_ACCIDENTALS_H
#define STACCATO_ACCIDENTALS_H

#include "measure.h"

/* Before the first measure of a voice: signs is all zero, and takes the signature. */
void staccato_accidentals_begin(struct staccato_signs *signs, const struct staccato_score *score);

/* Sets accidentals and naturals of the measure's notes, by what the measures before left in signs.
 * To be called once for each measure, in order. */
void staccato_accidentals_mark(struct staccato_measure *measure, enum staccato_accidentals rule,
                               struct staccato_signs *signs);

#endif
