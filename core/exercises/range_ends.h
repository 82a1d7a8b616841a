/* Ranges that a request names by their ends: /note-game and /scale-pitches. */
#ifndef STACCATO_RANGE_ENDS_H
#define STACCATO_RANGE_ENDS_H

#include "exercise.h"
#include "range.h"

/* Reads both ends (pitches as staccato_pitch_parse takes them). Returns false with the refusal
 * where one is no pitch, or the low one sounds above the high one. */
bool staccato_range_ends(struct staccato_text low, struct staccato_text high,
                         struct staccato_range *range, struct staccato_refusal *refusal);

/* The refusal of a range without notes; returns false. */
bool staccato_range_refuse_empty(struct staccato_text low, struct staccato_text high,
                                 struct staccato_refusal *refusal);

#endif
