/* The forty-five scales that have a key, spelled by hand. */
#include "scale.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "key.h"
#include "notes.h"

/* Five notes that all minors share, the sixth and seventh of the natural one, and both raised. */
static const struct {
    const char *tonic;
    int fifths;
    const char *first, *sixth, *seventh, *raised_sixth, *raised_seventh, *upper;
} minors[] = {
    {"A-4", -7, "A-4 B-4 C-5 D-5 E-5", "F-5", "G-5", "F5", "G5", "A-5"},
    {"E-4", -6, "E-4 F4 G-4 A-4 B-4", "C-5", "D-5", "C5", "D5", "E-5"},
    {"B-4", -5, "B-4 C5 D-5 E-5 F5", "G-5", "A-5", "G5", "A5", "B-5"},
    {"F4", -4, "F4 G4 A-4 B-4 C5", "D-5", "E-5", "D5", "E5", "F5"},
    {"C4", -3, "C4 D4 E-4 F4 G4", "A-4", "B-4", "A4", "B4", "C5"},
    {"G4", -2, "G4 A4 B-4 C5 D5", "E-5", "F5", "E5", "F#5", "G5"},
    {"D4", -1, "D4 E4 F4 G4 A4", "B-4", "C5", "B4", "C#5", "D5"},
    {"A4", 0, "A4 B4 C5 D5 E5", "F5", "G5", "F#5", "G#5", "A5"},
    {"E4", 1, "E4 F#4 G4 A4 B4", "C5", "D5", "C#5", "D#5", "E5"},
    {"B4", 2, "B4 C#5 D5 E5 F#5", "G5", "A5", "G#5", "A#5", "B5"},
    {"F#4", 3, "F#4 G#4 A4 B4 C#5", "D5", "E5", "D#5", "E#5", "F#5"},
    {"C#4", 4, "C#4 D#4 E4 F#4 G#4", "A4", "B4", "A#4", "B#4", "C#5"},
    {"G#4", 5, "G#4 A#4 B4 C#5 D#5", "E5", "F#5", "E#5", "F##5", "G#5"},
    {"D#4", 6, "D#4 E#4 F#4 G#4 A#4", "B4", "C#5", "B#4", "C##5", "D#5"},
    {"A#4", 7, "A#4 B#4 C#5 D#5 E#5", "F#5", "G#5", "F##5", "G##5", "A#5"},
};

static void expect_scale(enum staccato_scale_row row, const char *tonic, int fifths,
                         const char *expected) {
    const struct staccato_scale *scale = &staccato_scales[row];
    struct staccato_pitch pitches[STACCATO_SCALE_NOTES];
    struct staccato_score score;
    char line[NOTES_LINE];
    staccato_scale_spell(scale, notes_pitch(tonic), pitches);
    staccato_score_begin(&score);
    for (size_t i = 0; i < STACCATO_SCALE_NOTES; i++) {
        staccato_score_note(&score, STACCATO_VALUE(STACCATO_WHOLE, 0), pitches[i]);
    }
    cr_expect_str_eq(notes_write_pitches(&score, line), expected, "row %d: %s", (int)row, line);
    cr_expect_eq(staccato_scale_fifths(scale, notes_pitch(tonic)), fifths, "key of %s, row %d",
                 tonic, (int)row);
}

Test(core_scale, three_minors_on_fifteen_tonics) {
    for (size_t i = 0; i < sizeof(minors) / sizeof(minors[0]); i++) {
        char line[NOTES_LINE];
        (void)snprintf(line, sizeof(line), "%s %s %s %s", minors[i].first, minors[i].sixth,
                       minors[i].seventh, minors[i].upper);
        expect_scale(STACCATO_NATURAL_MINOR, minors[i].tonic, minors[i].fifths, line);
        (void)snprintf(line, sizeof(line), "%s %s %s %s", minors[i].first, minors[i].sixth,
                       minors[i].raised_seventh, minors[i].upper);
        expect_scale(STACCATO_HARMONIC_MINOR, minors[i].tonic, minors[i].fifths, line);
        (void)snprintf(line, sizeof(line), "%s %s %s %s", minors[i].first, minors[i].raised_sixth,
                       minors[i].raised_seventh, minors[i].upper);
        expect_scale(STACCATO_MELODIC_MINOR, minors[i].tonic, minors[i].fifths, line);
    }
}

/* key.c's tests have the majors by hand; here it is the same notes by another way. */
Test(core_scale, majors_are_those_of_the_keys) {
    for (size_t i = 0; i < STACCATO_KEY_COUNT; i++) {
        const struct staccato_key *key = &staccato_keys[i];
        struct staccato_pitch pitches[STACCATO_SCALE_NOTES];
        struct staccato_pitch tonic = key->tonic;
        tonic.octave = 3;
        staccato_scale_spell(&staccato_scales[STACCATO_MAJOR], tonic, pitches);
        for (int degree = 1; degree <= STACCATO_SCALE_NOTES; degree++) {
            struct staccato_pitch expected =
                staccato_key_degree(key, (degree - 1) % 7 + 1, degree == 8 ? 4 : 3);
            cr_expect(pitches[degree - 1].step == expected.step &&
                          pitches[degree - 1].alter == expected.alter &&
                          pitches[degree - 1].octave == expected.octave,
                      "key %zu, degree %d", i, degree);
        }
        cr_expect_eq(staccato_scale_fifths(&staccato_scales[STACCATO_MAJOR], tonic), key->fifths);
    }
}

Test(core_scale, a_key_too_far) {
    static const struct {
        const char *tonic;
        enum staccato_scale_row row;
        int fifths;
    } cases[] = {
        {"G#4", STACCATO_MAJOR, 8},          {"F-4", STACCATO_MAJOR, -8},
        {"D-4", STACCATO_NATURAL_MINOR, -8}, {"G-4", STACCATO_HARMONIC_MINOR, -9},
        {"E#4", STACCATO_MELODIC_MINOR, 8},  {"B#4", STACCATO_MAJOR, 12},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        cr_expect_eq(
            staccato_scale_fifths(&staccato_scales[cases[i].row], notes_pitch(cases[i].tonic)),
            cases[i].fifths, "%s, row %d", cases[i].tonic, (int)cases[i].row);
    }
}

Test(core_scale, names) {
    static const char *const names[STACCATO_SCALES] = {
        [STACCATO_MAJOR] = "major",
        [STACCATO_NATURAL_MINOR] = "natural_minor",
        [STACCATO_HARMONIC_MINOR] = "harmonic_minor",
        [STACCATO_MELODIC_MINOR] = "melodic_minor",
    };
    for (size_t i = 0; i < STACCATO_SCALES; i++) {
        cr_expect(staccato_text_equal(staccato_scale_names[i], notes_text(names[i])), "row %zu", i);
    }
}
