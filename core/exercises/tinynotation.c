/* A reader from left to right that stops at the first trouble. */
#include "tinynotation.h"

#include <assert.h>

#define SENTENCE(what) "something is not right! " what " at byte {}"

static const char bad_meter[] =
    SENTENCE("the meter must be 2/4, 3/4, 4/4, 5/4, 6/4, 2/2, 3/2, 3/8, 6/8, 9/8, 12/8, 5/8 or "
             "7/8:");
static const char late_meter[] = SENTENCE("a meter must be the first element:");
static const char bad_symbol[] =
    SENTENCE("a note, a rest, a meter, trip{ or a space between them was expected");
static const char bad_octave[] = SENTENCE("a note must lie in octaves 0 to 9, CCCC to b''''':");
static const char bad_accidental[] = SENTENCE("a note takes at most three signs:");
static const char bad_apostrophe[] =
    SENTENCE("an apostrophe must stand behind a small letter, before any sign:");
static const char bad_value[] = SENTENCE("a value must be 1, 2, 4, 8, 16, 32 or 64:");
static const char bad_dots[] =
    SENTENCE("a value takes two dots, a 64th one, an omitted value none:");
static const char bad_tie[] = SENTENCE("a tie must lead to a note of the same pitch:");
static const char open_triplet[] = SENTENCE("a triplet is not closed:");
static const char nested_triplet[] = SENTENCE("a triplet stands inside another:");
static const char uneven_triplet[] =
    SENTENCE("a triplet must have two events or more that add up to three halves, quarters, 8ths, "
             "16ths, 32nds or 64ths:");
static const char long_triplet[] = SENTENCE("a triplet must end in the measure it begins in:");
static const char bad_brace[] = SENTENCE("a brace closes nothing:");
static const char too_many[] = SENTENCE("a melody has at most 1024 notes and rests:");
static_assert(STACCATO_EVENTS_MAX == 1024, "the sentence says 1024");

enum { NOWHERE = -1 };

struct reader {
    const char *start, *at, *end;
    struct staccato_score *score;
    const char *fault;    /* NULL as long as there is none */
    const char *where;    /* the byte of the fault */
    uint8_t value;        /* of the event before: a plain row */
    uint32_t ticks;       /* of the events so far, or as far as they were counted, */
    size_t counted;       /* before this one */
    const char *tie;      /* the ~ of the event before; NULL: there is none */
    const char *triplet;  /* the trip{ that is open; NULL: none is */
    size_t triplet_first; /* its first event */
};

static bool fail(struct reader *reader, const char *fault, const char *where) {
    reader->fault = fault;
    reader->where = where;
    return false;
}

/* The next byte, NUL at the end (and for a NUL, which nothing takes). */
static char peek(const struct reader *reader) {
    return reader->at < reader->end ? *reader->at : '\0';
}

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static void skip_space(struct reader *reader) {
    while (is_space(peek(reader))) {
        reader->at++;
    }
}

/* Takes bytes as long as they are equal to the first, and returns how many. */
static int take_run(struct reader *reader) {
    const char *from = reader->at;
    while (reader->at < reader->end && *reader->at == *from) {
        reader->at++;
    }
    return (int)(reader->at - from);
}

/* A number below 1000; 1000 for one that is none of any table's. */
static unsigned int take_number(struct reader *reader) {
    enum { TOO_LARGE = 1000 };
    unsigned int number = peek(reader) == '0' ? TOO_LARGE : 0; /* nothing begins with 0 */
    while (is_digit(peek(reader))) {
        number = number < TOO_LARGE ? 10 * number + (unsigned int)(*reader->at - '0') : number;
        reader->at++;
    }
    return number < TOO_LARGE ? number : TOO_LARGE;
}

/* ---- meter ---- */

static const struct staccato_meter *find_meter(unsigned int beats, unsigned int beat_type) {
    bool is_for_texts = beat_type != 1 && !(beats == 7 && beat_type == 4);
    return is_for_texts ? staccato_meter_find(beats, beat_type) : NULL;
}

/* Digits, a slash and digits. */
static bool is_meter(const struct reader *reader) {
    const char *at = reader->at;
    const char *slash = at;
    while (slash < reader->end && is_digit(*slash)) {
        slash++;
    }
    return slash > at && reader->end - slash >= 2 && *slash == '/' && is_digit(slash[1]);
}

static bool read_meter(struct reader *reader, bool is_first) {
    const char *from = reader->at;
    if (!is_first) {
        return fail(reader, late_meter, from);
    }
    unsigned int beats = take_number(reader);
    reader->at++;
    const struct staccato_meter *meter = find_meter(beats, take_number(reader));
    if (meter == NULL) {
        return fail(reader, bad_meter, from);
    }
    reader->score->meter = meter;
    return true;
}

