/* Which key is this: a signature and nothing else. */
#include "game.h"
#include "key.h"

enum { CLEFS, SIGNATURES };

static const struct staccato_field fields[] = {
    [CLEFS] = STACCATO_CLEFS_FIELD,
    [SIGNATURES] = {.name = STACCATO_TEXT_INIT("keySignatures"),
                    .kind = STACCATO_INTEGER,
                    .is_list = true,
                    .least = -7,
                    .most = 7,
                    .item_name = "key signature",
                    .absent = "[-7,-6,-5,-4,-3,-2,-1,0,1,2,3,4,5,6,7]",
                    .help = "Signatures to draw from: sharps, or flats as negative numbers."},
};

enum { TONIC, MINOR_TONIC, SHARPS, CLEF };

static const struct staccato_answer answers[] = {
    [TONIC] = {STACCATO_TEXT_INIT("tonic"), STACCATO_ANSWER_TEXT},
    [MINOR_TONIC] = {STACCATO_TEXT_INIT("minorTonic"), STACCATO_ANSWER_TEXT},
    [SHARPS] = {STACCATO_TEXT_INIT("sharps"), STACCATO_ANSWER_INTEGER},
    [CLEF] = STACCATO_CLEF_ANSWER,
};

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    (void)refusal;
    enum { SIXTH = 6, FEWEST = -7 };
    const struct staccato_clef *clef = staccato_draw_clef(draw, &arguments[CLEFS]);
    int64_t sharps = staccato_draw_item(draw, &arguments[SIGNATURES])->number;
    const struct staccato_key *key = &staccato_keys[sharps - FEWEST];
    staccato_game_begin(question, clef);
    question->score.has_key = true;
    question->score.fifths = key->fifths;
    staccato_score_rest(&question->score, STACCATO_WHOLE_NOTE)->marks =
        STACCATO_WHOLE_MEASURE | STACCATO_HIDDEN;
    question->answers[TONIC].text = staccato_question_name(question, key->tonic);
    question->answers[MINOR_TONIC].text =
        staccato_question_name(question, staccato_key_degree(key, SIXTH, 0));
    question->answers[SHARPS].number = sharps;
    question->answers[CLEF].text = clef->name;
    return true;
}

const struct staccato_exercise staccato_key_signature_game = {
    .name = STACCATO_TEXT_INIT("key-signature-game"),
    .title = STACCATO_TEXT_INIT("Which key is this?"),
    .summary = "Which key is this: a key signature in a clef.",
    .example = "{\"clefs\":[\"treble\",\"bass\"]}",
    .reply = STACCATO_REPLY_OBJECT,
    .draws = true,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .answer_count = sizeof(answers) / sizeof(answers[0]),
    .answers = answers,
    .compose = compose,
};
