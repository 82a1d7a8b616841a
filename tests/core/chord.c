/* Chords: twelve kinds, spelled by hand, and their inversions. */
#include "chord.h"

#include <criterion/criterion.h>

#include "notes.h"

static const struct staccato_chord *find(const char *name) {
    size_t i = 0;
    while (!staccato_text_equal(staccato_chord_names[i], notes_text(name))) {
        i++;
        cr_assert_lt(i, (size_t)STACCATO_CHORDS, "no chord %s", name);
    }
    return &staccato_chords[i];
}

struct spelled {
    const char *chord, *root;
    int inversion;
    const char *notes;
};

static void expect_spelled(const struct spelled *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct staccato_pitch pitches[STACCATO_CHORD_NOTES_MAX];
        struct staccato_score score;
        char line[NOTES_LINE];
        size_t notes = staccato_chord_spell(find(cases[i].chord), notes_pitch(cases[i].root),
                                            cases[i].inversion, pitches);
        staccato_score_begin(&score);
        for (size_t note = 0; note < notes; note++) {
            staccato_score_note(&score, STACCATO_VALUE(STACCATO_QUARTER, 0), pitches[note]);
        }
        cr_expect_str_eq(notes_write_pitches(&score, line), cases[i].notes, "%s on %s, %d: %s",
                         cases[i].chord, cases[i].root, cases[i].inversion, line);
    }
}

#define EXPECT_SPELLED(cases) expect_spelled(cases, sizeof(cases) / sizeof((cases)[0]))

Test(core_chord, twelve_on_middle_c) {
    static const struct spelled cases[STACCATO_CHORDS] = {
        {"major", "C4", 0, "C4 E4 G4"},
        {"minor", "C4", 0, "C4 E-4 G4"},
        {"augmented", "C4", 0, "C4 E4 G#4"},
        {"diminished", "C4", 0, "C4 E-4 G-4"},
        {"dominant7", "C4", 0, "C4 E4 G4 B-4"},
        {"major7", "C4", 0, "C4 E4 G4 B4"},
        {"minor7", "C4", 0, "C4 E-4 G4 B-4"},
        {"half_diminished7", "C4", 0, "C4 E-4 G-4 B-4"},
        {"diminished7", "C4", 0, "C4 E-4 G-4 B--4"},
        {"dominant9", "C4", 0, "C4 E4 G4 B-4 D5"},
        {"major9", "C4", 0, "C4 E4 G4 B4 D5"},
        {"minor9", "C4", 0, "C4 E-4 G4 B-4 D5"},
    };
    EXPECT_SPELLED(cases);
}

Test(core_chord, on_other_roots) {
    static const struct spelled cases[] = {
        {"major", "F4", 0, "F4 A4 C5"},
        {"major", "D#3", 0, "D#3 F##3 A#3"},
        {"minor", "B-3", 0, "B-3 D-4 F4"},
        {"minor", "F-4", 0, "F-4 A--4 C-5"},
        {"augmented", "E4", 0, "E4 G#4 B#4"},
        {"augmented", "B#3", 0, "B#3 D##4 F###4"},
        {"diminished", "B4", 0, "B4 D5 F5"},
        {"dominant7", "G4", 0, "G4 B4 D5 F5"},
        {"dominant7", "G-4", 0, "G-4 B-4 D-5 F-5"},
        {"diminished7", "F#4", 0, "F#4 A4 C5 E-5"},
        {"diminished7", "F-4", 0, "F-4 A--4 C--5 E---5"},
        {"half_diminished7", "B3", 0, "B3 D4 F4 A4"},
        {"major9", "E#4", 0, "E#4 G##4 B#4 D##5 F##5"},
        {"minor9", "D4", 0, "D4 F4 A4 C5 E5"},
    };
    EXPECT_SPELLED(cases);
}

Test(core_chord, inversions) {
    static const struct spelled cases[] = {
        {"major", "C4", 1, "E4 G4 C5"},
        {"major", "C4", 2, "G4 C5 E5"},
        {"augmented", "G3", 1, "B3 D#4 G4"},
        {"minor", "A3", 2, "E4 A4 C5"},
        {"dominant7", "C4", 1, "E4 G4 B-4 C5"},
        {"dominant7", "C4", 2, "G4 B-4 C5 E5"},
        {"dominant7", "C4", 3, "B-4 C5 E5 G5"},
        {"diminished7", "B3", 3, "A-4 B4 D5 F5"},
        /* over a ninth one octave is too little */
        {"dominant9", "C4", 1, "E4 G4 B-4 D5 C6"},
        {"dominant9", "C4", 2, "G4 B-4 D5 C6 E6"},
        {"dominant9", "C4", 3, "B-4 D5 C6 E6 G6"},
        {"major9", "B3", 1, "D#4 F#4 A#4 C#5 B5"},
        /* C flat sounds as the B below it, B sharp as the C above it */
        {"major", "C-4", 1, "E-4 G-4 C-5"},
        {"minor7", "B#3", 1, "D#4 F##4 A#4 B#4"},
    };
    EXPECT_SPELLED(cases);
}

Test(core_chord, how_many_inversions) {
    for (size_t i = 0; i < STACCATO_CHORDS; i++) {
        cr_expect_eq(staccato_chord_inversions(&staccato_chords[i]), i < 4 ? 2 : 3, "row %zu", i);
    }
}

/* On each of the 21 roots, in each inversion: no more than three signs, and always upwards. */
Test(core_chord, can_be_written_and_rise) {
    for (int root = 0; root < STACCATO_STEPS * 3 * STACCATO_CHORDS; root++) {
        const struct staccato_chord *chord = &staccato_chords[root / STACCATO_STEPS / 3];
        struct staccato_pitch lowest = {.step = (int8_t)(root % STACCATO_STEPS),
                                        .alter = (int8_t)(root / STACCATO_STEPS % 3 - 1),
                                        .octave = 4};
        for (int i = 0; i <= staccato_chord_inversions(chord); i++) {
            struct staccato_pitch pitches[STACCATO_CHORD_NOTES_MAX];
            size_t count = staccato_chord_spell(chord, lowest, i, pitches);
            for (size_t note = 0; note < count; note++) {
                cr_assert(pitches[note].alter >= -3 && pitches[note].alter <= 3, "root %d", root);
                cr_assert(note == 0 || staccato_pitch_midi(pitches[note]) >
                                           staccato_pitch_midi(pitches[note - 1]),
                          "root %d, inversion %d", root, i);
            }
        }
    }
}
