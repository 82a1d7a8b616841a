/* mary: Mary Had a Little Lamb and the triad, in any of the fifteen keys. */
#include <criterion/criterion.h>

#include "composing.h"
#include "notes.h"

/* Degrees 3 2 1 2 3 3 3, then 1 3 5 as one chord, counted off in each scale by hand. */
Test(core_mary, plays_the_tune_and_the_triad) {
    static const struct {
        const char *tonic;
        int octave;
        int fifths;
        const char *pitches;
    } cases[] = {
        {"C", 4, 0, "E4 D4 C4 D4 E4 E4 E4 C4+E4+G4"},
        {"E-", 4, -3, "G4 F4 E-4 F4 G4 G4 G4 E-4+G4+B-4"},
        {"Eb", 4, -3, "G4 F4 E-4 F4 G4 G4 G4 E-4+G4+B-4"},
        {"F", 5, -1, "A5 G5 F5 G5 A5 A5 A5 F5+A5+C6"},
        {"F#", 3, 6, "A#3 G#3 F#3 G#3 A#3 A#3 A#3 F#3+A#3+C#4"},
        {"B", 2, 5, "D#3 C#3 B2 C#3 D#3 D#3 D#3 B2+D#3+F#3"},
        {"C-", 0, -7, "E-0 D-0 C-0 D-0 E-0 E-0 E-0 C-0+E-0+G-0"},
        {"C#", 9, 7, "E#9 D#9 C#9 D#9 E#9 E#9 E#9 C#9+E#9+G#9"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        char line[NOTES_LINE];
        const char *tonic = cases[i].tonic;
        cr_assert(play_mary(tonic, cases[i].octave, &score, &refusal), "%s", tonic);
        cr_expect_str_eq(notes_write_pitches(&score, line), cases[i].pitches, "%s: %s", tonic,
                         line);
        cr_expect_str_eq(notes_write_rhythm(&score, line), "44444444", "%s: all quarters", tonic);
        cr_expect(score.has_key && score.fifths == cases[i].fifths, "key of %s", tonic);
        cr_expect_eq(score.times, 1, "%s is played once", tonic);
    }
}

/* In octave 9 the fifth degree of F and of every later letter would be in octave 10; the degrees
 * 4, 6 and 7, which mary does not play, don't count. Octave 8 has room for all. */
Test(core_mary, takes_every_octave_that_can_be_written) {
    static const struct {
        const char *tonic;
        bool reaches_9;
    } cases[] = {{"C-", true}, {"C", true},   {"C#", true}, {"D-", true},  {"D", true},
                 {"E-", true}, {"E", true},   {"F", false}, {"F#", false}, {"G-", false},
                 {"G", false}, {"A-", false}, {"A", false}, {"B-", false}, {"B", false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        for (int octave = 0; octave <= 8; octave++) {
            cr_expect(play_mary(cases[i].tonic, octave, &score, &refusal), "%s %d", cases[i].tonic,
                      octave);
        }
        cr_expect_eq(play_mary(cases[i].tonic, 9, &score, &refusal), cases[i].reaches_9, "%s 9",
                     cases[i].tonic);
    }
}
