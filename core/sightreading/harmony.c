/* Harmony: the tonic at the start, predominants inside, dominant or tonic at the end. */
#include "parts.h"

/* Degrees of roots, counted from 1 as musicians do; 0 ends a list. */
static uint8_t pick(struct staccato_draw *draw, const char *roots, uint32_t count) {
    return (uint8_t)(roots[staccato_draw_below(draw, count)] - '0');
}

static void put(uint8_t chords[2], uint8_t first, uint8_t second) {
    chords[0] = first;
    chords[1] = second;
}

static void draw_two(enum staccato_sight_kind kind, struct staccato_draw *draw,
                     uint8_t (*chords)[2]) {
    uint8_t last = kind == STACCATO_SIGHT_HALF ? 5 : 1;
    if (kind == STACCATO_SIGHT_OPEN) {
        last = pick(draw, "141", 3);
    }
    put(chords[0], 1, 1);
    put(chords[1], last, last);
    if (kind == STACCATO_SIGHT_FULL) {
        chords[0][1] = pick(draw, "412", 3);
        put(chords[1], 5, 1);
    }
}

static void draw_four(enum staccato_sight_kind kind, struct staccato_draw *draw,
                      uint8_t (*chords)[2]) {
    bool is_full = kind == STACCATO_SIGHT_FULL;
    uint8_t second = pick(draw, "14561", 5);
    uint8_t third = is_full ? pick(draw, "425", 3) : pick(draw, "4214", 4);
    uint8_t first = kind == STACCATO_SIGHT_OPEN ? pick(draw, "146", 3) : 1;
    uint8_t last = kind == STACCATO_SIGHT_HALF ? 5 : 1;
    put(chords[0], first, first);
    put(chords[1], second, second);
    put(chords[2], third, is_full ? 5 : third);
    put(chords[3], last, last);
}

/* The triad on a root: bit n is degree n. */
static uint8_t triad(unsigned int root) {
    return (uint8_t)(1u << (root - 1) | 1u << (root + 1) % 7 | 1u << (root + 3) % 7);
}

void staccato_sight_harmony(struct staccato_draw *draw, struct staccato_sight_piece *piece) {
    const struct staccato_sight_form *form = piece->form;
    for (size_t i = 0; i < form->phrase_count; i++) {
        uint8_t(*chords)[2] = &piece->chords[i * form->phrase_measures];
        enum staccato_sight_kind kind = (enum staccato_sight_kind)form->kinds[i];
        (form->phrase_measures == 2 ? draw_two : draw_four)(kind, draw, chords);
    }
    for (size_t i = 0; i < piece->note_count; i++) {
        struct staccato_sight_note *note = &piece->notes[i];
        if (note->measure < 0 || (note->is_end && note->phrase == form->phrase_count - 1)) {
            note->chord = triad(1);
            continue;
        }
        bool is_second =
            (note->on - note->measure * piece->meter->ticks) * 2 >= piece->meter->ticks;
        note->chord = triad(piece->chords[note->measure][is_second]);
    }
}
