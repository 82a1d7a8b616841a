/* Stems: only beamed notes have one, down from the clef's middle line upwards. */
#include "stems.h"

#include <criterion/criterion.h>

#include "beams.h"
#include "notes.h"

/* One character a note: u up, d down, . none. */
static const char *stems(const char *rhythm, const char *pitch, const struct staccato_clef *clef,
                         char line[NOTES_LINE]) {
    static const char sign[] = {
        [STACCATO_STEM_NONE] = '.', [STACCATO_STEM_UP] = 'u', [STACCATO_STEM_DOWN] = 'd'};
    struct staccato_score score;
    struct staccato_measure measure;
    notes_read_rhythm(rhythm, pitch, &score);
    notes_as_measure(&score, &measure);
    staccato_beams_mark(&measure, &score);
    staccato_stems_mark(&measure, clef);
    for (size_t i = 0; i < measure.note_count; i++) {
        line[i] = sign[measure.notes[i].stem];
    }
    line[measure.note_count] = '\0';
    return line;
}

/* The clef that a part of this one pitch gets; clef.c tests which. */
static const struct staccato_clef *clef_of(const char *pitch) {
    struct staccato_score score;
    notes_read_pitches(pitch, &score);
    return staccato_clef_for(&score, 0);
}

/* Middle lines: treble 35 is B4, treble 8va 42 B5, bass 23 D3, bass 8vb 16 D2. */
Test(core_stems, turn_at_the_middle_line) {
    static const struct {
        const char *clef, *clef_pitch;
        const char *below, *at, *above;
    } cases[] = {
        {"treble 8va", "C8", "A5", "B5", "C6"},
        {"treble", "C5", "A4", "B4", "C5"},
        {"bass", "C3", "C3", "D3", "E3"},
        {"bass 8vb", "C0", "C2", "D2", "E2"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct staccato_clef *clef = clef_of(cases[i].clef_pitch);
        char line[NOTES_LINE];
        cr_expect_str_eq(stems("22", cases[i].below, clef, line), "uu", "%s in %s: %s",
                         cases[i].below, cases[i].clef, line);
        cr_expect_str_eq(stems("22", cases[i].at, clef, line), "dd", "%s in %s: %s", cases[i].at,
                         cases[i].clef, line);
        cr_expect_str_eq(stems("22", cases[i].above, clef, line), "dd", "%s in %s: %s",
                         cases[i].above, cases[i].clef, line);
    }
}

/* A place on the staff counts, not how the note sounds. */
Test(core_stems, ignore_alterations) {
    const struct staccato_clef *treble = clef_of("C5");
    char line[NOTES_LINE];
    cr_expect_str_eq(stems("22", "A###4", treble, line), "uu", "%s", line);
    cr_expect_str_eq(stems("22", "B---4", treble, line), "dd", "%s", line);
}

Test(core_stems, are_for_beamed_notes_only) {
    static const struct {
        const char *rhythm, *stems, *why;
    } cases[] = {
        {"4444", "....", "quarters"},
        {"2o2o44", "......", "eighths alone"},
        {"1111444", "uuuu...", "sixteenths"},
        {"011211144", ".uuuuuu..", "hooks are beamed, too"},
        {"1101444", "uu.....", "but not the one behind a rest"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char line[NOTES_LINE];
        cr_expect_str_eq(stems(cases[i].rhythm, "C4", clef_of("C5"), line), cases[i].stems,
                         "%s: %s", cases[i].why, line);
    }
}
