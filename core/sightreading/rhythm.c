/* Rhythm: patterns that folk songs have, in phrases that repeat each other's. */
#include "parts.h"

#include <string.h>

/* Weights of a pattern in a draw. */
typedef unsigned int weighing(const struct staccato_sight_piece *piece,
                              const struct staccato_pattern *pattern);

/* Inside a phrase. Short exercises need the variety of flatter weights. */
static unsigned int weigh_inner(const struct staccato_sight_piece *piece,
                                const struct staccato_pattern *pattern) {
    return piece->measures > 6 ? pattern->inner : pattern->inner_short;
}

/* At the end of one: a long last note is three times as likely. */
static unsigned int weigh_cadence(const struct staccato_sight_piece *piece,
                                  const struct staccato_pattern *pattern) {
    enum { LONG = 24, SHORT = 12 };
    unsigned int weight = pattern->cadence + (piece->upbeat > 0 ? 20u : 1u) + pattern->inner / 50u;
    unsigned int beats = 2u * (piece->meter->beat > 0 ? piece->meter->beat : 12u);
    int token = pattern->tokens[staccato_sight_cut(piece, pattern) - 1] - 'a';
    unsigned int last = token >= STACCATO_SIGHT_RESTS ? SHORT : staccato_sight_ticks[token];
    return last >= (beats < LONG ? beats : LONG) ? 3 * weight : weight;
}

/* Weights are added up for the first draw only; then a draw is a search in their sums. */
static const struct staccato_pattern *draw_pattern(struct staccato_sight_choice *choice,
                                                   weighing *weigh, struct staccato_draw *draw,
                                                   const struct staccato_sight_piece *piece) {
    const size_t last = choice->count - 1u;
    if (!choice->has_sums) {
        uint32_t sum = 0;
        for (size_t i = 0; i <= last; i++) {
            sum += weigh(piece, &piece->meter->patterns[choice->rows[i]]);
            choice->sums[i] = sum;
        }
        choice->has_sums = true;
    }
    const uint32_t drawn = staccato_draw_below(draw, choice->sums[last]);
    size_t row = 0;
    for (size_t end = last; row < end;) {
        size_t middle = (row + end) / 2;
        if (drawn < choice->sums[middle]) {
            end = middle;
        } else {
            row = middle + 1;
        }
    }
    return &piece->meter->patterns[choice->rows[row]];
}

/* What the phrases of a piece are drawn from. */
struct source {
    struct staccato_sight_patterns *patterns;
    struct staccato_sight_choice *motif, *inner, *inner_any, *cadence, *final;
};

/* Where the focus is a note that fills a measure, it is looked for at the ends of phrases. */
static struct source find_source(struct staccato_sight_patterns *patterns,
                                 struct staccato_draw *draw,
                                 const struct staccato_sight_piece *piece) {
    struct source source = {
        .motif = patterns->wanted_motif.count > 0 ? &patterns->wanted_motif : &patterns->motif,
        .inner = patterns->wanted_inner.count > 0 ? &patterns->wanted_inner : &patterns->inner,
        .inner_any = &patterns->inner_any,
        .cadence = &patterns->cadence,
        .final = &patterns->final,
        .patterns = patterns,
    };
    if (piece->focus != NULL && piece->focus->is_long && patterns->wanted_cadence.count > 0 &&
        (patterns->wanted_motif.count == 0 || staccato_sight_chance(draw, 60))) {
        source.motif = &patterns->motif;
        source.inner = NULL; /* any will do */
        source.cadence = &patterns->wanted_cadence;
        if (patterns->wanted_final.count > 0) {
            source.final = &patterns->wanted_final;
        }
    }
    return source;
}

/* The forms of a phrase of four: a b a c, a a b c, a b b c, a b d c. */
enum { ABAC, AABC, ABBC, ABDC, FORMS };

/* Draws a phrase into measures; `first` is the first phrase's, NULL for itself. */
static uint8_t draw_phrase(const struct source *source, bool is_last,
                           const struct staccato_pattern **first, struct staccato_draw *draw,
                           const struct staccato_sight_piece *piece,
                           const struct staccato_pattern **measures) {
    static const uint64_t weights[FORMS] = {40, 25, 10, 25};
    static const uint8_t orders[FORMS][3] = {{0, 1, 0}, {0, 0, 1}, {0, 1, 1}, {0, 1, 2}};
    const struct staccato_pattern *drawn[3];
    const size_t count = piece->form->phrase_measures;
    uint8_t form = ABDC;
    drawn[0] = first != NULL && staccato_sight_chance(draw, 60)
                   ? first[0]
                   : draw_pattern(source->motif, weigh_inner, draw, piece);
    measures[0] = drawn[0];
    if (count > 2) {
        bool is_any = source->inner == NULL || staccato_sight_chance(draw, 70);
        drawn[1] =
            draw_pattern(is_any ? source->inner_any : source->inner, weigh_inner, draw, piece);
        form = (uint8_t)staccato_sight_weighted(draw, weights, FORMS);
        drawn[2] = draw_pattern(&source->patterns->inner, weigh_inner, draw, piece);
        for (size_t i = 1; i < 3; i++) {
            measures[i] = drawn[orders[form][i]];
        }
    }
    measures[count - 1] =
        draw_pattern(is_last ? source->final : source->cadence, weigh_cadence, draw, piece);
    return form;
}

