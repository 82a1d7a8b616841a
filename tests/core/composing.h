/* Requests put to the exercises, through their table as the responder does it. */
#ifndef TESTS_CORE_COMPOSING_H
#define TESTS_CORE_COMPOSING_H

#include "exercise.h"

/* The exercise of that name. */
const struct staccato_exercise *play_find(const char *name);

/* Composes with one item for each field, but none for those that may be left out, and returns what
 * compose returned. */
bool play(const struct staccato_exercise *exercise, const struct staccato_item items[],
          struct staccato_draw *draw, struct staccato_question *question,
          struct staccato_refusal *refusal);

/* Each composes the exercise of its name from C strings and returns what compose returned. */
bool play_mary(const char *tonic, int64_t octave, struct staccato_score *score,
               struct staccato_refusal *refusal);
bool play_random(const char *rhythm, int64_t rhythm_type, const char *tonic,
                 struct staccato_score *score, struct staccato_refusal *refusal);

/* degree, 1..7, is the one that will be drawn; 0 fails the test if there is a draw. */
bool play_note_game(const char *scale, const char *octave, int degree, struct staccato_score *score,
                    struct staccato_refusal *refusal);

#endif
