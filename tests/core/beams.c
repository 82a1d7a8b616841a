/* Beams: groups by quarter, sixteenths within a group, hooks; each case worked by hand. */
#include "beams.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "notes.h"

/* A rhythm and its two levels, in the signs of notes.h. */
struct beam_case {
    const char *rhythm, *eighths, *sixteenths, *why;
};

static void expect_beams(const struct beam_case *expected) {
    struct staccato_score score;
    struct staccato_measure measure;
    char line[NOTES_LINE];
    notes_read_rhythm(expected->rhythm, "C4", &score);
    notes_as_measure(&score, &measure);
    staccato_beams_mark(&measure, &score);
    cr_expect_str_eq(notes_write_beams(&measure, 0, line), expected->eighths,
                     "%s (%s), eighth beams: %s", expected->rhythm, expected->why, line);
    cr_expect_str_eq(notes_write_beams(&measure, 1, line), expected->sixteenths,
                     "%s (%s), sixteenth beams: %s", expected->rhythm, expected->why, line);
}

/* One quarter long. Each is tried in all four quarters of a measure, among quarter notes. */
Test(core_beams, join_within_a_quarter) {
    static const struct beam_case cases[] = {
        {"22", "[]", "..", "two eighths"},
        {"1111", "[==]", "[][]", "four sixteenths in twos"},
        {"112", "[=]", "[].", "the pair ends on the second sixteenth, not in the middle"},
        {"211", "[=]", ".[]", "a pair at the end"},
        {"121", "[=]", ">.<", "each sixteenth alone: forward, and backward at the end"},
        {"120", "[].", ">..", "forward, before an eighth"},
        {"210", "[].", ".<.", "backward: the group ends before the quarter does"},
        {"021", ".[]", "..<", "backward, after an eighth"},
        {"012", ".[]", ".>.", "forward: first of its group"},
        {"0111", ".[=]", ".[=]", "three sixteenths are one run"},
        {"1110", "[=].", "[=].", "and from the start, too"},
        {"0110", ".[].", ".[].", "a pair in the middle, before a rest"},
        {"1100", "[]..", "[]..", "a pair in front"},
        {"0011", "..[]", "..[]", "a pair behind"},
        {"1101", "[]..", "[]..", "a rest parts the last one from the pair"},
        {"1011", "..[]", "..[]", "and the first one"},
        {"102", "...", "...", "a rest between: no group"},
        {"201", "...", "...", "the other way round"},
        {"1001", "....", "....", "one sixteenth alone has no hook"},
        {"0100", "....", "....", "nor has one in the middle"},
        {"2o", "..", "..", "one eighth"},
        {"o2", "..", "..", "one eighth behind"},
        {"0000", "....", "....", "rests"},
        {"4", ".", ".", "a quarter"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int quarter = 0; quarter < 4; quarter++) {
            char rhythm[3 + 4 + 1];
            char eighths[3 + 4 + 1];
            char sixteenths[3 + 4 + 1];
            int after = 3 - quarter;
            snprintf(rhythm, sizeof(rhythm), "%.*s%s%.*s", quarter, "444", cases[i].rhythm, after,
                     "444");
            snprintf(eighths, sizeof(eighths), "%.*s%s%.*s", quarter, "...", cases[i].eighths,
                     after, "...");
            snprintf(sixteenths, sizeof(sixteenths), "%.*s%s%.*s", quarter, "...",
                     cases[i].sixteenths, after, "...");
            expect_beams(&(struct beam_case){rhythm, eighths, sixteenths, cases[i].why});
        }
    }
}

