/* A rhythm drill: a pattern of digits on one pitch, four times over, without a key. */
#include <assert.h>

#include "exercise.h"

enum { RHYTHM, RHYTHM_TYPE, TONIC };

static const struct staccato_text types[] = {STACCATO_TEXT_INIT("8"), STACCATO_TEXT_INIT("16")};

static const struct staccato_field fields[] = {
    [RHYTHM] = {.name = STACCATO_TEXT_INIT("rhythm"),
                .kind = STACCATO_STRING,
                .pattern = "^[0-2]{0,1024}$",
                .help = "A digit for each event, at most 1024; the pattern is played four times. "
                        "With rhythmType 16: 0 a sixteenth rest, 1 a sixteenth, 2 an eighth. With "
                        "8: 0 an eighth rest, 1 an eighth."},
    [RHYTHM_TYPE] = {.name = STACCATO_TEXT_INIT("rhythmType"),
                     .kind = STACCATO_INTEGER,
                     .choice_count = sizeof(types) / sizeof(types[0]),
                     .choices = types,
                     .help = "8 or 16."},
    [TONIC] = {.name = STACCATO_TEXT_INIT("tonic"),
               .kind = STACCATO_STRING,
               .pattern = STACCATO_PITCH_PATTERN,
               .help = "The pitch of all notes: " STACCATO_PITCH_NAMES "."},
};

static const char wrong_type[] = "something is not right! rhythmType {} must be 8 or 16";
static const char wrong_tonic[] = "something is not right! tonic {} must be " STACCATO_PITCH_NAMES;
static const char too_long[] =
    "something is not right! rhythm {}... is too long: at most 1024 digits";
static_assert(STACCATO_EVENTS_MAX == 1024, "the sentence says 1024");

/* What the digits of a rhythm type mean: rests or notes, and how long. */
struct rhythm {
    int64_t type; /* the note value that digit 1 strikes */
    const char *wrong_digit;
    char digit_count; /* digits run from '0' */
    struct {
        bool is_note;
        uint8_t value;
    } digits[3];
};

static const struct rhythm rhythms[] = {
    {8,
     "something is not right! rhythm {} must consist of the digits 0 and 1 with rhythmType 8",
     2,
     {{false, STACCATO_VALUE(STACCATO_EIGHTH, 0)}, {true, STACCATO_VALUE(STACCATO_EIGHTH, 0)}}},
    {16,
     "something is not right! rhythm {} must consist of the digits 0, 1 and 2 with rhythmType 16",
     3,
     {{false, STACCATO_VALUE(STACCATO_16TH, 0)},
      {true, STACCATO_VALUE(STACCATO_16TH, 0)},
      {true, STACCATO_VALUE(STACCATO_EIGHTH, 0)}}},
};

static const struct rhythm *rhythm_find(int64_t type) {
    for (size_t i = 0; i < sizeof(rhythms) / sizeof(rhythms[0]); i++) {
        if (rhythms[i].type == type) {
            return &rhythms[i];
        }
    }
    return NULL;
}

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    (void)draw;
    struct staccato_text pattern = arguments[RHYTHM].items->text;
    int64_t type = arguments[RHYTHM_TYPE].items->number;
    struct staccato_text tonic = arguments[TONIC].items->text;
    const struct rhythm *rhythm = rhythm_find(type);
    if (rhythm == NULL) {
        return staccato_refuse_number(refusal, wrong_type, type);
    }
    struct staccato_pitch pitch;
    if (!staccato_pitch_parse(tonic, &pitch)) {
        return staccato_refuse(refusal, wrong_tonic, tonic);
    }
    if (pattern.length > STACCATO_EVENTS_MAX) {
        return staccato_refuse(refusal, too_long, pattern);
    }
    struct staccato_score *score = &question->score;
    staccato_score_begin(score);
    score->divisions = 4;
    score->times = 4;
    for (size_t i = 0; i < pattern.length; i++) {
        char digit = pattern.data[i];
        if (digit < '0' || digit >= '0' + rhythm->digit_count) {
            return staccato_refuse(refusal, rhythm->wrong_digit, pattern);
        }
        staccato_score_rest(score, rhythm->digits[digit - '0'].value);
        if (rhythm->digits[digit - '0'].is_note) {
            staccato_score_add(score, pitch);
        }
    }
    return true;
}

const struct staccato_exercise staccato_random = {
    .name = STACCATO_TEXT_INIT("random"),
    .title = STACCATO_TEXT_INIT("A rhythm to clap"),
    .summary = "A rhythm drill: a pattern of notes and rests on one pitch, four times over.",
    .example = "{\"rhythm\":\"112\",\"rhythmType\":16,\"tonic\":\"f#3\"}",
    .refused = "{\"rhythm\":\"102\",\"rhythmType\":8,\"tonic\":\"C\"}",
    .reply = STACCATO_REPLY_SCORE,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .compose = compose,
};
