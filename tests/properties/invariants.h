/* What holds of every score, whatever was asked for. */
#ifndef TESTS_PROPERTIES_INVARIANTS_H
#define TESTS_PROPERTIES_INVARIANTS_H

#include "document.h"

/* Returns NULL, or the first rule that the document breaks:
 * - measures are numbered from 1, all but the last sum to 16 sixteenths, the last alone ends with
 *   the final barline, the first alone has attributes, and they are ones that we write;
 * - a note's <type> is its duration, its pitch is in range, its accidental is its alteration;
 * - beams of each level open and close in order within one measure and never over a rest; level 2
 *   lies inside level 1, whose sixteenths all have it; a hook stands on a sixteenth alone, and is a
 *   backward one exactly at the end of level 1; notes with a beam, and no others, have a stem;
 * - ties begin at the end of a measure and end at the start of the next, between equal pitches. */
const char *invariants_fault(const struct document *document);

#endif
