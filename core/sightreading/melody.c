/* Pitches, from left to right, by weights; only those from which the end can still be reached. */
#include <string.h>

#include "parts.h"
#include "weights.h"

struct melody {
    struct staccato_draw *draw;
    struct staccato_sight_piece *piece;
    const struct staccato_sight_moves *moves;
    struct staccato_sight_reach *reach;
    uint8_t ends[STACCATO_SIGHT_PHRASES_MAX]; /* bit n: the phrase may end on degree n */
};

/* The last note that has its pitch. */
struct last {
    bool is_none; /* no note has one */
    unsigned int symbol;
    unsigned int state; /* enum staccato_sight_state, or between phrases */
    unsigned int run;
};

static uint32_t symbols_of(const struct melody *melody, unsigned int degrees) {
    uint32_t symbols = 0;
    for (unsigned int i = 0; i < 7; i++) {
        symbols |= degrees >> i & 1 ? melody->moves->degrees[i] : 0;
    }
    return symbols;
}

/* The symbols that a note may have, whatever comes before and after. */
static void allow(struct melody *melody, size_t i) {
    enum { TRIAD = 1 << 0 | 1 << 2 | 1 << 4, SIXTH = 5, SEVENTH = 6 };
    const struct staccato_sight_note *note = &melody->piece->notes[i];
    const struct staccato_sight_moves *moves = melody->moves;
    uint32_t allowed = moves->symbols & note->allowed;
    if (i == 0) {
        allowed &= symbols_of(melody, TRIAD) & ~moves->raised;
    }
    if (note->is_end) {
        allowed &= symbols_of(melody, melody->ends[note->phrase]);
        allowed &= ~(moves->degrees[SIXTH] & moves->raised);
        if (melody->piece->key->is_minor) {
            allowed &= ~moves->degrees[SEVENTH] | moves->raised;
        }
    }
    melody->reach->allowed[i] = allowed;
}

/* Whether the whole line can be sung as its notes are allowed. */
static bool is_possible(struct melody *melody) {
    const size_t count = melody->piece->note_count;
    for (size_t i = 0; i < count; i++) {
        allow(melody, i);
    }
    return staccato_sight_reach(melody->moves, 0, count - 1, melody->reach) &&
           (melody->reach->allowed[0] & melody->reach->ways[0][0][STACCATO_SIGHT_FREE]) != 0;
}

/* ---- where phrases end ---- */

/* Draws the degree on which each inner phrase ends, as folk songs' do. */
static void draw_ends(struct melody *melody) {
    const struct staccato_sight_piece *piece = melody->piece;
    const bool is_minor = piece->key->is_minor;
    const size_t last = piece->form->phrase_count - 1u;
    for (size_t phrase = 0; phrase < last; phrase++) {
        uint64_t weights[7] = {0};
        uint8_t degrees[7] = {0};
        size_t count = 0;
        for (unsigned int degree = 0; degree < 7; degree++) {
            uint32_t symbols = melody->moves->degrees[degree];
            symbols &= is_minor && degree == 6 ? melody->moves->raised : UINT32_MAX;
            if (symbols != 0 &&
                (staccato_sight_cadences[piece->form->kinds[phrase]] >> degree & 1)) {
                weights[count] = staccato_sight_weights.ends[is_minor][degree];
                degrees[count++] = (uint8_t)degree;
            }
        }
        melody->ends[phrase] =
            (uint8_t)(1u << degrees[staccato_sight_weighted(melody->draw, weights, count)]);
    }
    melody->ends[last] = 1;
}

/* Lets the phrases end where their kinds may. */
static void free_ends(struct melody *melody) {
    const struct staccato_sight_form *form = melody->piece->form;
    for (size_t phrase = 0; phrase + 1 < form->phrase_count; phrase++) {
        melody->ends[phrase] = staccato_sight_cadences[form->kinds[phrase]];
    }
}

