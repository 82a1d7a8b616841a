/* The fifteen major keys: which tonics have one, their signatures and their scales. */
#include "key.h"

#include <criterion/criterion.h>

#include "notes.h"

/* The circle of fifths, and each scale spelled by hand: seven letters from the tonic, with as many
 * sharps (F C G D A E B) or flats (B E A D G C F) as the signature has. */
static const struct {
    const char *tonic;
    int fifths;
    const char *scale;
} keys[] = {
    {"C-", -7, "C-4 D-4 E-4 F-4 G-4 A-4 B-4"}, {"G-", -6, "G-4 A-4 B-4 C-5 D-5 E-5 F5"},
    {"D-", -5, "D-4 E-4 F4 G-4 A-4 B-4 C5"},   {"A-", -4, "A-4 B-4 C5 D-5 E-5 F5 G5"},
    {"E-", -3, "E-4 F4 G4 A-4 B-4 C5 D5"},     {"B-", -2, "B-4 C5 D5 E-5 F5 G5 A5"},
    {"F", -1, "F4 G4 A4 B-4 C5 D5 E5"},        {"C", 0, "C4 D4 E4 F4 G4 A4 B4"},
    {"G", 1, "G4 A4 B4 C5 D5 E5 F#5"},         {"D", 2, "D4 E4 F#4 G4 A4 B4 C#5"},
    {"A", 3, "A4 B4 C#5 D5 E5 F#5 G#5"},       {"E", 4, "E4 F#4 G#4 A4 B4 C#5 D#5"},
    {"B", 5, "B4 C#5 D#5 E5 F#5 G#5 A#5"},     {"F#", 6, "F#4 G#4 A#4 B4 C#5 D#5 E#5"},
    {"C#", 7, "C#4 D#4 E#4 F#4 G#4 A#4 B#4"},
};

static const size_t key_count = sizeof(keys) / sizeof(keys[0]);

/* The scale of a key on its tonic in an octave. */
static void scale_of(const struct staccato_key *key, int octave, struct staccato_score *score) {
    staccato_score_begin(score);
    for (int degree = 1; degree <= STACCATO_DEGREES; degree++) {
        staccato_score_note(score, STACCATO_VALUE(STACCATO_QUARTER, 0),
                            staccato_key_degree(key, degree, octave));
    }
}

Test(core_key, signatures_and_scales) {
    cr_assert_eq(STACCATO_KEY_COUNT, key_count);
    for (size_t i = 0; i < key_count; i++) {
        const struct staccato_key *key = staccato_key_find(notes_text(keys[i].tonic));
        cr_assert_not_null(key, "%s is a key", keys[i].tonic);
        cr_expect_eq(key, &staccato_keys[i], "%s is in its place from flats to sharps",
                     keys[i].tonic);
        cr_expect_eq(key->fifths, keys[i].fifths, "%s has %d fifths", keys[i].tonic, key->fifths);
        struct staccato_score score;
        char line[NOTES_LINE];
        scale_of(key, 4, &score);
        cr_expect_str_eq(notes_write_pitches(&score, line), keys[i].scale, "%s: %s", keys[i].tonic,
                         line);
    }
}

/* The rule itself, apart from signatures: whole and half steps, over successive letters. */
Test(core_key, scales_run_2_2_1_2_2_2_1) {
    static const int semitones_of_step[STACCATO_STEPS] = {0, 2, 4, 5, 7, 9, 11};
    static const int intervals[STACCATO_DEGREES - 1] = {2, 2, 1, 2, 2, 2};
    for (size_t i = 0; i < STACCATO_KEY_COUNT; i++) {
        struct staccato_pitch before = staccato_key_degree(&staccato_keys[i], 1, 3);
        cr_expect_eq(before.octave, 3, "%s starts in its octave", keys[i].tonic);
        for (int degree = 2; degree <= STACCATO_DEGREES; degree++) {
            struct staccato_pitch pitch = staccato_key_degree(&staccato_keys[i], degree, 3);
            int letters =
                staccato_pitch_diatonic_number(pitch) - staccato_pitch_diatonic_number(before);
            int semitones = 12 * (pitch.octave - before.octave) + pitch.alter - before.alter +
                            semitones_of_step[pitch.step] - semitones_of_step[before.step];
            cr_expect_eq(letters, 1, "%s, degree %d: next letter", keys[i].tonic, degree);
            cr_expect_eq(semitones, intervals[degree - 2], "%s, degree %d: %d semitones",
                         keys[i].tonic, degree, semitones);
            before = pitch;
        }
    }
}

Test(core_key, flats_have_two_spellings) {
    static const char *const pairs[][2] = {{"C-", "Cb"}, {"G-", "Gb"}, {"D-", "Db"},
                                           {"A-", "Ab"}, {"E-", "Eb"}, {"B-", "Bb"}};
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        const struct staccato_key *key = staccato_key_find(notes_text(pairs[i][0]));
        cr_assert_not_null(key);
        cr_expect_eq(staccato_key_find(notes_text(pairs[i][1])), key, "%s is %s", pairs[i][1],
                     pairs[i][0]);
    }
}

/* Major keys past seven sharps or flats, lower case, octaves, and what is no pitch at all. */
Test(core_key, other_tonics_have_none) {
    static const char *const tonics[] = {"",    "c",   "b",  "bb", "D#",  "E#",      "G#", "A#",
                                         "B#",  "F-",  "Fb", "C4", "C#4", "C0",      "C9", "C--",
                                         "C##", "Cbb", "H",  "C ", " C",  "C+",      "CB", "C-b",
                                         "@",   "f#",  "ab", "4",  "#",   "\xC3\x89"};
    for (size_t i = 0; i < sizeof(tonics) / sizeof(tonics[0]); i++) {
        cr_expect_null(staccato_key_find(notes_text(tonics[i])), "'%s' is no key", tonics[i]);
    }
    cr_expect_null(staccato_key_find((struct staccato_text){NULL, 0}), "no bytes");
}

/* Sharps come in the order F C G D A E B, flats in the opposite one. */
Test(core_key, signatures_alter_their_steps_only) {
    static const char sharps[] = "FCGDAEB";
    static const char flats[] = "BEADGCF";
    for (int fifths = -7; fifths <= 7; fifths++) {
        for (int step = 0; step < STACCATO_STEPS; step++) {
            char letter = staccato_step_letter(step);
            int expected = strchr(sharps, letter) - sharps < fifths  ? 1
                           : strchr(flats, letter) - flats < -fifths ? -1
                                                                     : 0;
            cr_expect_eq(staccato_key_alter(fifths, step), expected, "%c with %d fifths", letter,
                         fifths);
        }
    }
}
