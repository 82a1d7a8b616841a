/* Chromatic notes, put in afterwards: lower neighbours a semitone below, and one between 4 and 5.
 */
#include "parts.h"

enum { QUARTER = 12 };

/* Whether b, between a and c, may be raised. */
static bool is_neighbour(const struct staccato_sight_note *a, bool is_minor) {
    const struct staccato_sight_note *b = a + 1;
    const struct staccato_sight_note *c = a + 2;
    const unsigned int where = is_minor ? 1u << 3 : 1u << 0 | 1u << 3 | 1u << 4;
    const int degree = b->place % 7;
    bool is_plain = !a->is_raised && !b->is_raised && !c->is_raised;
    bool comes = a->place == c->place || (a->place == b->place - 1 && degree == 3);
    return is_plain && c->place == b->place + 1 && comes && (where >> degree & 1) != 0 &&
           b->strength < 2 && b->ticks <= QUARTER && !b->is_end && !a->is_end;
}

void staccato_sight_chromatic(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                              struct staccato_sight_piece *piece) {
    unsigned int left = wish->chromatic;
    const unsigned int percent = wish->level->new_chromatic ? 70 : 35;
    for (size_t i = 0; left > 0 && i + 2 < piece->note_count; i++) {
        struct staccato_sight_note *notes = &piece->notes[i];
        if (!is_neighbour(notes, piece->key->is_minor) || !staccato_sight_chance(draw, percent)) {
            continue;
        }
        int raised = staccato_sight_midi(piece, notes[1].place) + 1;
        int from = raised - staccato_sight_midi(piece, notes[0].place);
        if (raised + 1 == staccato_sight_midi(piece, notes[2].place) && from >= -2 && from <= 2 &&
            raised <= wish->high) {
            notes[1].is_raised = true;
            notes[1].is_chromatic = true;
            left--;
        }
    }
}
