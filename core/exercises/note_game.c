/* Name this note: one quarter, any degree of a major scale. */
#include "game.h"
#include "key.h"
#include "range_ends.h"

enum { SCALE, OCTAVE, LOW, HIGH, CLEF };

static const struct staccato_field fields[] = {
    [SCALE] = {.name = STACCATO_TEXT_INIT("scale"),
               .kind = STACCATO_STRING,
               .choice_count = STACCATO_KEY_NAMES_COUNT,
               .choices = staccato_key_names,
               .help =
                   "One of the fifteen major keys: " STACCATO_KEY_NAMES ", or b in place of -."},
    [OCTAVE] = {.name = STACCATO_TEXT_INIT("octave"),
                .kind = STACCATO_STRING,
                .help = "Octave of the tonic, one digit; every degree of the scale must lie in "
                        "octaves 0 to 9."},
    [LOW] = {.name = STACCATO_TEXT_INIT("lowNote"),
             .kind = STACCATO_STRING,
             .is_nullable = true,
             .absent = "null",
             .help = "With highNote: the lowest note that may sound, and octave is not looked at."},
    [HIGH] = {.name = STACCATO_TEXT_INIT("highNote"),
              .kind = STACCATO_STRING,
              .is_nullable = true,
              .absent = "null",
              .help = "With lowNote: the highest note that may sound."},
    [CLEF] = {.name = STACCATO_TEXT_INIT("clef"),
              .kind = STACCATO_CHOICE,
              .choice_count = STACCATO_NAMED_CLEFS,
              .choices = staccato_clef_names,
              .absent = "null",
              .help = "The clef; one that suits the note if absent."},
};

enum { NOTE_NAME, NOTE_OCTAVE };

static const struct staccato_answer answers[] = {
    [NOTE_NAME] = {STACCATO_TEXT_INIT("noteName"), STACCATO_ANSWER_TEXT},
    [NOTE_OCTAVE] = {STACCATO_TEXT_INIT("noteOctave"), STACCATO_ANSWER_TEXT},
};

static const char unknown_scale[] =
    "something is not right: scale {} must be " STACCATO_KEY_NAMES ", or b in place of -";
static const char no_digit[] = "something is not right: octave {} must be one digit, 0 to 9";
static const char too_high[] = "something is not right: octave {} is too high: every degree of the "
                               "scale must lie in octaves 0 to 9";

/* Whether a text was given that is not empty. */
static bool is_given(const struct staccato_argument *argument) {
    return argument->count > 0 && argument->items->text.length > 0;
}

/* The notes to draw from in an octave: the seven degrees. Returns how many, 0 with the refusal. */
static size_t list_octave(const struct staccato_key *key, struct staccato_text octave,
                          struct staccato_pitch *pitches, struct staccato_refusal *refusal) {
    if (octave.length != 1 || octave.data[0] < '0' || octave.data[0] > '9') {
        (void)staccato_refuse(refusal, no_digit, octave);
        return 0;
    }
    int number = octave.data[0] - '0';
    if (!staccato_key_in_range(key, STACCATO_DEGREES, number)) {
        (void)staccato_refuse(refusal, too_high, octave);
        return 0;
    }
    for (int degree = 1; degree <= STACCATO_DEGREES; degree++) {
        pitches[degree - 1] = staccato_key_degree(key, degree, number);
    }
    return STACCATO_DEGREES;
}

/* The notes to draw from between two ends. */
static size_t list_range(const struct staccato_key *key, struct staccato_text low,
                         struct staccato_text high, struct staccato_pitch *pitches,
                         struct staccato_refusal *refusal) {
    struct staccato_range range;
    if (!staccato_range_ends(low, high, &range, refusal)) {
        return 0;
    }
    size_t count = staccato_range_major(range, key->fifths, pitches);
    if (count == 0) {
        (void)staccato_range_refuse_empty(low, high, refusal);
    }
    return count;
}

static void write_question(struct staccato_question *question, const struct staccato_key *key,
                           struct staccato_pitch pitch, const struct staccato_argument *clef) {
    char octave = (char)('0' + pitch.octave);
    staccato_game_begin(question, clef->count > 0 ? &staccato_clefs[clef->items->number] : NULL);
    question->score.has_key = true;
    question->score.fifths = key->fifths;
    staccato_score_note(&question->score, STACCATO_VALUE(STACCATO_QUARTER, 0), pitch);
    question->answers[NOTE_NAME].text = staccato_question_name(question, pitch);
    question->answers[NOTE_OCTAVE].text =
        staccato_question_word(question, (struct staccato_text){&octave, 1});
}

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    struct staccato_pitch pitches[STACCATO_RANGE_MAX];
    struct staccato_text scale = arguments[SCALE].items->text;
    const struct staccato_key *key = staccato_key_find(scale);
    if (key == NULL) {
        return staccato_refuse(refusal, unknown_scale, scale);
    }
    size_t count = is_given(&arguments[LOW]) && is_given(&arguments[HIGH])
                       ? list_range(key, arguments[LOW].items->text, arguments[HIGH].items->text,
                                    pitches, refusal)
                       : list_octave(key, arguments[OCTAVE].items->text, pitches, refusal);
    if (count == 0) {
        return false;
    }
    write_question(question, key, pitches[staccato_draw_below(draw, (uint32_t)count)],
                   &arguments[CLEF]);
    return true;
}

const struct staccato_exercise staccato_note_game = {
    .name = STACCATO_TEXT_INIT("note-game"),
    .title = STACCATO_TEXT_INIT("Name this note"),
    .summary = "Name this note: one note of a major scale.",
    .example = "{\"scale\":\"Ab\",\"octave\":\"4\"}",
    .refused = "{\"scale\":\"G\",\"octave\":\"9\"}",
    .reply = STACCATO_REPLY_OBJECT,
    .draws = true,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .answer_count = sizeof(answers) / sizeof(answers[0]),
    .answers = answers,
    .compose = compose,
};