static void draw_phrases(struct staccato_sight_patterns *patterns, struct staccato_draw *draw,
                         struct staccato_sight_piece *piece, struct staccato_sight_rhythm *rhythm) {
    const struct source source = find_source(patterns, draw, piece);
    const size_t length = piece->form->phrase_measures;
    for (size_t i = 0; i < piece->form->phrase_count; i++) {
        const struct staccato_pattern **measures = &rhythm->measures[i * length];
        bool is_last = i == piece->form->phrase_count - 1u;
        if (i > 0 && staccato_sight_chance(draw, length == 4 ? 60 : 40)) {
            memcpy(measures, rhythm->measures, length * sizeof(*measures));
            if (is_last &&
                staccato_sight_ending(piece, measures[length - 1]) != STACCATO_SIGHT_ENDS_PIECE) {
                measures[length - 1] = draw_pattern(source.final, weigh_cadence, draw, piece);
            }
            piece->forms[i] = piece->forms[0];
        } else {
            piece->forms[i] = draw_phrase(&source, is_last, i > 0 ? rhythm->measures : NULL, draw,
                                          piece, measures);
        }
    }
}

static bool is_rest(char token) {
    return token - 'a' >= STACCATO_SIGHT_RESTS;
}

/* The tokens that a measure has of its pattern. */
static size_t measure_length(const struct staccato_sight_piece *piece,
                             const struct staccato_sight_rhythm *rhythm, size_t measure) {
    return measure == piece->measures - 1u ? rhythm->last_length
                                           : strlen(rhythm->measures[measure]->tokens);
}

/* Refuses one value only, two rests in a row, few notes. */
static bool is_varied(const struct staccato_sight_wish *wish,
                      const struct staccato_sight_piece *piece,
                      const struct staccato_sight_rhythm *rhythm) {
    unsigned int seen = 0;
    unsigned int sung = 0;
    bool was_rest = false;
    bool rests_meet = false;
    for (size_t k = 0; k < piece->measures; k++) {
        const char *tokens = rhythm->measures[k]->tokens;
        size_t length = measure_length(piece, rhythm, k);
        rests_meet |= was_rest && is_rest(tokens[0]);
        for (size_t i = 0; i < length; i++) {
            seen |= 1u << (tokens[i] - 'a');
            sung += !is_rest(tokens[i]);
        }
        was_rest = is_rest(tokens[length - 1]);
    }
    return !rests_meet &&
           (wish->is_loose || ((seen & (seen - 1)) != 0 && sung >= piece->least_notes));
}

/* Whether the last note of a measure can be tied to the first of the next. */
static bool can_tie(const struct staccato_sight_piece *piece,
                    const struct staccato_sight_rhythm *rhythm, size_t k) {
    enum { LONGEST = 24, LONGEST_BOTH = 48 };
    const size_t phrase = piece->form->phrase_measures;
    const char *next = rhythm->measures[k + 1]->tokens;
    size_t next_length = measure_length(piece, rhythm, k + 1);
    int a = rhythm->measures[k]->tokens[measure_length(piece, rhythm, k) - 1] - 'a';
    int b = next[0] - 'a';
    bool to_end = (k + 2) % phrase == 0;
    size_t sung = 0;
    for (size_t i = 0; i < next_length; i++) {
        sung += !is_rest(next[i]);
    }
    return (k + 1) % phrase != 0 && !is_rest((char)(a + 'a')) && !is_rest(next[0]) &&
           !(piece->upbeat > 0 && to_end) && a != STACCATO_SIGHT_TRIPLET &&
           b != STACCATO_SIGHT_TRIPLET && staccato_sight_ticks[a] <= LONGEST &&
           staccato_sight_ticks[a] + staccato_sight_ticks[b] <= LONGEST_BOTH &&
           !(to_end && sung == 1);
}

/* One tie within a phrase, in 22 % of the draws, or where it is the focus. */
static bool draw_tie(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                     const struct staccato_sight_piece *piece,
                     struct staccato_sight_rhythm *rhythm) {
    bool must = piece->focus != NULL && piece->focus->is_tie;
    uint8_t places[STACCATO_SIGHT_MEASURES_MAX];
    uint32_t count = 0;
    rhythm->tied = -1;
    if (!wish->ties || (!must && !staccato_sight_chance(draw, 22))) {
        return true;
    }
    for (size_t k = 0; k + 1 < piece->measures; k++) {
        if (can_tie(piece, rhythm, k)) {
            places[count++] = (uint8_t)k;
        }
    }
    if (count > 0) {
        rhythm->tied = (int8_t)places[staccato_draw_below(draw, count)];
    }
    return count > 0 || !must;
}

bool staccato_sight_rhythm(const struct staccato_sight_wish *wish,
                           struct staccato_sight_patterns *patterns, struct staccato_draw *draw,
                           struct staccato_sight_piece *piece,
                           struct staccato_sight_rhythm *rhythm) {
    draw_phrases(patterns, draw, piece, rhythm);
    rhythm->last_length = (uint8_t)staccato_sight_cut(piece, rhythm->measures[piece->measures - 1]);
    return is_varied(wish, piece, rhythm) && draw_tie(wish, draw, piece, rhythm);
}
