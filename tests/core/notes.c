/* Lines of text to music and back, for the tables of the tests. */
#include "notes.h"

#include <criterion/criterion.h>
#include <stdio.h>

struct staccato_text notes_text(const char *string) {
    return (struct staccato_text){string, strlen(string)};
}

static struct staccato_pitch read_pitch(struct staccato_text spelling) {
    struct staccato_pitch pitch = {0};
    cr_assert(staccato_pitch_parse(spelling, &pitch), "no pitch: %.*s", (int)spelling.length,
              spelling.data);
    return pitch;
}

struct staccato_pitch notes_pitch(const char *spelling) {
    return read_pitch(notes_text(spelling));
}

static struct staccato_event *add_event(struct staccato_score *score, int duration) {
    cr_assert(score->event_count < STACCATO_EVENTS_MAX, "too many events");
    struct staccato_event *event = &score->events[score->event_count++];
    *event = (struct staccato_event){.duration = (uint8_t)duration};
    return event;
}

void notes_read_rhythm(const char *rhythm, const char *pitch, struct staccato_score *score) {
    *score = (struct staccato_score){.times = 1};
    for (; *rhythm != '\0'; rhythm++) {
        if (*rhythm == '0' || *rhythm == 'o') {
            add_event(score, *rhythm == '0' ? STACCATO_SIXTEENTH : STACCATO_EIGHTH);
        } else {
            cr_assert(strchr("124", *rhythm) != NULL, "no rhythm: %s", rhythm);
            struct staccato_event *event = add_event(score, *rhythm - '0');
            event->pitch_count = 1;
            event->pitches[0] = notes_pitch(pitch);
        }
    }
}

void notes_read_pitches(const char *words, struct staccato_score *score) {
    *score = (struct staccato_score){.times = 1};
    struct staccato_event *event = NULL;
    for (const char *at = words; *at != '\0'; at += strspn(at, " ")) {
        struct staccato_text word = {at, strcspn(at, " +")};
        if (event == NULL) {
            event = add_event(score, STACCATO_SIXTEENTH);
        }
        if (!staccato_text_equal(word, STACCATO_TEXT("r"))) {
            cr_assert(event->pitch_count < STACCATO_CHORD_MAX, "too many pitches: %s", words);
            event->pitches[event->pitch_count++] = read_pitch(word);
        }
        at += word.length;
        if (*at == '+') {
            at++; /* the next word joins this chord */
        } else {
            event = NULL;
        }
    }
}

void notes_as_measure(const struct staccato_score *score, struct staccato_measure *measure) {
    *measure = (struct staccato_measure){.number = 1, .is_last = true};
    for (size_t i = 0; i < score->event_count; i++) {
        const struct staccato_event *event = &score->events[i];
        measure->length = (uint8_t)(measure->length + event->duration);
        cr_assert_leq(measure->length, STACCATO_MEASURE, "too long for one measure");
        measure->notes[measure->note_count++] =
            (struct staccato_note){.event = event, .duration = event->duration};
    }
}

const char *notes_write_rhythm(const struct staccato_score *score, char line[NOTES_LINE]) {
    for (size_t i = 0; i < score->event_count; i++) {
        const struct staccato_event *event = &score->events[i];
        bool is_eighth_rest = event->pitch_count == 0 && event->duration == STACCATO_EIGHTH;
        bool is_rest = event->pitch_count == 0 && event->duration == STACCATO_SIXTEENTH;
        line[i] = (char)(is_eighth_rest ? 'o' : is_rest ? '0' : '0' + event->duration);
    }
    line[score->event_count] = '\0';
    return line;
}

const char *notes_write_pitches(const struct staccato_score *score, char line[NOTES_LINE]) {
    size_t length = 0;
    line[0] = '\0';
    for (size_t i = 0; i < score->event_count; i++) {
        const struct staccato_event *event = &score->events[i];
        const char *between = i > 0 ? " " : "";
        if (event->pitch_count == 0) {
            length += (size_t)snprintf(line + length, NOTES_LINE - length, "%sr", between);
        }
        for (size_t member = 0; member < event->pitch_count; member++) {
            char name[STACCATO_PITCH_NAME_SIZE];
            staccato_pitch_name(event->pitches[member], name);
            length += (size_t)snprintf(line + length, NOTES_LINE - length, "%s%s%d", between, name,
                                       event->pitches[member].octave);
            between = "+";
        }
        cr_assert_lt(length, NOTES_LINE, "too many pitches for one line");
    }
    return line;
}

const char *notes_write_beams(const struct staccato_measure *measure, int level,
                              char line[NOTES_LINE]) {
    static const char sign[] = {
        [STACCATO_BEAM_NONE] = '.',         [STACCATO_BEAM_BEGIN] = '[',
        [STACCATO_BEAM_CONTINUE] = '=',     [STACCATO_BEAM_END] = ']',
        [STACCATO_BEAM_FORWARD_HOOK] = '>', [STACCATO_BEAM_BACKWARD_HOOK] = '<',
    };
    for (size_t i = 0; i < measure->note_count; i++) {
        line[i] = sign[measure->notes[i].beams[level]];
    }
    line[measure->note_count] = '\0';
    return line;
}
