/* What an exercise composes, before it is set out in measures. */
#ifndef STACCATO_SCORE_H
#define STACCATO_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pitch.h"

enum {
    /* Durations are counted in sixteenths, the shortest note there is. */
    STACCATO_SIXTEENTH = 1,
    STACCATO_EIGHTH = 2,
    STACCATO_QUARTER = 4,
    STACCATO_MEASURE = 4 * STACCATO_QUARTER, /* all scores are in 4/4 */

    STACCATO_CHORD_MAX = 3,     /* pitches sounding together */
    STACCATO_EVENTS_MAX = 1024, /* events written down, before they are repeated */
};

/* A rest (no pitch), a note (one) or a chord: its duration in sixteenths, 1, 2 or 4, which a
 * barline may cut into such; its pitches in octaves 0 to 9 (staccato_pitch_in_range), the lowest
 * first. */
struct staccato_event {
    uint8_t duration;
    uint8_t pitch_count;
    struct staccato_pitch pitches[STACCATO_CHORD_MAX];
};

/* One part of one voice: `events`, played `times` over. has_key says whether a signature of
 * `fifths` is printed; without one, fifths is 0. About 11 KiB, so a worker keeps one. */
struct staccato_score {
    bool has_key;
    int8_t fifths;
    uint8_t times;
    size_t event_count;
    struct staccato_event events[STACCATO_EVENTS_MAX];
};

#endif