/* Whole measures. A note belongs to the quarter in which it starts, wherever it ends. */
Test(core_beams, part_at_quarters) {
    static const struct beam_case cases[] = {
        {"22222222", "[][][][]", "........", "eighths by twos"},
        {"1111111111111111", "[==][==][==][==]", "[][][][][][][][]", "sixteenths by fours"},
        {"0001100044", "..........", "..........", "neighbours in two quarters"},
        {"122222221", "[=][][][]", ">.......<", "eighths at 1 3 5 7 9 11 13"},
        {"00021244", "....[]..", "....>...", "a quarter that starts with the end of an eighth"},
        {"00022144", "....[]..", ".....<..", "likewise, the sixteenth at the end"},
        {"1411144", "..[=]..", "..[=]..", "a quarter note off the beat"},
        {"24244", ".....", ".....", "a quarter note between eighths"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_beams(&cases[i]);
    }
}

/* The sixteenth at 2 of 0 1 2 3, when an eighth is struck at 3, is joined to none. */
Test(core_beams, leave_out_the_middle_before_an_eighth) {
    static const struct beam_case cases[] = {
        {"111211144", "[==][=]..", "[]>.[=]..", "the first two stay a pair"},
        {"011211144", ".[=][=]..", ".>>.[=]..", "one before it is left alone"},
        {"101211144", "..[][=]..", "..>.[=]..", "a rest before it"},
        {"21211144", "[=][=]..", ".>.[=]..", "an eighth before it"},
        {"01021121114", "....[=][=].", "....>>.[=].", "the same after the end of an eighth"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_beams(&cases[i]);
    }
}

/* An incomplete measure counts as if it stood at the right end: of five sixteenths the first is
 * the last of the third quarter. Counted from the left most of these would come out otherwise. */
Test(core_beams, count_an_incomplete_measure_from_its_right_end) {
    static const struct beam_case cases[] = {
        {"1", ".", ".", "one sixteenth"},
        {"111", "[=]", "[=]", "three: the last quarter but for its start"},
        {"12", "[]", ">.", "three, with an eighth: 1 | 2 3"},
        {"11111", ".[==]", ".[][]", "five: 3 | 0 1 2 3"},
        {"1112", ".[=]", ".[].", "five: 3 | 0 1 2"},
        {"1121", ".[=]", ".>.<", "five: 3 | 0 1 3"},
        {"221", ".[]", "..<", "five: an eighth that crosses, 1 3"},
        {"212", ".[]", ".>.", "five: an eighth that crosses, 1 2"},
        {"2111", ".[=]", ".[=]", "five: an eighth that crosses, 1 2 3"},
        {"11112", "[][=]", "[][].", "six: 2 3 | 0 1 2"},
        {"2112", ".[=]", ".[].", "six: 2 | 0 1 2"},
        {"1212", "[][]", ">.>.", "six: 2 3 | 1 2"},
        {"11212", "[=][]", ">>.>.", "seven: 1 2 3 | 1 2, the middle before an eighth"},
        {"222", ".[]", "...", "six: 2 | 0 2"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_beams(&cases[i]);
    }
}

/* A note that a barline splits counts as what is left of it, first or last in its measure. */
Test(core_beams, go_by_what_a_barline_left) {
    static const struct {
        const char *rhythm; /* with what is left */
        size_t split;       /* the note that was longer */
        const char *eighths, *sixteenths, *why;
    } cases[] = {
        {"1111444", 0, "[==]...", "[][]...", "the rest of an eighth starts a group of four"},
        {"4441111", 6, "...[==]", "...[][]", "the start of an eighth ends a group of four"},
        {"22444", 0, "[]...", ".....", "the rest of a quarter is beamed as an eighth"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_measure measure;
        char line[NOTES_LINE];
        notes_read_rhythm(cases[i].rhythm, "C4", &score);
        notes_as_measure(&score, &measure);
        struct staccato_event *split = &score.events[cases[i].split];
        split->value = (uint8_t)(split->value + STACCATO_VALUES_A_TYPE); /* twice as long */
        staccato_beams_mark(&measure, &score);
        cr_expect_str_eq(notes_write_beams(&measure, 0, line), cases[i].eighths, "%s: %s",
                         cases[i].why, line);
        cr_expect_str_eq(notes_write_beams(&measure, 1, line), cases[i].sixteenths, "%s: %s",
                         cases[i].why, line);
    }
}
