/* Sight-reading: a melody for a level. A request is read in sight_request.c, and what is composed
 * becomes a score in sight_score.c. */
#include "sight_reading.h"

static const struct staccato_text accidental_names[SIGHT_ACCIDENTAL_RULES] = {
    STACCATO_TEXT_INIT("none"), STACCATO_TEXT_INIT("minor"), STACCATO_TEXT_INIT("chromatic")};

enum { HANDS = 4 };
static const struct staccato_text hand_names[HANDS] = {
    STACCATO_TEXT_INIT("right"), STACCATO_TEXT_INIT("left"), STACCATO_TEXT_INIT("apart"),
    STACCATO_TEXT_INIT("together")};

/* A field that may be left out, or null. */
#define OPTIONAL(field_name, field_kind, help_text)                                                \
    .name = STACCATO_TEXT_INIT(field_name), .kind = (field_kind), .is_nullable = true,             \
    .absent = "null", .help = (help_text)
#define CHOICE(field_name, names, count, help_text)                                                \
    OPTIONAL(field_name, STACCATO_CHOICE, help_text), .choices = (names), .choice_count = (count)

static const struct staccato_field fields[] = {
    [SIGHT_LEVEL] = {CHOICE("level", staccato_sight_levels_names, STACCATO_SIGHT_LEVELS,
                            "How hard, as GET /levels.json says; limits of your own if absent.")},
    [SIGHT_KEY] = {OPTIONAL(
        "key", STACCATO_STRING,
        "Concert pitch, C- to C# for major or a- to a# for minor; drawn if absent.")},
    [SIGHT_TIME] = {CHOICE("time", staccato_sight_meters_names, STACCATO_SIGHT_METERS,
                           "The meter; drawn if absent.")},
    [SIGHT_MEASURES] = {CHOICE("measures", staccato_sight_measures_names, STACCATO_SIGHT_MEASURES,
                               "How many measures; drawn if absent."),
                        .integers = true},
    [SIGHT_LOW] = {OPTIONAL("low", STACCATO_STRING,
                            "The lowest written pitch, as in F#3; the level's if absent.")},
    [SIGHT_HIGH] = {OPTIONAL("high", STACCATO_STRING,
                             "The highest written pitch; the level's if absent.")},
    [SIGHT_CLEF] = {CHOICE("clef", staccato_sight_clefs_names, STACCATO_SIGHT_CLEFS,
                           "The clef; the instrument's if absent.")},
    [SIGHT_MAX_LEAP] = {OPTIONAL("maxLeap", STACCATO_INTEGER,
                                 "The largest interval, 2 is a step; the level's if absent."),
                        .least = 2, .most = 8},
    [SIGHT_VALUES] = {CHOICE("values", staccato_sight_values_names, STACCATO_SIGHT_VALUES,
                             "Note values to draw from; the level's if absent."),
                      .is_list = true},
    [SIGHT_RESTS] = {OPTIONAL("rests", STACCATO_BOOLEAN, "Whether there are rests.")},
    [SIGHT_TIES] = {OPTIONAL("ties", STACCATO_BOOLEAN, "Whether notes are tied over barlines.")},
    [SIGHT_ACCIDENTALS] = {CHOICE("accidentals", accidental_names, SIGHT_ACCIDENTAL_RULES,
                                  "None, raised 6 and 7 in minor, or chromatic notes, too.")},
    [SIGHT_HAND] = {CHOICE("hand", hand_names, HANDS, "Piano: which hand plays; right if absent.")},
    [SIGHT_INSTRUMENT] = {CHOICE("instrument", staccato_sight_instruments_names,
                                 STACCATO_SIGHT_INSTRUMENTS,
                                 "Who plays; the level's first if absent.")},
    [SIGHT_TEMPO] = {OPTIONAL("tempo", STACCATO_INTEGER,
                              "Quarters a minute, printed; nothing is printed if absent."),
                     .least = 30, .most = 240},
};

enum { LEVEL_NAME, KEY_NAME, TIME_NAME, MEASURE_COUNT, HAND_NAME, INSTRUMENT_NAME };

static const struct staccato_answer answers[] = {
    [LEVEL_NAME] = {STACCATO_TEXT_INIT("level"), STACCATO_ANSWER_TEXT},
    [KEY_NAME] = {STACCATO_TEXT_INIT("key"), STACCATO_ANSWER_TEXT},
    [TIME_NAME] = {STACCATO_TEXT_INIT("time"), STACCATO_ANSWER_TEXT},
    [MEASURE_COUNT] = {STACCATO_TEXT_INIT("measures"), STACCATO_ANSWER_INTEGER},
    [HAND_NAME] = {STACCATO_TEXT_INIT("hand"), STACCATO_ANSWER_TEXT},
    [INSTRUMENT_NAME] = {STACCATO_TEXT_INIT("instrument"), STACCATO_ANSWER_TEXT},
};

