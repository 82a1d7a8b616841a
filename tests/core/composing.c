/* Requests put to the exercises, with a draw that the test decides. */
#include "composing.h"

#include <criterion/criterion.h>

#include "notes.h"

const struct staccato_exercise *play_find(const char *name) {
    for (size_t i = 0; staccato_exercises[i] != NULL; i++) {
        if (staccato_text_equal(staccato_exercises[i]->name, notes_text(name))) {
            return staccato_exercises[i];
        }
    }
    cr_assert_fail("no exercise %s", name);
    return NULL;
}

bool play(const struct staccato_exercise *exercise, const struct staccato_item items[],
          struct staccato_draw *draw, struct staccato_question *question,
          struct staccato_refusal *refusal) {
    struct staccato_argument arguments[STACCATO_FIELDS_MAX];
    for (size_t i = 0; i < exercise->field_count; i++) {
        bool is_needed = exercise->fields[i].absent == NULL;
        arguments[i] = (struct staccato_argument){is_needed, is_needed ? &items[i] : NULL};
    }
    return exercise->compose(arguments, draw, question, refusal);
}

static bool play_score(const char *name, const struct staccato_item items[],
                       struct staccato_draw *draw, struct staccato_score *score,
                       struct staccato_refusal *refusal) {
    static struct staccato_question question; /* each test runs in its own process */
    question.score = *score;
    bool played = play(play_find(name), items, draw, &question, refusal);
    *score = question.score;
    return played;
}

bool play_mary(const char *tonic, int64_t octave, struct staccato_score *score,
               struct staccato_refusal *refusal) {
    const struct staccato_item items[] = {{.text = notes_text(tonic)}, {.number = octave}};
    return play_score("mary", items, NULL, score, refusal);
}

bool play_random(const char *rhythm, int64_t rhythm_type, const char *tonic,
                 struct staccato_score *score, struct staccato_refusal *refusal) {
    const struct staccato_item items[] = {
        {.text = notes_text(rhythm)}, {.number = rhythm_type}, {.text = notes_text(tonic)}};
    return play_score("random", items, NULL, score, refusal);
}

/* A generator whose next draw below 7 is the degree less 1. */
static struct staccato_draw draw_of(int degree) {
    struct staccato_draw draw = {0};
    struct staccato_draw next = draw;
    while (staccato_draw_below(&next, 7) != (uint32_t)degree - 1) {
        draw.state++;
        next = draw;
    }
    return draw;
}

bool play_note_game(const char *scale, const char *octave, int degree, struct staccato_score *score,
                    struct staccato_refusal *refusal) {
    const struct staccato_item items[] = {{.text = notes_text(scale)},
                                          {.text = notes_text(octave)}};
    struct staccato_draw draw = degree > 0 ? draw_of(degree) : (struct staccato_draw){0};
    bool played = play_score("note-game", items, &draw, score, refusal);
    cr_expect(degree > 0 || draw.state == 0, "a draw where there is nothing to draw");
    return played;
}
