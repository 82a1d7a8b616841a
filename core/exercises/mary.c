/* Mary Had a Little Lamb, in a major key: degrees 3 2 1 2 3 3 3 and the triad as one chord, all
 * quarters. */
#include "exercise.h"
#include "key.h"

enum { TONIC, OCTAVE };

static const struct staccato_field fields[] = {
    [TONIC] = {.name = STACCATO_TEXT_INIT("tonic"),
               .kind = STACCATO_STRING,
               .choice_count = STACCATO_KEY_NAMES_COUNT,
               .choices = staccato_key_names,
               .help =
                   "One of the fifteen major keys: " STACCATO_KEY_NAMES ", or b in place of -."},
    [OCTAVE] = {.name = STACCATO_TEXT_INIT("octave"),
                .kind = STACCATO_INTEGER,
                .help = "Octave of the tonic; every note must lie in octaves 0 to 9."},
};

static const char unknown_tonic[] =
    "The note {} is not currently supported: tonic must be " STACCATO_KEY_NAMES
    ", or b in place of -";
static const char out_of_range[] =
    "The octave {} is not currently supported: every note of the exercise must lie in octaves 0 "
    "to 9";

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    (void)draw;
    static const uint8_t melody[] = {3, 2, 1, 2, 3, 3, 3};
    static const uint8_t triad[] = {1, 3, 5};
    enum { HIGHEST = 5, QUARTER = STACCATO_VALUE(STACCATO_QUARTER, 0) };
    const struct staccato_item *tonic = arguments[TONIC].items;
    int64_t octave = arguments[OCTAVE].items->number;
    const struct staccato_key *key = staccato_key_find(tonic->text);
    if (key == NULL) {
        return staccato_refuse(refusal, unknown_tonic, tonic->text);
    }
    if (!staccato_key_in_range(key, HIGHEST, octave)) {
        return staccato_refuse_number(refusal, out_of_range, octave);
    }
    struct staccato_score *score = &question->score;
    staccato_score_begin(score);
    score->has_key = true;
    score->fifths = key->fifths;
    score->divisions = 4;
    for (size_t i = 0; i < sizeof(melody); i++) {
        staccato_score_note(score, QUARTER, staccato_key_degree(key, melody[i], (int)octave));
    }
    staccato_score_rest(score, QUARTER);
    for (size_t i = 0; i < sizeof(triad); i++) {
        staccato_score_add(score, staccato_key_degree(key, triad[i], (int)octave));
    }
    return true;
}

const struct staccato_exercise staccato_mary = {
    .name = STACCATO_TEXT_INIT("mary"),
    .title = STACCATO_TEXT_INIT("Mary Had a Little Lamb"),
    .summary = "Mary Had a Little Lamb in one of the fifteen major keys.",
    .example = "{\"tonic\":\"C\",\"octave\":4}",
    .refused = "{\"tonic\":\"H\",\"octave\":4}",
    .reply = STACCATO_REPLY_SCORE,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .compose = compose,
};