/* ---- what can't be drawn ---- */

static struct staccato_text list_values(unsigned int values, struct staccato_question *question) {
    size_t start = question->words_length;
    for (unsigned int i = 0; i < STACCATO_SIGHT_VALUES; i++) {
        if (values >> i & 1) {
            if (question->words_length > start) {
                (void)staccato_question_word(question, STACCATO_TEXT(" "));
            }
            (void)staccato_question_word(question, staccato_sight_values_names[i]);
        }
    }
    return (struct staccato_text){question->words + start, question->words_length - start};
}

static bool refuse(const struct sight_request *request, const struct staccato_sight_piece *piece,
                   enum staccato_sight_outcome outcome, struct staccato_question *question,
                   struct staccato_refusal *refusal) {
    static const char *const sentences[] = {
        [STACCATO_SIGHT_SIGNS] = "something is not right: The key {} is written with {} signs for "
                                 "{}: 7 at most",
        [STACCATO_SIGHT_NARROW] = "something is not right: The range {} to {} is too narrow for "
                                  "{}: five letters of the key are needed, the tonic among them",
        [STACCATO_SIGHT_POSITION] = "something is not right: The range {} to {} holds no "
                                    "five-finger position of {}",
        [STACCATO_SIGHT_VALUES_UNFIT] = "something is not right: The values {} do not fill a "
                                        "measure of {} and end it with a long note",
        [STACCATO_SIGHT_NOTHING] = "something is not right: Nothing can be drawn within these "
                                   "limits: allow more values, a wider range or larger leaps",
    };
    struct staccato_text first = request->range.low;
    struct staccato_text second = request->range.high;
    struct staccato_text third = piece->key->name;
    int signs = piece->fifths < 0 ? -piece->fifths : piece->fifths;
    if (outcome == STACCATO_SIGHT_SIGNS) {
        first = piece->key->name;
        third = staccato_sight_instruments_names[request->instrument];
    } else if (outcome == STACCATO_SIGHT_VALUES_UNFIT) {
        first = list_values(request->wish.values, question);
        second = piece->meter->name;
    }
    (void)staccato_refuse(refusal, sentences[outcome], first);
    refusal->values[1].value.text = second;
    refusal->values[1].value.number = signs;
    refusal->values[1].is_number = outcome == STACCATO_SIGHT_SIGNS;
    refusal->values[2].value.text = third;
    return false;
}

static bool compose(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal) {
    struct sight_request request = {.arguments = arguments};
    struct staccato_sight_piece piece;
    question->words_length = 0;
    if (!sight_request_read(&request, question, refusal)) {
        return false;
    }
    enum staccato_sight_outcome outcome = staccato_sight_compose(&request.wish, draw, &piece);
    if (outcome != STACCATO_SIGHT_DRAWN) {
        return refuse(&request, &piece, outcome, question, refusal);
    }
    sight_score_write(&request.wish, &piece,
                      &(struct sight_player){
                          .instrument = &staccato_sight_instruments[request.instrument].sound,
                          .clef = &staccato_clefs[request.clef],
                          .tempo = sight_is_given(&request, SIGHT_TEMPO)
                                       ? (uint16_t)sight_number(&request, SIGHT_TEMPO)
                                       : 0,
                      },
                      &question->score);
    question->answers[LEVEL_NAME].text = request.wish.level->name;
    question->answers[KEY_NAME].text = piece.key->name;
    question->answers[TIME_NAME].text = piece.meter->name;
    question->answers[MEASURE_COUNT].number = piece.measures;
    question->answers[HAND_NAME].text = hand_names[request.wish.hand];
    question->answers[INSTRUMENT_NAME].text = staccato_sight_instruments_names[request.instrument];
    return true;
}

const struct staccato_exercise staccato_sight_reading = {
    .name = STACCATO_TEXT_INIT("sight-reading"),
    .title = STACCATO_TEXT_INIT("Sight-reading"),
    .summary = "A melody to read at sight, composed for a level.",
    .example = "{\"level\":\"strings-2\",\"key\":\"D\",\"time\":\"3/4\"}",
    .reply = STACCATO_REPLY_OBJECT,
    .draws = true,
    .tells_seed = true,
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .answer_count = sizeof(answers) / sizeof(answers[0]),
    .answers = answers,
    .compose = compose,
};
