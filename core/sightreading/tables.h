/* The tables that sight-reading is composed from: what each level may have, and how folk songs go.
 *
 * make-tables writes them from share/levels.json and share/statistics.json, which say where every
 * row comes from. Ticks are twelfths of a quarter here. Degrees count letters from the tonic, which
 * is 0. A cell is a group of notes that belongs on a beat; a pattern is a measure of cells.
 */
#ifndef STACCATO_SIGHT_TABLES_H
#define STACCATO_SIGHT_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "score.h"

enum {
    STACCATO_SIGHT_LEVELS = 26,
    STACCATO_SIGHT_METERS = 12,
    STACCATO_SIGHT_INSTRUMENTS = 21,
    STACCATO_SIGHT_CLEFS = 5,
    STACCATO_SIGHT_MEASURES = 7, /* how many numbers of measures there are to choose from */
    STACCATO_SIGHT_CELLS = 31,
    STACCATO_SIGHT_VALUES = 10,       /* of notes: w. w h. h q. q e. e s t, */
    STACCATO_SIGHT_TOKENS = 15,       /* then of rests: w h q. q e */
    STACCATO_SIGHT_PATTERN_MAX = 13,  /* tokens of one measure */
    STACCATO_SIGHT_PATTERNS_MAX = 130 /* of one meter */
};

/* Tokens that are looked for by name. */
enum { STACCATO_SIGHT_TRIPLET = 9, STACCATO_SIGHT_RESTS = STACCATO_SIGHT_VALUES };

/* A measure. weights: how often inside a phrase, the same for short exercises, and at its end;
 * tokens: 'a' is the first of them. */
struct staccato_pattern {
    uint32_t cells; /* bit n: cell n; bit 31: one that must be strong is not */
    uint16_t inner;
    uint16_t inner_short;
    uint16_t cadence;
    char tokens[STACCATO_SIGHT_PATTERN_MAX + 1];
};

struct staccato_sight_meter {
    const struct staccato_pattern *patterns;
    struct staccato_text name;
    uint32_t plain_cells; /* what it brings to a level that lacks it */
    uint8_t pattern_count;
    uint8_t beats;
    uint8_t beat_type;
    uint8_t ticks;
    uint8_t beat;   /* its ticks; 0: beats are uneven */
    uint8_t upbeat; /* its ticks; 0: none */
    uint8_t split;  /* where a left hand that plays twice plays again */
    uint8_t group_count;
    uint8_t groups[4]; /* where groups of beats begin */
};

/* A new rhythm of a level: what a pattern must have one of, and in which meters that is asked. */
struct staccato_sight_focus {
    uint32_t cells;
    uint16_t tokens;
    uint16_t meters;
    bool is_tie;
    bool is_long; /* a note that fills most of a measure: it belongs at the end of a phrase */
};

struct staccato_sight_key {
    struct staccato_text name; /* "B-", "b-": minor is small */
    int8_t fifths;
    bool is_minor;
};

/* A meter of a level: the numbers of measures to draw from, and the fewest notes for each. */
struct staccato_sight_lengths {
    uint8_t meter;
    uint8_t count;
    uint8_t measures[2];
    uint8_t least_notes[2];
};

struct staccato_sight_range {
    struct staccato_text low;
    struct staccato_text high;
};

