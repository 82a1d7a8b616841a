/* The fifteen major keys and their scales.
 *
 *     const struct staccato_key *key = staccato_key_find(STACCATO_TEXT("D"));
 *     struct staccato_pitch third = staccato_key_degree(key, 3, 4);  // F sharp 4
 */
#ifndef STACCATO_KEY_H
#define STACCATO_KEY_H

#include <stdint.h>

#include "pitch.h"

enum { STACCATO_KEY_COUNT = 15, STACCATO_KEY_NAMES_COUNT = 21, STACCATO_DEGREES = 7 };

/* tonic: its octave means nothing; fifths: MusicXML's count, sharps positive, flats negative. */
struct staccato_key {
    struct staccato_pitch tonic;
    int8_t fifths;
};

/* From C- (seven flats) to C# (seven sharps). */
extern const struct staccato_key staccato_keys[STACCATO_KEY_COUNT];

/* How their tonics can be spelled, from seven flats to seven sharps: "C-", "Cb", … "C#". */
extern const struct staccato_text staccato_key_names[STACCATO_KEY_NAMES_COUNT];

/* The major key of a tonic spelled with a capital and without octave ("B-" and "Bb" alike), or
 * NULL if it is none of the fifteen. */
const struct staccato_key *staccato_key_find(struct staccato_text tonic);

/* Reads one of the fifteen major keys in capitals, C- to C#, or one of the fifteen minor keys in
 * small letters, a- to a#; b for - will do. Returns false for anything else. */
bool staccato_key_fifths(struct staccato_text name, int *fifths, bool *is_minor);

/* What the signatures of -7 … 7 fifths do to the steps: -1, 0 or 1 semitones. Signatures grow in
 * the order F C G D A E B for sharps and backwards for flats. */
extern const int8_t staccato_key_alters[STACCATO_KEY_COUNT][STACCATO_STEPS];

/* A row of it, that of `fifths`, -7..7: what the signature does to each step from C. */
static inline const int8_t *staccato_key_signature(int fifths) {
    return staccato_key_alters[fifths + STACCATO_KEY_COUNT / 2];
}

/* What it does to one step. */
static inline int staccato_key_alter(int fifths, int step) {
    return staccato_key_signature(fifths)[step];
}

/* Degree 1..7 of the key's scale, on the tonic in the given octave. The octave of the result can
 * be one above, and so out of range. */
static inline struct staccato_pitch staccato_key_degree(const struct staccato_key *key, int degree,
                                                        int octave) {
    int step = key->tonic.step + degree - 1;
    int above = step >= STACCATO_STEPS; /* octaves */
    int letter = above ? step - STACCATO_STEPS : step;
    /* The signature is what makes the scale on the tonic run 2 2 1 2 2 2 1. */
    return (struct staccato_pitch){.step = (int8_t)letter,
                                   .alter = (int8_t)staccato_key_alter(key->fifths, letter),
                                   .octave = (int8_t)(octave + above)};
}

/* Whether the scale can be written from degree 1 up to highest_degree, on the tonic in that octave:
 * degrees rise, so the lowest and the highest tell for all. */
bool staccato_key_in_range(const struct staccato_key *key, int highest_degree, int64_t octave);

#endif
