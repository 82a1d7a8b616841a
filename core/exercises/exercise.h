/* The door: a request goes in, a score or the reason why there is none comes out.
 *
 *     struct staccato_score score;
 *     struct staccato_refusal refusal;
 *     union staccato_request request = {.mary = {.tonic = STACCATO_TEXT("E-"), .octave = 4}};
 *     const struct staccato_exercise *mary = &staccato_exercises[STACCATO_EXERCISE_MARY];
 *     if (mary->compose(&request, arc4random_uniform, &score, &refusal)) ...
 *
 * A new exercise is a request struct, one function and one row of staccato_exercises.
 */
#ifndef STACCATO_EXERCISE_H
#define STACCATO_EXERCISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buffer.h"
#include "score.h"
#include "text.h"

/* The requests. Texts are borrowed for the length of the call. */
struct staccato_mary_request {
    struct staccato_text tonic; /* one of the fifteen major keys */
    int64_t octave;             /* of the tonic; compose refuses what can't be written */
};

struct staccato_random_request {
    /* A digit for each event, at most STACCATO_EVENTS_MAX: 0 is a rest and 1 a note of the type;
     * of type 16, 2 is an eighth. */
    struct staccato_text rhythm;
    int64_t rhythm_type;        /* 8 or 16 */
    struct staccato_text tonic; /* a pitch, octave optional */
};

struct staccato_note_game_request {
    struct staccato_text scale;  /* one of the fifteen major keys */
    struct staccato_text octave; /* one digit */
};

union staccato_request {
    struct staccato_mary_request mary;
    struct staccato_random_request random;
    struct staccato_note_game_request note_game;
};

/* Why a request can't be played; the sentences are in exercise.c. */
enum staccato_reason {
    STACCATO_MARY_TONIC,
    STACCATO_MARY_OCTAVE,
    STACCATO_RANDOM_RHYTHM_TYPE,
    STACCATO_RANDOM_TONIC,
    STACCATO_RANDOM_LENGTH,
    STACCATO_RANDOM_DIGIT_8,
    STACCATO_RANDOM_DIGIT_16,
    STACCATO_NOTE_GAME_SCALE,
    STACCATO_NOTE_GAME_OCTAVE,
    STACCATO_NOTE_GAME_RANGE,
};

/* A reason and the value that gave it: a number, or a text borrowed from the request. */
struct staccato_refusal {
    enum staccato_reason reason;
    bool is_number;
    struct staccato_text value;
    int64_t number;
};

/* Appends the refusal as one English line, without newline, that names the value (control
 * characters escaped, cut at 64 bytes) and says what would be accepted. */
void staccato_refusal_write(const struct staccato_refusal *refusal, struct staccato_buffer *out);

/* Draws uniformly from 0..bound-1; arc4random_uniform is one. */
typedef uint32_t staccato_draw(uint32_t bound);

/* The fields of a request, in the order in which they are checked. */
enum staccato_field_kind { STACCATO_FIELD_TEXT, STACCATO_FIELD_INTEGER };

struct staccato_field {
    struct staccato_text name; /* as it is spelled on the wire */
    enum staccato_field_kind kind;
    size_t offset; /* in union staccato_request: of a struct staccato_text or an int64_t */
};

enum { STACCATO_FIELDS_MAX = 3 };

struct staccato_exercise {
    struct staccato_text name;
    /* The player has to find the name of the one note, so an answer gives it beside the score. */
    bool names_note;
    size_t field_count;
    struct staccato_field fields[STACCATO_FIELDS_MAX];
    /* Fills score and returns true, or fills refusal and returns false. */
    bool (*compose)(const union staccato_request *request, staccato_draw *draw,
                    struct staccato_score *score, struct staccato_refusal *refusal);
};

/* The rows of staccato_exercises. */
enum {
    STACCATO_EXERCISE_MARY,
    STACCATO_EXERCISE_RANDOM,
    STACCATO_EXERCISE_NOTE_GAME,
    STACCATO_EXERCISE_COUNT
};

extern const struct staccato_exercise staccato_exercises[STACCATO_EXERCISE_COUNT];

#endif
