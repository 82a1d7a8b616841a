/* The notes between two ends that sound, both included.
 *
 *     struct staccato_range range = {staccato_pitch_midi(low), staccato_pitch_midi(high)};
 *     struct staccato_pitch pitches[STACCATO_RANGE_MAX];
 *     size_t count = staccato_range_major(range, key->fifths, pitches);
 */
#ifndef STACCATO_RANGE_H
#define STACCATO_RANGE_H

#include "pitch.h"

enum { STACCATO_RANGE_MAX = 12 * (STACCATO_OCTAVE_MAX + 1) }; /* notes written in octaves 0 to 9 */

/* MIDI keys (pitch.h); low may be above high. */
struct staccato_range {
    int low;
    int high;
};

/* The notes of a major key (fifths -7..7) that sound in the range and are written in octaves 0 to
 * 9, ascending, as the key spells them. Returns how many. */
size_t staccato_range_major(struct staccato_range range, int fifths,
                            struct staccato_pitch pitches[STACCATO_RANGE_MAX]);

/* All semitones that sound in the range and are written in octaves 0 to 9, ascending, named C C# D
 * E- E F F# G A- A B- B; below C4 the ninth is G# instead of A-. Returns how many. */
size_t staccato_range_chromatic(struct staccato_range range,
                                struct staccato_pitch pitches[STACCATO_RANGE_MAX]);

#endif
