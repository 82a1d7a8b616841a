/* A piece of sight-reading, as it is written: one staff, or one for each hand. */
#include "sight_reading.h"

enum { TICKS = STACCATO_TICKS / 12, DIVISIONS = 12 };

static const uint8_t values[STACCATO_SIGHT_TOKENS] = {
    STACCATO_VALUE(STACCATO_WHOLE, 1),   STACCATO_VALUE(STACCATO_WHOLE, 0),
    STACCATO_VALUE(STACCATO_HALF, 1),    STACCATO_VALUE(STACCATO_HALF, 0),
    STACCATO_VALUE(STACCATO_QUARTER, 1), STACCATO_VALUE(STACCATO_QUARTER, 0),
    STACCATO_VALUE(STACCATO_EIGHTH, 1),  STACCATO_VALUE(STACCATO_EIGHTH, 0),
    STACCATO_VALUE(STACCATO_16TH, 0),    STACCATO_TRIPLET(STACCATO_EIGHTH, 0),
    STACCATO_VALUE(STACCATO_WHOLE, 0),   STACCATO_VALUE(STACCATO_HALF, 0),
    STACCATO_VALUE(STACCATO_QUARTER, 1), STACCATO_VALUE(STACCATO_QUARTER, 0),
    STACCATO_VALUE(STACCATO_EIGHTH, 0),
};

static struct staccato_pitch spell(const struct staccato_sight_piece *piece, int place,
                                   bool is_raised) {
    int step = place + piece->tonic;
    int letter = step % STACCATO_STEPS;
    return (struct staccato_pitch){(int8_t)letter, (int8_t)(piece->signature[letter] + is_raised),
                                   (int8_t)(step / STACCATO_STEPS)};
}

/* Tokens from one to before another: notes and rests, triplets in threes. */
static void write_tokens(const struct staccato_sight_piece *piece, size_t from, size_t end,
                         struct staccato_score *score) {
    unsigned int triplets = 0;
    for (size_t i = from; i < end; i++) {
        const struct staccato_sight_written *written = &piece->written[i];
        struct staccato_event *event = staccato_score_rest(score, values[written->token]);
        if (written->note >= 0) {
            const struct staccato_sight_note *note = &piece->notes[written->note];
            staccato_score_add(score, spell(piece, note->place, note->is_raised));
        }
        if (written->is_tied) {
            event->marks |= STACCATO_TIED;
        }
        if (written->token == STACCATO_SIGHT_TRIPLET) {
            event->unit = STACCATO_EIGHTH;
            event->marks |= triplets % 3 == 0   ? STACCATO_TRIPLET_START
                            : triplets % 3 == 2 ? STACCATO_TRIPLET_STOP
                                                : 0;
            triplets++;
        }
    }
}

/* Whether the left hand plays a measure alone. */
static bool is_left(const struct staccato_sight_piece *piece, size_t measure) {
    size_t i = piece->begins[measure];
    while (piece->written[i].note < 0) {
        i++; /* each has a note */
    }
    return piece->notes[piece->written[i].note].is_left;
}

/* The measures that one hand plays alone; in the others it rests. */
static void write_alone(const struct staccato_sight_piece *piece, bool left,
                        struct staccato_score *score) {
    const size_t count = piece->measures + (piece->upbeat > 0 ? 1u : 0u);
    for (size_t k = 0; k < count; k++) {
        if (is_left(piece, k) == left) {
            write_tokens(piece, piece->begins[k], piece->begins[k + 1], score);
        } else {
            staccato_score_rest(score, 0)->marks = STACCATO_WHOLE_MEASURE;
        }
    }
}

/* The left hand under the right one; it rests in the upbeat. */
static void write_under(const struct staccato_sight_piece *piece, struct staccato_score *score) {
    if (piece->upbeat > 0) {
        staccato_score_rest(score, 0)->marks = STACCATO_WHOLE_MEASURE;
    }
    for (size_t i = 0; i < piece->left_count; i++) {
        const struct staccato_sight_left *left = &piece->left[i];
        staccato_score_note(score, values[left->token], spell(piece, left->place, left->is_raised));
    }
}

static void write_two(const struct staccato_sight_wish *wish,
                      const struct staccato_sight_piece *piece, struct staccato_score *score) {
    score->voices[0].clef = &staccato_clefs[STACCATO_TREBLE];
    write_alone(piece, false, score);
    staccato_score_next_voice(score);
    score->voices[1].clef = &staccato_clefs[STACCATO_BASS];
    if (wish->hand == STACCATO_SIGHT_TOGETHER) {
        write_under(piece, score);
    } else {
        write_alone(piece, true, score);
    }
}

void sight_score_write(const struct staccato_sight_wish *wish,
                       const struct staccato_sight_piece *piece, const struct sight_player *player,
                       struct staccato_score *score) {
    staccato_score_begin(score);
    score->meter = staccato_meter_find(piece->meter->beats, piece->meter->beat_type);
    score->instrument = player->instrument;
    score->has_key = true;
    score->has_mode = true;
    score->is_minor = piece->key->is_minor;
    score->fifths = piece->fifths;
    score->divisions = DIVISIONS;
    score->accidentals = STACCATO_PLAIN;
    score->upbeat = (uint16_t)(piece->upbeat * TICKS);
    score->tempo = player->tempo;
    if (wish->hand >= STACCATO_SIGHT_APART) {
        write_two(wish, piece, score);
        return;
    }
    score->voices[0].clef = player->clef;
    write_tokens(piece, 0, piece->written_count, score);
}
