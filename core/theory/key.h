/* The fifteen major keys and their scales.
 *
 *     const struct staccato_key *key = staccato_key_find(STACCATO_TEXT("D"));
 *     struct staccato_pitch third = staccato_key_degree(key, 3, 4);  // F sharp 4
 */
#ifndef STACCATO_KEY_H
#define STACCATO_KEY_H

#include <stdint.h>

#include "pitch.h"

enum { STACCATO_KEY_COUNT = 15, STACCATO_DEGREES = 7 };

/* tonic: its octave means nothing; fifths: MusicXML's count, sharps positive, flats negative. */
struct staccato_key {
    struct staccato_pitch tonic;
    int8_t fifths;
};

/* From C- (seven flats) to C# (seven sharps). */
extern const struct staccato_key staccato_keys[STACCATO_KEY_COUNT];

/* The major key of a tonic spelled with a capital and without octave ("B-" and "Bb" alike), or
 * NULL if it is none of the fifteen. */
const struct staccato_key *staccato_key_find(struct staccato_text tonic);

/* Reads one of the fifteen major keys in capitals, C- to C#, or one of the fifteen minor keys in
 * small letters, a- to a#; b for - will do. Returns false for anything else. */
bool staccato_key_fifths(struct staccato_text name, int *fifths, bool *is_minor);

/* What a signature of `fifths` (-7..7) does to a step: -1, 0 or 1 semitones. Signatures grow in
 * the order F C G D A E B for sharps and backwards for flats. */
int staccato_key_alter(int fifths, int step);

/* Degree 1..7 of the key's scale, on the tonic in the given octave. The octave of the result can
 * be one above, and so out of range. */
struct staccato_pitch staccato_key_degree(const struct staccato_key *key, int degree, int octave);

/* Whether the scale can be written from degree 1 up to highest_degree, on the tonic in that octave:
 * degrees rise, so the lowest and the highest tell for all. */
bool staccato_key_in_range(const struct staccato_key *key, int highest_degree, int64_t octave);

#endif
