/* Hands apart: every other phrase is the left hand's, one to three octaves lower. */
#include "parts.h"

/* Whether the left hand has all notes so many octaves lower. */
static bool fits(const struct staccato_sight_wish *wish, const struct staccato_sight_piece *piece,
                 int octaves) {
    for (size_t i = 0; i < piece->note_count; i++) {
        const struct staccato_sight_note *note = &piece->notes[i];
        int midi = staccato_sight_midi(piece, note->place) + note->is_raised - 12 * octaves;
        if (midi < wish->left_low || midi > wish->left_high) {
            return false;
        }
    }
    return true;
}

bool staccato_sight_apart(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                          struct staccato_sight_piece *piece) {
    enum { OCTAVES_MAX = 3 };
    int octaves = 1;
    while (octaves <= OCTAVES_MAX && !fits(wish, piece, octaves)) {
        octaves++;
    }
    if (octaves > OCTAVES_MAX) {
        return false;
    }
    uint32_t first = staccato_draw_below(draw, 2);
    for (size_t i = 0; i < piece->note_count; i++) {
        struct staccato_sight_note *note = &piece->notes[i];
        if ((note->phrase + first) % 2 == 1) {
            note->place = (int8_t)(note->place - 7 * octaves);
            note->is_left = true;
        }
    }
    return true;
}
