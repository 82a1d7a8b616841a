/* A score: what an exercise composes, before it is set out in measures.
 *
 *     struct staccato_score score;
 *     staccato_score_begin(&score);                              // 4/4, one voice, a piano, no key
 *     score.has_key = true;
 *     score.fifths = -3;
 *     staccato_score_note(&score, STACCATO_VALUE(STACCATO_QUARTER, 0), pitch);
 *     staccato_score_rest(&score, STACCATO_VALUE(STACCATO_HALF, 1));
 *
 * What a composer decides stands here: a writer decides nothing, so every format says the same.
 */
#ifndef STACCATO_SCORE_H
#define STACCATO_SCORE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clef.h"
#include "meter.h"
#include "pitch.h"
#include "value.h"

enum {
    STACCATO_EVENTS_MAX = 1024, /* written down, before they are repeated; of all voices */
    STACCATO_CHORD_MAX = 8,     /* pitches sounding together */
    STACCATO_PITCHES_MAX = STACCATO_EVENTS_MAX + STACCATO_CHORD_MAX,
    STACCATO_VOICES_MAX = 2,
};

/* What else there is to say of an event. */
enum staccato_mark {
    STACCATO_TIED = 1,          /* to the next event, which has the same pitches */
    STACCATO_TRIPLET_START = 2, /* the first of a triplet */
    STACCATO_TRIPLET_STOP = 4,  /* the last of one */
    STACCATO_WHOLE_MEASURE = 8, /* a rest that lasts its measure, the upbeat's too; value
                                   means nothing */
    STACCATO_HIDDEN = 16,       /* a rest that takes its room and is not drawn */
};

/* A rest, a note or a chord. Its pitches are the next pitch_count of the score's pool, the lowest
 * first, in octaves 0 to 9 (staccato_pitch_in_range). */
struct staccato_event {
    uint8_t value;       /* a row of staccato_values */
    uint8_t pitch_count; /* 0..STACCATO_CHORD_MAX; 0: a rest */
    uint8_t marks;       /* enum staccato_mark */
    uint8_t unit;        /* in a triplet: the enum staccato_type of which three fill it */
};

/* Some of the score's events, in a row, on a staff of their own. */
struct staccato_voice {
    uint16_t first_event;
    uint16_t event_count;
    uint16_t first_pitch;             /* of the pool: the first event's */
    const struct staccato_clef *clef; /* NULL: the one that suits the notes (staccato_clef_for) */
};

/* Which notes print an accidental (accidentals.h). */
enum staccato_accidentals {
    STACCATO_REMINDERS, /* as music21: with reminders after an alteration nearby */
    STACCATO_PLAIN,     /* as the textbooks: where the one in force is another */
    STACCATO_EACH,      /* every note that the signature does not give */
};

/* What sounds. The transposition is what is added to written pitches to hear them. */
struct staccato_instrument {
    struct staccato_text name;         /* "Piano" */
    struct staccato_text abbreviation; /* "Pno" */
    uint8_t program;                   /* of General MIDI, 0..127 */
    int8_t diatonic;                   /* letters, */
    int8_t chromatic;                  /* and semitones: -1, -2 for an instrument in B flat */
};
extern const struct staccato_instrument staccato_piano;

/* About 8 KiB, so a worker keeps one. */
struct staccato_score {
    const struct staccato_meter *meter;
    const struct staccato_instrument *instrument;
    bool meter_is_hidden; /* it holds, and is not printed */
    bool has_key;         /* whether a signature is printed; without one, fifths is 0 */
    bool has_mode;        /* whether its mode is printed */
    bool is_minor;
    int8_t fifths;     /* -7 (flats) … 7 (sharps) */
    uint8_t divisions; /* of a quarter, as MusicXML counts: a divisor of STACCATO_TICKS that makes
                          every length whole */
    uint8_t times;     /* the events are played so many times over, 1 or more; with 1 voice only */
    uint8_t accidentals; /* enum staccato_accidentals */
    uint16_t upbeat;     /* ticks before measure 1, 0: none. The last measure is as much shorter */
    uint16_t tempo;      /* quarters a minute, printed above the first note; 0: none */
    uint8_t voice_count; /* 1 or 2; of two the first is on the upper staff */
    struct staccato_voice voices[STACCATO_VOICES_MAX];
    uint16_t event_count;
    uint16_t pitch_count;
    struct staccato_event events[STACCATO_EVENTS_MAX];
    struct staccato_pitch pitches[STACCATO_PITCHES_MAX];
};

/* Makes it an empty score in 4/4 for one voice on a piano: no key, divisions of a whole tick,
 * reminders, the clef that suits. */
void staccato_score_begin(struct staccato_score *score);

/* Append to the last voice. There must be room; what needs marks sets them on the event that is
 * returned. */
static inline struct staccato_event *staccato_score_rest(struct staccato_score *score,
                                                         uint8_t value) {
    assert(score->event_count < STACCATO_EVENTS_MAX);
    struct staccato_event *event = &score->events[score->event_count++];
    *event = (struct staccato_event){.value = value};
    score->voices[score->voice_count - 1].event_count++;
    return event;
}

/* Adds a pitch above those of the last event. */
static inline void staccato_score_add(struct staccato_score *score, struct staccato_pitch pitch) {
    assert(score->event_count > 0 && score->pitch_count < STACCATO_PITCHES_MAX);
    struct staccato_event *event = &score->events[score->event_count - 1];
    assert(event->pitch_count < STACCATO_CHORD_MAX);
    score->pitches[score->pitch_count++] = pitch;
    event->pitch_count++;
}

static inline struct staccato_event *
staccato_score_note(struct staccato_score *score, uint8_t value, struct staccato_pitch pitch) {
    assert(score->pitch_count < STACCATO_PITCHES_MAX);
    struct staccato_event *event = staccato_score_rest(score, value);
    event->pitch_count = 1;
    score->pitches[score->pitch_count++] = pitch;
    return event;
}

/* Begins the second voice: what is appended from now on is its. */
void staccato_score_next_voice(struct staccato_score *score);

/* How long an event lasts, in ticks. */
static inline unsigned int staccato_event_ticks(const struct staccato_score *score,
                                                const struct staccato_event *event) {
    if ((event->marks & STACCATO_WHOLE_MEASURE) == 0) {
        return staccato_values[event->value].ticks;
    }
    const struct staccato_voice *last = &score->voices[score->voice_count - 1];
    bool is_first = event == score->events || event == &score->events[last->first_event];
    return is_first && score->upbeat > 0 ? score->upbeat : score->meter->ticks;
}

/* The clef of a voice: its own or, where it has none, treble 8va, treble, bass or bass 8vb, by the
 * mean diatonic number of its notes, where notes above 33 count 3 more and notes below 24 count 3
 * less; treble where there are no notes. The clefs are rows of staccato_clefs. */
const struct staccato_clef *staccato_clef_for(const struct staccato_score *score, size_t voice);

#endif
