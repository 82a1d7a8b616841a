/* Marking stems. A chord, which no exercise beams, would go by its lowest note. */
#include "stems.h"

void staccato_stems_mark(struct staccato_measure *measure, const struct staccato_clef *clef) {
    for (size_t i = 0; i < measure->note_count; i++) {
        struct staccato_note *note = &measure->notes[i];
        if (note->beams[0] != STACCATO_BEAM_NONE) {
            int number = staccato_pitch_diatonic_number(note->event->pitches[0]);
            note->stem = number >= clef->middle_line ? STACCATO_STEM_DOWN : STACCATO_STEM_UP;
        }
    }
}
