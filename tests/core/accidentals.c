/* Accidentals: printed at the first stroke in a measure that the signature does not cover. */
#include "accidentals.h"

#include <criterion/criterion.h>

#include "notes.h"

/* One character a pitch, chords from the bottom: ! prints its accidental, . does not. */
static const char *marks(const struct staccato_measure *measure, char line[NOTES_LINE]) {
    char *at = line;
    for (size_t i = 0; i < measure->note_count; i++) {
        const struct staccato_note *note = &measure->notes[i];
        for (size_t member = 0; member < note->event->pitch_count; member++) {
            *at++ = (note->accidentals >> member & 1) != 0 ? '!' : '.';
        }
    }
    *at = '\0';
    return line;
}

/* Marks the pitches as one measure; with a tie, the first is the second half of one. */
static const char *mark(const char *pitches, int fifths, bool tied, char line[NOTES_LINE]) {
    struct staccato_score score;
    struct staccato_measure measure;
    notes_read_pitches(pitches, &score);
    notes_as_measure(&score, &measure);
    measure.notes[0].tie_stop = tied;
    score.fifths = (int8_t)fifths;
    struct staccato_signs signs = {0};
    staccato_accidentals_begin(&signs, &score);
    staccato_accidentals_mark(&measure, STACCATO_PLAIN, &signs);
    return marks(&measure, line);
}

Test(core_accidentals, are_printed_once_in_a_measure) {
    static const struct {
        const char *pitches, *marks, *why;
    } cases[] = {
        {"C4 D4 E4 F4 G4 A4 B4", ".......", "unaltered notes have none"},
        {"F#4", "!", "a sharp"},
        {"F##4", "!", "a double sharp"},
        {"F###4", "!", "a triple sharp"},
        {"B-4", "!", "a flat"},
        {"B--4", "!", "a double flat"},
        {"B---4", "!", "a triple flat"},
        {"F#4 F#4 F#4", "!..", "only the first"},
        {"F#4 r F#4", "!.", "a rest changes nothing"},
        {"F#4 G#4 F#4 G#4", "!!..", "each note its own"},
        {"F#4 F#5 F#4 F#5", "!!..", "each octave its own"},
        {"F#4 F##4", "!!", "another alteration on the same line"},
        {"F#4 F-4", "!!", "the opposite one"},
        {"C#4+E4+G#4 G#4 C#4", "!.!..", "each note of a chord its own"},
        {"C---0 B###9", "!!", "the ends of the range"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char line[NOTES_LINE];
        cr_expect_str_eq(mark(cases[i].pitches, 0, false, line), cases[i].marks, "%s: %s",
                         cases[i].why, line);
    }
}

Test(core_accidentals, are_not_printed_where_the_signature_has_them) {
    static const struct {
        int fifths;
        const char *pitches, *marks, *why;
    } cases[] = {
        {1, "F#4 C#4", ".!", "G major has F sharp, but no C sharp"},
        {-2, "B-4 E-4 A-4", "..!", "B flat major has two flats"},
        {7, "F#4 C#4 G#4 D#4 A#4 E#4 B#4", ".......", "C sharp major has all sharps"},
        {-7, "B-4 E-4 A-4 D-4 G-4 C-4 F-4", ".......", "C flat major has all flats"},
        {7, "F##4", "!", "a signature has no double sharps"},
        {-7, "B--4", "!", "nor double flats"},
        {1, "F-4", "!", "and a sharp in it covers no flat"},
        {1, "F#0 F#9", "..", "it counts in every octave"},
        {1, "F##4 F4", "!!", "a natural after a double sharp"},
        {1, "F4 F#4", "!!", "a natural that the signature denies, and back"},
        {1, "F4 F#5", "!.", "which holds for its own octave"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char line[NOTES_LINE];
        cr_expect_str_eq(mark(cases[i].pitches, cases[i].fifths, false, line), cases[i].marks,
                         "%s: %s", cases[i].why, line);
    }
}

/* The second half of a tie is not struck. */
Test(core_accidentals, skip_the_second_half_of_a_tie) {
    static const struct {
        const char *pitches, *marks, *why;
    } cases[] = {
        {"F#4", ".", "it prints none"},
        {"F#4 F#4 F#4", ".!.", "the next note prints it again, once"},
        {"C#4+E-4 E-4 C#4", "..!!", "a tied chord"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char line[NOTES_LINE];
        cr_expect_str_eq(mark(cases[i].pitches, 0, true, line), cases[i].marks, "%s: %s",
                         cases[i].why, line);
    }
}

/* The first half of a tie is struck, and a barline ends what was printed before it. */
Test(core_accidentals, start_anew_in_each_measure) {
    struct staccato_score score;
    struct staccato_measure measure;
    char line[NOTES_LINE];
    /* 15 sixteenths, then an eighth across the barline, then two eighths. */
    notes_read_rhythm("44412222", "F#4", &score);
    struct staccato_measures measures;
    staccato_measures_begin(&measures, &score, 0);
    cr_assert(staccato_measures_next(&measures, &measure));
    cr_expect_str_eq(marks(&measure, line), "!.....", "%s", line);
    cr_assert(staccato_measures_next(&measures, &measure));
    cr_expect_str_eq(marks(&measure, line), ".!.", "%s", line);
}
