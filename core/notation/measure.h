/* A voice of a score set out in measures: notes cut at the barlines and tied, with accidentals,
 * beams, stems and tuplets. Every writer reads a score through this.
 *
 *     struct staccato_measures measures;
 *     struct staccato_measure measure;
 *     staccato_measures_begin(&measures, &score, 0);
 *     while (staccato_measures_next(&measures, &measure)) {
 *         ...  // measure.notes[0 … measure.note_count - 1]
 *     }
 */
#ifndef STACCATO_MEASURE_H
#define STACCATO_MEASURE_H

#include "score.h"

/* What one beam level prints at one note; NONE prints nothing. */
enum staccato_beam {
    STACCATO_BEAM_NONE,
    STACCATO_BEAM_BEGIN,
    STACCATO_BEAM_CONTINUE,
    STACCATO_BEAM_END,
    STACCATO_BEAM_FORWARD_HOOK,
    STACCATO_BEAM_BACKWARD_HOOK,
};

enum staccato_stem { STACCATO_STEM_NONE, STACCATO_STEM_UP, STACCATO_STEM_DOWN };

enum {
    STACCATO_MEASURE_NOTES_MAX =
        160,                  /* 144 64ths in triplets fill 6/4; pieces of a cut note more */
    STACCATO_BEAM_LEVELS = 5, /* [0] the eighth beam … [4] the 128th beam */
};

/* A rest, note or chord in a measure: a whole event, or a piece that a barline left of it. */
struct staccato_note {
    const struct staccato_event *event;
    const struct staccato_pitch *pitches; /* the event's, event->pitch_count of them */
    uint16_t onset;                       /* ticks since the start of the measure */
    uint16_t ticks;                       /* how long it sounds */
    uint8_t value;                        /* a row of staccato_values; if fills_measure, nothing */
    uint8_t flags;                        /* how many beams it can have: a rest or part has none */
    bool is_start; /* the event begins here: it is struck, or tied to from the event before */
    bool is_part;  /* one of several values that write what falls into the measure: not beamed */
    bool fills_measure; /* a rest as long as its measure, printed without a value */
    bool tie_stop;      /* tied to the note before it */
    bool tie_start;     /* tied to the note after it */
    bool triplet_start;
    bool triplet_stop;
    uint8_t accidentals; /* bit n: pitch n prints its accidental, `natural` where alter is 0 */
    uint8_t naturals; /* bit n: pitch n prints its alter of 0 (it is struck with a natural sign) */
    uint8_t stem;     /* enum staccato_stem; NONE unless beamed */
    uint8_t beams[STACCATO_BEAM_LEVELS]; /* enum staccato_beam */
};

struct staccato_measure {
    unsigned int number; /* as printed: from 1; 0 for an upbeat */
    bool is_upbeat;
    bool is_last;
    uint16_t length; /* ticks in it; below the meter's in the last and in an upbeat only */
    uint16_t note_count;
    struct staccato_note notes[STACCATO_MEASURE_NOTES_MAX];
};

enum {
    STACCATO_ALTERS = 2 * STACCATO_ALTER_MAX + 1,
    STACCATO_PLACES = STACCATO_STEPS * (STACCATO_OCTAVE_MAX + 1), /* lines and spaces */
};

/* The last note at a place: when, and its alteration. */
struct staccato_place {
    uint16_t time;
    int8_t alter;
};

/* The last note with a letter, in any octave; and when the letter last had another alteration. */
struct staccato_letter {
    uint16_t time;
    uint16_t other;
    int8_t alter;
};

/* What the notes so far mean for the accidentals of the next (accidentals.c). Times count notes
 * from 1; 0 is never. */
struct staccato_signs {
    uint16_t time;       /* of the note before */
    uint16_t here;       /* when this measure began, */
    uint16_t before;     /* and the one before it */
    const int8_t *key;   /* what the signature does to each step */
    const uint16_t *run; /* of printed: the pitch that was struck last in this measure */
    bool run_printed;    /* whether it printed its sign since it began to be repeated */
    bool is_quiet;       /* the signature covers all of this measure */
    struct staccato_letter letters[STACCATO_STEPS];
    uint16_t printed[STACCATO_PLACES * STACCATO_ALTERS]; /* when a pitch printed its sign */
    struct staccato_place places[STACCATO_PLACES];
};

/* Where setting out has got to. Private, but for the clef. */
struct staccato_measures {
    const struct staccato_score *score;
    const struct staccato_voice *voice;
    const struct staccato_clef *clef;     /* of the voice, for all of its measures */
    unsigned int count;                   /* measures so far */
    const struct staccato_event *next;    /* NULL at the end of the voice */
    const struct staccato_event *end;     /* behind the voice's last event */
    const struct staccato_pitch *pitches; /* of the next event */
    unsigned int repeat;                  /* in which playing of the events it is */
    unsigned int carried;                 /* the ticks that a barline left of it; 0: all */
    bool is_tied;                         /* the event before is tied to it */
    uint8_t naturals;                     /* of the event that was struck last */
    struct staccato_signs signs;
};

/* Starts with voice 0..voice_count-1. The score is borrowed. */
void staccato_measures_begin(struct staccato_measures *measures, const struct staccato_score *score,
                             size_t voice);

/* Sets out the next measure and returns true, or returns false after the last one. A voice without
 * events has one empty measure. The notes point into the score. */
bool staccato_measures_next(struct staccato_measures *measures, struct staccato_measure *measure);

#endif
