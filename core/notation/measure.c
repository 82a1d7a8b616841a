/* Cutting a score at its barlines. */
#include "measure.h"

/* The event that is next, NULL at the end of the score. */
static const struct staccato_event *next_event(const struct staccato_cutter *cutter) {
    bool at_end = cutter->score->event_count == 0 || cutter->repeat == cutter->score->times;
    return at_end ? NULL : &cutter->score->events[cutter->event];
}

static void step_over_event(struct staccato_cutter *cutter) {
    cutter->event++;
    if (cutter->event == cutter->score->event_count) {
        cutter->event = 0;
        cutter->repeat++;
    }
}

bool staccato_measure_next(struct staccato_cutter *cutter, struct staccato_measure *measure) {
    const struct staccato_event *event = next_event(cutter);
    if (event == NULL && cutter->measures > 0) {
        return false;
    }
    measure->number = ++cutter->measures;
    measure->length = 0;
    measure->note_count = 0;
    while (event != NULL && measure->length < STACCATO_MEASURE) {
        uint8_t left = cutter->carried > 0 ? cutter->carried : event->duration;
        uint8_t room = (uint8_t)(STACCATO_MEASURE - measure->length);
        uint8_t duration = left < room ? left : room;
        bool is_note = event->pitch_count > 0;
        measure->notes[measure->note_count++] = (struct staccato_note){
            .event = event,
            .duration = duration,
            .tie_stop = is_note && cutter->carried > 0,
            .tie_start = is_note && left > duration,
        };
        measure->length = (uint8_t)(measure->length + duration);
        cutter->carried = (uint8_t)(left - duration);
        if (cutter->carried == 0) {
            step_over_event(cutter);
        }
        event = next_event(cutter);
    }
    measure->is_last = event == NULL;
    return true;
}
