/* Motifs: which measures repeat which, as they are or a step or a third away. */
#include "parts.h"

#include <string.h>

/* Where the notes of each whole measure are. */
struct measures {
    const struct staccato_sight_piece *piece;
    uint16_t first[STACCATO_SIGHT_MEASURES_MAX];
    uint8_t count[STACCATO_SIGHT_MEASURES_MAX];
    bool has_end[STACCATO_SIGHT_MEASURES_MAX];
};

static void find_measures(const struct staccato_sight_piece *piece, struct measures *measures) {
    memset(measures, 0, sizeof(*measures));
    measures->piece = piece;
    for (size_t i = 0; i < piece->note_count; i++) {
        const struct staccato_sight_note *note = &piece->notes[i];
        if (note->measure < 0) {
            continue;
        }
        if (measures->count[note->measure]++ == 0) {
            measures->first[note->measure] = (uint16_t)i;
        }
        measures->has_end[note->measure] |= note->is_end;
    }
}

static const struct staccato_sight_written *written(const struct measures *measures, size_t k,
                                                    size_t *length) {
    const uint16_t *begins = &measures->piece->begins[k + (measures->piece->upbeat > 0)];
    *length = (size_t)(begins[1] - begins[0]);
    return &measures->piece->written[begins[0]];
}

/* Whether no tie leads into or out of the measure. */
static bool is_whole(const struct measures *measures, size_t k) {
    size_t length;
    const struct staccato_sight_written *here = written(measures, k, &length);
    bool is_held = here > measures->piece->written && here[-1].is_tied;
    return measures->count[k] > 0 && !is_held && !here[length - 1].is_tied;
}

static bool have_same_rhythm(const struct measures *measures, size_t k, size_t source) {
    size_t length, source_length;
    const struct staccato_sight_written *a = written(measures, k, &length);
    const struct staccato_sight_written *b = written(measures, source, &source_length);
    bool same = length == source_length;
    for (size_t i = 0; same && i < length; i++) {
        same = a[i].token == b[i].token;
    }
    return same;
}

struct shifts {
    uint8_t count;
    int8_t letters[4];
};

static void try_copy(const struct measures *measures, size_t k, size_t source,
                     const struct shifts *shifts, struct staccato_sight_motifs *motifs) {
    if (!is_whole(measures, k) || !is_whole(measures, source) ||
        !have_same_rhythm(measures, k, source) || measures->has_end[k]) {
        return;
    }
    for (size_t i = 0; i < motifs->count; i++) {
        if (motifs->copies[i].first == measures->first[k]) {
            return;
        }
    }
    motifs->copies[motifs->count++] = (struct staccato_sight_copy){
        .first = measures->first[k],
        .source = measures->first[source],
        .length = measures->count[k],
        .shift_count = shifts->count,
        .shifts = shifts->letters,
    };
}

/* Within a phrase of four, a measure whose rhythm comes again is a sequence. */
static void draw_sequence(const struct measures *measures, size_t at, uint8_t form,
                          struct staccato_draw *draw, struct staccato_sight_motifs *motifs) {
    static const struct shifts ways[] = {
        {4, {1, -1, 2, -2}}, {4, {-1, 1, -2, 2}}, {3, {0, 1, -1}}, {4, {-2, 2, -1, 1}}};
    static const struct {
        uint8_t percent, measure, source;
    } forms[] = {{60, 2, 0}, {75, 1, 0}, {75, 2, 1}, {0}};
    const struct shifts *shifts = &ways[staccato_draw_below(draw, 4)];
    if (forms[form].percent > 0 && staccato_sight_chance(draw, forms[form].percent)) {
        try_copy(measures, at + forms[form].measure, at + forms[form].source, shifts, motifs);
    }
}

void staccato_sight_motifs(struct staccato_draw *draw, const struct staccato_sight_piece *piece,
                           struct staccato_sight_motifs *motifs) {
    static const struct shifts none = {1, {0}};
    const size_t length = piece->form->phrase_measures;
    struct measures measures;
    find_measures(piece, &measures);
    motifs->count = 0;
    for (size_t i = 0; i < piece->form->phrase_count; i++) {
        size_t at = i * length;
        if (i > 0 && staccato_sight_chance(draw, length == 4 ? 70 : 25)) {
            try_copy(&measures, at, 0, &none, motifs); /* it begins as the first one did */
            if (length == 4 && staccato_sight_chance(draw, 60)) {
                try_copy(&measures, at + 1, 1, &none, motifs);
            }
        }
        if (length == 4) {
            draw_sequence(&measures, at, piece->forms[i], draw, motifs);
        }
    }
}
