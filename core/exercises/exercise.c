/* The exercises: their requests checked, their scores composed, their refusals worded. */
#include "exercise.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "key.h"

/* Stops composing: returns false from the caller with the reason and the text that gave it. */
static bool refuse(struct staccato_refusal *refusal, enum staccato_reason reason,
                   struct staccato_text value) {
    *refusal = (struct staccato_refusal){.reason = reason, .value = value};
    return false;
}

static bool refuse_number(struct staccato_refusal *refusal, enum staccato_reason reason,
                          int64_t number) {
    *refusal = (struct staccato_refusal){.reason = reason, .is_number = true, .number = number};
    return false;
}

/* Whether the scale can be written up to a degree, on a tonic in that octave. Degrees rise, so the
 * lowest and the highest tell for all. */
static bool scale_in_range(const struct staccato_key *key, int64_t octave, int highest_degree) {
    return octave >= STACCATO_OCTAVE_MIN && octave <= STACCATO_OCTAVE_MAX &&
           staccato_pitch_in_range(staccato_key_degree(key, highest_degree, (int)octave));
}

/* Mary Had a Little Lamb: 3 2 1 2 3 3 3 and the triad as one chord, all quarters. */
static bool compose_mary(const union staccato_request *request, staccato_draw *draw,
                         struct staccato_score *score, struct staccato_refusal *refusal) {
    (void)draw;
    enum { MELODY = 7, TRIAD = 3 };
    static const int degrees[MELODY + TRIAD] = {3, 2, 1, 2, 3, 3, 3, 1, 3, 5};
    const struct staccato_mary_request *mary = &request->mary;
    const struct staccato_key *key = staccato_key_find(mary->tonic);
    if (key == NULL) {
        return refuse(refusal, STACCATO_MARY_TONIC, mary->tonic);
    }
    if (!scale_in_range(key, mary->octave, 5)) {
        return refuse_number(refusal, STACCATO_MARY_OCTAVE, mary->octave);
    }
    score->has_key = true;
    score->fifths = key->fifths;
    score->times = 1;
    score->event_count = MELODY + 1;
    for (size_t i = 0; i < MELODY + TRIAD; i++) {
        struct staccato_event *event = &score->events[i < MELODY ? i : MELODY];
        size_t member = i < MELODY ? 0 : i - MELODY;
        event->duration = STACCATO_QUARTER;
        event->pitches[member] = staccato_key_degree(key, degrees[i], (int)mary->octave);
        event->pitch_count = (uint8_t)(member + 1);
    }
    return true;
}

/* What the digits of a rhythm type mean: rests or notes, and how long. */
struct rhythm {
    int64_t type; /* the note value that digit 1 strikes */
    enum staccato_reason wrong_digit;
    char digit_count; /* digits run from '0' */
    struct {
        bool is_note;
        uint8_t duration;
    } digits[3];
};

static const struct rhythm rhythms[] = {
    {8, STACCATO_RANDOM_DIGIT_8, 2, {{false, STACCATO_EIGHTH}, {true, STACCATO_EIGHTH}}},
    {16,
     STACCATO_RANDOM_DIGIT_16,
     3,
     {{false, STACCATO_SIXTEENTH}, {true, STACCATO_SIXTEENTH}, {true, STACCATO_EIGHTH}}},
};

static const struct rhythm *rhythm_find(int64_t type) {
    for (size_t i = 0; i < sizeof(rhythms) / sizeof(rhythms[0]); i++) {
        if (rhythms[i].type == type) {
            return &rhythms[i];
        }
    }
    return NULL;
}

