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

enum {
    SIXTEENTH = STACCATO_VALUE(STACCATO_16TH, 0),
    EIGHTH = STACCATO_VALUE(STACCATO_EIGHTH, 0),
    QUARTER = STACCATO_VALUE(STACCATO_QUARTER, 0),
};

void notes_read_rhythm(const char *rhythm, const char *pitch, struct staccato_score *score) {
    staccato_score_begin(score);
    for (; *rhythm != '\0'; rhythm++) {
        static const char signs[] = "0o124";
        static const uint8_t values[] = {SIXTEENTH, EIGHTH, SIXTEENTH, EIGHTH, QUARTER};
        const char *sign = strchr(signs, *rhythm);
        cr_assert_not_null(sign, "no rhythm: %s", rhythm);
        staccato_score_rest(score, values[sign - signs]);
        if (sign - signs >= 2) {
            staccato_score_add(score, notes_pitch(pitch));
        }
    }
}

void notes_read_pitches(const char *words, struct staccato_score *score) {
    bool joins = false;
    staccato_score_begin(score);
    for (const char *at = words; *at != '\0'; at += strspn(at, " ")) {
        struct staccato_text word = {at, strcspn(at, " +")};
        if (!joins) {
            staccato_score_rest(score, SIXTEENTH);
        }
        if (!staccato_text_equal(word, STACCATO_TEXT("r"))) {
            staccato_score_add(score, read_pitch(word));
        }
        at += word.length;
        joins = *at == '+'; /* the next word joins this chord */
        at += joins;
    }
}

static uint8_t flags_of(const struct staccato_event *event) {
    return event->pitch_count > 0 ? staccato_values[event->value].flags : 0;
}

void notes_as_measure(const struct staccato_score *score, struct staccato_measure *measure) {
    size_t pitch = 0;
    *measure = (struct staccato_measure){.number = 1, .is_last = true};
    for (size_t i = 0; i < score->event_count; i++) {
        const struct staccato_event *event = &score->events[i];
        unsigned int ticks = staccato_event_ticks(score, event);
        measure->notes[measure->note_count++] =
            (struct staccato_note){.event = event,
                                   .pitches = &score->pitches[pitch],
                                   .onset = measure->length,
                                   .ticks = (uint16_t)ticks,
                                   .value = event->value,
                                   .flags = flags_of(event),
                                   .is_start = true};
        measure->length = (uint16_t)(measure->length + ticks);
        cr_assert_leq(measure->length, score->meter->ticks, "too long for one measure");
        pitch += event->pitch_count;
    }
}

/* The sign of a value: how many sixteenths it is. */
static char sign_of(uint8_t value, bool is_rest) {
    int sixteenths = staccato_values[value].ticks / staccato_values[SIXTEENTH].ticks;
    return (char)(!is_rest ? '0' + sixteenths : sixteenths == 1 ? '0' : 'o');
}

char notes_sign(const struct staccato_note *note) {
    return sign_of(note->value, note->event->pitch_count == 0);
}

const char *notes_write_rhythm(const struct staccato_score *score, char line[NOTES_LINE]) {
    for (size_t i = 0; i < score->event_count; i++) {
        line[i] = sign_of(score->events[i].value, score->events[i].pitch_count == 0);
    }
    line[score->event_count] = '\0';
    return line;
}

const char *notes_write_pitches(const struct staccato_score *score, char line[NOTES_LINE]) {
    size_t length = 0;
    const struct staccato_pitch *pitch = score->pitches;
    line[0] = '\0';
    for (size_t i = 0; i < score->event_count; i++) {
        const struct staccato_event *event = &score->events[i];
        const char *between = i > 0 ? " " : "";
        if (event->pitch_count == 0) {
            length += (size_t)snprintf(line + length, NOTES_LINE - length, "%sr", between);
        }
        for (size_t member = 0; member < event->pitch_count; member++, pitch++) {
            char name[STACCATO_PITCH_NAME_SIZE];
            staccato_pitch_name(*pitch, name);
            length += (size_t)snprintf(line + length, NOTES_LINE - length, "%s%s%d", between, name,
                                       pitch->octave);
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
