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

/* An event that no barline cuts: a note with the event's own value. */
static void add_whole(struct staccato_measure *measure, const struct staccato_measures *measures,
                      const struct staccato_event *event, unsigned int ticks) {
    bool is_note = event->pitch_count > 0;
    struct staccato_note *note = add_note(measure, measures, event, ticks);
    note->value = event->value;
    note->is_start = true;
    note->fills_measure = !is_note && ticks == measures->score->meter->ticks;
    note->tie_stop = is_note && measures->is_tied;
    note->tie_start = is_note && (event->marks & STACCATO_TIED);
    note->triplet_start = event->marks & STACCATO_TRIPLET_START;
    note->triplet_stop = event->marks & STACCATO_TRIPLET_STOP;
}

/* What of a cut event falls into the measure: the values that it is written as, tied. */
static void add_piece(struct staccato_measure *measure, const struct staccato_measures *measures,
                      const struct staccato_event *event, unsigned int ticks, bool is_carried_on) {
    bool is_note = event->pitch_count > 0;
    bool was_carried = measures->carried > 0;
    if (!is_note && ticks == measures->score->meter->ticks) {
        struct staccato_note *note = add_note(measure, measures, event, ticks);
        note->fills_measure = true;
        note->is_start = !was_carried;
        return;
    }
    for (bool is_part = false; ticks > 0; is_part = true) {
        uint8_t value = staccato_value_fitting(ticks);
        struct staccato_note *note =
            add_note(measure, measures, event, staccato_values[value].ticks);
        ticks -= note->ticks;
        note->value = value;
        note->is_part = is_part || ticks > 0;
        note->is_start = !is_part && !was_carried;
        note->tie_stop = is_note && (is_part || was_carried || measures->is_tied);
        note->tie_start =
            is_note && (ticks > 0 || is_carried_on || (event->marks & STACCATO_TIED) != 0);
    }
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

/* Fills the measure from the left, up to its capacity, and says whether an event was cut. */
static bool fill(struct staccato_measures *measures, struct staccato_measure *measure,
                 unsigned int capacity) {
    const struct staccato_event *event;
    bool is_cut = false;
    while (measure->length < capacity && (event = next_event(measures)) != NULL) {
        unsigned int left = measures->carried > 0 ? measures->carried
                                                  : staccato_event_ticks(measures->score, event);
        unsigned int room = capacity - measure->length;
        if (measures->carried == 0 && left <= room) {
            add_whole(measure, measures, event, left);
            step_over_event(measures, event);
            continue;
        }
        unsigned int ticks = left < room ? left : room;
        is_cut = true;
        add_piece(measure, measures, event, ticks, left > ticks);
        measures->carried = left - ticks;
        if (measures->carried == 0) {
            step_over_event(measures, event);
        }
    }
    return is_cut;
}

bool staccato_measures_next(struct staccato_measures *measures, struct staccato_measure *measure) {
    const struct staccato_score *score = measures->score;
    if (measures->count > 0 && next_event(measures) == NULL) {
        return false;
    }
    measure->is_upbeat = score->upbeat > 0 && measures->count == 0;
    measure->number = measures->count + (score->upbeat == 0);
    measure->length = 0;
    measure->note_count = 0;
    measures->count++;
    bool is_cut = fill(measures, measure, measure->is_upbeat ? score->upbeat : score->meter->ticks);
    measure->is_last = next_event(measures) == NULL;
    staccato_accidentals_mark(measure, (enum staccato_accidentals)score->accidentals,
                              &measures->signs);
    if (is_cut) {
        carry_naturals(measures, measure);
    }
    staccato_beams_mark(measure, score);
    staccato_stems_mark(measure, measures->clef);
    return true;
}