/* ---- events ---- */

/* A letter, repeated or with apostrophes. */
static bool read_letter(struct reader *reader, struct staccato_pitch *pitch) {
    static const int8_t steps[] = {STACCATO_STEP_A, STACCATO_STEP_B, STACCATO_STEP_C,
                                   STACCATO_STEP_D, STACCATO_STEP_E, STACCATO_STEP_F,
                                   STACCATO_STEP_G};
    enum { CAPITALS = 4, SMALL = 4 }; /* octaves: C is 3, c is 4 */
    const char *letter = reader->at;
    int octave = SMALL;
    bool is_capital = *letter >= 'A' && *letter <= 'G';
    if (is_capital) {
        octave = CAPITALS - take_run(reader);
    } else {
        reader->at++;
        octave += peek(reader) == '\'' ? take_run(reader) : 0;
    }
    if (octave < STACCATO_OCTAVE_MIN || octave > STACCATO_OCTAVE_MAX) {
        return fail(reader, bad_octave, letter);
    }
    pitch->step = steps[*letter - (is_capital ? 'A' : 'a')];
    pitch->octave = (int8_t)octave;
    return peek(reader) != '\'' || fail(reader, bad_apostrophe, reader->at);
}

static bool read_signs(struct reader *reader, struct staccato_pitch *pitch) {
    const char *from = reader->at;
    char sign = peek(reader);
    if (sign != '#' && sign != '-' && sign != 'n') {
        return true;
    }
    if (sign == 'n') {
        reader->at++;
    } else {
        int count = take_run(reader);
        if (count > STACCATO_ALTER_MAX) {
            return fail(reader, bad_accidental, from);
        }
        pitch->alter = (int8_t)(sign == '#' ? count : -count);
    }
    return peek(reader) != '\'' || fail(reader, bad_apostrophe, reader->at);
}

/* The value of an event, or that of the one before. */
static bool read_value(struct reader *reader) {
    enum { SHORTEST = 64 };
    static const uint8_t types[SHORTEST + 1] = {
        [1] = STACCATO_WHOLE,       [2] = STACCATO_HALF,  [4] = STACCATO_QUARTER,
        [8] = STACCATO_EIGHTH,      [16] = STACCATO_16TH, [32] = STACCATO_32ND,
        [SHORTEST] = STACCATO_64TH,
    };
    static_assert(STACCATO_128TH == 0, "no number stands for it, and what has no row is 0");
    const char *from = reader->at;
    if (!is_digit(peek(reader))) {
        return peek(reader) != '.' || fail(reader, bad_dots, from);
    }
    unsigned int number = take_number(reader);
    uint8_t type = number <= SHORTEST ? types[number] : STACCATO_128TH;
    if (type == STACCATO_128TH) {
        return fail(reader, bad_value, from);
    }
    const char *dot = reader->at;
    int dots = peek(reader) == '.' ? take_run(reader) : 0;
    int dots_max = number < SHORTEST ? 2 : 1;
    if (dots > dots_max) {
        return fail(reader, bad_dots, dot + dots_max);
    }
    reader->value = STACCATO_VALUE(type, dots);
    return true;
}

/* Whether the event just read, the last of the score, goes on the tie before it. */
static bool goes_on(const struct reader *reader) {
    const struct staccato_score *score = reader->score;
    const struct staccato_event *event = &score->events[score->event_count - 1];
    if (event->pitch_count == 0) {
        return false;
    }
    const struct staccato_pitch *pitch = &score->pitches[score->pitch_count - 1];
    return pitch[0].step == pitch[-1].step && pitch[0].alter == pitch[-1].alter &&
           pitch[0].octave == pitch[-1].octave;
}

/* A tie behind a note, and whether it was right that one stood before. */
static bool read_tie(struct reader *reader, struct staccato_event *event) {
    if (reader->tie != NULL && !goes_on(reader)) {
        return fail(reader, bad_tie, reader->tie);
    }
    reader->tie = NULL;
    if (event->pitch_count > 0 && peek(reader) == '~') {
        reader->tie = reader->at++;
        event->marks |= STACCATO_TIED;
    }
    return true;
}

static bool read_event(struct reader *reader) {
    struct staccato_pitch pitch = {0};
    bool is_rest = *reader->at == 'r';
    if (reader->score->event_count == STACCATO_EVENTS_MAX) {
        return fail(reader, too_many, reader->at);
    }
    if (is_rest) {
        reader->at++;
    } else if (!read_letter(reader, &pitch) || !read_signs(reader, &pitch)) {
        return false;
    }
    if (!read_value(reader)) {
        return false;
    }
    struct staccato_event *event = is_rest
                                       ? staccato_score_rest(reader->score, reader->value)
                                       : staccato_score_note(reader->score, reader->value, pitch);
    return read_tie(reader, event);
}

