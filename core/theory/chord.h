/* Chords: triads, sevenths and ninths, and their inversions.
 *
 *     struct staccato_pitch pitches[STACCATO_CHORD_NOTES_MAX];
 *     const struct staccato_chord *chord = &staccato_chords[STACCATO_CHORD_MAJOR];
 *     size_t count = staccato_chord_spell(chord, root, 1, pitches);  // on C4: E4 G4 C5
 */
#ifndef STACCATO_CHORD_H
#define STACCATO_CHORD_H

#include "interval.h"

enum { STACCATO_CHORD_MAJOR, STACCATO_CHORDS = 12, STACCATO_CHORD_NOTES_MAX = 5 };

/* The intervals above the root. */
struct staccato_chord {
    uint8_t interval_count;
    struct staccato_interval intervals[STACCATO_CHORD_NOTES_MAX - 1];
};

/* The rows go with those of the names: "major" … "minor9", choices of a field. */
extern const struct staccato_chord staccato_chords[STACCATO_CHORDS];
extern const struct staccato_text staccato_chord_names[STACCATO_CHORDS];

/* How many inversions a chord has beside its root position: 2 of a triad, 3 of the others. */
int staccato_chord_inversions(const struct staccato_chord *chord);

/* Spells the chord on a root, lowest note first, and returns how many notes there are. For each
 * inversion the lowest note goes up by octaves until it sounds above the highest. Octaves can be
 * out of range. */
size_t staccato_chord_spell(const struct staccato_chord *chord, struct staccato_pitch root,
                            int inversion, struct staccato_pitch pitches[STACCATO_CHORD_NOTES_MAX]);

#endif
