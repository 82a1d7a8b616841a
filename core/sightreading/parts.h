/* The steps of composing, in the order in which they draw. Each but the first may fail: then the
 * attempt is over, and the next one goes on with the same generator. */
#ifndef STACCATO_SIGHT_PARTS_H
#define STACCATO_SIGHT_PARTS_H

#include "sight.h"

struct staccato_sight_rules;

/* ---- draws.c ---- */

static inline bool staccato_sight_chance(struct staccato_draw *draw, unsigned int percent) {
    return staccato_draw_below(draw, 100) < percent;
}

/* An index, with probability weights[i] of their sum. count is 1 or more. */
size_t staccato_sight_weighted(struct staccato_draw *draw, const uint64_t *weights, size_t count);

/* The remainder as mathematicians have it: 0..6. */
static inline int staccato_sight_degree(int place) {
    return place % 7 < 0 ? place % 7 + 7 : place % 7;
}

/* ---- rows.c ---- */

/* Draws key, meter, measures, upbeat and focus. */
void staccato_sight_rows(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                         struct staccato_sight_piece *piece);

/* ---- window.c ---- */

/* The places that the range allows, both ends; false if there are less than five or no tonic. */
bool staccato_sight_inside(const struct staccato_sight_wish *wish,
                           const struct staccato_sight_piece *piece, int *low, int *high);

/* Whether there is a five-finger position. */
bool staccato_sight_has_position(const struct staccato_sight_wish *wish,
                                 const struct staccato_sight_piece *piece);

/* Draws lowest and highest. */
void staccato_sight_window(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                           struct staccato_sight_piece *piece);

/* ---- rhythm.c ---- */

struct staccato_sight_choice {
    uint8_t count;
    bool has_sums;                              /* it was drawn from before */
    uint8_t rows[STACCATO_SIGHT_PATTERNS_MAX];  /* of the meter's patterns */
    uint32_t sums[STACCATO_SIGHT_PATTERNS_MAX]; /* of their weights so far */
};

/* What patterns serve for what; wanted_… those with the piece's focus. */
struct staccato_sight_patterns {
    struct staccato_sight_choice table, motif, inner, inner_any, cadence, final;
    struct staccato_sight_choice wanted_motif, wanted_inner, wanted_cadence, wanted_final;
};

/* A pattern for each measure; the last may be cut for the upbeat. */
struct staccato_sight_rhythm {
    const struct staccato_pattern *measures[STACCATO_SIGHT_MEASURES_MAX];
    uint8_t last_length; /* tokens of the last measure that are not the upbeat's */
    int8_t tied;         /* the measure that is tied to the next one; -1: none */
};

/* Fills the patterns; false if none can begin or end a phrase. */
bool staccato_sight_sort_patterns(const struct staccato_sight_wish *wish,
                                  const struct staccato_sight_piece *piece,
                                  struct staccato_sight_patterns *patterns);

/* What a pattern can end; what ends the piece ends any phrase. */
enum staccato_sight_ending {
    STACCATO_SIGHT_ENDS_NOTHING,
    STACCATO_SIGHT_ENDS_PHRASE,
    STACCATO_SIGHT_ENDS_PIECE
};
enum staccato_sight_ending staccato_sight_ending(const struct staccato_sight_piece *piece,
                                                 const struct staccato_pattern *pattern);

/* How many of a pattern's tokens come before the upbeat that would follow; 0 if none ends there. */
size_t staccato_sight_cut(const struct staccato_sight_piece *piece,
                          const struct staccato_pattern *pattern);

bool staccato_sight_rhythm(const struct staccato_sight_wish *wish,
                           struct staccato_sight_patterns *patterns, struct staccato_draw *draw,
                           struct staccato_sight_piece *piece,
                           struct staccato_sight_rhythm *rhythm);

/* Sets out the notes to be pitched, and what is written; draws nothing. False if a phrase has none.
 */
bool staccato_sight_notes(const struct staccato_sight_rhythm *rhythm,
                          struct staccato_sight_piece *piece);

/* ---- harmony.c, contour.c ---- */

void staccato_sight_harmony(struct staccato_draw *draw, struct staccato_sight_piece *piece);

struct staccato_sight_contour {
    int tonic;   /* the lowest in the window */
    int top;     /* the place that the highest note should have */
    int highest; /* the note that should be highest; -1: none */
};

/* Sets the notes' targets. */
void staccato_sight_contour(struct staccato_draw *draw, struct staccato_sight_piece *piece,
                            struct staccato_sight_contour *contour);

/* ---- motifs.c ---- */

/* Notes that repeat earlier ones, moved by one of the shifts. */
struct staccato_sight_copy {
    uint16_t first;
    uint16_t source;
    uint8_t length;
    uint8_t shift_count;
    const int8_t *shifts;
};

struct staccato_sight_motifs {
    size_t count;
    struct staccato_sight_copy copies[STACCATO_SIGHT_MEASURES_MAX];
};

void staccato_sight_motifs(struct staccato_draw *draw, const struct staccato_sight_piece *piece,
                           struct staccato_sight_motifs *motifs);

/* ---- melody.c, chromatic.c, gate.c ---- */

/* rules: the key's (moves.h). */
bool staccato_sight_melody(const struct staccato_sight_wish *wish,
                           const struct staccato_sight_rules *rules, struct staccato_draw *draw,
                           struct staccato_sight_piece *piece);

void staccato_sight_chromatic(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                              struct staccato_sight_piece *piece);

/* Too few notes or pitches, or one pitch most of the time. */
bool staccato_sight_is_dull(const struct staccato_sight_piece *piece);

/* Whether the key that the notes say is the one that is meant (Aarden-Essen weights). */
bool staccato_sight_is_heard(const struct staccato_sight_piece *piece);

/* ---- apart.c, together.c ---- */

/* Gives every other phrase to the left hand. */
bool staccato_sight_apart(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                          struct staccato_sight_piece *piece);

/* Sets the left hand under the melody. */
bool staccato_sight_together(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                             struct staccato_sight_piece *piece);

#endif
