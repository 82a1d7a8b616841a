/* A score on its way to a picture: what the files of the SVG writer share, and nothing else uses.
 *
 * Lengths are hundredths of a staff space. x grows to the right; y grows downwards and is 0 on the
 * top line of the staff, 400 on the bottom line. A place (pos) counts steps from the bottom line,
 * 0, to the top line, 8. The numbers and rules are those of SMuFL 1.4's engraving defaults, and of
 * Gould's "Behind Bars" and Ross's "The Art of Music Engraving", simplified.
 */
#ifndef STACCATO_SVG_SHEET_H
#define STACCATO_SVG_SHEET_H

#include "glyphs.h"
#include "measure.h"

enum {
    SVG_STEM = 12, /* how thick */
    SVG_BEAM = 50,
    SVG_BEAM_STEP = 75, /* from a beam to the next further in */
    SVG_LEDGER = 16,
    SVG_THIN_BAR = 16,
    SVG_FINAL_BAR = 106, /* thin, gap, thick */
    SVG_DOT_STEP = 60,   /* from a dot to the next */
    SVG_DOT_WIDTH = 40,
    SVG_STAFF_HEIGHT = 400,
    SVG_EMPTY_MEASURE = 500,
};

/* What fits: the events of a system, and the measures of a score. The longest melody, 1,024 breves
 * with four dots in 3/8, has 10,582. */
enum { SVG_EVENTS_MAX = 1024, SVG_MEASURES_MAX = 12000 };

static inline int svg_y(int pos) {
    return 400 - 50 * pos;
}

static inline int svg_least(int a, int b) {
    return a < b ? a : b;
}

static inline int svg_most(int a, int b) {
    return a > b ? a : b;
}

/* Rounded down, also below zero; the divisor is positive. */
static inline int svg_quotient(int dividend, int divisor) {
    return dividend / divisor - (dividend % divisor < 0);
}

/* A head of a note or chord. */
struct svg_head {
    int16_t x;            /* of its left, from the column's */
    int16_t accidental_x; /* of its accidental's left */
    int8_t pos;
    uint8_t accidental; /* enum staccato_glyph_name; 0: none */
};

/* A note, chord or rest. Its x distances count from its column, the left of a head that stands on
 * the stem's usual side. */
struct svg_event {
    int32_t x;           /* of the column in its system */
    int32_t beam_y;      /* of the first of a beam: where the beam's outer edge meets its stem, */
    int32_t beam_rise;   /* and how much further down it meets that of the last */
    int16_t left, right; /* how far its marks reach, without ledger lines */
    int16_t heads_left, heads_right;
    int16_t ledger_left, ledger_right; /* equal: there are none */
    int16_t stem_x;                    /* of the stem's left edge */
    int16_t dots_x;
    uint16_t onset, ticks;
    uint16_t column;     /* of the measure */
    uint16_t beam_place; /* how many of its beam come before it */
    uint16_t beam_count; /* events under its beam; 0: none */
    int8_t direction;    /* of the stem: -1 up, 1 down */
    uint8_t head_count;  /* 0: a rest */
    uint8_t type;        /* enum staccato_type */
    uint8_t dots;        /* of each head */
    uint8_t glyph;       /* of its heads, or of the rest */
    uint8_t flag;        /* enum staccato_glyph_name; 0: none */
    uint8_t dot_count;   /* of dot_places */
    uint8_t beam_levels; /* of the first of a beam: how many there are */
    bool has_accidentals;
    bool is_hidden, fills_measure, tie_stop, tie_start, triplet_start, triplet_stop;
    uint8_t beams[STACCATO_BEAM_LEVELS]; /* enum staccato_beam */
    int8_t dot_places[STACCATO_CHORD_MAX];
    struct svg_head heads[STACCATO_CHORD_MAX]; /* from low to high */
};

/* A whole rest hangs from the line above the middle one. */
static inline int svg_rest_y(const struct svg_event *rest) {
    return svg_y(rest->type == STACCATO_WHOLE ? 6 : 4);
}

