/* A melody for a level, from a seed: what is wished for goes in, notes come out.
 *
 *     struct staccato_sight_piece piece;
 *     if (staccato_sight_compose(&wish, &draw, &piece) == STACCATO_SIGHT_DRAWN) ...
 *         // piece.written: what to write; piece.notes: what sounds
 *
 * How it composes is SIGHTREADING.md's section 4. The same wish and the same draw make the same
 * piece: what changes one is a new STACCATO_SIGHT_VERSION. Places are letters from the tonic of
 * octave 0; ticks are twelfths of a quarter, counted from the first whole measure.
 */
#ifndef STACCATO_SIGHT_H
#define STACCATO_SIGHT_H

#include "draw.h"
#include "tables.h"

enum {
    STACCATO_SIGHT_VERSION = 1, /* of the generator */
    STACCATO_SIGHT_MEASURES_MAX = 24,
    STACCATO_SIGHT_PHRASES_MAX = 6,
    STACCATO_SIGHT_NOTES_MAX = STACCATO_SIGHT_MEASURES_MAX * STACCATO_SIGHT_PATTERN_MAX,
    STACCATO_SIGHT_LEFT_MAX = STACCATO_SIGHT_MEASURES_MAX * 4,
    STACCATO_SIGHT_ATTEMPTS_MAX = 64,
};

/* A level's row, with what a request asks for instead. */
struct staccato_sight_wish {
    const struct staccato_sight_level *level;
    const struct staccato_sight_key *key; /* NULL: one of the level's */
    int8_t meter;                         /* a row; -1: one of the level's */
    uint8_t measures;                     /* 0: as the level has them */
    uint32_t cells;                       /* as a level's */
    uint16_t values;
    uint8_t leap_max;
    bool has_skips;
    bool ties;
    bool is_melodic;
    uint8_t chromatic;
    bool is_five_finger;
    uint8_t span;
    int8_t transposition; /* semitones from written to heard that move the key, too */
    int16_t low, high;    /* MIDI keys, written */
    int16_t left_low, left_high;
    enum staccato_sight_hand hand;
    bool is_loose; /* limits were asked for: it may be dull */
};

/* One note as it sounds: tied ones are one. */
struct staccato_sight_note {
    uint32_t allowed; /* symbols (moves.h) that a motif or the highest note leaves; all: all */
    int16_t on;
    uint8_t ticks;
    int8_t measure; /* -1: the upbeat */
    uint8_t phrase;
    uint8_t strength; /* 2: on the downbeat, 1: on another group of beats */
    bool is_first;    /* of its phrase */
    bool is_end;
    uint8_t chord; /* bit n: degree n is in it */
    int8_t target; /* where the phrase's arch is */
    uint8_t symbol;
    int8_t place;
    bool is_raised;    /* by a semitone */
    bool is_chromatic; /* raised, but not 6 or 7 of minor */
    bool is_left;
};

/* What is written: a note, one of two tied ones, or a rest. */
struct staccato_sight_written {
    uint8_t token;
    bool is_tied; /* to the next one */
    int16_t note; /* -1: a rest */
};

struct staccato_sight_left {
    uint8_t measure;
    uint8_t token;
    int8_t place;
    bool is_raised;
};

struct staccato_sight_piece {
    /* drawn once */
    const struct staccato_sight_key *key; /* concert pitch */
    const struct staccato_sight_meter *meter;
    const struct staccato_sight_form *form;
    const struct staccato_sight_focus *focus; /* NULL: none */
    uint8_t measures;
    uint8_t least_notes;
    uint8_t upbeat;
    int8_t fifths; /* as written; out of -7..7 where the piece is refused */
    int8_t tonic;  /* its letter, C is 0 */
    int8_t signature[7];
    int8_t midi[7]; /* MIDI keys of the degrees, from octave 0's tonic up */
    /* drawn with each attempt */
    int8_t lowest, highest; /* places of the hand's position */
    uint8_t forms[STACCATO_SIGHT_PHRASES_MAX];
    uint8_t chords[STACCATO_SIGHT_MEASURES_MAX][2]; /* of half measures: degrees of roots */
    uint16_t note_count;
    uint16_t written_count;
    uint16_t begins[STACCATO_SIGHT_MEASURES_MAX + 2]; /* of written: each measure's first, the end;
                                                         the upbeat's at [0] where there is one */
    uint8_t left_count;
    struct staccato_sight_note notes[STACCATO_SIGHT_NOTES_MAX];
    struct staccato_sight_written written[STACCATO_SIGHT_NOTES_MAX];
    struct staccato_sight_left left[STACCATO_SIGHT_LEFT_MAX];
};

enum staccato_sight_outcome {
    STACCATO_SIGHT_DRAWN,
    STACCATO_SIGHT_SIGNS,    /* the written key has more than seven */
    STACCATO_SIGHT_NARROW,   /* the range has less than five letters, or no tonic */
    STACCATO_SIGHT_POSITION, /* the range holds no five-finger position */
    STACCATO_SIGHT_VALUES_UNFIT,
    STACCATO_SIGHT_NOTHING, /* no attempt succeeded */
};

/* Draws a piece. Bounded: at most 64 attempts, and no memory is taken. Levels take 1 to 2 attempts
 * mostly; at worst, 24 measures of 12/8 for two hands that never fit, 64 take 40 million
 * instructions. Where the piece is refused, its key and meter are set. */
enum staccato_sight_outcome staccato_sight_compose(const struct staccato_sight_wish *wish,
                                                   struct staccato_draw *draw,
                                                   struct staccato_sight_piece *piece);

/* The MIDI key of a place. */
static inline int staccato_sight_midi(const struct staccato_sight_piece *piece, int place) {
    return piece->midi[place % 7] + 12 * (place / 7);
}

#endif
