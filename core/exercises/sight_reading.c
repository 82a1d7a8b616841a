/* Sight-reading: a melody for a level. What a request asks for instead of the level's own is read
 * here; what is composed becomes a score in sight_score.c. */
#include "sight_reading.h"

#include "game.h"
#include "key.h"

enum {
    LEVEL,
    KEY,
    TIME,
    MEASURES,
    LOW,
    HIGH,
    CLEF,
    MAX_LEAP,
    VALUES,
    RESTS,
    TIES,
    ACCIDENTALS,
    HAND,
    INSTRUMENT,
    TEMPO
};

enum { PLAIN, MINOR, CHROMATIC, ACCIDENTAL_RULES };
static const struct staccato_text accidental_names[ACCIDENTAL_RULES] = {
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
    [LEVEL] = {CHOICE("level", staccato_sight_levels_names, STACCATO_SIGHT_LEVELS,
                      "A level of /levels.json; custom if absent.")},
    [KEY] = {OPTIONAL("key", STACCATO_STRING,
                      "Concert pitch, C- to C# for major or a- to a# for minor; drawn if absent.")},
    [TIME] = {CHOICE("time", staccato_sight_meters_names, STACCATO_SIGHT_METERS,
                     "The meter; drawn if absent.")},
    [MEASURES] = {CHOICE("measures", staccato_sight_measures_names, STACCATO_SIGHT_MEASURES,
                         "How many measures; drawn if absent."),
                  .integers = true},
    [LOW] = {OPTIONAL("low", STACCATO_STRING,
                      "The lowest written pitch, as in F#3; the level's if absent.")},
    [HIGH] = {OPTIONAL("high", STACCATO_STRING,
                       "The highest written pitch; the level's if absent.")},
    [CLEF] = {CHOICE("clef", staccato_sight_clefs_names, STACCATO_SIGHT_CLEFS,
                     "The clef; the instrument's if absent.")},
    [MAX_LEAP] = {OPTIONAL("maxLeap", STACCATO_INTEGER,
                           "The largest interval, 2 is a step; the level's if absent."),
                  .least = 2, .most = 8},
    [VALUES] = {CHOICE("values", staccato_sight_values_names, STACCATO_SIGHT_VALUES,
                       "Note values to draw from; the level's if absent."),
                .is_list = true},
    [RESTS] = {OPTIONAL("rests", STACCATO_BOOLEAN, "Whether there are rests.")},
    [TIES] = {OPTIONAL("ties", STACCATO_BOOLEAN, "Whether notes are tied over barlines.")},
    [ACCIDENTALS] = {CHOICE("accidentals", accidental_names, ACCIDENTAL_RULES,
                            "None, raised 6 and 7 in minor, or chromatic notes, too.")},
    [HAND] = {CHOICE("hand", hand_names, HANDS, "Piano: which hand plays; right if absent.")},
    [INSTRUMENT] = {CHOICE("instrument", staccato_sight_instruments_names,
                           STACCATO_SIGHT_INSTRUMENTS, "Who plays; the level's first if absent.")},
    [TEMPO] = {OPTIONAL("tempo", STACCATO_INTEGER,
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

/* What a request comes to. */
struct request {
    const struct staccato_argument *arguments;
    struct staccato_sight_wish wish;
    struct staccato_sight_key key; /* the one asked for */
    struct staccato_sight_range range;
    uint8_t instrument;
    uint8_t clef; /* enum staccato_clef_row */
};

static bool is_given(const struct request *request, size_t field) {
    return request->arguments[field].count > 0;
}

static int64_t number(const struct request *request, size_t field) {
    return request->arguments[field].items->number;
}

/* ---- who plays ---- */

static bool refuse_player(const struct request *request, size_t field, const char *sentence,
                          struct staccato_text names, struct staccato_refusal *refusal) {
    (void)staccato_refuse(refusal, sentence, request->arguments[field].items->text);
    refusal->values[1].value.text = request->wish.level->name;
    refusal->values[2].value.text = names;
    return false;
}

static bool read_hand(struct request *request, struct staccato_refusal *refusal) {
    const struct staccato_sight_level *level = request->wish.level;
    request->wish.hand = STACCATO_SIGHT_RIGHT;
    if (!is_given(request, HAND)) {
        return true;
    }
    request->wish.hand = (enum staccato_sight_hand)number(request, HAND);
    if ((level->hands >> request->wish.hand & 1) == 0) {
        return refuse_player(request, HAND,
                             "something is not right: The hand {} is not one of level {}: hand "
                             "must be {}",
                             level->hand_names, refusal);
    }
    return true;
}

static bool read_instrument(struct request *request, struct staccato_refusal *refusal) {
    const struct staccato_sight_level *level = request->wish.level;
    request->instrument = level->usual;
    if (request->wish.hand == STACCATO_SIGHT_LEFT) {
        request->instrument = (uint8_t)(level->usual + 1); /* piano-left follows piano-right */
    }
    if (!is_given(request, INSTRUMENT)) {
        return true;
    }
    if (is_given(request, HAND) && number(request, INSTRUMENT) != request->instrument) {
        return refuse_player(request, INSTRUMENT,
                             "something is not right: The instrument {} is not one of level {} "
                             "with a hand: instrument must be absent",
                             level->name, refusal);
    }
    request->instrument = (uint8_t)number(request, INSTRUMENT);
    if ((level->instruments >> request->instrument & 1) == 0) {
        return refuse_player(request, INSTRUMENT,
                             "something is not right: The instrument {} is not one of level {}: "
                             "instrument must be {}",
                             level->instrument_names, refusal);
    }
    request->wish.transposition = staccato_sight_instruments[request->instrument].sound.chromatic;
    return true;
}

static bool read_clef(struct request *request, struct staccato_refusal *refusal) {
    const struct staccato_sight_instrument *instrument =
        &staccato_sight_instruments[request->instrument];
    const struct staccato_sight_range *own = &request->wish.level->ranges[request->instrument];
    const struct staccato_sight_clef *clef = staccato_sight_clefs;
    request->clef = instrument->clef;
    if (is_given(request, CLEF)) {
        if (request->wish.hand >= STACCATO_SIGHT_APART) {
            return refuse_player(request, CLEF,
                                 "something is not right: The clef {} is not one of level {} with "
                                 "two hands: clef must be absent",
                                 request->wish.level->name, refusal);
        }
        request->clef = staccato_sight_clefs[number(request, CLEF)].clef;
    }
    while (clef->clef != request->clef) {
        clef++;
    }
    request->range = request->clef == instrument->clef && own->low.length > 0 ? *own : clef->range;
    return true;
}

/* ---- where ---- */

/* A letter, one sign if any, an octave. */
static bool read_pitch(struct staccato_text name, int16_t *midi, struct staccato_refusal *refusal) {
    struct staccato_pitch pitch;
    size_t length = name.length;
    bool is_plain = length >= 2 && length <= 3 && name.data[0] >= 'A' && name.data[0] <= 'G' &&
                    name.data[length - 1] >= '0' && name.data[length - 1] <= '9';
    if (!is_plain || !staccato_pitch_parse(name, &pitch)) {
        return staccato_refuse(refusal,
                               "something is not right: The pitch {} can't be read: low and high "
                               "must be a letter A to G, # or - if any, and an octave",
                               name);
    }
    *midi = (int16_t)staccato_pitch_midi(pitch);
    return true;
}

static bool read_range(struct request *request, struct staccato_refusal *refusal) {
    const struct staccato_sight_level *level = request->wish.level;
    struct staccato_sight_wish *wish = &request->wish;
    wish->is_five_finger = level->is_five_finger;
    wish->span = level->span;
    if (is_given(request, LOW)) {
        request->range.low = request->arguments[LOW].items->text;
    }
    if (is_given(request, HIGH)) {
        request->range.high = request->arguments[HIGH].items->text;
    }
    if (wish->is_five_finger && (is_given(request, LOW) || is_given(request, HIGH))) {
        wish->is_five_finger = false;
        wish->span = 8;
    }
    return read_pitch(request->range.low, &wish->low, refusal) &&
           read_pitch(request->range.high, &wish->high, refusal) &&
           read_pitch(level->left.low, &wish->left_low, refusal) &&
           read_pitch(level->left.high, &wish->left_high, refusal);
}

/* ---- what ---- */

static bool read_key(struct request *request, struct staccato_question *question,
                     struct staccato_refusal *refusal) {
    int fifths;
    if (!is_given(request, KEY)) {
        return true;
    }
    struct staccato_text name = request->arguments[KEY].items->text;
    if (!staccato_key_fifths(name, &fifths, &request->key.is_minor)) {
        return staccato_refuse(refusal,
                               "something is not right: The key {} is not currently supported: key "
                               "must be C- to C# for major or a- to a# for minor",
                               name);
    }
    request->key.fifths = (int8_t)fifths;
    request->key.name = staccato_question_word(question, name);
    if (name.length > 1 && name.data[1] == 'b') { /* the word's: "bb" is B flat minor */
        question->words[question->words_length - 1] = '-';
    }
    request->wish.key = &request->key;
    return true;
}

static void read_meter(struct request *request) {
    enum { CUSTOM = STACCATO_SIGHT_LEVELS - 1, COMMON = 2 };
    const struct staccato_sight_level *level = request->wish.level;
    struct staccato_sight_wish *wish = &request->wish;
    wish->meter = level == &staccato_sight_levels[CUSTOM] ? COMMON : -1;
    if (is_given(request, TIME)) {
        bool has_meter = false;
        wish->meter = (int8_t)number(request, TIME);
        for (size_t i = 0; i < level->meter_count; i++) {
            has_meter |= level->meters[i].meter == wish->meter;
        }
        wish->cells |= has_meter ? 0 : staccato_sight_meters[wish->meter].plain_cells;
    }
    if (is_given(request, MEASURES)) {
        wish->measures = staccato_sight_forms[number(request, MEASURES)].measures;
    }
}

/* The cells of the values that are wished for: all of these, with rests as the level has them, or
 * with all or none. */
static void read_cells(struct request *request) {
    enum { NOTES = (1 << STACCATO_SIGHT_VALUES) - 1 };
    struct staccato_sight_wish *wish = &request->wish;
    const struct staccato_argument *given = &request->arguments[VALUES];
    unsigned int values = 0;
    uint32_t cells = wish->cells;
    for (size_t i = 0; i < given->count; i++) {
        values |= 1u << given->items[i].number;
    }
    for (unsigned int i = 0; i < STACCATO_SIGHT_CELLS; i++) {
        unsigned int tokens = staccato_sight_cells[i];
        unsigned int notes = tokens & NOTES;
        bool has_rests = tokens > NOTES;
        bool is_in = cells >> i & 1;
        if (given->count > 0) {
            is_in = (notes & ~values) == 0 && (!has_rests || is_in);
        }
        if (has_rests && is_given(request, RESTS)) {
            unsigned int known = given->count > 0 ? values : wish->level->values;
            is_in = number(request, RESTS) && (is_in || (notes & ~known) == 0);
        }
        cells = is_in ? cells | 1u << i : cells & ~(1u << i);
        wish->values = (uint16_t)(wish->values | (is_in ? notes : 0));
    }
    wish->cells = cells;
}

static void read_rules(struct request *request) {
    const struct staccato_sight_level *level = request->wish.level;
    struct staccato_sight_wish *wish = &request->wish;
    wish->leap_max =
        is_given(request, MAX_LEAP) ? (uint8_t)number(request, MAX_LEAP) : level->leap_max;
    wish->has_skips = level->has_skips && !is_given(request, MAX_LEAP);
    wish->ties = is_given(request, TIES) ? number(request, TIES) != 0 : level->ties;
    wish->is_melodic = level->is_melodic;
    wish->chromatic = level->chromatic;
    if (is_given(request, ACCIDENTALS)) {
        bool is_chromatic = number(request, ACCIDENTALS) == CHROMATIC;
        wish->is_melodic = number(request, ACCIDENTALS) != PLAIN;
        wish->chromatic = !is_chromatic ? 0 : level->chromatic > 2 ? level->chromatic : 2;
    }
    wish->is_loose = is_given(request, VALUES) || is_given(request, MEASURES) ||
                     is_given(request, LOW) || is_given(request, HIGH) ||
                     is_given(request, MAX_LEAP);
}

static bool read_request(struct request *request, struct staccato_question *question,
                         struct staccato_refusal *refusal) {
    struct staccato_sight_wish *wish = &request->wish;
    wish->level = &staccato_sight_levels[is_given(request, LEVEL) ? number(request, LEVEL)
                                                                  : STACCATO_SIGHT_LEVELS - 1];
    wish->cells = wish->level->cells;
    read_meter(request);
    read_cells(request);
    read_rules(request);
    if (!read_key(request, question, refusal) || !read_hand(request, refusal) ||
        !read_instrument(request, refusal) || !read_clef(request, refusal) ||
        !read_range(request, refusal)) {
        return false;
    }
    if (wish->level->concert) {
        wish->transposition = staccato_sight_instruments[request->instrument].sound.chromatic;
    }
    return true;
}

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

static bool refuse(const struct request *request, const struct staccato_sight_piece *piece,
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
    struct request request = {.arguments = arguments};
    struct staccato_sight_piece piece;
    question->words_length = 0;
    if (!read_request(&request, question, refusal)) {
        return false;
    }
    enum staccato_sight_outcome outcome = staccato_sight_compose(&request.wish, draw, &piece);
    if (outcome != STACCATO_SIGHT_DRAWN) {
        return refuse(&request, &piece, outcome, question, refusal);
    }
    sight_score_write(
        &request.wish, &piece,
        &(struct sight_player){
            .instrument = &staccato_sight_instruments[request.instrument].sound,
            .clef = &staccato_clefs[request.clef],
            .tempo = is_given(&request, TEMPO) ? (uint16_t)number(&request, TEMPO) : 0,
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
