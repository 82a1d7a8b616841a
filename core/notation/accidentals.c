/* Marking accidentals: each holds to the end of its measure, for its line or space only. */
#include "accidentals.h"

#include "key.h"

void staccato_accidentals_mark(struct staccato_measure *measure, int fifths) {
    enum { PLACES = STACCATO_STEPS * (STACCATO_OCTAVE_MAX + 1) };
    int8_t printed[PLACES + 1] = {0}; /* by diatonic number: the alteration in force, 0 if none */
    for (size_t i = 0; i < measure->note_count; i++) {
        struct staccato_note *note = &measure->notes[i];
        if (note->tie_stop) {
            continue;
        }
        for (size_t member = 0; member < note->event->pitch_count; member++) {
            struct staccato_pitch pitch = note->event->pitches[member];
            int8_t *in_force = &printed[staccato_pitch_diatonic_number(pitch)];
            if (pitch.alter != 0 && pitch.alter != staccato_key_alter(fifths, pitch.step) &&
                pitch.alter != *in_force) {
                note->accidental[member] = true;
                *in_force = pitch.alter;
            }
        }
    }
}
