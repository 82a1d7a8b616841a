/* Which chord is this: a triad, seventh or ninth, in an inversion if asked for. */
#include "chord.h"
#include "game.h"

enum { ROOTS, QUALITIES, INVERSIONS, OCTAVE, CLEFS };

static const struct staccato_field fields[] = {
    [ROOTS] = {.name = STACCATO_TEXT_INIT("rootPool"),
               .kind = STACCATO_STRING,
               .is_list = true,
               .pattern = STACCATO_ROOT_PATTERN,
               .absent = "[\"C\",\"G\",\"D\",\"A\",\"E\",\"F\",\"B-\",\"E-\",\"A-\"]",
               .help = "Roots to draw from."},
    [QUALITIES] = {.name = STACCATO_TEXT_INIT("qualities"),
                   .kind = STACCATO_CHOICE,
                   .is_list = true,
                   .choice_count = STACCATO_CHORDS,
                   .choices = staccato_chord_names,
                   .absent = "[\"major\",\"minor\",\"augmented\",\"diminished\",\"dominant7\","
                             "\"major7\",\"minor7\",\"half_diminished7\",\"diminished7\"]",
                   .help = "Chords to draw from."},
    [INVERSIONS] = {.name = STACCATO_TEXT_INIT("inversions"),
                    .kind = STACCATO_BOOLEAN,
                    .absent = "false",
                    .help = "Whether inversions are drawn, too."},
    [OCTAVE] = STACCATO_OCTAVE_FIELD,
    [CLEFS] = STACCATO_CLEFS_FIELD,
};

enum { ROOT, QUALITY, INVERSION, CLEF };

static const struct staccato_answer answers[] = {
    [ROOT] = {STACCATO_TEXT_INIT("root"), STACCATO_ANSWER_TEXT},
    [QUALITY] = {STACCATO_TEXT_INIT("quality"), STACCATO_ANSWER_TEXT},
    [INVERSION] = {STACCATO_TEXT_INIT("inversion"), STACCATO_ANSWER_INTEGER},
    [CLEF] = STACCATO_CLEF_ANSWER,
};

static const char no_root[] = "something is not right: root {} must be " STACCATO_ROOT_NAMES;
static const char too_high[] = "something is not right: octave {} is too high: every note of every "
                               "chord that can be drawn must lie in octaves 0 to 9";

/* Whether all inversions of a chord on a root can be written. */
static bool is_in_range(const struct staccato_chord *chord, struct staccato_pitch root,
                        bool inverted) {
    for (int i = 0; i <= (inverted ? staccato_chord_inversions(chord) : 0); i++) {
        struct staccato_pitch pitches[STACCATO_CHORD_NOTES_MAX];
        size_t count = staccato_chord_spell(chord, root, i, pitches);
        for (size_t note = 0; note < count; note++) {
            if (!staccato_pitch_in_range(pitches[note])) {
                return false;
            }
        }
    }
    return true;
}

/* Whether a chord on a root can be written, whatever is drawn of the pool. */
static bool is_playable(struct staccato_pitch root, const struct staccato_argument *arguments) {
    /* No chord reaches three octaves up from its root. */
    enum { SAFE = STACCATO_OCTAVE_MAX - 3 };
    bool looked_at[STACCATO_CHORDS] = {false};
    const struct staccato_argument *octave = &arguments[OCTAVE];
    root.octave = octave->count > 0 ? (int8_t)octave->items->number : 0;
    for (size_t i = 0; root.octave > SAFE && i < arguments[QUALITIES].count; i++) {
        int64_t quality = arguments[QUALITIES].items[i].number;
        if (!looked_at[quality] && !is_in_range(&staccato_chords[quality], root,
                                                arguments[INVERSIONS].items->number != 0)) {
            return false;
        }
        looked_at[quality] = true;
    }
    return true;
}

static bool check(const struct staccato_argument *arguments, struct staccato_refusal *refusal) {
    bool looked_at[STACCATO_STEPS][3] = {{false}};
    for (size_t i = 0; i < arguments[ROOTS].count; i++) {
        struct staccato_pitch root;
        struct staccato_text name = arguments[ROOTS].items[i].text;
        if (!staccato_root_parse(name, &root)) {
            return staccato_refuse(refusal, no_root, name);
        }
        bool *before = &looked_at[root.step][root.alter + 1];
        if (!*before && !is_playable(root, arguments)) {
            return staccato_refuse_number(refusal, too_high, arguments[OCTAVE].items->number);
        }
        *before = true;
    }
    return true;
}

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    if (!check(arguments, refusal)) {
        return false;
    }
    const struct staccato_clef *clef = staccato_draw_clef(draw, &arguments[CLEFS]);
    const struct staccato_item *root = staccato_draw_item(draw, &arguments[ROOTS]);
    const struct staccato_item *quality = staccato_draw_item(draw, &arguments[QUALITIES]);
    const struct staccato_chord *chord = &staccato_chords[quality->number];
    uint32_t inversion = 0;
    if (arguments[INVERSIONS].items->number != 0) {
        inversion = staccato_draw_below(draw, (uint32_t)staccato_chord_inversions(chord) + 1);
    }
    struct staccato_pitch pitches[STACCATO_CHORD_NOTES_MAX];
    struct staccato_pitch lowest;
    (void)staccato_root_parse(root->text, &lowest);
    lowest.octave = staccato_game_octave(&arguments[OCTAVE], clef);
    size_t count = staccato_chord_spell(chord, lowest, (int)inversion, pitches);
    staccato_game_begin(question, clef);
    staccato_score_rest(&question->score, STACCATO_WHOLE_NOTE);
    for (size_t i = 0; i < count; i++) {
        staccato_score_add(&question->score, pitches[i]);
    }
    question->answers[ROOT].text = root->text;
    question->answers[QUALITY].text = quality->text;
    question->answers[INVERSION].number = inversion;
    question->answers[CLEF].text = clef->name;
    return true;
}

const struct staccato_exercise staccato_chord_game = {
    .name = STACCATO_TEXT_INIT("chord-game"),
    .title = STACCATO_TEXT_INIT("Which chord is this?"),
    .summary = "Which chord is this: a triad, seventh or ninth, in root position or inverted.",
    .example = "{\"rootPool\":[\"C\",\"F\"],\"qualities\":[\"dominant7\"],\"inversions\":true}",
    .refused = "{\"rootPool\":[\"C\",\"H\"]}",
    .reply = STACCATO_REPLY_OBJECT,
    .draws = true,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .answer_count = sizeof(answers) / sizeof(answers[0]),
    .answers = answers,
    .compose = compose,
};
