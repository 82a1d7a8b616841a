/* Which interval is this: two notes, together or one after the other. */
#include "game.h"
#include "interval.h"

enum { CLEFS, OCTAVE, DISPLAY, INTERVALS };
enum { HARMONIC, MELODIC };

static const struct staccato_text displays[] = {STACCATO_TEXT_INIT("harmonic"),
                                                STACCATO_TEXT_INIT("melodic")};

static const struct staccato_field fields[] = {
    [CLEFS] = STACCATO_CLEFS_FIELD,
    [OCTAVE] = STACCATO_OCTAVE_FIELD,
    [DISPLAY] = {.name = STACCATO_TEXT_INIT("displayMode"),
                 .kind = STACCATO_CHOICE,
                 .choice_count = sizeof(displays) / sizeof(displays[0]),
                 .choices = displays,
                 .absent = "\"harmonic\"",
                 .help = "Whether the notes stand together or one after the other."},
    [INTERVALS] = {.name = STACCATO_TEXT_INIT("intervals"),
                   .kind = STACCATO_STRING,
                   .is_list = true,
                   .pattern = "^(P(1|4|5|8|11|12|15)|[Mm](2|3|6|7|9|10|13|14)|AA?([1-9]|1[0-5])|"
                              "d([2-9]|1[0-5])|dd([3-9]|1[0-5]))$",
                   .absent = "[\"m2\",\"M2\",\"m3\",\"M3\",\"P4\",\"A4\",\"d5\",\"P5\",\"m6\","
                             "\"M6\",\"m7\",\"M7\",\"P8\"]",
                   .help = "Intervals to draw from, up to two octaves."},
};

enum { INTERVAL, NUMBER, QUALITY, CLEF };

static const struct staccato_answer answers[] = {
    [INTERVAL] = {STACCATO_TEXT_INIT("interval"), STACCATO_ANSWER_TEXT},
    [NUMBER] = {STACCATO_TEXT_INIT("number"), STACCATO_ANSWER_INTEGER},
    [QUALITY] = {STACCATO_TEXT_INIT("quality"), STACCATO_ANSWER_TEXT},
    [CLEF] = STACCATO_CLEF_ANSWER,
};

static const char no_interval[] =
    "something is not right: interval {} must be P with 1 4 5 8 11 12 15, M or m with 2 3 6 7 9 10 "
    "13 14, or A, AA, d or dd with 1 to 15, none of them smaller than a unison";

/* Draws the lower note: a natural of the octave that was asked for or, where none was, one of the
 * eight from the clef's own up to its octave. */
static struct staccato_pitch draw_root(struct staccato_draw *draw,
                                       const struct staccato_argument *octave,
                                       const struct staccato_clef *clef) {
    static const struct staccato_pitch lowest[STACCATO_NAMED_CLEFS] = {
        [STACCATO_TREBLE] = {STACCATO_STEP_C, 0, 4},
        [STACCATO_SOPRANO] = {STACCATO_STEP_C, 0, 4},
        [STACCATO_MEZZO_SOPRANO] = {STACCATO_STEP_A, 0, 3},
        [STACCATO_ALTO] = {STACCATO_STEP_F, 0, 3},
        [STACCATO_TENOR] = {STACCATO_STEP_D, 0, 3},
        [STACCATO_BARITONE] = {STACCATO_STEP_B, 0, 2},
        [STACCATO_BASS] = {STACCATO_STEP_E, 0, 2},
    };
    struct staccato_pitch root = lowest[clef - staccato_clefs];
    uint32_t choices = STACCATO_STEPS + 1;
    if (octave->count > 0) {
        root = (struct staccato_pitch){.octave = (int8_t)octave->items->number};
        choices = STACCATO_STEPS;
    }
    int step = root.step + (int)staccato_draw_below(draw, choices);
    return (struct staccato_pitch){.step = (int8_t)(step % STACCATO_STEPS),
                                   .octave = (int8_t)(root.octave + step / STACCATO_STEPS)};
}

static void write_notes(struct staccato_score *score, struct staccato_pitch root,
                        struct staccato_pitch upper, bool is_melodic) {
    staccato_score_note(score, STACCATO_WHOLE_NOTE, root);
    if (is_melodic) {
        score->meter = staccato_meter_find(2, 1);
        score->meter_is_hidden = true;
        staccato_score_note(score, STACCATO_WHOLE_NOTE, upper);
    } else {
        staccato_score_add(score, upper);
    }
}

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    struct staccato_interval interval;
    size_t quality_length;
    for (size_t i = 0; i < arguments[INTERVALS].count; i++) {
        struct staccato_text name = arguments[INTERVALS].items[i].text;
        if (!staccato_interval_parse(name, &interval, NULL)) {
            return staccato_refuse(refusal, no_interval, name);
        }
    }
    const struct staccato_clef *clef = staccato_draw_clef(draw, &arguments[CLEFS]);
    struct staccato_text name = staccato_draw_item(draw, &arguments[INTERVALS])->text;
    struct staccato_pitch root = draw_root(draw, &arguments[OCTAVE], clef);
    (void)staccato_interval_parse(name, &interval, &quality_length);
    staccato_game_begin(question, clef);
    write_notes(&question->score, root, staccato_interval_above(interval, root),
                arguments[DISPLAY].items->number == MELODIC);
    question->answers[INTERVAL].text = name;
    question->answers[NUMBER].number = interval.number;
    question->answers[QUALITY].text = (struct staccato_text){name.data, quality_length};
    question->answers[CLEF].text = clef->name;
    return true;
}

const struct staccato_exercise staccato_interval_game = {
    .name = STACCATO_TEXT_INIT("interval-game"),
    .title = STACCATO_TEXT_INIT("Which interval is this?"),
    .summary = "Which interval is this: two notes, together or one after the other.",
    .example = "{\"displayMode\":\"melodic\",\"intervals\":[\"m3\",\"M3\",\"P5\"]}",
    .refused = "{\"intervals\":[\"P5\",\"P6\"]}",
    .reply = STACCATO_REPLY_OBJECT,
    .draws = true,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .answer_count = sizeof(answers) / sizeof(answers[0]),
    .answers = answers,
    .compose = compose,
};
