/* What a request for sight-reading asks for instead of its level's own, and what no level has. */
#include "key.h"
#include "sight_reading.h"

/* ---- who plays ---- */

static bool refuse_player(const struct sight_request *request, size_t field, const char *sentence,
                          struct staccato_text names, struct staccato_refusal *refusal) {
    (void)staccato_refuse(refusal, sentence, request->arguments[field].items->text);
    refusal->values[1].value.text = request->wish.level->name;
    refusal->values[2].value.text = names;
    return false;
}

static bool read_hand(struct sight_request *request, struct staccato_refusal *refusal) {
    const struct staccato_sight_level *level = request->wish.level;
    request->wish.hand = STACCATO_SIGHT_RIGHT;
    if (!sight_is_given(request, SIGHT_HAND)) {
        return true;
    }
    request->wish.hand = (enum staccato_sight_hand)sight_number(request, SIGHT_HAND);
    if ((level->hands >> request->wish.hand & 1) == 0) {
        return refuse_player(request, SIGHT_HAND,
                             "something is not right: The hand {} is not one of level {}: hand "
                             "must be {}",
                             level->hand_names, refusal);
    }
    return true;
}

static bool read_instrument(struct sight_request *request, struct staccato_refusal *refusal) {
    const struct staccato_sight_level *level = request->wish.level;
    request->instrument = level->usual;
    if (request->wish.hand == STACCATO_SIGHT_LEFT) {
        request->instrument = (uint8_t)(level->usual + 1); /* piano-left follows piano-right */
    }
    if (!sight_is_given(request, SIGHT_INSTRUMENT)) {
        return true;
    }
    if (sight_is_given(request, SIGHT_HAND) &&
        sight_number(request, SIGHT_INSTRUMENT) != request->instrument) {
        return refuse_player(request, SIGHT_INSTRUMENT,
                             "something is not right: The instrument {} is not one of level {} "
                             "with a hand: instrument must be absent",
                             level->name, refusal);
    }
    request->instrument = (uint8_t)sight_number(request, SIGHT_INSTRUMENT);
    if ((level->instruments >> request->instrument & 1) == 0) {
        return refuse_player(request, SIGHT_INSTRUMENT,
                             "something is not right: The instrument {} is not one of level {}: "
                             "instrument must be {}",
                             level->instrument_names, refusal);
    }
    request->wish.transposition = staccato_sight_instruments[request->instrument].sound.chromatic;
    return true;
}

