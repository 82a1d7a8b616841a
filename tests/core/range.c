/* The notes between two ends, by what they sound. */
#include "range.h"

#include <criterion/criterion.h>

#include "key.h"
#include "notes.h"

static struct staccato_range between(const char *low, const char *high) {
    return (struct staccato_range){staccato_pitch_midi(notes_pitch(low)),
                                   staccato_pitch_midi(notes_pitch(high))};
}

static void expect_notes(const struct staccato_pitch *pitches, size_t count, const char *expected,
                         const char *about) {
    struct staccato_score score;
    char line[NOTES_LINE];
    staccato_score_begin(&score);
    for (size_t i = 0; i < count; i++) {
        staccato_score_note(&score, STACCATO_VALUE(STACCATO_QUARTER, 0), pitches[i]);
    }
    cr_expect_str_eq(notes_write_pitches(&score, line), expected, "%s: %s", about, line);
}

/* Ends are of no key, and are looked at by their sound only. B# and C- are written in the octave
 * beside the one in which they sound. */
Test(core_range, major_scales) {
    static const struct {
        const char *tonic, *low, *high, *notes;
    } cases[] = {
        {"C", "C4", "C5", "C4 D4 E4 F4 G4 A4 B4 C5"},
        {"C", "C#4", "B4", "D4 E4 F4 G4 A4 B4"},
        {"C", "C#4", "D-4", ""},
        {"E-", "C4", "C5", "C4 D4 E-4 F4 G4 A-4 B-4 C5"},
        {"E-", "D#4", "D#4", "E-4"},
        {"C#", "C4", "C4", "B#3"},
        {"C#", "C4", "C5", "B#3 C#4 D#4 E#4 F#4 G#4 A#4 B#4"},
        {"C-", "B3", "B3", "C-4"},
        {"G-", "C4", "C5", "D-4 E-4 F4 G-4 A-4 B-4 C-5"},
        {"C#", "C0", "C0", ""},
        {"C#", "C0", "D0", "C#0"},
        {"C", "C---0", "C0", "C0"},
        {"C", "B9", "B###9", "B9"},
        {"C-", "B-9", "B###9", "B-9"},
        {"C#", "A9", "B###9", "A#9 B#9"},
        {"C", "C5", "C4", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_pitch pitches[STACCATO_RANGE_MAX];
        const struct staccato_key *key = staccato_key_find(notes_text(cases[i].tonic));
        size_t count =
            staccato_range_major(between(cases[i].low, cases[i].high), key->fifths, pitches);
        expect_notes(pitches, count, cases[i].notes, cases[i].tonic);
    }
}

Test(core_range, a_whole_key_is_seventy_notes) {
    for (size_t i = 0; i < STACCATO_KEY_COUNT; i++) {
        struct staccato_pitch pitches[STACCATO_RANGE_MAX];
        size_t count =
            staccato_range_major(between("C---0", "B###9"), staccato_keys[i].fifths, pitches);
        cr_expect_eq(count, (size_t)STACCATO_STEPS * 10, "key %zu: %zu", i, count);
        for (size_t note = 0; note < count; note++) {
            cr_expect(staccato_pitch_in_range(pitches[note]));
            cr_expect(note == 0 ||
                      staccato_pitch_midi(pitches[note]) > staccato_pitch_midi(pitches[note - 1]));
        }
    }
}

/* The ninth note of an octave is G# below middle C, and A- above. */
Test(core_range, semitones) {
    static const struct {
        const char *low, *high, *notes;
    } cases[] = {
        {"C4", "C5", "C4 C#4 D4 E-4 E4 F4 F#4 G4 A-4 A4 B-4 B4 C5"},
        {"G3", "C4", "G3 G#3 A3 B-3 B3 C4"},
        {"B#3", "D-4", "C4 C#4"},
        {"C-4", "C-4", "B3"},
        {"C---0", "C#0", "C0 C#0"},
        {"A9", "B###9", "A9 B-9 B9"},
        {"C---0", "C-0", ""},
        {"B#9", "B###9", ""},
        {"D4", "C4", ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_pitch pitches[STACCATO_RANGE_MAX];
        size_t count = staccato_range_chromatic(between(cases[i].low, cases[i].high), pitches);
        expect_notes(pitches, count, cases[i].notes, cases[i].low);
    }
    struct staccato_pitch pitches[STACCATO_RANGE_MAX];
    cr_expect_eq(staccato_range_chromatic(between("C---0", "B###9"), pitches),
                 (size_t)STACCATO_RANGE_MAX);
}
