/* The table of exercises: their names, and their fields as they are spelled on the wire. */
#include "exercise.h"

#include <criterion/criterion.h>

#include "notes.h"

Test(core_exercises, have_the_names_of_their_routes) {
    static const struct {
        int exercise;
        const char *name;
    } cases[] = {{STACCATO_EXERCISE_MARY, "mary"},
                 {STACCATO_EXERCISE_RANDOM, "random"},
                 {STACCATO_EXERCISE_NOTE_GAME, "note-game"}};
    cr_assert_eq(STACCATO_EXERCISE_COUNT, sizeof(cases) / sizeof(cases[0]));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_text name = staccato_exercises[cases[i].exercise].name;
        cr_expect(staccato_text_equal(name, notes_text(cases[i].name)), "%s: %.*s", cases[i].name,
                  (int)name.length, name.data);
    }
}

/* Names, kinds and order are the contract's table; octave is a number for one, a text for another.
 */
Test(core_exercises, have_the_fields_of_the_contract) {
    enum { TEXT = STACCATO_FIELD_TEXT, INTEGER = STACCATO_FIELD_INTEGER };
    enum {
        MARY = STACCATO_EXERCISE_MARY,
        RANDOM = STACCATO_EXERCISE_RANDOM,
        GAME = STACCATO_EXERCISE_NOTE_GAME
    };
    static const struct {
        int exercise;
        size_t place;
        const char *name;
        int kind;
        size_t offset;
    } cases[] = {
        {MARY, 0, "tonic", TEXT, offsetof(union staccato_request, mary.tonic)},
        {MARY, 1, "octave", INTEGER, offsetof(union staccato_request, mary.octave)},
        {RANDOM, 0, "rhythm", TEXT, offsetof(union staccato_request, random.rhythm)},
        {RANDOM, 1, "rhythmType", INTEGER, offsetof(union staccato_request, random.rhythm_type)},
        {RANDOM, 2, "tonic", TEXT, offsetof(union staccato_request, random.tonic)},
        {GAME, 0, "scale", TEXT, offsetof(union staccato_request, note_game.scale)},
        {GAME, 1, "octave", TEXT, offsetof(union staccato_request, note_game.octave)},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct staccato_exercise *exercise = &staccato_exercises[cases[i].exercise];
        const struct staccato_field *field = &exercise->fields[cases[i].place];
        cr_assert_lt(cases[i].place, exercise->field_count, "row %zu", i);
        cr_expect(staccato_text_equal(field->name, notes_text(cases[i].name)), "row %zu: %.*s", i,
                  (int)field->name.length, field->name.data);
        cr_expect_eq((int)field->kind, cases[i].kind, "row %zu: kind of %s", i, cases[i].name);
        cr_expect_eq(field->offset, cases[i].offset, "row %zu: place of %s", i, cases[i].name);
    }
    size_t fields = 0;
    for (size_t i = 0; i < STACCATO_EXERCISE_COUNT; i++) {
        fields += staccato_exercises[i].field_count;
    }
    cr_expect_eq(fields, sizeof(cases) / sizeof(cases[0]), "and no other fields");
}

Test(core_exercises, only_the_note_game_names_its_note) {
    cr_expect(staccato_exercises[STACCATO_EXERCISE_NOTE_GAME].names_note);
    cr_expect_not(staccato_exercises[STACCATO_EXERCISE_MARY].names_note);
    cr_expect_not(staccato_exercises[STACCATO_EXERCISE_RANDOM].names_note);
}