/* From a column to the next or to the barline. */
struct svg_gap {
    int32_t natural;
    int32_t least;
};

struct svg_measure {
    int32_t natural, least;    /* from its first column to the barline */
    int32_t lead, system_lead; /* from a barline, or what opens a system, to the first column */
    int32_t x, bar_x;          /* in its system */
    uint16_t gap_count;        /* columns */
    uint16_t first_gap;        /* of the sheet's */
    uint16_t first_event[STACCATO_VOICES_MAX], event_count[STACCATO_VOICES_MAX];
    bool is_last;
};

/* What a tie that goes on needs to know of where it began, for each head. */
struct svg_tie {
    bool is_open;
    bool has_start; /* it began in this system, */
    int32_t start;  /* there */
    int8_t ways[STACCATO_CHORD_MAX];
};

/* Some of the measures, side by side. */
struct svg_system {
    unsigned int first, count; /* of the sheet's measures */
    unsigned int number;       /* of the first of them, as printed */
};

/* All that is known of one score. It is large, so there is one, and it is static. */
struct svg_sheet {
    const struct staccato_score *score;
    unsigned int staff_count;
    int bottoms[STACCATO_VOICES_MAX]; /* the diatonic number of a staff's bottom line */
    const struct staccato_clef *clefs[STACCATO_VOICES_MAX];
    int prefix_first, prefix_later; /* where what opens the first or a later system ends */
    int available;                  /* how wide a system may be */
    unsigned int measure_count, event_count, gap_count, system_count;
    bool fits; /* all events are in `events`; else a system's are read when it is drawn */
    struct svg_tie ties[STACCATO_VOICES_MAX];
    struct staccato_measures reading[STACCATO_VOICES_MAX];
    struct staccato_measure read; /* the measure that was read last */
    struct svg_event events[SVG_EVENTS_MAX];
    struct svg_gap gaps[SVG_EVENTS_MAX];
    struct svg_measure measures[SVG_MEASURES_MAX];
    struct svg_system systems[SVG_MEASURES_MAX];
};

static inline int svg_bar_width(const struct svg_measure *measure) {
    return measure->is_last ? SVG_FINAL_BAR : SVG_THIN_BAR;
}

/* svg_event.c: arranges heads, accidentals, dots, flag and ledger lines, and says how far they
 * reach. direction and what comes from the score must be there; heads in order. */
void staccato_svg_arrange(struct svg_event *event);

/* Where the stem of an event without a beam ends. */
int staccato_svg_stem_end(const struct svg_event *event);

/* The ledger line at a place: how far it reaches to the left and to the right. */
void staccato_svg_ledger(const struct svg_event *event, int pos, int *left, int *right);

/* svg_measure.c: begins to read the score from its start. */
void staccato_svg_rewind(struct svg_sheet *sheet);

/* Reads the next measure's events behind those that are there, and finds its room. There must be
 * place for 2 * STACCATO_MEASURE_NOTES_MAX. False at the end of the score. */
bool staccato_svg_read(struct svg_sheet *sheet, struct svg_measure *measure);

/* svg_systems.c: shares the measures out to systems. */
void staccato_svg_break(struct svg_sheet *sheet);

/* Gives all columns and barlines of a system their x. Returns the system's width. */
int staccato_svg_place(struct svg_sheet *sheet, const struct svg_system *system);

/* svg_beams.c: the beam of a group, whose first event it is and which has its x: beam_y, beam_rise
 * and beam_levels. */
void staccato_svg_shape_beam(struct svg_event *first);

/* The y of a beam's outer edge at an x of the system; and that of a beam that is not level. */
int staccato_svg_slanting_at(const struct svg_event *first, int x);
static inline int svg_beam_at(const struct svg_event *first, int x) {
    return first->beam_rise == 0 ? first->beam_y : staccato_svg_slanting_at(first, x);
}

#endif
