/* Marking stems. A chord counts by its lowest note. */
#include "stems.h"

static int number_of(const struct staccato_note *note) {
    return staccato_pitch_diatonic_number(note->pitches[0]);
}

void staccato_stems_mark(struct staccato_measure *measure, const struct staccato_clef *clef) {
    for (size_t i = 0; i < measure->note_count; i++) {
        size_t first = i;
        if (measure->notes[i].beams[0] != STACCATO_BEAM_BEGIN) {
            continue;
        }
        while (i + 1 < measure->note_count && measure->notes[i].beams[0] != STACCATO_BEAM_END) {
            i++;
        }
        int sum = number_of(&measure->notes[first]) + number_of(&measure->notes[i]);
        uint8_t stem = sum >= 2 * clef->middle_line ? STACCATO_STEM_DOWN : STACCATO_STEM_UP;
        for (size_t joined = first; joined <= i; joined++) {
            measure->notes[joined].stem = stem;
        }
    }
}
