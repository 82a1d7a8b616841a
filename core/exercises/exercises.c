/* The table of exercises: each is two lines here and a file of its own. */
#include "exercise.h"

extern const struct staccato_exercise staccato_mary;
extern const struct staccato_exercise staccato_random;
extern const struct staccato_exercise staccato_note_game;

const struct staccato_exercise *const staccato_exercises[] = {
    &staccato_mary,
    &staccato_random,
    &staccato_note_game,
    NULL,
};
