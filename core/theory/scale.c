/* The table of scales. */
#include "scale.h"

const struct staccato_scale staccato_scales[STACCATO_SCALES] = {
    [STACCATO_MAJOR] = {{0, 2, 4, 5, 7, 9, 11, 12}, 0},
    [STACCATO_NATURAL_MINOR] = {{0, 2, 3, 5, 7, 8, 10, 12}, -3},
    [STACCATO_HARMONIC_MINOR] = {{0, 2, 3, 5, 7, 8, 11, 12}, -3},
    [STACCATO_MELODIC_MINOR] = {{0, 2, 3, 5, 7, 9, 11, 12}, -3},
};

const struct staccato_text staccato_scale_names[STACCATO_SCALES] = {
    [STACCATO_MAJOR] = STACCATO_TEXT_INIT("major"),
    [STACCATO_NATURAL_MINOR] = STACCATO_TEXT_INIT("natural_minor"),
    [STACCATO_HARMONIC_MINOR] = STACCATO_TEXT_INIT("harmonic_minor"),
    [STACCATO_MELODIC_MINOR] = STACCATO_TEXT_INIT("melodic_minor"),
};

void staccato_scale_spell(const struct staccato_scale *scale, struct staccato_pitch tonic,
                          struct staccato_pitch pitches[STACCATO_SCALE_NOTES]) {
    const int sound = staccato_pitch_midi(tonic);
    struct staccato_pitch natural = tonic;
    natural.alter = 0;
    for (int i = 0; i < STACCATO_SCALE_NOTES; i++) {
        pitches[i] = natural;
        pitches[i].alter = (int8_t)(sound + scale->semitones[i] - staccato_pitch_midi(natural));
        natural.step++;
        if (natural.step == STACCATO_STEPS) {
            natural.step = STACCATO_STEP_C;
            natural.octave++;
        }
    }
}
