/* What holds of the document of a melody that was typed (/score), in whatever meter. */
#ifndef TESTS_PROPERTIES_MELODY_H
#define TESTS_PROPERTIES_MELODY_H

#include "document.h"
#include "score.h"

/* Returns NULL, or the first rule that the document of a score of one voice breaks:
 * - measures but the last are full, a value lasts as long as its note, and a rest that fills its
 *   measure, and no other, has no value;
 * - what barlines cut, joined again, is what was typed: pitches, lengths and rests in their order;
 * - ties join equal pitches, those of one note and those that were typed, and no others;
 * - beams of each level begin and end within a measure and inside the level below, never over a
 *   rest; a beamed note has as many levels as flags, and a stem, which is the same for a group;
 * - a printed accidental is the alteration, stands on the first value of a note that is not tied
 *   to, and a natural one has its alter;
 * - brackets begin and end in turn, around the events of a triplet. */
const char *melody_fault(const struct document *document, const struct staccato_score *typed);

#endif
