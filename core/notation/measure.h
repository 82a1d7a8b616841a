/* A score cut into measures: notes split at the barlines and tied, marks still to be added.
 *
 *     struct staccato_cutter cutter = {.score = &score};
 *     struct staccato_measure measure;
 *     while (staccato_measure_next(&cutter, &measure)) {
 *         staccato_beams_mark(&measure);  // and what else is marked; then measure.notes is ready
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
    STACCATO_MEASURE_NOTES_MAX = STACCATO_MEASURE / STACCATO_SIXTEENTH,
    STACCATO_BEAM_LEVELS = 2, /* [0] the eighth beam, [1] the sixteenth beam */
};

/* A rest, note or chord in a measure. Its pitches are those of the event, which it points into. */
struct staccato_note {
    const struct staccato_event *event;
    uint8_t duration; /* sixteenths: the event's, or what a barline left of it */
    bool tie_stop;    /* tied to the note before it */
    bool tie_start;   /* tied to the note after it */
    /* The marks, NONE and false until accidentals.h, beams.h and stems.h set them. */
    bool accidental[STACCATO_CHORD_MAX];
    uint8_t beams[STACCATO_BEAM_LEVELS]; /* enum staccato_beam */
    uint8_t stem;                        /* enum staccato_stem */
};

struct staccato_measure {
    unsigned int number; /* from 1 */
    bool is_last;
    uint8_t length; /* sixteenths in it; below STACCATO_MEASURE only in the last */
    uint8_t note_count;
    struct staccato_note notes[STACCATO_MEASURE_NOTES_MAX];
};

/* Where cutting has got to. Start with {.score = score}; the rest is private. */
struct staccato_cutter {
    const struct staccato_score *score;
    unsigned int measures; /* cut so far */
    size_t event;          /* the next event, */
    unsigned int repeat;   /* in which playing of the events, */
    uint8_t carried;       /* and what a barline left of it; 0: all */
};

/* Cuts the next measure and returns true, or returns false after the last one. A score without
 * events has one empty measure. */
bool staccato_measure_next(struct staccato_cutter *cutter, struct staccato_measure *measure);

#endif
