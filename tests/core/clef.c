/* The clef of a part: the mean of its notes, weighted, against each border from both sides. */
#include "clef.h"

#include <criterion/criterion.h>

#include "notes.h"

struct clef_case {
    const char *pitches;
    char clef; /* of the four below */
    const char *why;
};

/* What MusicXML calls them, and the diatonic number of the third line. */
static const struct {
    char name;
    struct staccato_clef clef;
} clefs[] = {
    {'8', {.sign = 'G', .line = 2, .octave_change = 1, .middle_line = 42}},  /* treble 8va: B5 */
    {'t', {.sign = 'G', .line = 2, .octave_change = 0, .middle_line = 35}},  /* treble: B4 */
    {'b', {.sign = 'F', .line = 4, .octave_change = 0, .middle_line = 23}},  /* bass: D3 */
    {'0', {.sign = 'F', .line = 4, .octave_change = -1, .middle_line = 16}}, /* bass 8vb: D2 */
};

static char name_of(const struct staccato_clef *clef) {
    for (size_t i = 0; i < sizeof(clefs) / sizeof(clefs[0]); i++) {
        const struct staccato_clef *known = &clefs[i].clef;
        if (clef->sign == known->sign && clef->line == known->line &&
            clef->octave_change == known->octave_change &&
            clef->middle_line == known->middle_line) {
            return clefs[i].name;
        }
    }
    return '?';
}

static void expect_clefs(const struct clef_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct staccato_score score;
        notes_read_pitches(cases[i].pitches, &score);
        char clef = name_of(staccato_clef_for(&score, 0));
        cr_expect_eq(clef, cases[i].clef, "%s, %s: %c", cases[i].pitches, cases[i].why, clef);
    }
}

/* m > 49 treble 8va, m > 28 treble, m > 10 bass, else bass 8vb. */
Test(core_clef, changes_just_above_each_border) {
    static const struct clef_case cases[] = {
        {"F6", 't', "46 + 3 = 49"},
        {"G6", '8', "47 + 3 = 50"},
        {"F6 F6 G6", '8', "a third above 49"},
        {"E6 G6", 't', "(48 + 50) / 2 = 49"},
        {"E6 E6 G6", 't', "a third below 49"},
        {"B3", 'b', "28"},
        {"C4", 't', "29"},
        {"B3 B3 C4", 't', "a third above 28"},
        {"A3 C4", 'b', "(27 + 29) / 2 = 28"},
        {"A3 A3 C4", 'b', "a third below 28"},
        {"A1", '0', "13 - 3 = 10"},
        {"B1", 'b', "14 - 3 = 11"},
        {"A1 A1 B1", 'b', "a third above 10"},
        {"G1 B1", '0', "(9 + 11) / 2 = 10"},
        {"G1 G1 B1", '0', "a third below 10"},
        {"B9", '8', "the highest, 70 + 3"},
        {"C0", '0', "the lowest, 1 - 3"},
    };
    expect_clefs(cases, sizeof(cases) / sizeof(cases[0]));
}

/* G4 is 33, A4 34, E3 24, D3 23. The other notes bring the mean to where 3 more or less decide. */
Test(core_clef, weighs_notes_above_33_and_below_24) {
    static const struct clef_case cases[] = {
        {"G4 E3 A3", 'b', "33 plain: (33 + 24 + 27) / 3 = 28"},
        {"A4 E3 E3", 't', "34 counts 37: (37 + 24 + 24) / 3 > 28, without it 27"},
        {"G4 E3", 't', "24 plain: (33 + 24) / 2 > 28, with 3 less 27"},
        {"D3 G4 D4", 'b', "23 counts 20: (20 + 33 + 30) / 3 < 28, without it 28.7"},
    };
    expect_clefs(cases, sizeof(cases) / sizeof(cases[0]));
}

Test(core_clef, counts_each_note_of_a_chord) {
    static const struct clef_case cases[] = {
        {"E4+F4+G4 C3", 't', "(31 + 32 + 33 + 19) / 4 = 28.75; as one note the chord gave 25.5"},
        {"C3+D3+E3 B4", 'b', "(19 + 20 + 24 + 38) / 4 = 25.25; as one note the chord gave 29.5"},
    };
    expect_clefs(cases, sizeof(cases) / sizeof(cases[0]));
}

Test(core_clef, counts_notes_only) {
    static const struct clef_case cases[] = {
        {"C4 r r r", 't', "29 / 1, not 29 / 4"},
        {"r r C0", '0', "rests pull nowhere"},
        {"C---4", 't', "29, whatever the alteration"},
        {"B###3", 'b', "28, though it sounds above C4"},
        {"r r", 't', "rests only"},
        {"", 't', "nothing at all"},
    };
    expect_clefs(cases, sizeof(cases) / sizeof(cases[0]));
}

/* Played four times over, a pattern has the mean that it has once, as far as 4096 notes. */
Test(core_clef, is_the_same_for_a_long_score) {
    struct staccato_score score;
    notes_read_pitches("B9", &score);
    for (size_t i = 1; i < STACCATO_EVENTS_MAX; i++) {
        staccato_score_note(&score, score.events[0].value, score.pitches[0]);
    }
    score.times = 4;
    cr_expect_eq(name_of(staccato_clef_for(&score, 0)), '8');
}
