/* Notes between two ends. */
#include "range.h"

#include "key.h"

enum { SEMITONES = 12, C0 = 12, C4 = 60 }; /* in an octave; MIDI keys */

size_t staccato_range_major(struct staccato_range range, int fifths,
                            struct staccato_pitch pitches[STACCATO_RANGE_MAX]) {
    struct staccato_pitch scale[STACCATO_STEPS]; /* in octave 0 */
    int sounds[STACCATO_STEPS];
    size_t count = 0;
    for (int step = 0; step < STACCATO_STEPS; step++) {
        scale[step] =
            (struct staccato_pitch){(int8_t)step, (int8_t)staccato_key_alter(fifths, step), 0};
        sounds[step] = staccato_pitch_midi(scale[step]);
    }
    for (int octave = STACCATO_OCTAVE_MIN; octave <= STACCATO_OCTAVE_MAX; octave++) {
        /* B# and C- sound in the octaves around their own. */
        if (C0 + SEMITONES * (octave + 1) < range.low || C0 + SEMITONES * octave - 1 > range.high) {
            continue;
        }
        for (int step = 0; step < STACCATO_STEPS; step++) {
            int midi = sounds[step] + SEMITONES * octave;
            if (midi >= range.low && midi <= range.high) {
                pitches[count] = scale[step];
                pitches[count++].octave = (int8_t)octave;
            }
        }
    }
    return count;
}

size_t staccato_range_chromatic(struct staccato_range range,
                                struct staccato_pitch pitches[STACCATO_RANGE_MAX]) {
    enum { NINTH = 8 };
    static const struct staccato_pitch names[SEMITONES] = {
        {STACCATO_STEP_C, 0, 0},  {STACCATO_STEP_C, 1, 0},  {STACCATO_STEP_D, 0, 0},
        {STACCATO_STEP_E, -1, 0}, {STACCATO_STEP_E, 0, 0},  {STACCATO_STEP_F, 0, 0},
        {STACCATO_STEP_F, 1, 0},  {STACCATO_STEP_G, 0, 0},  {STACCATO_STEP_A, -1, 0},
        {STACCATO_STEP_A, 0, 0},  {STACCATO_STEP_B, -1, 0}, {STACCATO_STEP_B, 0, 0},
    };
    static const struct staccato_pitch low_ninth = {STACCATO_STEP_G, 1, 0};
    size_t count = 0;
    int first = range.low < C0 ? C0 : range.low;
    for (int midi = first; midi <= range.high && midi < C0 + STACCATO_RANGE_MAX; midi++) {
        bool is_low_ninth = midi % SEMITONES == NINTH && midi < C4;
        pitches[count] = is_low_ninth ? low_ninth : names[midi % SEMITONES];
        pitches[count++].octave = (int8_t)(midi / SEMITONES - 1);
    }
    return count;
}
