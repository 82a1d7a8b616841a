/* note-game: one quarter, any degree of a major scale. */
#include <criterion/criterion.h>

#include "composing.h"
#include "notes.h"

/* Which note each of the seven draws gives; scales spelled by hand. */
Test(core_note_game, draws_one_of_seven_degrees) {
    static const struct {
        const char *scale, *octave;
        int fifths;
        const char *degrees[7];
    } cases[] = {
        {"C", "4", 0, {"C4", "D4", "E4", "F4", "G4", "A4", "B4"}},
        {"E-", "4", -3, {"E-4", "F4", "G4", "A-4", "B-4", "C5", "D5"}},
        {"Bb", "0", -2, {"B-0", "C1", "D1", "E-1", "F1", "G1", "A1"}},
        {"F#", "8", 6, {"F#8", "G#8", "A#8", "B8", "C#9", "D#9", "E#9"}},
        {"C-", "9", -7, {"C-9", "D-9", "E-9", "F-9", "G-9", "A-9", "B-9"}},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int degree = 1; degree <= 7; degree++) {
            struct staccato_score score;
            struct staccato_refusal refusal;
            char line[NOTES_LINE];
            const char *scale = cases[i].scale;
            cr_assert(play_note_game(scale, cases[i].octave, degree, &score, &refusal), "%s",
                      scale);
            cr_expect_str_eq(notes_write_pitches(&score, line), cases[i].degrees[degree - 1],
                             "%s, degree %d: %s", scale, degree, line);
            cr_expect_str_eq(notes_write_rhythm(&score, line), "4", "%s: one quarter", scale);
            cr_expect(score.has_key && score.fifths == cases[i].fifths, "key of %s", scale);
            cr_expect_eq(score.times, 1, "%s is played once", scale);
        }
    }
}

/* Of the scales in octave 9 only those on a C end before octave 10. Nothing may be drawn, so that
 * a request is refused or not whatever the draw would have been. */
Test(core_note_game, takes_every_octave_that_can_be_written) {
    static const char *const scales[] = {"C-", "C",  "C#", "D-", "D", "E-", "E", "F",
                                         "F#", "G-", "G",  "A-", "A", "B-", "B"};
    for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        for (int octave = 0; octave <= 9; octave++) {
            bool is_playable = octave < 9 || scales[i][0] == 'C';
            char digit[] = {(char)('0' + octave), '\0'};
            cr_expect_eq(play_note_game(scales[i], digit, is_playable ? 1 : 0, &score, &refusal),
                         is_playable, "%s %d", scales[i], octave);
        }
    }
}

/* Whatever stands around it in memory. */
Test(core_note_game, looks_at_its_octave_only) {
    static const char *const around[] = {"aaa4zzz", "   4   ", "0004000",
                                         "\xFF\xFF\xFF\x34\xFF\xFF\xFF"};
    static struct staccato_question question;
    struct staccato_refusal refusal;
    for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++) {
        const struct staccato_item items[] = {{.text = STACCATO_TEXT("C")},
                                              {.text = {around[i] + 3, 1}}};
        struct staccato_draw draw = staccato_draw_random();
        cr_expect(play(play_find("note-game"), items, &draw, &question, &refusal));
    }
}