/* A rhythm drill: a pattern of digits on one pitch, four times over, without a key. */
static bool compose_random(const union staccato_request *request, staccato_draw *draw,
                           struct staccato_score *score, struct staccato_refusal *refusal) {
    (void)draw;
    const struct staccato_random_request *random = &request->random;
    const struct rhythm *rhythm = rhythm_find(random->rhythm_type);
    if (rhythm == NULL) {
        return refuse_number(refusal, STACCATO_RANDOM_RHYTHM_TYPE, random->rhythm_type);
    }
    struct staccato_pitch pitch;
    if (!staccato_pitch_parse(random->tonic, &pitch)) {
        return refuse(refusal, STACCATO_RANDOM_TONIC, random->tonic);
    }
    if (random->rhythm.length > STACCATO_EVENTS_MAX) {
        return refuse(refusal, STACCATO_RANDOM_LENGTH, random->rhythm);
    }
    for (size_t i = 0; i < random->rhythm.length; i++) {
        char digit = random->rhythm.data[i];
        if (digit < '0' || digit >= '0' + rhythm->digit_count) {
            return refuse(refusal, rhythm->wrong_digit, random->rhythm);
        }
        score->events[i] = (struct staccato_event){
            .duration = rhythm->digits[digit - '0'].duration,
            .pitch_count = rhythm->digits[digit - '0'].is_note,
            .pitches = {pitch},
        };
    }
    score->has_key = false;
    score->fifths = 0;
    score->times = 4;
    score->event_count = random->rhythm.length;
    return true;
}

/* Name this note: one quarter, any degree of the scale. */
static bool compose_note_game(const union staccato_request *request, staccato_draw *draw,
                              struct staccato_score *score, struct staccato_refusal *refusal) {
    const struct staccato_note_game_request *game = &request->note_game;
    const struct staccato_key *key = staccato_key_find(game->scale);
    if (key == NULL) {
        return refuse(refusal, STACCATO_NOTE_GAME_SCALE, game->scale);
    }
    if (game->octave.length != 1 || game->octave.data[0] < '0' || game->octave.data[0] > '9') {
        return refuse(refusal, STACCATO_NOTE_GAME_OCTAVE, game->octave);
    }
    int octave = game->octave.data[0] - '0';
    if (!scale_in_range(key, octave, STACCATO_DEGREES)) {
        return refuse(refusal, STACCATO_NOTE_GAME_RANGE, game->octave);
    }
    score->has_key = true;
    score->fifths = key->fifths;
    score->times = 1;
    score->event_count = 1;
    score->events[0] = (struct staccato_event){
        .duration = STACCATO_QUARTER,
        .pitch_count = 1,
        .pitches = {staccato_key_degree(key, 1 + (int)draw(STACCATO_DEGREES), octave)},
    };
    return true;
}

#define FIELD(exercise, member, wire_name, field_kind)                                             \
    {                                                                                              \
        .name = {wire_name, sizeof(wire_name) - 1}, .kind = STACCATO_FIELD_##field_kind,           \
        .offset = offsetof(union staccato_request, exercise.member)                                \
    }

const struct staccato_exercise staccato_exercises[STACCATO_EXERCISE_COUNT] = {
    [STACCATO_EXERCISE_MARY] =
        {
            .name = {"mary", 4},
            .field_count = 2,
            .fields = {FIELD(mary, tonic, "tonic", TEXT), FIELD(mary, octave, "octave", INTEGER)},
            .compose = compose_mary,
        },
    [STACCATO_EXERCISE_RANDOM] =
        {
            .name = {"random", 6},
            .field_count = 3,
            .fields = {FIELD(random, rhythm, "rhythm", TEXT),
                       FIELD(random, rhythm_type, "rhythmType", INTEGER),
                       FIELD(random, tonic, "tonic", TEXT)},
            .compose = compose_random,
        },
    [STACCATO_EXERCISE_NOTE_GAME] =
        {
            .name = {"note-game", 9},
            .names_note = true,
            .field_count = 2,
            .fields = {FIELD(note_game, scale, "scale", TEXT),
                       FIELD(note_game, octave, "octave", TEXT)},
            .compose = compose_note_game,
        },
};

