/* From patterns to the notes that want pitches, and to what is written. */
#include "parts.h"

#include <string.h>

/* Where setting out has got to. */
struct place {
    int measure; /* -1: the upbeat */
    int at;      /* ticks in it */
    bool is_held;
};

static unsigned int find_strength(const struct staccato_sight_meter *meter, int at) {
    for (size_t i = 1; i < meter->group_count; i++) {
        if (meter->groups[i] == at) {
            return 1;
        }
    }
    return at == 0 ? 2 : 0;
}

/* An upbeat belongs to the phrase after it. */
static uint8_t find_phrase(const struct staccato_sight_piece *piece, int on) {
    int phrase = piece->form->phrase_measures * piece->meter->ticks;
    return (uint8_t)((on + piece->upbeat) / phrase);
}

static void add_note(struct staccato_sight_piece *piece, const struct place *place,
                     unsigned int ticks) {
    int on = place->measure * piece->meter->ticks + place->at;
    struct staccato_sight_note *note = &piece->notes[piece->note_count++];
    *note = (struct staccato_sight_note){
        .allowed = UINT32_MAX,
        .on = (int16_t)on,
        .ticks = (uint8_t)ticks,
        .measure = (int8_t)place->measure,
        .phrase = find_phrase(piece, on),
        .strength = (uint8_t)find_strength(piece->meter, place->at),
    };
}

static void add_token(struct staccato_sight_piece *piece, struct place *place, char letter,
                      bool is_tied) {
    uint8_t token = (uint8_t)(letter - 'a');
    unsigned int ticks = staccato_sight_ticks[token];
    struct staccato_sight_written *written = &piece->written[piece->written_count++];
    *written = (struct staccato_sight_written){.token = token, .is_tied = is_tied, .note = -1};
    if (token < STACCATO_SIGHT_RESTS) {
        if (place->is_held) {
            struct staccato_sight_note *note = &piece->notes[piece->note_count - 1];
            note->ticks = (uint8_t)(note->ticks + ticks);
        } else {
            add_note(piece, place, ticks);
        }
        written->note = (int16_t)(piece->note_count - 1);
        place->is_held = is_tied;
    }
    place->at += (int)ticks;
}

static void add_measure(struct staccato_sight_piece *piece, struct place *place, const char *tokens,
                        size_t length, bool is_tied) {
    for (size_t i = 0; i < length; i++) {
        add_token(piece, place, tokens[i], is_tied && i == length - 1);
    }
    place->measure++;
    place->at = 0;
}

/* Says which notes begin and end phrases; false if a phrase has none. */
static bool mark_phrases(struct staccato_sight_piece *piece) {
    struct staccato_sight_note *notes = piece->notes;
    size_t last = piece->note_count - 1u;
    size_t phrases = 1;
    notes[0].is_first = true;
    notes[last].is_end = true;
    for (size_t i = 0; i < last; i++) {
        if (notes[i].phrase != notes[i + 1].phrase) {
            notes[i].is_end = true;
            notes[i + 1].is_first = true;
            phrases++;
        }
    }
    return phrases == piece->form->phrase_count;
}

bool staccato_sight_notes(const struct staccato_sight_rhythm *rhythm,
                          struct staccato_sight_piece *piece) {
    const struct staccato_pattern *last = rhythm->measures[piece->measures - 1];
    struct place place = {0};
    size_t index = 0;
    piece->note_count = piece->written_count = 0;
    if (piece->upbeat > 0) {
        const char *tokens = last->tokens + rhythm->last_length;
        place = (struct place){-1, piece->meter->ticks - piece->upbeat, false};
        piece->begins[index++] = 0;
        add_measure(piece, &place, tokens, strlen(tokens), false);
    }
    for (size_t k = 0; k < piece->measures; k++) {
        const char *tokens = rhythm->measures[k]->tokens;
        size_t length = k == piece->measures - 1u ? rhythm->last_length : strlen(tokens);
        piece->begins[index++] = piece->written_count;
        add_measure(piece, &place, tokens, length, rhythm->tied == (int)k);
    }
    piece->begins[index] = piece->written_count;
    return mark_phrases(piece);
}
