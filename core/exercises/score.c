/* Any melody, typed as a line of text. */
#include "exercise.h"
#include "key.h"
#include "tinynotation.h"

enum { NOTATION, KEY, ACCIDENTALS, CLEF };

static const struct staccato_text accidentals[] = {
    [STACCATO_REMINDERS] = STACCATO_TEXT_INIT("reminders"),
    [STACCATO_PLAIN] = STACCATO_TEXT_INIT("plain"),
};

static const struct staccato_field fields[] = {
    [NOTATION] = {.name = STACCATO_TEXT_INIT("notation"),
                  .kind = STACCATO_STRING,
                  .help = "The melody in TinyNotation: a meter, then notes and rests, as in "
                          "3/4 c4 d8 e f#4 trip{g8 a b} c'2~ c'4 r."},
    [KEY] = {.name = STACCATO_TEXT_INIT("key"),
             .kind = STACCATO_STRING,
             .absent = "null",
             .help = "A major key, C- to C#, or a minor key in small letters, a- to a#; b will do "
                     "for -. No signature is printed if absent."},
    [ACCIDENTALS] = {.name = STACCATO_TEXT_INIT("accidentals"),
                     .kind = STACCATO_CHOICE,
                     .choice_count = sizeof(accidentals) / sizeof(accidentals[0]),
                     .choices = accidentals,
                     .absent = "\"reminders\"",
                     .help = "With reminders of accidentals nearby, or as the textbooks say."},
    [CLEF] = {.name = STACCATO_TEXT_INIT("clef"),
              .kind = STACCATO_STRING,
              .choice_count = STACCATO_NAMED_CLEFS,
              .choices = staccato_clef_names,
              .absent = "null",
              .help = "treble, bass, alto, tenor, soprano, mezzo_soprano or baritone; one that "
                      "suits the notes if absent."},
};

static const char bad_key[] =
    "something is not right! key {} must be C- to C# for major or a- to a# for minor, or b in "
    "place of -";
static const char bad_clef[] = "something is not right! clef {} must be treble, bass, alto, tenor, "
                               "soprano, mezzo_soprano or baritone";

/* Notes and rests of a text on a staff; a clef that is NULL suits the notes. */
static bool find_clef(struct staccato_text name, const struct staccato_clef **clef) {
    for (size_t i = 0; i < STACCATO_NAMED_CLEFS; i++) {
        if (staccato_text_equal(staccato_clefs[i].name, name)) {
            *clef = &staccato_clefs[i];
            return true;
        }
    }
    return false;
}

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    (void)draw;
    struct staccato_score *score = &question->score;
    size_t offset;
    staccato_score_begin(score);
    score->accidentals = (uint8_t)arguments[ACCIDENTALS].items->number;
    if (arguments[KEY].count > 0) {
        int fifths;
        if (!staccato_key_fifths(arguments[KEY].items->text, &fifths, &score->is_minor)) {
            return staccato_refuse(refusal, bad_key, arguments[KEY].items->text);
        }
        score->has_key = true;
        score->fifths = (int8_t)fifths;
    }
    if (arguments[CLEF].count > 0 &&
        !find_clef(arguments[CLEF].items->text, &score->voices[0].clef)) {
        return staccato_refuse(refusal, bad_clef, arguments[CLEF].items->text);
    }
    const char *fault = staccato_tinynotation_read(arguments[NOTATION].items->text, score, &offset);
    return fault == NULL || staccato_refuse_number(refusal, fault, (int64_t)offset);
}

const struct staccato_exercise staccato_melody = {
    .name = STACCATO_TEXT_INIT("score"),
    .title = STACCATO_TEXT_INIT("A melody"),
    .summary = "Any melody in any common meter, typed as a line of text.",
    .example = "{\"notation\":\"6/8 c8 d e f4 g8 a4.~ a8 b c'\",\"key\":\"C\"}",
    .refused = "{\"notation\":\"4/4 c4 h4\"}",
    .reply = STACCATO_REPLY_SCORE,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .compose = compose,
};
