/* Walking a score by time. */
#include "sounds.h"

/* Takes the event that is next off a voice; NULL at its end. */
static const struct staccato_event *take_event(struct staccato_sounds *sounds, size_t index) {
    const struct staccato_score *score = sounds->score;
    const struct staccato_voice *voice = &score->voices[index];
    if (voice->event_count == 0 || sounds->voices[index].repeat == score->times) {
        return NULL;
    }
    const struct staccato_event *event =
        &score->events[voice->first_event + sounds->voices[index].event];
    sounds->voices[index].time += staccato_event_ticks(score, event);
    sounds->voices[index].pitch += event->pitch_count;
    sounds->voices[index].event++;
    if (sounds->voices[index].event == voice->event_count) {
        sounds->voices[index].event = 0;
        sounds->voices[index].pitch = voice->first_pitch;
        sounds->voices[index].repeat++;
    }
    return event;
}

/* Finds the voice's next sound: the next event that is no rest, with those it is tied to. */
static void find_next(struct staccato_sounds *sounds, size_t index) {
    struct staccato_sound *next = &sounds->voices[index].next;
    const struct staccato_event *event;
    do {
        next->start = sounds->voices[index].time;
        next->pitches = &sounds->score->pitches[sounds->voices[index].pitch];
        event = take_event(sounds, index);
    } while (event != NULL && event->pitch_count == 0);
    sounds->voices[index].has_next = event != NULL;
    if (event == NULL) {
        return;
    }
    next->pitch_count = event->pitch_count;
    while (event != NULL && (event->marks & STACCATO_TIED)) {
        event = take_event(sounds, index);
    }
    next->ticks = sounds->voices[index].time - next->start;
}

void staccato_sounds_begin(struct staccato_sounds *sounds, const struct staccato_score *score) {
    *sounds = (struct staccato_sounds){.score = score};
    for (size_t i = 0; i < score->voice_count; i++) {
        sounds->voices[i].pitch = score->voices[i].first_pitch;
        find_next(sounds, i);
    }
}

bool staccato_sounds_next(struct staccato_sounds *sounds, struct staccato_sound *sound) {
    size_t earliest = STACCATO_VOICES_MAX;
    for (size_t i = 0; i < sounds->score->voice_count; i++) {
        if (sounds->voices[i].has_next &&
            (earliest == STACCATO_VOICES_MAX ||
             sounds->voices[i].next.start < sounds->voices[earliest].next.start)) {
            earliest = i;
        }
    }
    if (earliest == STACCATO_VOICES_MAX) {
        return false;
    }
    *sound = sounds->voices[earliest].next;
    find_next(sounds, earliest);
    return true;
}

int staccato_sound_midi(const struct staccato_score *score, struct staccato_pitch pitch) {
    return staccato_pitch_midi(pitch) + score->instrument->chromatic;
}

uint32_t staccato_score_ticks(const struct staccato_score *score) {
    uint32_t ticks = 0;
    for (size_t i = 0; i < score->voices[0].event_count; i++) {
        ticks += staccato_event_ticks(score, &score->events[i]);
    }
    return ticks * score->times;
}