/* ---- the highest note ---- */

/* Whether note `spot` can be at that place, and all others below it. */
static bool can_be_highest(struct melody *melody, size_t spot, int place) {
    unsigned int symbol = 2u * (unsigned int)(place - melody->piece->lowest);
    for (size_t i = 0; i < melody->piece->note_count; i++) {
        melody->piece->notes[i].allowed = i == spot ? 3u << symbol : (1u << symbol) - 1;
    }
    return is_possible(melody);
}

/* The highest of the places, down to a third above the tonic, at which a note can be highest. */
static bool try_highest(struct melody *melody, size_t spot, int top, int tonic) {
    for (int place = top; place > tonic + 1; place--) {
        if (can_be_highest(melody, spot, place)) {
            return true;
        }
    }
    return false;
}

/* One highest note: where the contour has it or, if that can't be, where a phrase ends. */
static bool set_highest(struct melody *melody, const struct staccato_sight_contour *contour) {
    struct staccato_sight_piece *piece = melody->piece;
    if (try_highest(melody, (size_t)contour->highest, contour->top, contour->tonic)) {
        return true;
    }
    for (size_t i = piece->note_count - 1u; i-- > 0;) {
        if (piece->notes[i].is_end && try_highest(melody, i, piece->highest, contour->tonic)) {
            return true;
        }
    }
    for (size_t i = 0; i < piece->note_count; i++) {
        piece->notes[i].allowed = UINT32_MAX;
    }
    return false;
}

/* Works out the ways, with one highest note and the drawn ends if that can be. */
static void find_ways(struct melody *melody, const struct staccato_sight_contour *contour) {
    const bool has_highest = contour->highest >= 0;
    if ((has_highest && set_highest(melody, contour)) || is_possible(melody)) {
        return;
    }
    free_ends(melody);
    if (!has_highest || !set_highest(melody, contour)) {
        (void)is_possible(melody);
    }
}

static void drop_copies_of(size_t note, struct staccato_sight_motifs *motifs) {
    size_t kept = 0;
    for (size_t i = 0; i < motifs->count; i++) {
        const struct staccato_sight_copy *copy = &motifs->copies[i];
        if (note < copy->first || note >= copy->first + (size_t)copy->length) {
            motifs->copies[kept++] = *copy;
        }
    }
    motifs->count = kept;
}

/* ---- from left to right ---- */

/* What note i may have after the last one, for now. */
static uint32_t find_options(const struct melody *melody, size_t i, const struct last *last) {
    uint32_t options = melody->reach->allowed[i];
    if (last->is_none) {
        return options;
    }
    options &= staccato_sight_next(melody->moves, last->symbol, last->state);
    return last->run < STACCATO_SIGHT_RUN_MAX ? options : options & ~(1u << last->symbol);
}

/* The note after the last one, by one of its options. */
static struct last follow(const struct melody *melody, const struct last *last,
                          unsigned int symbol) {
    const bool is_same = !last->is_none && last->symbol == symbol;
    return (struct last){
        .symbol = symbol,
        .state = last->is_none
                     ? STACCATO_SIGHT_FREE
                     : staccato_sight_move(melody->moves, last->symbol, symbol, last->state),
        .run = is_same ? last->run + 1 : 1,
    };
}

/* Whether the end can be reached from note i as it is now. */
static bool leads_on(const struct melody *melody, size_t i, const struct last *now) {
    return melody->reach->ways[i][now->run - 1][now->state] >> now->symbol & 1;
}