static bool read_clef(struct sight_request *request, struct staccato_refusal *refusal) {
    const struct staccato_sight_instrument *instrument =
        &staccato_sight_instruments[request->instrument];
    const struct staccato_sight_range *own = &request->wish.level->ranges[request->instrument];
    const struct staccato_sight_clef *clef = staccato_sight_clefs;
    request->clef = instrument->clef;
    if (sight_is_given(request, SIGHT_CLEF)) {
        if (request->wish.hand >= STACCATO_SIGHT_APART) {
            return refuse_player(request, SIGHT_CLEF,
                                 "something is not right: The clef {} is not one of level {} with "
                                 "two hands: clef must be absent",
                                 request->wish.level->name, refusal);
        }
        request->clef = staccato_sight_clefs[sight_number(request, SIGHT_CLEF)].clef;
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

static bool read_range(struct sight_request *request, struct staccato_refusal *refusal) {
    const struct staccato_sight_level *level = request->wish.level;
    struct staccato_sight_wish *wish = &request->wish;
    wish->is_five_finger = level->is_five_finger;
    wish->span = level->span;
    if (sight_is_given(request, SIGHT_LOW)) {
        request->range.low = request->arguments[SIGHT_LOW].items->text;
    }
    if (sight_is_given(request, SIGHT_HIGH)) {
        request->range.high = request->arguments[SIGHT_HIGH].items->text;
    }
    if (wish->is_five_finger &&
        (sight_is_given(request, SIGHT_LOW) || sight_is_given(request, SIGHT_HIGH))) {
        wish->is_five_finger = false;
        wish->span = 8;
    }
    return read_pitch(request->range.low, &wish->low, refusal) &&
           read_pitch(request->range.high, &wish->high, refusal) &&
           read_pitch(level->left.low, &wish->left_low, refusal) &&
           read_pitch(level->left.high, &wish->left_high, refusal);
}

/* ---- what ---- */

static bool read_key(struct sight_request *request, struct staccato_question *question,
                     struct staccato_refusal *refusal) {
    int fifths;
    if (!sight_is_given(request, SIGHT_KEY)) {
        return true;
    }
    struct staccato_text name = request->arguments[SIGHT_KEY].items->text;
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

static void read_meter(struct sight_request *request) {
    enum { CUSTOM = STACCATO_SIGHT_LEVELS - 1, COMMON = 2 };
    const struct staccato_sight_level *level = request->wish.level;
    struct staccato_sight_wish *wish = &request->wish;
    wish->meter = level == &staccato_sight_levels[CUSTOM] ? COMMON : -1;
    if (sight_is_given(request, SIGHT_TIME)) {
        bool has_meter = false;
        wish->meter = (int8_t)sight_number(request, SIGHT_TIME);
        for (size_t i = 0; i < level->meter_count; i++) {
            has_meter |= level->meters[i].meter == wish->meter;
        }
        wish->cells |= has_meter ? 0 : staccato_sight_meters[wish->meter].plain_cells;
    }
    if (sight_is_given(request, SIGHT_MEASURES)) {
        wish->measures = staccato_sight_forms[sight_number(request, SIGHT_MEASURES)].measures;
    }
}

/* The cells of the values that are wished for: all of these, with rests as the level has them, or
 * with all or none. */
static void read_cells(struct sight_request *request) {
    enum { NOTES = (1 << STACCATO_SIGHT_VALUES) - 1 };
    struct staccato_sight_wish *wish = &request->wish;
    const struct staccato_argument *given = &request->arguments[SIGHT_VALUES];
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
        if (has_rests && sight_is_given(request, SIGHT_RESTS)) {
            unsigned int known = given->count > 0 ? values : wish->level->values;
            is_in = sight_number(request, SIGHT_RESTS) && (is_in || (notes & ~known) == 0);
        }
        cells = is_in ? cells | 1u << i : cells & ~(1u << i);
        wish->values = (uint16_t)(wish->values | (is_in ? notes : 0));
    }
    wish->cells = cells;
}

static void read_rules(struct sight_request *request) {
    const struct staccato_sight_level *level = request->wish.level;
    struct staccato_sight_wish *wish = &request->wish;
    wish->leap_max = sight_is_given(request, SIGHT_MAX_LEAP)
                         ? (uint8_t)sight_number(request, SIGHT_MAX_LEAP)
                         : level->leap_max;
    wish->has_skips = level->has_skips && !sight_is_given(request, SIGHT_MAX_LEAP);
    wish->ties =
        sight_is_given(request, SIGHT_TIES) ? sight_number(request, SIGHT_TIES) != 0 : level->ties;
    wish->is_melodic = level->is_melodic;
    wish->chromatic = level->chromatic;
    if (sight_is_given(request, SIGHT_ACCIDENTALS)) {
        bool is_chromatic = sight_number(request, SIGHT_ACCIDENTALS) == SIGHT_CHROMATIC;
        wish->is_melodic = sight_number(request, SIGHT_ACCIDENTALS) != SIGHT_PLAIN;
        wish->chromatic = !is_chromatic ? 0 : level->chromatic > 2 ? level->chromatic : 2;
    }
    wish->is_loose = sight_is_given(request, SIGHT_VALUES) ||
                     sight_is_given(request, SIGHT_MEASURES) ||
                     sight_is_given(request, SIGHT_LOW) || sight_is_given(request, SIGHT_HIGH) ||
                     sight_is_given(request, SIGHT_MAX_LEAP);
}

bool sight_request_read(struct sight_request *request, struct staccato_question *question,
                        struct staccato_refusal *refusal) {
    struct staccato_sight_wish *wish = &request->wish;
    wish->level = &staccato_sight_levels[sight_is_given(request, SIGHT_LEVEL)
                                             ? sight_number(request, SIGHT_LEVEL)
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
