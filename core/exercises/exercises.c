/* The table of exercises: each is two lines here and a file of its own. */
#include "exercise.h"

extern const struct staccato_exercise staccato_mary;
extern const struct staccato_exercise staccato_random;
extern const struct staccato_exercise staccato_note_game;
extern const struct staccato_exercise staccato_key_signature_game;
extern const struct staccato_exercise staccato_scale_game;
extern const struct staccato_exercise staccato_chord_game;
extern const struct staccato_exercise staccato_interval_game;
extern const struct staccato_exercise staccato_scale_pitches;
extern const struct staccato_exercise staccato_melody;
extern const struct staccato_exercise staccato_sight_reading;

const struct staccato_exercise *const staccato_exercises[] = {
    &staccato_mary,
    &staccato_random,
    &staccato_note_game,
    &staccato_key_signature_game,
    &staccato_scale_game,
    &staccato_chord_game,
    &staccato_interval_game,
    &staccato_scale_pitches,
    &staccato_melody,
    &staccato_sight_reading,
    NULL,
};