struct staccato_sight_level {
    struct staccato_text name;
    struct staccato_text instrument_names; /* as a sentence lists them */
    struct staccato_text hand_names;
    struct staccato_sight_range left;   /* of the left hand where two play */
    struct staccato_sight_key keys[20]; /* major first */
    struct staccato_sight_range ranges[STACCATO_SIGHT_INSTRUMENTS];
    uint32_t instruments; /* bit n: instrument n */
    uint32_t cells;
    struct staccato_sight_focus focuses[5];
    uint16_t values; /* bit n: note value n */
    struct staccato_sight_lengths meters[12];
    uint8_t hands; /* bit n: enum staccato_sight_hand */
    uint8_t meter_count;
    uint8_t new_meter_count;
    uint8_t new_meters[5]; /* rows of meters */
    uint8_t key_count;
    uint8_t new_key_count;
    uint8_t new_keys[4];
    uint8_t focus_count;
    uint8_t leap_max;
    uint8_t leap_over; /* larger ones must be recovered, */
    uint8_t leap_by;   /* by at most that */
    bool has_skips;
    uint8_t skips[7]; /* bit number - 1: that interval may stand on this degree */
    bool is_five_finger;
    uint8_t span;
    uint8_t lowest; /* bit n: a five-finger position may begin on degree n */
    uint8_t chromatic;
    bool is_melodic; /* minor raises 6 and 7 */
    bool ties;
    bool upbeat;
    bool concert;
    bool is_piano;
    bool new_upbeat, new_raised, new_chromatic, new_minor;
    uint8_t usual; /* the instrument if none is asked for */
};

struct staccato_sight_instrument {
    uint8_t clef; /* enum staccato_clef_row */
    struct staccato_instrument sound;
};

struct staccato_sight_clef {
    uint8_t clef; /* enum staccato_clef_row */
    struct staccato_sight_range range;
};

enum staccato_sight_hand {
    STACCATO_SIGHT_RIGHT,
    STACCATO_SIGHT_LEFT,
    STACCATO_SIGHT_APART,
    STACCATO_SIGHT_TOGETHER
};

/* How a phrase ends. */
enum staccato_sight_kind {
    STACCATO_SIGHT_HALF,
    STACCATO_SIGHT_OPEN,
    STACCATO_SIGHT_FULL,
    STACCATO_SIGHT_KINDS
};

/* How so many measures are parted into phrases of equal length. */
struct staccato_sight_form {
    uint8_t measures;
    uint8_t phrase_measures;
    uint8_t phrase_count;
    uint8_t kinds[6];
};

/* Counted in folk songs (share/statistics.json); the first index is 1 for minor. */
struct staccato_sight_weights {
    uint16_t moves[2][3][7][15]; /* strength, degree, letters + 7 */
    uint16_t first[2][7];        /* degrees of the first note, */
    uint16_t inner[2][7];        /* of later phrases' first notes, */
    uint16_t ends[2][7];         /* and of inner phrases' last notes */
    uint16_t approach[2][7];     /* the degree before the last */
    uint16_t after[6][5];        /* the move before, the move: percent */
};

extern const struct staccato_pattern staccato_sight_patterns[]; /* each meter's in a row */
extern const struct staccato_sight_meter staccato_sight_meters[STACCATO_SIGHT_METERS];
extern const struct staccato_sight_level staccato_sight_levels[STACCATO_SIGHT_LEVELS];
extern const struct staccato_sight_instrument
    staccato_sight_instruments[STACCATO_SIGHT_INSTRUMENTS];
extern const struct staccato_sight_clef staccato_sight_clefs[STACCATO_SIGHT_CLEFS];
extern const struct staccato_sight_form staccato_sight_forms[STACCATO_SIGHT_MEASURES];
extern const struct staccato_sight_weights staccato_sight_weights;
extern const uint8_t staccato_sight_cadences[STACCATO_SIGHT_KINDS]; /* bit n: degree n */
extern const uint16_t staccato_sight_cells[STACCATO_SIGHT_CELLS];   /* bit n: token n is in it */
extern const uint8_t staccato_sight_ticks[STACCATO_SIGHT_TOKENS];

/* Names on the wire: choices of fields, in the order of the tables. */
extern const struct staccato_text staccato_sight_levels_names[STACCATO_SIGHT_LEVELS];
extern const struct staccato_text staccato_sight_meters_names[STACCATO_SIGHT_METERS];
extern const struct staccato_text staccato_sight_instruments_names[STACCATO_SIGHT_INSTRUMENTS];
extern const struct staccato_text staccato_sight_clefs_names[STACCATO_SIGHT_CLEFS];
extern const struct staccato_text staccato_sight_values_names[STACCATO_SIGHT_VALUES];
extern const struct staccato_text staccato_sight_measures_names[STACCATO_SIGHT_MEASURES];

#endif
