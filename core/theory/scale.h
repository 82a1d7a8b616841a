/* Scales: eight notes from tonic to tonic, one a letter.
 *
 *     const struct staccato_scale *scale = &staccato_scales[STACCATO_HARMONIC_MINOR];
 *     staccato_scale_spell(scale, tonic, pitches);  // on A4: A4 B4 C5 D5 E5 F5 G#5 A5
 */
#ifndef STACCATO_SCALE_H
#define STACCATO_SCALE_H

#include "pitch.h"

enum staccato_scale_row {
    STACCATO_MAJOR,
    STACCATO_NATURAL_MINOR,
    STACCATO_HARMONIC_MINOR,
    STACCATO_MELODIC_MINOR, /* ascending */
    STACCATO_SCALES
};

enum { STACCATO_SCALE_NOTES = STACCATO_STEPS + 1 };

/* semitones: above the tonic. fifths: how many more the signature has than the tonic's major key.
 */
struct staccato_scale {
    int8_t semitones[STACCATO_SCALE_NOTES];
    int8_t fifths;
};

extern const struct staccato_scale staccato_scales[STACCATO_SCALES];

/* Their names on the wire, "major" … "melodic_minor": choices of a field. */
extern const struct staccato_text staccato_scale_names[STACCATO_SCALES];

/* The signature of the scale on a tonic; beyond -7..7 there is no such key. */
static inline int staccato_scale_fifths(const struct staccato_scale *scale,
                                        struct staccato_pitch tonic) {
    return staccato_pitch_fifths(tonic) + scale->fifths;
}

/* The notes, from the tonic up. Octaves can be one above the tonic's. */
void staccato_scale_spell(const struct staccato_scale *scale, struct staccato_pitch tonic,
                          struct staccato_pitch pitches[STACCATO_SCALE_NOTES]);

#endif
