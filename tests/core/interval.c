/* Intervals: their names, and the note above. */
#include "interval.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "notes.h"

/* All eighty on C4, spelled by hand: the letter by the number, then signs until the size is right.
 * A perfect or major one is a note of C major, minor is one less, diminished one less than perfect
 * or minor, augmented one more than perfect or major, and so on. */
static const struct {
    const char *name;
    int semitones;
    const char *above;
} intervals[] = {
    {"P1", 0, "C4"},      {"P4", 5, "F4"},      {"P5", 7, "G4"},       {"P8", 12, "C5"},
    {"P11", 17, "F5"},    {"P12", 19, "G5"},    {"P15", 24, "C6"},

    {"M2", 2, "D4"},      {"M3", 4, "E4"},      {"M6", 9, "A4"},       {"M7", 11, "B4"},
    {"M9", 14, "D5"},     {"M10", 16, "E5"},    {"M13", 21, "A5"},     {"M14", 23, "B5"},

    {"m2", 1, "D-4"},     {"m3", 3, "E-4"},     {"m6", 8, "A-4"},      {"m7", 10, "B-4"},
    {"m9", 13, "D-5"},    {"m10", 15, "E-5"},   {"m13", 20, "A-5"},    {"m14", 22, "B-5"},

    {"A1", 1, "C#4"},     {"A2", 3, "D#4"},     {"A3", 5, "E#4"},      {"A4", 6, "F#4"},
    {"A5", 8, "G#4"},     {"A6", 10, "A#4"},    {"A7", 12, "B#4"},     {"A8", 13, "C#5"},
    {"A9", 15, "D#5"},    {"A10", 17, "E#5"},   {"A11", 18, "F#5"},    {"A12", 20, "G#5"},
    {"A13", 22, "A#5"},   {"A14", 24, "B#5"},   {"A15", 25, "C#6"},

    {"AA1", 2, "C##4"},   {"AA2", 4, "D##4"},   {"AA3", 6, "E##4"},    {"AA4", 7, "F##4"},
    {"AA5", 9, "G##4"},   {"AA6", 11, "A##4"},  {"AA7", 13, "B##4"},   {"AA8", 14, "C##5"},
    {"AA9", 16, "D##5"},  {"AA10", 18, "E##5"}, {"AA11", 19, "F##5"},  {"AA12", 21, "G##5"},
    {"AA13", 23, "A##5"}, {"AA14", 25, "B##5"}, {"AA15", 26, "C##6"},

    {"d2", 0, "D--4"},    {"d3", 2, "E--4"},    {"d4", 4, "F-4"},      {"d5", 6, "G-4"},
    {"d6", 7, "A--4"},    {"d7", 9, "B--4"},    {"d8", 11, "C-5"},     {"d9", 12, "D--5"},
    {"d10", 14, "E--5"},  {"d11", 16, "F-5"},   {"d12", 18, "G-5"},    {"d13", 19, "A--5"},
    {"d14", 21, "B--5"},  {"d15", 23, "C-6"},

    {"dd3", 1, "E---4"},  {"dd4", 3, "F--4"},   {"dd5", 5, "G--4"},    {"dd6", 6, "A---4"},
    {"dd7", 8, "B---4"},  {"dd8", 10, "C--5"},  {"dd9", 11, "D---5"},  {"dd10", 13, "E---5"},
    {"dd11", 15, "F--5"}, {"dd12", 17, "G--5"}, {"dd13", 18, "A---5"}, {"dd14", 20, "B---5"},
    {"dd15", 22, "C--6"},
};

/* Whether a pitch is the one that is spelled so. */
static bool is_pitch(struct staccato_pitch pitch, const char *spelling) {
    struct staccato_pitch expected = notes_pitch(spelling);
    return pitch.step == expected.step && pitch.alter == expected.alter &&
           pitch.octave == expected.octave;
}

