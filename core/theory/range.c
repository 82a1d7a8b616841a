/* Notes between two ends. */
#include "range.h"

#include "key.h"

size_t staccato_range_major(struct staccato_range range, int fifths,
                            struct staccato_pitch pitches[STACCATO_RANGE_MAX]) {
    size_t count = 0;
    for (int place = 0; place < STACCATO_STEPS * (STACCATO_OCTAVE_MAX + 1); place++) {
        int step = place % STACCATO_STEPS;
        struct staccato_pitch pitch = {(int8_t)step, (int8_t)staccato_key_alter(fifths, step),
                                       (int8_t)(place / STACCATO_STEPS)};
        int midi = staccato_pitch_midi(pitch);
        if (midi >= range.low && midi <= range.high) {
            pitches[count++] = pitch;
        }
    }
    return count;
}

size_t staccato_range_chromatic(struct staccato_range range,
                                struct staccato_pitch pitches[STACCATO_RANGE_MAX]) {
    enum { C0 = 12, C4 = 60, OCTAVE = 12, NINTH = 8 };
    static const struct staccato_pitch names[OCTAVE] = {
        {STACCATO_STEP_C, 0, 0},  {STACCATO_STEP_C, 1, 0},  {STACCATO_STEP_D, 0, 0},
        {STACCATO_STEP_E, -1, 0}, {STACCATO_STEP_E, 0, 0},  {STACCATO_STEP_F, 0, 0},
        {STACCATO_STEP_F, 1, 0},  {STACCATO_STEP_G, 0, 0},  {STACCATO_STEP_A, -1, 0},
        {STACCATO_STEP_A, 0, 0},  {STACCATO_STEP_B, -1, 0}, {STACCATO_STEP_B, 0, 0},
    };
    static const struct staccato_pitch low_ninth = {STACCATO_STEP_G, 1, 0};
    size_t count = 0;
    int first = range.low < C0 ? C0 : range.low;
    for (int midi = first; midi <= range.high && midi < C0 + STACCATO_RANGE_MAX; midi++) {
        bool is_low_ninth = midi % OCTAVE == NINTH && midi < C4;
        pitches[count] = is_low_ninth ? low_ninth : names[midi % OCTAVE];
        pitches[count++].octave = (int8_t)(midi / OCTAVE - 1);
    }
    return count;
}
