/* random: a pattern of digits on one pitch, four times over. */
#include <criterion/criterion.h>

#include "composing.h"
#include "notes.h"

/* Type 16: 0 a sixteenth rest, 1 a sixteenth, 2 an eighth. Type 8: 0 an eighth rest, 1 an eighth.
 */
Test(core_random, every_digit_is_one_event) {
    static const struct {
        const char *pattern;
        int type;
        const char *rhythm; /* as in notes.h */
    } cases[] = {
        {"012", 16, "012"}, {"2", 16, "2"},  {"1100221", 16, "1100221"},
        {"", 16, ""},       {"01", 8, "o2"}, {"1101", 8, "22o2"},
        {"0", 8, "o"},      {"", 8, ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        char line[NOTES_LINE];
        const char *pattern = cases[i].pattern;
        cr_assert(play_random(pattern, cases[i].type, "C", &score, &refusal), "'%s'", pattern);
        cr_expect_str_eq(notes_write_rhythm(&score, line), cases[i].rhythm, "'%s': %s", pattern,
                         line);
        cr_expect_eq(score.times, 4, "'%s' is played four times", pattern);
        cr_expect(!score.has_key && score.fifths == 0, "'%s' has no key", pattern);
    }
}

Test(core_random, all_notes_have_the_one_pitch) {
    static const struct {
        const char *tonic, *pitches;
    } cases[] = {
        {"C", "C4 r C4 C4"},
        {"f#3", "F#3 r F#3 F#3"},
        {"Ab4", "A-4 r A-4 A-4"},
        {"b", "B4 r B4 B4"},
        {"bb", "B-4 r B-4 B-4"},
        {"B###9", "B###9 r B###9 B###9"},
        {"C---0", "C---0 r C---0 C---0"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        char line[NOTES_LINE];
        cr_assert(play_random("1021", 16, cases[i].tonic, &score, &refusal), "%s", cases[i].tonic);
        cr_expect_str_eq(notes_write_pitches(&score, line), cases[i].pitches, "%s: %s",
                         cases[i].tonic, line);
    }
}

Test(core_random, takes_1024_digits) {
    char pattern[1024 + 1];
    memset(pattern, '1', 1024);
    pattern[1024] = '\0';
    pattern[1023] = '2';
    struct staccato_score score;
    struct staccato_refusal refusal;
    char line[NOTES_LINE];
    cr_assert(play_random(pattern, 16, "C", &score, &refusal));
    cr_expect_str_eq(notes_write_rhythm(&score, line), pattern, "all of them, in order");
}
