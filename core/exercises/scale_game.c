/* Which scale is this: eight whole notes from the tonic up. */
#include "game.h"
#include "scale.h"

enum { TONICS, TYPES, MODE, OCTAVE, CLEFS };
enum { ACCIDENTALS, KEY_SIGNATURE };

static const struct staccato_text modes[] = {STACCATO_TEXT_INIT("accidentals"),
                                             STACCATO_TEXT_INIT("key_signature")};

static const struct staccato_field fields[] = {
    [TONICS] = {.name = STACCATO_TEXT_INIT("tonicPool"),
                .kind = STACCATO_STRING,
                .is_list = true,
                .pattern = STACCATO_ROOT_PATTERN,
                .absent = "[\"C\",\"G\",\"D\",\"A\",\"E\",\"F\",\"B-\",\"E-\",\"A-\"]",
                .help = "Tonics to draw from."},
    [TYPES] = {.name = STACCATO_TEXT_INIT("scaleTypes"),
               .kind = STACCATO_CHOICE,
               .is_list = true,
               .choice_count = STACCATO_SCALES,
               .choices = staccato_scale_names,
               .absent = "[\"major\",\"natural_minor\",\"harmonic_minor\",\"melodic_minor\"]",
               .help = "Scales to draw from."},
    [MODE] = {.name = STACCATO_TEXT_INIT("questionMode"),
              .kind = STACCATO_CHOICE,
              .choice_count = sizeof(modes) / sizeof(modes[0]),
              .choices = modes,
              .absent = "\"accidentals\"",
              .help = "Whether accidentals or a key signature say what the scale is."},
    [OCTAVE] = STACCATO_OCTAVE_FIELD,
    [CLEFS] = STACCATO_CLEFS_FIELD,
};

enum { TONIC, TYPE, CLEF };

static const struct staccato_answer answers[] = {
    [TONIC] = {STACCATO_TEXT_INIT("tonic"), STACCATO_ANSWER_TEXT},
    [TYPE] = {STACCATO_TEXT_INIT("scaleType"), STACCATO_ANSWER_TEXT},
    [CLEF] = STACCATO_CLEF_ANSWER,
};

static const char no_tonic[] = "something is not right: tonic {} must be " STACCATO_ROOT_NAMES;
static const char no_key[] = "something is not right: tonic {} has no key of at most seven signs "
                             "for {}";

/* Which tonics have a key for every scale of a pool, as fifths of their major keys. */
struct bounds {
    int least, most;
};

static struct bounds find_bounds(const struct staccato_argument *types) {
    enum { MOST_SIGNS = 7 };
    struct bounds bounds = {INT8_MIN, INT8_MAX};
    for (size_t i = 0; i < types->count; i++) {
        int more = staccato_scales[types->items[i].number].fifths;
        bounds.least = -MOST_SIGNS - more > bounds.least ? -MOST_SIGNS - more : bounds.least;
        bounds.most = MOST_SIGNS - more < bounds.most ? MOST_SIGNS - more : bounds.most;
    }
    return bounds;
}

/* Refuses a tonic for the first scale for which it has no key. */
static bool refuse_tonic(struct staccato_text tonic, int fifths,
                         const struct staccato_argument *types, struct staccato_refusal *refusal) {
    size_t i = 0;
    const struct staccato_argument type = {1, types->items};
    struct bounds bounds = find_bounds(&type);
    while (fifths >= bounds.least && fifths <= bounds.most) {
        const struct staccato_argument next = {1, &types->items[++i]};
        bounds = find_bounds(&next);
    }
    (void)staccato_refuse(refusal, no_key, tonic);
    refusal->values[1].value = types->items[i];
    return false;
}

static bool check(const struct staccato_argument *tonics, const struct staccato_argument *types,
                  struct staccato_refusal *refusal) {
    const struct bounds bounds = find_bounds(types);
    for (size_t i = 0; i < tonics->count; i++) {
        struct staccato_pitch tonic;
        if (!staccato_root_parse(tonics->items[i].text, &tonic)) {
            return staccato_refuse(refusal, no_tonic, tonics->items[i].text);
        }
        int fifths = staccato_pitch_fifths(tonic);
        if (fifths < bounds.least || fifths > bounds.most) {
            return refuse_tonic(tonics->items[i].text, fifths, types, refusal);
        }
    }
    return true;
}

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    enum { BEATS = STACCATO_SCALE_NOTES };
    if (!check(&arguments[TONICS], &arguments[TYPES], refusal)) {
        return false;
    }
    const struct staccato_clef *clef = staccato_draw_clef(draw, &arguments[CLEFS]);
    const struct staccato_item *tonic = staccato_draw_item(draw, &arguments[TONICS]);
    const struct staccato_item *type = staccato_draw_item(draw, &arguments[TYPES]);
    const struct staccato_scale *scale = &staccato_scales[type->number];
    struct staccato_pitch pitches[STACCATO_SCALE_NOTES];
    struct staccato_pitch root;
    (void)staccato_root_parse(tonic->text, &root);
    root.octave = staccato_game_octave(&arguments[OCTAVE], clef);
    staccato_scale_spell(scale, root, pitches);
    staccato_game_begin(question, clef);
    question->score.meter = staccato_meter_find(BEATS, 1);
    question->score.meter_is_hidden = true;
    if (arguments[MODE].items->number == KEY_SIGNATURE) {
        question->score.has_key = true;
        question->score.fifths = (int8_t)staccato_scale_fifths(scale, root);
    }
    for (size_t i = 0; i < STACCATO_SCALE_NOTES; i++) {
        staccato_score_note(&question->score, STACCATO_WHOLE_NOTE, pitches[i]);
    }
    question->answers[TONIC].text = tonic->text;
    question->answers[TYPE].text = type->text;
    question->answers[CLEF].text = clef->name;
    return true;
}

const struct staccato_exercise staccato_scale_game = {
    .name = STACCATO_TEXT_INIT("scale-game"),
    .title = STACCATO_TEXT_INIT("Which scale is this?"),
    .summary = "Which scale is this: a major or minor scale from the tonic up.",
    .example = "{\"tonicPool\":[\"C\",\"A-\"],\"scaleTypes\":[\"harmonic_minor\"]}",
    .refused = "{\"tonicPool\":[\"C\",\"G#\"],\"scaleTypes\":[\"major\"]}",
    .reply = STACCATO_REPLY_OBJECT,
    .draws = true,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .answer_count = sizeof(answers) / sizeof(answers[0]),
    .answers = answers,
    .compose = compose,
};