/* ---- triplets ---- */

/* The value of which three last so many written ticks, from a half to a 64th; NOWHERE if none. */
static int find_unit(unsigned int written) {
    for (int type = STACCATO_64TH; type <= STACCATO_HALF; type++) {
        if (3u * staccato_values[STACCATO_VALUE(type, 0)].ticks == written) {
            return type;
        }
    }
    return NOWHERE;
}

/* Counts the events before one; in all each is counted once. */
static void count_ticks(struct reader *reader, size_t end) {
    for (; reader->counted < end; reader->counted++) {
        reader->ticks += staccato_values[reader->score->events[reader->counted].value].ticks;
    }
}

/* Turns the events of the triplet that ends here into triplets. */
static bool close_triplet(struct reader *reader) {
    struct staccato_score *score = reader->score;
    struct staccato_event *first = &score->events[reader->triplet_first];
    struct staccato_event *end = &score->events[score->event_count];
    unsigned int written = 0;
    for (const struct staccato_event *event = first; event < end; event++) {
        written += staccato_values[event->value].ticks;
    }
    int unit = find_unit(written);
    if (end - first < 2 || unit == NOWHERE) {
        return fail(reader, uneven_triplet, reader->triplet);
    }
    uint32_t length = written * 2 / 3;
    count_ticks(reader, reader->triplet_first);
    if (reader->ticks % score->meter->ticks + length > score->meter->ticks) {
        return fail(reader, long_triplet, reader->triplet);
    }
    for (struct staccato_event *event = first; event < end; event++) {
        const struct staccato_value *value = &staccato_values[event->value];
        event->value = STACCATO_TRIPLET(value->type, value->dots);
        event->unit = (uint8_t)unit;
    }
    first->marks |= STACCATO_TRIPLET_START;
    end[-1].marks |= STACCATO_TRIPLET_STOP;
    reader->triplet = NULL;
    reader->at++;
    return true;
}

static bool is_triplet(const struct reader *reader) {
    static const char start[] = "trip{";
    return (size_t)(reader->end - reader->at) >= sizeof(start) - 1 &&
           memcmp(reader->at, start, sizeof(start) - 1) == 0;
}

static bool open_brace(struct reader *reader) {
    if (reader->triplet != NULL) {
        return fail(reader, nested_triplet, reader->at);
    }
    reader->triplet = reader->at;
    reader->triplet_first = reader->score->event_count;
    reader->at += sizeof("trip{") - 1;
    skip_space(reader);
    return true;
}

/* ---- the text ---- */

static bool is_event(char byte) {
    enum { SMALL = 'a' - 'A' }; /* the bit that makes a letter small */
    return ((byte | SMALL) >= 'a' && (byte | SMALL) <= 'g') || byte == 'r';
}

static bool read_element(struct reader *reader, bool is_first) {
    char byte = peek(reader);
    if (is_event(byte)) {
        return read_event(reader);
    }
    if (is_meter(reader)) {
        return read_meter(reader, is_first);
    }
    if (byte == '}') {
        return reader->triplet != NULL ? close_triplet(reader)
                                       : fail(reader, bad_brace, reader->at);
    }
    return fail(reader, bad_symbol, reader->at);
}

/* Elements part from each other by space; a brace needs none before it. */
static bool read_space(struct reader *reader) {
    const char *from = reader->at;
    skip_space(reader);
    return reader->at > from || from == reader->end || *from == '}' ||
           fail(reader, bad_symbol, from);
}

static bool read_text(struct reader *reader) {
    skip_space(reader);
    for (bool is_first = true; reader->at < reader->end; is_first = false) {
        if (*reader->at == 't' && is_triplet(reader)) {
            if (!open_brace(reader)) {
                return false;
            }
        } else if (!read_element(reader, is_first) || !read_space(reader)) {
            return false;
        }
    }
    if (reader->triplet != NULL) {
        return fail(reader, open_triplet, reader->triplet);
    }
    return reader->tie == NULL || fail(reader, bad_tie, reader->tie);
}

const char *staccato_tinynotation_read(struct staccato_text text, struct staccato_score *score,
                                       size_t *offset) {
    const char *start = text.length > 0 ? text.data : "";
    struct reader reader = {.start = start,
                            .at = start,
                            .end = start + text.length,
                            .score = score,
                            .value = STACCATO_VALUE(STACCATO_QUARTER, 0)};
    if (!read_text(&reader)) {
        *offset = (size_t)(reader.where - start);
        return reader.fault;
    }
    return NULL;
}
