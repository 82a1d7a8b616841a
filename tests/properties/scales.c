/* Scales: from every tonic in every octave, 2 2 1 2 2 2 1 semitones over successive letters. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "key.h"

/* Semitones above C0, from what is written; a signature has no part in it. */
static int sound(struct staccato_pitch pitch) {
    static const int natural[] = {0, 2, 4, 5, 7, 9, 11};
    return 12 * pitch.octave + natural[pitch.step] + pitch.alter;
}

Test(properties_scales, run_2_2_1_2_2_2_1) {
    static const int steps[] = {2, 2, 1, 2, 2, 2, 1};
    for (size_t i = 0; i < STACCATO_KEY_COUNT; i++) {
        const struct staccato_key *key = &staccato_keys[i];
        for (int octave = STACCATO_OCTAVE_MIN; octave <= STACCATO_OCTAVE_MAX; octave++) {
            struct staccato_pitch pitch = staccato_key_degree(key, 1, octave);
            cr_assert(pitch.step == key->tonic.step && pitch.alter == key->tonic.alter &&
                          pitch.octave == octave,
                      "degree 1 of key %zu is the tonic", i);
            for (int degree = 1; degree <= STACCATO_DEGREES; degree++) {
                struct staccato_pitch next = degree < STACCATO_DEGREES
                                                 ? staccato_key_degree(key, degree + 1, octave)
                                                 : staccato_key_degree(key, 1, octave + 1);
                cr_assert_eq(sound(next) - sound(pitch), steps[degree - 1],
                             "key %zu, octave %d, from degree %d", i, octave, degree);
                cr_assert_eq(staccato_pitch_diatonic_number(next) -
                                 staccato_pitch_diatonic_number(pitch),
                             1, "key %zu, octave %d: successive letters", i, octave);
                pitch = next;
            }
        }
    }
}

/* The fifteen keys are a chain of fifths, each seven semitones and four letters above the last. */
Test(properties_scales, keys_lie_a_fifth_apart) {
    for (int i = 1; i < STACCATO_KEY_COUNT; i++) {
        struct staccato_pitch below = staccato_keys[i - 1].tonic;
        struct staccato_pitch above = staccato_keys[i].tonic;
        cr_expect_eq(staccato_keys[i].fifths, staccato_keys[i - 1].fifths + 1, "key %d", i);
        cr_expect_eq((sound(above) - sound(below) + 12) % 12, 7, "key %d", i);
        cr_expect_eq((above.step - below.step + 7) % 7, 4, "key %d", i);
    }
    cr_expect_eq(staccato_keys[7].fifths, 0, "C in the middle");
}

/* A signature alters as many steps as it has signs, all the same way, and never takes one back. */
Test(properties_scales, signatures_grow) {
    for (int fifths = -7; fifths <= 7; fifths++) {
        int altered = 0;
        for (int step = 0; step < STACCATO_STEPS; step++) {
            int alter = staccato_key_alter(fifths, step);
            cr_expect(alter == 0 || (alter == 1 && fifths > 0) || (alter == -1 && fifths < 0));
            cr_expect_geq(staccato_key_alter(fifths + (fifths < 7), step), alter);
            altered += abs(alter);
        }
        cr_expect_eq(altered, abs(fifths), "%d fifths", fifths);
    }
}
