/* Contour: an arch in each phrase, the highest point once, in the last phrase or another. */
#include "parts.h"

static int clamp(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

/* numerator / denominator, to the nearest; a half to the even neighbour. */
static int round_even(int numerator, int denominator) {
    int whole = numerator / denominator;
    int rest = numerator % denominator;
    if (rest < 0) {
        rest += denominator;
        whole--;
    }
    return 2 * rest > denominator || (2 * rest == denominator && whole % 2 != 0) ? whole + 1
                                                                                 : whole;
}

/* Places of an arch; peak: when its top comes, in twentieths of the phrase. */
struct arch {
    int start, top, end;
    int peak;
};

static int height(const struct arch *arch, int at, int length) {
    enum { TWENTIETHS = 20 };
    int before = at * TWENTIETHS;
    int peak = arch->peak * length;
    if (before < peak) {
        return round_even(arch->start * peak + (arch->top - arch->start) * before, peak);
    }
    int rest = TWENTIETHS * length - peak;
    return round_even(arch->top * rest + (arch->end - arch->top) * (before - peak), rest);
}

/* That place, or the same degree an octave lower where the hand does not reach so high. */
static int find_place(const struct staccato_sight_piece *piece, int place) {
    bool is_low = place > piece->highest && place - 7 >= piece->lowest;
    return clamp(is_low ? place - 7 : place, piece->lowest, piece->highest);
}

static struct arch draw_arch(const struct staccato_sight_piece *piece,
                             const struct staccato_sight_contour *contour, size_t phrase,
                             bool is_top, struct staccato_draw *draw) {
    static const int8_t starts[] = {0, 2, 4}, halves[] = {1, 4, 1}, peaks[] = {7, 10, 13};
    enum staccato_sight_kind kind = (enum staccato_sight_kind)piece->form->kinds[phrase];
    struct arch arch = {.top = contour->top};
    if (!is_top) {
        arch.top -= 1 + (int)staccato_draw_below(draw, 2);
    }
    arch.start = find_place(piece, contour->tonic + starts[staccato_draw_below(draw, 3)]);
    arch.start = clamp(arch.start - (piece->upbeat > 0 ? 3 : 0), piece->lowest, piece->highest);
    arch.end = contour->tonic;
    if (kind == STACCATO_SIGHT_HALF) {
        arch.end += halves[staccato_draw_below(draw, 3)];
    } else if (kind == STACCATO_SIGHT_OPEN) {
        arch.end += 2;
    }
    arch.end = find_place(piece, arch.end);
    arch.peak = peaks[staccato_draw_below(draw, 3)];
    return arch;
}

static void aim(struct staccato_sight_piece *piece, const struct staccato_sight_contour *contour,
                size_t top_phrase, struct staccato_draw *draw) {
    size_t first = 0;
    for (size_t phrase = 0; phrase < piece->form->phrase_count; phrase++) {
        const struct arch arch = draw_arch(piece, contour, phrase, phrase == top_phrase, draw);
        size_t end = first;
        while (!piece->notes[end].is_end) {
            end++;
        }
        int start = piece->notes[first].on;
        int length = piece->notes[end].on - start;
        for (size_t i = first; i <= end; i++) {
            piece->notes[i].target =
                (int8_t)height(&arch, piece->notes[i].on - start, length > 0 ? length : 1);
        }
        first = end + 1;
    }
}

/* The note that is to be highest: a strong one in the middle third of its phrase's. */
static int draw_highest(const struct staccato_sight_piece *piece, size_t phrase,
                        struct staccato_draw *draw) {
    int16_t fit[STACCATO_SIGHT_NOTES_MAX];
    uint32_t count = 0;
    if (!staccato_sight_chance(draw, piece->highest - piece->lowest > 4 ? 75 : 35)) {
        return -1;
    }
    for (size_t i = 0; i < piece->note_count; i++) {
        const struct staccato_sight_note *note = &piece->notes[i];
        if (note->phrase == phrase && note->strength > 0 && !note->is_end && !note->is_first) {
            fit[count++] = (int16_t)i;
        }
    }
    return count == 0 ? -1 : fit[count / 3 + staccato_draw_below(draw, count < 6 ? 1 : count / 3)];
}

void staccato_sight_contour(struct staccato_draw *draw, struct staccato_sight_piece *piece,
                            struct staccato_sight_contour *contour) {
    const int span = piece->highest - piece->lowest;
    const size_t last = piece->form->phrase_count - 1u;
    size_t top_phrase = last;
    if (!staccato_sight_chance(draw, 60)) {
        top_phrase = staccato_draw_below(draw, piece->form->phrase_count);
    }
    contour->tonic = piece->lowest + (7 - piece->lowest % 7) % 7;
    contour->top = piece->highest;
    if (span > 4) {
        contour->top -= (int)staccato_draw_below(draw, span > 6 ? 3 : 2);
    }
    aim(piece, contour, top_phrase, draw);
    contour->highest = draw_highest(piece, top_phrase, draw);
}
