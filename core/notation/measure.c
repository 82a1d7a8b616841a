/* Cutting a voice at its barlines, and having each measure marked. */
#include "measure.h"

#include <assert.h>

#include "accidentals.h"
#include "beams.h"
#include "stems.h"

/* To the voice's first event, if there is one to be played (again). */
static void rewind_voice(struct staccato_measures *measures) {
    const struct staccato_score *score = measures->score;
    const struct staccato_voice *voice = measures->voice;
    bool at_end = voice->event_count == 0 || measures->repeat == score->times;
    measures->next = at_end ? NULL : &score->events[voice->first_event];
    measures->end = &score->events[voice->first_event + voice->event_count];
    measures->pitches = &score->pitches[voice->first_pitch];
}

void staccato_measures_begin(struct staccato_measures *measures, const struct staccato_score *score,
                             size_t voice) {
    memset(measures, 0, sizeof(*measures));
    measures->score = score;
    measures->voice = &score->voices[voice];
    measures->clef = staccato_clef_for(score, voice);
    rewind_voice(measures);
    staccato_accidentals_begin(&measures->signs, score);
}

static void step_over_event(struct staccato_measures *measures) {
    const struct staccato_event *event = measures->next;
    measures->is_tied = event->marks & STACCATO_TIED;
    measures->pitches += event->pitch_count;
    measures->next++;
    if (measures->next == measures->end) {
        measures->repeat++;
        rewind_voice(measures);
    }
}

static struct staccato_note *add_note(struct staccato_measure *measure,
                                      const struct staccato_measures *measures,
                                      unsigned int ticks) {
    assert(measure->note_count < STACCATO_MEASURE_NOTES_MAX);
    struct staccato_note *note = &measure->notes[measure->note_count++];
    *note = (struct staccato_note){
        .event = measures->next,
        .pitches = measures->pitches,
        .onset = measure->length,
        .ticks = (uint16_t)ticks,
    };
    measure->length = (uint16_t)(measure->length + ticks);
    return note;
}

/* An event that no barline cuts: a note with the event's own value. */
static void add_whole(struct staccato_measure *measure, const struct staccato_measures *measures,
                      unsigned int ticks) {
    const struct staccato_event *event = measures->next;
    struct staccato_note *note = add_note(measure, measures, ticks);
    note->value = event->value;
    note->is_start = true;
    if (event->pitch_count > 0) {
        note->flags = staccato_values[event->value].flags;
        note->tie_stop = measures->is_tied;
        note->tie_start = event->marks & STACCATO_TIED;
    } else {
        note->fills_measure =
            (event->marks & STACCATO_WHOLE_MEASURE) != 0 || ticks == measures->score->meter->ticks;
    }
    note->triplet_start = event->marks & STACCATO_TRIPLET_START;
    note->triplet_stop = event->marks & STACCATO_TRIPLET_STOP;
}

/* What of a cut event falls into the measure: the values that it is written as, tied. */
static void add_piece(struct staccato_measure *measure, const struct staccato_measures *measures,
                      unsigned int ticks, bool is_carried_on) {
    const struct staccato_event *event = measures->next;
    bool is_note = event->pitch_count > 0;
    bool was_carried = measures->carried > 0;
    if (!is_note && ticks == measures->score->meter->ticks) {
        struct staccato_note *note = add_note(measure, measures, ticks);
        note->fills_measure = true;
        note->is_start = !was_carried;
        return;
    }
    for (bool is_part = false; ticks > 0; is_part = true) {
        uint8_t value = staccato_value_fitting(ticks);
        struct staccato_note *note = add_note(measure, measures, staccato_values[value].ticks);
        ticks -= note->ticks;
        note->value = value;
        note->flags = is_note && !is_part && ticks == 0 ? staccato_values[value].flags : 0;
        note->is_start = !is_part && !was_carried;
        note->tie_stop = is_note && (is_part || was_carried || measures->is_tied);
        note->tie_start =
            is_note && (ticks > 0 || is_carried_on || (event->marks & STACCATO_TIED) != 0);
    }
}

/* A natural sign is said once; that the note is natural, by all its values. What barlines cut
 * stands at the measure's ends. */
static void carry_naturals(struct staccato_measures *measures, struct staccato_measure *measure) {
    struct staccato_note *note = measure->notes;
    struct staccato_note *end = note + measure->note_count;
    for (; note < end && !note->is_start; note++) {
        note->naturals = measures->naturals;
    }
    if (note == end) {
        return;
    }
    for (note = end - 1; !note->is_start; note--) {
    }
    measures->naturals = note->naturals;
    for (; note < end; note++) {
        note->naturals = measures->naturals;
    }
}

/* Fills the measure from the left, up to its capacity, and says whether an event was cut. */
static bool fill(struct staccato_measures *measures, struct staccato_measure *measure,
                 unsigned int capacity) {
    bool is_cut = false;
    while (measure->length < capacity && measures->next != NULL) {
        unsigned int left = measures->carried > 0
                                ? measures->carried
                                : staccato_event_ticks(measures->score, measures->next);
        unsigned int room = capacity - measure->length;
        unsigned int ticks = left < room ? left : room;
        if (measures->carried == 0 && left == ticks) {
            add_whole(measure, measures, ticks);
        } else {
            is_cut = true;
            add_piece(measure, measures, ticks, left > ticks);
            measures->carried = left - ticks;
        }
        if (measures->carried == 0) {
            step_over_event(measures);
        }
    }
    return is_cut;
}

bool staccato_measures_next(struct staccato_measures *measures, struct staccato_measure *measure) {
    const struct staccato_score *score = measures->score;
    if (measures->count > 0 && measures->next == NULL) {
        return false;
    }
    measure->is_upbeat = score->upbeat > 0 && measures->count == 0;
    measure->number = measures->count + (score->upbeat == 0);
    measure->length = 0;
    measure->note_count = 0;
    measures->count++;
    bool is_cut = fill(measures, measure, measure->is_upbeat ? score->upbeat : score->meter->ticks);
    measure->is_last = measures->next == NULL;
    staccato_accidentals_mark(measure, (enum staccato_accidentals)score->accidentals,
                              &measures->signs);
    if (is_cut) {
        carry_naturals(measures, measure);
    }
    if (staccato_beams_mark(measure, score)) {
        staccato_stems_mark(measure, measures->clef);
    }
    return true;
}