/* Ties notes to earlier ones, moved by some letters, if the line can go on from there. */
static void copy(struct melody *melody, const struct last *last,
                 const struct staccato_sight_copy *copy) {
    struct staccato_sight_note *notes = melody->piece->notes;
    const size_t end = copy->first + (size_t)copy->length;
    const int span = melody->piece->highest - melody->piece->lowest;
    uint32_t saved[STACCATO_SIGHT_PATTERN_MAX];
    for (size_t k = 0; k < copy->length; k++) {
        saved[k] = notes[copy->first + k].allowed;
    }
    for (size_t way = 0; way <= copy->shift_count; way++) {
        for (size_t k = 0; k < copy->length; k++) {
            const struct staccato_sight_note *source = &notes[copy->source + k];
            int shift = way < copy->shift_count ? copy->shifts[way] : 0;
            int at = source->place + shift - melody->piece->lowest;
            uint32_t both = shift == 0 && !(source->symbol & 1) ? 1 : 3;
            uint32_t moved = at < 0 || at > span ? 0 : both << 2 * at;
            notes[copy->first + k].allowed = way < copy->shift_count ? moved : saved[k];
            allow(melody, copy->first + k);
        }
        (void)staccato_sight_reach(melody->moves, copy->first, end - 1, melody->reach);
        for (uint32_t left = find_options(melody, copy->first, last); left != 0; left &= left - 1) {
            const struct last now = follow(melody, last, (unsigned int)__builtin_ctz(left));
            if (leads_on(melody, copy->first, &now)) {
                return;
            }
        }
    }
}

/* Draws one of the options by weight; one that leads nowhere is struck off and drawn again. */
static bool choose(struct melody *melody, size_t i, struct last *last) {
    uint64_t weights[STACCATO_SIGHT_SYMBOLS];
    uint32_t options = find_options(melody, i, last);
    size_t count =
        staccato_sight_weigh(melody->moves, melody->reach, i, options, last->run + 1, weights);
    while (count > 0) {
        size_t k = staccato_sight_weighted(melody->draw, weights, count);
        uint32_t from = options;
        for (size_t skipped = 0; skipped < k; skipped++) {
            from &= from - 1;
        }
        const struct last now = follow(melody, last, (unsigned int)__builtin_ctz(from));
        if (leads_on(melody, i, &now)) {
            *last = now;
            return true;
        }
        options &= ~(1u << now.symbol);
        count--;
        memmove(&weights[k], &weights[k + 1], (count - k) * sizeof(weights[0]));
    }
    return false;
}

static bool sing(struct melody *melody, const struct staccato_sight_motifs *motifs) {
    struct staccato_sight_piece *piece = melody->piece;
    struct last last = {.is_none = true};
    for (size_t i = 0; i < piece->note_count; i++) {
        for (size_t k = 0; k < motifs->count; k++) {
            if (motifs->copies[k].first == i) {
                copy(melody, &last, &motifs->copies[k]);
            }
        }
        if (!choose(melody, i, &last)) {
            return false;
        }
        struct staccato_sight_note *note = &piece->notes[i];
        note->symbol = (uint8_t)last.symbol;
        note->place = (int8_t)(piece->lowest + (int)last.symbol / 2);
        note->is_raised = last.symbol & 1;
        note->is_chromatic = false;
        note->is_left = false;
        last.state = note->is_end ? STACCATO_SIGHT_BETWEEN : last.state;
    }
    return true;
}

bool staccato_sight_melody(const struct staccato_sight_wish *wish,
                           const struct staccato_sight_rules *rules, struct staccato_draw *draw,
                           struct staccato_sight_piece *piece) {
    struct staccato_sight_reach reach;
    struct staccato_sight_moves moves;
    struct melody melody = {.draw = draw, .piece = piece, .moves = &moves, .reach = &reach};
    struct staccato_sight_contour contour;
    struct staccato_sight_motifs motifs;
    staccato_sight_moves(wish, rules, piece, &moves);
    staccato_sight_contour(draw, piece, &contour);
    draw_ends(&melody);
    staccato_sight_motifs(draw, piece, &motifs);
    if (contour.highest >= 0) {
        drop_copies_of((size_t)contour.highest, &motifs);
    }
    find_ways(&melody, &contour);
    return sing(&melody, &motifs);
}
