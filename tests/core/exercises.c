/* The table of exercises: what is true of every row. */
#include "exercise.h"

#include <criterion/criterion.h>

#include "composing.h"
#include "notes.h"

/* Names, kinds and order are the contract's table; octave is a number for one, a text for another.
 */
Test(core_exercises, have_the_fields_of_the_contract) {
    static const struct {
        const char *exercise;
        size_t index;
        const char *name;
        enum staccato_kind kind;
    } cases[] = {
        {"mary", 0, "tonic", STACCATO_STRING},       {"mary", 1, "octave", STACCATO_INTEGER},
        {"random", 0, "rhythm", STACCATO_STRING},    {"random", 1, "rhythmType", STACCATO_INTEGER},
        {"random", 2, "tonic", STACCATO_STRING},     {"note-game", 0, "scale", STACCATO_STRING},
        {"note-game", 1, "octave", STACCATO_STRING},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct staccato_exercise *exercise = play_find(cases[i].exercise);
        cr_assert_lt(cases[i].index, exercise->field_count, "row %zu", i);
        const struct staccato_field *field = &exercise->fields[cases[i].index];
        cr_expect(staccato_text_equal(field->name, notes_text(cases[i].name)), "row %zu: %.*s", i,
                  (int)field->name.length, field->name.data);
        cr_expect_eq(field->kind, cases[i].kind, "row %zu: kind of %s", i, cases[i].name);
    }
}

Test(core_exercises, fit_what_is_kept_for_them) {
    for (size_t i = 0; staccato_exercises[i] != NULL; i++) {
        const struct staccato_exercise *exercise = staccato_exercises[i];
        cr_expect_leq(exercise->field_count, (size_t)STACCATO_FIELDS_MAX, "row %zu", i);
        cr_expect_leq(exercise->answer_count, (size_t)STACCATO_ANSWERS_MAX, "row %zu", i);
        cr_expect(exercise->title.length > 0 && exercise->summary != NULL &&
                      exercise->example != NULL && exercise->compose != NULL,
                  "row %zu is whole", i);
    }
}
