/* Name this note: one quarter, any degree of a major scale. */
#include "exercise.h"
#include "key.h"

enum { SCALE, OCTAVE };

static const struct staccato_field fields[] = {
    [SCALE] = {.name = STACCATO_TEXT_INIT("scale"),
               .kind = STACCATO_STRING,
               .help =
                   "One of the fifteen major keys: " STACCATO_KEY_NAMES ", or b in place of -."},
    [OCTAVE] = {.name = STACCATO_TEXT_INIT("octave"),
                .kind = STACCATO_STRING,
                .help = "Octave of the tonic, one digit; every degree of the scale must lie in "
                        "octaves 0 to 9."},
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

static void name_note(struct staccato_pitch pitch, struct staccato_question *question) {
    char name[STACCATO_PITCH_NAME_SIZE];
    size_t length = staccato_pitch_name(pitch, name);
    char octave = (char)('0' + pitch.octave);
    question->words_length = 0;
    question->answers[NOTE_NAME].text =
        staccato_question_word(question, (struct staccato_text){name, length});
    question->answers[NOTE_OCTAVE].text =
        staccato_question_word(question, (struct staccato_text){&octave, 1});
}

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    struct staccato_text scale = arguments[SCALE].items->text;
    struct staccato_text octave = arguments[OCTAVE].items->text;
    const struct staccato_key *key = staccato_key_find(scale);
    if (key == NULL) {
        return staccato_refuse(refusal, unknown_scale, scale);
    }
    if (octave.length != 1 || octave.data[0] < '0' || octave.data[0] > '9') {
        return staccato_refuse(refusal, no_digit, octave);
    }
    int number = octave.data[0] - '0';
    if (!staccato_key_in_range(key, STACCATO_DEGREES, number)) {
        return staccato_refuse(refusal, too_high, octave);
    }
    struct staccato_pitch pitch =
        staccato_key_degree(key, 1 + (int)staccato_draw_below(draw, STACCATO_DEGREES), number);
    struct staccato_score *score = &question->score;
    staccato_score_begin(score);
    score->has_key = true;
    score->fifths = key->fifths;
    score->divisions = 4;
    staccato_score_note(score, STACCATO_VALUE(STACCATO_QUARTER, 0), pitch);
    name_note(pitch, question);
    return true;
}

const struct staccato_exercise staccato_note_game = {
    .name = STACCATO_TEXT_INIT("note-game"),
    .title = STACCATO_TEXT_INIT("Name this note"),
    .summary = "Name this note: one note of a major scale.",
    .example = "{\"scale\":\"Ab\",\"octave\":\"4\"}",
    .reply = STACCATO_REPLY_OBJECT,
    .draws = true,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .answer_count = sizeof(answers) / sizeof(answers[0]),
    .answers = answers,
    .compose = compose,
};
