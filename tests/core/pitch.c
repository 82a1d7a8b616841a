/* Spellings of pitches: which are read, as what, and how a name is written back. */
#include "pitch.h"

#include <criterion/criterion.h>

#include "notes.h"

/* Letter, up to three signs of one kind, then a digit or octave 4. */
Test(core_pitch, reads_letter_signs_octave) {
    static const struct {
        const char *spelling;
        int step, alter, octave;
    } cases[] = {
        {"C", STACCATO_STEP_C, 0, 4},      {"D", STACCATO_STEP_D, 0, 4},
        {"E", STACCATO_STEP_E, 0, 4},      {"F", STACCATO_STEP_F, 0, 4},
        {"G", STACCATO_STEP_G, 0, 4},      {"A", STACCATO_STEP_A, 0, 4},
        {"B", STACCATO_STEP_B, 0, 4},      {"c", STACCATO_STEP_C, 0, 4},
        {"g", STACCATO_STEP_G, 0, 4},      {"a", STACCATO_STEP_A, 0, 4},
        {"C0", STACCATO_STEP_C, 0, 0},     {"C9", STACCATO_STEP_C, 0, 9},
        {"F#", STACCATO_STEP_F, 1, 4},     {"F##5", STACCATO_STEP_F, 2, 5},
        {"f#3", STACCATO_STEP_F, 1, 3},    {"B###9", STACCATO_STEP_B, 3, 9},
        {"E-", STACCATO_STEP_E, -1, 4},    {"E--", STACCATO_STEP_E, -2, 4},
        {"Ab4", STACCATO_STEP_A, -1, 4},   {"Abb", STACCATO_STEP_A, -2, 4},
        {"C---0", STACCATO_STEP_C, -3, 0}, {"Cbbb0", STACCATO_STEP_C, -3, 0},
        {"C-1", STACCATO_STEP_C, -1, 1}, /* C flat 1, not C in octave -1 */
        {"b", STACCATO_STEP_B, 0, 4},    /* first the note, later the flat */
        {"bb", STACCATO_STEP_B, -1, 4},    {"bbbb7", STACCATO_STEP_B, -3, 7},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *spelling = cases[i].spelling;
        struct staccato_pitch pitch = {0};
        cr_expect(staccato_pitch_parse(notes_text(spelling), &pitch), "%s is a pitch", spelling);
        cr_expect_eq(pitch.step, cases[i].step, "step of %s: %d", spelling, pitch.step);
        cr_expect_eq(pitch.alter, cases[i].alter, "alter of %s: %d", spelling, pitch.alter);
        cr_expect_eq(pitch.octave, cases[i].octave, "octave of %s: %d", spelling, pitch.octave);
    }
}

Test(core_pitch, refuses_anything_else) {
    static const char *const spellings[] = {
        "",
        "H",
        "h",
        "@",
        "`",
        "4",
        "#",
        "-",
        " C",
        "C ",
        "C#-",
        "C-#",
        "C#b",
        "Cb#",
        "C-b",
        "Cb-",
        "C####",
        "C----",
        "Cbbbb",
        "bbbbb",
        "CB",
        "C4#",
        "C44",
        "C10",
        "C#4 ",
        "C/",
        "C:",
        "C-10",
        "CC",
        "C+",
        "C\xE2\x99\xAF", /* the sharp sign is not # */
    };
    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        struct staccato_pitch pitch = {STACCATO_STEP_D, 2, 6};
        cr_expect_not(staccato_pitch_parse(notes_text(spellings[i]), &pitch), "'%s' is no pitch",
                      spellings[i]);
        cr_expect(pitch.step == STACCATO_STEP_D && pitch.alter == 2 && pitch.octave == 6,
                  "'%s' leaves the pitch alone", spellings[i]);
    }
    struct staccato_pitch pitch;
    cr_expect_not(staccato_pitch_parse((struct staccato_text){NULL, 0}, &pitch), "no bytes");
    cr_expect_not(staccato_pitch_parse(STACCATO_TEXT("C\0"), &pitch), "a NUL counts");
}

/* A text ends where its length says, not where the digits do. */
Test(core_pitch, reads_no_further_than_the_text) {
    static const char behind[] = "F#35";
    struct staccato_pitch pitch;
    cr_assert(staccato_pitch_parse((struct staccato_text){behind, 2}, &pitch));
    cr_expect(pitch.alter == 1 && pitch.octave == 4, "F# of F#35");
    cr_assert(staccato_pitch_parse((struct staccato_text){behind, 3}, &pitch));
    cr_expect(pitch.alter == 1 && pitch.octave == 3, "F#3 of F#35");
}

/* 7 * octave + index(step) + 1, whatever the alteration. */
Test(core_pitch, counts_places_on_the_staff) {
    static const struct {
        const char *pitch;
        int number;
    } cases[] = {{"C4", 29}, {"C0", 1},   {"B3", 28},    {"B4", 35},
                 {"D3", 23}, {"B#4", 35}, {"C---4", 29}, {"B9", 70}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int number = staccato_pitch_diatonic_number(notes_pitch(cases[i].pitch));
        cr_expect_eq(number, cases[i].number, "%s is %d", cases[i].pitch, number);
    }
}

/* The written octave counts: B###9 sounds in octave 10 and C---0 below 0, yet both are written. */
Test(core_pitch, writes_octaves_0_to_9) {
    cr_expect(staccato_pitch_in_range(notes_pitch("C---0")));
    cr_expect(staccato_pitch_in_range(notes_pitch("B###9")));
    cr_expect_not(staccato_pitch_in_range((struct staccato_pitch){STACCATO_STEP_B, 3, -1}));
    cr_expect_not(staccato_pitch_in_range((struct staccato_pitch){STACCATO_STEP_C, -3, 10}));
}

Test(core_pitch, writes_names_with_minus_for_flat) {
    static const struct {
        const char *spelling, *name;
    } cases[] = {{"c", "C"},   {"d", "D"},     {"e", "E"},        {"f", "F"},
                 {"g", "G"},   {"a", "A"},     {"b", "B"},        {"f#5", "F#"},
                 {"Bb", "B-"}, {"C##", "C##"}, {"G###2", "G###"}, {"abbb", "A---"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char name[STACCATO_PITCH_NAME_SIZE];
        size_t length = staccato_pitch_name(notes_pitch(cases[i].spelling), name);
        cr_expect_str_eq(name, cases[i].name, "%s is named %s", cases[i].spelling, name);
        cr_expect_eq(length, strlen(cases[i].name), "length of %s", cases[i].name);
    }
}
