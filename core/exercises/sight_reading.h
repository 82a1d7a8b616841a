/* The parts of sight-reading: reading the request, and writing the piece into a score. What
 * composes between is core/sightreading. */
#ifndef STACCATO_SIGHT_READING_H
#define STACCATO_SIGHT_READING_H

#include "exercise.h"
#include "sight.h"

/* The fields, in their order. */
enum {
    SIGHT_LEVEL,
    SIGHT_KEY,
    SIGHT_TIME,
    SIGHT_MEASURES,
    SIGHT_LOW,
    SIGHT_HIGH,
    SIGHT_CLEF,
    SIGHT_MAX_LEAP,
    SIGHT_VALUES,
    SIGHT_RESTS,
    SIGHT_TIES,
    SIGHT_ACCIDENTALS,
    SIGHT_HAND,
    SIGHT_INSTRUMENT,
    SIGHT_TEMPO
};

/* Choices of accidentals. */
enum { SIGHT_PLAIN, SIGHT_MINOR, SIGHT_CHROMATIC, SIGHT_ACCIDENTAL_RULES };

/* What a request comes to. */
struct sight_request {
    const struct staccato_argument *arguments;
    struct staccato_sight_wish wish;
    struct staccato_sight_key key; /* the one asked for */
    struct staccato_sight_range range;
    uint8_t instrument;
    uint8_t clef; /* enum staccato_clef_row */
};

/* Whether there is a value for a field. */
static inline bool sight_is_given(const struct sight_request *request, size_t field) {
    return request->arguments[field].count > 0;
}

/* The number of a field's value. */
static inline int64_t sight_number(const struct sight_request *request, size_t field) {
    return request->arguments[field].items->number;
}

/* Reads request->arguments into the rest of it, which is all zero; false with the refusal. A key
 * may be kept in the question's words. */
bool sight_request_read(struct sight_request *request, struct staccato_question *question,
                        struct staccato_refusal *refusal);

/* Who plays: constants, and the tempo to print (0: none). */
struct sight_player {
    const struct staccato_instrument *instrument;
    const struct staccato_clef *clef; /* of one staff */
    uint16_t tempo;
};

/* Begins the score and writes the piece into it, on two staves where two hands play. */
void sight_score_write(const struct staccato_sight_wish *wish,
                       const struct staccato_sight_piece *piece, const struct sight_player *player,
                       struct staccato_score *score);

#endif
