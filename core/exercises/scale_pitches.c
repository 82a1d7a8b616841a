/* The pitches of a scale between two ends: a list, without a score to read. */
#include "key.h"
#include "range_ends.h"

enum { TONIC, TYPE, LOW, HIGH };
enum { MAJOR, CHROMATIC };

static const struct staccato_text types[] = {STACCATO_TEXT_INIT("major"),
                                             STACCATO_TEXT_INIT("chromatic")};

static const struct staccato_field fields[] = {
    [TONIC] = {.name = STACCATO_TEXT_INIT("tonic"),
               .kind = STACCATO_STRING,
               .help = "One of the fifteen major keys; not looked at with chromatic."},
    [TYPE] = {.name = STACCATO_TEXT_INIT("scaleType"),
              .kind = STACCATO_CHOICE,
              .choice_count = sizeof(types) / sizeof(types[0]),
              .choices = types,
              .help = "A major scale, or all semitones."},
    [LOW] = {.name = STACCATO_TEXT_INIT("lowNote"),
             .kind = STACCATO_STRING,
             .pattern = STACCATO_PITCH_PATTERN,
             .help = "The lowest that may sound: " STACCATO_PITCH_NAMES "."},
    [HIGH] = {.name = STACCATO_TEXT_INIT("highNote"),
              .kind = STACCATO_STRING,
              .pattern = STACCATO_PITCH_PATTERN,
              .help = "The highest that may sound, likewise."},
};

static const struct staccato_answer answers[] = {
    {STACCATO_TEXT_INIT("pitches"), STACCATO_ANSWER_PITCHES},
};

static const char unknown_tonic[] =
    "something is not right: tonic {} must be " STACCATO_KEY_NAMES ", or b in place of -";

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    (void)draw;
    struct staccato_text tonic = arguments[TONIC].items->text;
    struct staccato_text low = arguments[LOW].items->text;
    struct staccato_text high = arguments[HIGH].items->text;
    bool is_major = arguments[TYPE].items->number == MAJOR;
    const struct staccato_key *key = staccato_key_find(tonic);
    struct staccato_pitch pitches[STACCATO_RANGE_MAX];
    struct staccato_range range;
    if (is_major && key == NULL) {
        return staccato_refuse(refusal, unknown_tonic, tonic);
    }
    if (!staccato_range_ends(low, high, &range, refusal)) {
        return false;
    }
    size_t count = is_major ? staccato_range_major(range, key->fifths, pitches)
                            : staccato_range_chromatic(range, pitches);
    if (count == 0) {
        return staccato_range_refuse_empty(low, high, refusal);
    }
    staccato_score_begin(&question->score);
    for (size_t i = 0; i < count; i++) {
        staccato_score_note(&question->score, STACCATO_VALUE(STACCATO_QUARTER, 0), pitches[i]);
    }
    return true;
}

const struct staccato_exercise staccato_scale_pitches = {
    .name = STACCATO_TEXT_INIT("scale-pitches"),
    .title = STACCATO_TEXT_INIT("The pitches of a scale"),
    .summary = "The pitches of a major or chromatic scale between two ends.",
    .example = "{\"tonic\":\"E-\",\"scaleType\":\"major\",\"lowNote\":\"C4\",\"highNote\":\"C5\"}",
    .refused = "{\"tonic\":\"C\",\"scaleType\":\"major\",\"lowNote\":\"C5\",\"highNote\":\"C4\"}",
    .reply = STACCATO_REPLY_FACTS,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .answer_count = sizeof(answers) / sizeof(answers[0]),
    .answers = answers,
    .compose = compose,
};