Test(core_interval, eighty_on_middle_c) {
    enum { ALL = 80 };
    cr_assert_eq(sizeof(intervals) / sizeof(intervals[0]), ALL);
    for (size_t i = 0; i < ALL; i++) {
        const char *name = intervals[i].name;
        struct staccato_interval interval;
        size_t letters = 0;
        cr_assert(staccato_interval_parse(notes_text(name), &interval, &letters), "%s", name);
        cr_expect_eq(letters, strcspn(name, "0123456789"), "letters of %s: %zu", name, letters);
        cr_expect_eq(interval.number, atoi(name + letters), "number of %s: %d", name,
                     interval.number);
        cr_expect_eq(interval.semitones, intervals[i].semitones, "size of %s: %d", name,
                     interval.semitones);
        cr_expect(
            is_pitch(staccato_interval_above(interval, notes_pitch("C4")), intervals[i].above),
            "%s on C4", name);
    }
}

Test(core_interval, on_other_notes) {
    static const struct {
        const char *lower, *name, *above;
    } cases[] = {
        {"B3", "m2", "C4"},    {"E4", "m2", "F4"},     {"E4", "M2", "F#4"},   {"D4", "m3", "F4"},
        {"B3", "d5", "F4"},    {"F4", "P4", "B-4"},    {"F4", "A4", "B4"},    {"F4", "AA4", "B#4"},
        {"F4", "M7", "E5"},    {"B4", "AA7", "A###5"}, {"E4", "dd3", "G--4"}, {"A0", "P15", "A2"},
        {"G8", "M10", "B9"},   {"E-4", "M3", "G4"},    {"E-4", "m3", "G-4"},  {"F#4", "M3", "A#4"},
        {"B-3", "P5", "F4"},   {"C#4", "P8", "C#5"},   {"F4", "dd5", "C--5"}, {"B4", "P1", "B4"},
        {"B4", "dd9", "C--6"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_interval interval;
        cr_assert(staccato_interval_parse(notes_text(cases[i].name), &interval, NULL));
        cr_expect(is_pitch(staccato_interval_above(interval, notes_pitch(cases[i].lower)),
                           cases[i].above),
                  "%s on %s", cases[i].name, cases[i].lower);
    }
}

/* Smaller than a unison, of a number without that quality, beyond fifteen, or spelled otherwise. */
Test(core_interval, refuses_anything_else) {
    static const char *const names[] = {
        "",    "d1",  "dd1",  "dd2", "P2",       "P3",  "P6",  "P7",   "P9",   "P10",
        "P13", "P14", "M1",   "M4",  "M5",       "M8",  "M11", "M12",  "M15",  "m1",
        "m4",  "m5",  "m8",   "m11", "m12",      "m15", "P0",  "A0",   "P16",  "A16",
        "d16", "P22", "P100", "P05", "P01",      "P",   "M",   "m",    "A",    "AA",
        "d",   "dd",  "5",    "15",  "p5",       "a4",  "D5",  "AAA4", "ddd5", "PP5",
        "MM3", "mm3", "Ad4",  "dA4", "M3 ",      " M3", "M 3", "M+3",  "m-3",  "M-3",
        "M3.", "M3a", "MA3",  "3M",  "perfect5", "P1x", "Px",  "P:",   "P/",   "M\xC2\xB3",
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        struct staccato_interval interval = {99, 99};
        size_t letters = 99;
        cr_expect_not(staccato_interval_parse(notes_text(names[i]), &interval, &letters), "%s",
                      names[i]);
        cr_expect(interval.number == 99 && interval.semitones == 99 && letters == 99,
                  "%s leaves things alone", names[i]);
    }
    struct staccato_interval interval;
    cr_expect_not(staccato_interval_parse((struct staccato_text){"P5\0", 3}, &interval, NULL));
    cr_expect_not(staccato_interval_parse((struct staccato_text){NULL, 0}, &interval, NULL));
    cr_expect_not(staccato_interval_parse((struct staccato_text){"P5", 1}, &interval, NULL));
}