#define KEY_NAMES "C-, G-, D-, A-, E-, B-, F, C, G, D, A, E, B, F# or C#"
#define PITCH_NAMES                                                                                \
    "a letter from A to G, then up to three # or up to three - or b, then an octave from 0 to 9, " \
    "as in C, f#3 or Ab4"

static_assert(STACCATO_EVENTS_MAX == 1024, "a sentence says 1024");

/* Each sentence, before and after the value it names. */
static const struct {
    const char *before;
    const char *after;
} sentences[] = {
    [STACCATO_MARY_TONIC] = {"The note ",
                             " is not currently supported: tonic must be " KEY_NAMES ", or b in "
                             "place of -"},
    [STACCATO_MARY_OCTAVE] = {"The octave ",
                              " is not currently supported: every note of the exercise must lie "
                              "in octaves 0 to 9"},
    [STACCATO_RANDOM_RHYTHM_TYPE] = {"something is not right! rhythmType ", " must be 8 or 16"},
    [STACCATO_RANDOM_TONIC] = {"something is not right! tonic ", " must be " PITCH_NAMES},
    [STACCATO_RANDOM_LENGTH] = {"something is not right! rhythm ",
                                "... is too long: at most 1024 digits"},
    [STACCATO_RANDOM_DIGIT_8] = {"something is not right! rhythm ",
                                 " must consist of the digits 0 and 1 with rhythmType 8"},
    [STACCATO_RANDOM_DIGIT_16] = {"something is not right! rhythm ",
                                  " must consist of the digits 0, 1 and 2 with rhythmType 16"},
    [STACCATO_NOTE_GAME_SCALE] = {"something is not right: scale ",
                                  " must be " KEY_NAMES ", or b in place of -"},
    [STACCATO_NOTE_GAME_OCTAVE] = {"something is not right: octave ", " must be one digit, 0 to 9"},
    [STACCATO_NOTE_GAME_RANGE] = {"something is not right: octave ",
                                  " is too high: every degree of the scale must lie in octaves 0 "
                                  "to 9"},
};

/* How many bytes the UTF-8 character at the start of value takes, at most what is there; a byte
 * that starts none counts alone. */
static size_t character_length(struct staccato_text value) {
    size_t length = 1;
    if (((unsigned char)value.data[0] & 0xC0) == 0xC0) {
        while (length < value.length && ((unsigned char)value.data[length] & 0xC0) == 0x80) {
            length++;
        }
    }
    return length;
}

/* A value as it may stand in a log or on a page: control characters (C0, DEL and C1) as \u00XX, and
 * cut before a character or escape that would take it past 64 bytes. */
static void write_value(struct staccato_text value, struct staccato_buffer *out) {
    enum { VALUE_MAX = 64 };
    size_t written = 0;
    while (value.length > 0) {
        size_t length = character_length(value);
        unsigned int code = (unsigned char)value.data[0];
        if (code == 0xC2 && length == 2 && (unsigned char)value.data[1] < 0xA0) {
            code = (unsigned char)value.data[1]; /* C1 */
        }
        char escape[sizeof("\\u00XX")];
        struct staccato_text shown = {value.data, length};
        if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
            shown.data = escape;
            shown.length = (size_t)snprintf(escape, sizeof(escape), "\\u%04X", code);
        }
        if (written + shown.length > VALUE_MAX) {
            return;
        }
        staccato_buffer_append_text(out, shown);
        written += shown.length;
        value.data += length;
        value.length -= length;
    }
}

void staccato_refusal_write(const struct staccato_refusal *refusal, struct staccato_buffer *out) {
    staccato_buffer_printf(out, "%s", sentences[refusal->reason].before);
    if (refusal->is_number) {
        staccato_buffer_printf(out, "%" PRId64, refusal->number);
    } else {
        write_value(refusal->value, out);
    }
    staccato_buffer_printf(out, "%s", sentences[refusal->reason].after);
}
