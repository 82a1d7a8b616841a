/* Cutting a voice at its barlines, and having each measure marked. */
#include "measure.h"

#include <assert.h>

#include "accidentals.h"
#include "beams.h"
#include "stems.h"

void staccato_measures_begin(struct staccato_measures *measures, const struct staccato_score *score,
                             size_t voice) {
    memset(measures, 0, sizeof(*measures));
    measures->score = score;
    measures->voice = &score->voices[voice];
    measures->clef = staccato_clef_for(score, voice);
    measures->pitch = measures->voice->first_pitch;
    staccato_accidentals_begin(&measures->signs, score);
}

/* The event that is next, NULL at the end of the voice. */
static const struct staccato_event *next_event(const struct staccato_measures *measures) {
    bool at_end = measures->voice->event_count == 0 || measures->repeat == measures->score->times;
    return at_end ? NULL : &measures->score->events[measures->voice->first_event + measures->event];
}

static void step_over_event(struct staccato_measures *measures,
                            const struct staccato_event *event) {
    measures->is_tied = event->marks & STACCATO_TIED;
    measures->pitch += event->pitch_count;
    measures->event++;
    if (measures->event == measures->voice->event_count) {
        measures->event = 0;
        measures->pitch = measures->voice->first_pitch;
        measures->repeat++;
    }
}

static struct staccato_note *add_note(struct staccato_measure *measure,
                                      const struct staccato_measures *measures,
                                      const struct staccato_event *event, unsigned int ticks) {
    assert(measure->note_count < STACCATO_MEASURE_NOTES_MAX);
    struct staccato_note *note = &measure->notes[measure->note_count++];
    *note = (struct staccato_note){
        .event = event,
        .pitches = &measures->score->pitches[measures->pitch],
        .onset = measure->length,
        .ticks = (uint16_t)ticks,
    };
    measure->length = (uint16_t)(measure->length + ticks);
    return note;
}

/* What of an event falls into the measure: a note, or the values that a cut note is written as. */
static void add_piece(struct staccato_measure *measure, const struct staccato_measures *measures,
                      const struct staccato_event *event, unsigned int ticks) {
    unsigned int all = staccato_event_ticks(measures->score, event);
    bool is_whole = ticks == all;
    if (event->pitch_count == 0 && ticks == measures->score->meter->ticks) {
        add_note(measure, measures, event, ticks)->fills_measure = true;
        return;
    }
    if (is_whole) {
        add_note(measure, measures, event, ticks)->value = event->value;
        return;
    }
    for (bool is_part = false; ticks > 0; is_part = true) {
        uint8_t value = staccato_value_fitting(ticks);
        unsigned int taken = staccato_values[value].ticks;
        struct staccato_note *note = add_note(measure, measures, event, taken);
        note->value = value;
        ticks -= taken;
        note->is_part = is_part || ticks > 0;
    }
}

/* Ties the values of one event to each other, and to the events and measures around. */
static void tie(struct staccato_measure *measure, size_t first,
                const struct staccato_measures *measures, bool is_carried_on) {
    struct staccato_note *notes = measure->notes;
    const struct staccato_event *event = notes[first].event;
    size_t last = measure->note_count - 1u;
    notes[first].is_start = measures->carried == 0;
    if (event->pitch_count > 0) {
        for (size_t i = first; i <= last; i++) {
            notes[i].tie_stop = i > first || measures->carried > 0 || measures->is_tied;
            notes[i].tie_start = i < last || is_carried_on || (event->marks & STACCATO_TIED);
        }
    }
    notes[first].triplet_start = notes[first].is_start && (event->marks & STACCATO_TRIPLET_START);
    notes[last].triplet_stop = !is_carried_on && (event->marks & STACCATO_TRIPLET_STOP);
}

/* A natural sign is said once; that the note is natural, by all its values. */
static void carry_naturals(struct staccato_measures *measures, struct staccato_measure *measure) {
    for (size_t i = 0; i < measure->note_count; i++) {
        struct staccato_note *note = &measure->notes[i];
        if (note->is_start) {
            measures->naturals = note->naturals;
        } else {
            note->naturals = measures->naturals;
        }
    }
}

bool staccato_measures_next(struct staccato_measures *measures, struct staccato_measure *measure) {
    const struct staccato_score *score = measures->score;
    const struct staccato_event *event = next_event(measures);
    if (event == NULL && measures->count > 0) {
        return false;
    }
    measure->is_upbeat = score->upbeat > 0 && measures->count == 0;
    measure->number = measures->count + (score->upbeat == 0);
    measure->length = 0;
    measure->note_count = 0;
    unsigned int capacity = measure->is_upbeat ? score->upbeat : score->meter->ticks;
    measures->count++;
    while (event != NULL && measure->length < capacity) {
        unsigned int left =
            measures->carried > 0 ? measures->carried : staccato_event_ticks(score, event);
        unsigned int room = capacity - measure->length;
        unsigned int ticks = left < room ? left : room;
        size_t first = measure->note_count;
        add_piece(measure, measures, event, ticks);
        tie(measure, first, measures, left > ticks);
        measures->carried = left - ticks;
        if (measures->carried == 0) {
            step_over_event(measures, event);
        }
        event = next_event(measures);
    }
    measure->is_last = event == NULL;
    staccato_accidentals_mark(measure, (enum staccato_accidentals)score->accidentals,
                              &measures->signs);
    carry_naturals(measures, measure);
    staccato_beams_mark(measure, score);
    staccato_stems_mark(measure, measures->clef);
    return true;
}
