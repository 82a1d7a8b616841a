/* Requests put to the exercises, with a draw that the test decides. */
#include "play.h"

#include <criterion/criterion.h>

#include "notes.h"

/* A draw has no context of its own; each test runs in its own process. */
static int next_degree;

static uint32_t draw_next_degree(uint32_t bound) {
    cr_expect_eq(bound, 7, "a draw from 0..%u, not from the seven degrees", bound - 1);
    cr_assert_gt(next_degree, 0, "a draw where there is nothing to draw");
    int degree = next_degree;
    next_degree = 0; /* one request, one draw */
    return (uint32_t)(degree - 1);
}

bool play_mary(const char *tonic, int64_t octave, struct staccato_score *score,
               struct staccato_refusal *refusal) {
    union staccato_request request = {.mary = {notes_text(tonic), octave}};
    next_degree = 0;
    return staccato_exercises[STACCATO_EXERCISE_MARY].compose(&request, draw_next_degree, score,
                                                              refusal);
}

bool play_random(const char *rhythm, int64_t rhythm_type, const char *tonic,
                 struct staccato_score *score, struct staccato_refusal *refusal) {
    union staccato_request request = {
        .random = {notes_text(rhythm), rhythm_type, notes_text(tonic)}};
    next_degree = 0;
    return staccato_exercises[STACCATO_EXERCISE_RANDOM].compose(&request, draw_next_degree, score,
                                                                refusal);
}

bool play_note_game(const char *scale, const char *octave, int degree, struct staccato_score *score,
                    struct staccato_refusal *refusal) {
    union staccato_request request = {.note_game = {notes_text(scale), notes_text(octave)}};
    next_degree = degree;
    return staccato_exercises[STACCATO_EXERCISE_NOTE_GAME].compose(&request, draw_next_degree,
                                                                   score, refusal);
}
