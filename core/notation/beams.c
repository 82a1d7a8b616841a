/* Beams: groups by quarter, then sixteenths within a group. */
#include "beams.h"

static bool is_beamable(const struct staccato_note *note) {
    return note->event->pitch_count > 0 && note->duration < STACCATO_QUARTER;
}

/* Joins notes first..last (at least two) at one level. */
static void join(struct staccato_note *first, struct staccato_note *last, int level) {
    first->beams[level] = STACCATO_BEAM_BEGIN;
    for (struct staccato_note *note = first + 1; note < last; note++) {
        note->beams[level] = STACCATO_BEAM_CONTINUE;
    }
    last->beams[level] = STACCATO_BEAM_END;
}

/* The last of the sixteenths that level 2 joins to `first`, one of the group that ends at `last`;
 * offset is the place of `first` in its quarter. */
static struct staccato_note *run_end(struct staccato_note *first, const struct staccato_note *last,
                                     int offset) {
    enum { MIDDLE = STACCATO_QUARTER / 2 };
    struct staccato_note *end = first;
    while (end < last && end[1].duration == STACCATO_SIXTEENTH) {
        end++;
    }
    if (end - first + 1 == 4) {
        return first + 1; /* four are joined in twos */
    }
    if (end > first && end < last && offset + (end - first) == MIDDLE) {
        end--; /* the one in the middle, before an eighth, is joined to none */
    }
    return end;
}

/* Beams the group first..last (at least two notes); offset is the place of `first` in its
 * quarter. */
static void beam_group(struct staccato_note *first, struct staccato_note *last, int offset) {
    join(first, last, 0);
    struct staccato_note *note = first;
    while (note <= last) {
        struct staccato_note *end = note;
        if (note->duration == STACCATO_SIXTEENTH) {
            end = run_end(note, last, offset);
            if (end > note) {
                join(note, end, 1);
            } else {
                note->beams[1] =
                    note == last ? STACCATO_BEAM_BACKWARD_HOOK : STACCATO_BEAM_FORWARD_HOOK;
            }
        }
        for (; note <= end; note++) {
            offset += note->duration;
        }
    }
}

void staccato_beams_mark(struct staccato_measure *measure) {
    struct staccato_note *note = measure->notes;
    const struct staccato_note *stop = note + measure->note_count;
    int position = STACCATO_MEASURE - measure->length;
    while (note < stop) {
        struct staccato_note *first = note;
        int start = position;
        int quarter = position / STACCATO_QUARTER;
        do {
            position += note->duration;
            note++;
        } while (note < stop && is_beamable(first) && is_beamable(note) &&
                 position / STACCATO_QUARTER == quarter);
        if (note - first > 1) {
            beam_group(first, note - 1, start % STACCATO_QUARTER);
        }
    }
}
