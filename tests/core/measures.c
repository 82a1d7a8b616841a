/* A score cut into measures: where barlines fall, what they tie, and where the last one ends. */
#include "measure.h"

#include <criterion/criterion.h>

#include "notes.h"

/* The whole score as one line: durations as in notes.h, | a barline, ! the last one, ~ a tie to the
 * next note or from the one before. */
static const char *cut(const struct staccato_score *score, char line[NOTES_LINE]) {
    struct staccato_measures measures;
    struct staccato_measure measure;
    char *at = line;
    staccato_measures_begin(&measures, score, 0);
    while (staccato_measures_next(&measures, &measure)) {
        for (size_t i = 0; i < measure.note_count; i++) {
            const struct staccato_note *note = &measure.notes[i];
            cr_assert_lt(at, line + NOTES_LINE - 5, "too long for one line");
            if (note->tie_stop) {
                *at++ = '~';
            }
            *at++ = notes_sign(note);
            if (note->tie_start) {
                *at++ = '~';
            }
        }
        *at++ = measure.is_last ? '!' : '|';
    }
    *at = '\0';
    return line;
}

/* Sixteen sixteenths to a measure, filled from the left; a note that crosses a barline is split
 * there and tied. */
Test(core_measures, are_cut_at_barlines) {
    static const struct {
        const char *rhythm;
        int times;
        const char *measures;
        const char *why;
    } cases[] = {
        {"4444", 1, "4444!", "one full measure, and no empty one behind it"},
        {"44444", 1, "4444|4!", "an incomplete last measure, not padded"},
        {"444", 1, "444!", "an incomplete only measure"},
        {"1", 1, "1!", "one sixteenth"},
        {"22222222", 1, "22222222!", "eight eighths fit exactly"},
        {"1111111111111111", 2, "1111111111111111|1111111111111111!", "sixteen are the most"},
        {"44", 4, "4444|4444!", "one playing follows another without a gap"},
        {"444", 4, "4444|4444|4444!", "barlines within a playing"},
        {"", 1, "!", "no events: one empty measure"},
        {"", 4, "!", "no events four times over: still one"},
        /* 4 + 4 + 4 + 1 + 2 = 15: the last eighth has a sixteenth left. */
        {"444122", 1, "444121~|~1!", "a tie, and the score ends with it"},
        {"4441224", 1, "444121~|~14!", "a tie, and the score goes on"},
        /* 17 sixteenths: the first playing ends one over, the second fills from there. */
        {"022222222", 2, "022222221~|~102222222|2!", "a tie at the end of a playing"},
        {"44442", 2, "4444|24442~|~22!", "a tie in the second playing only"},
        {"1oooooooo", 1, "1ooooooo0|0!", "a rest is split, but not tied"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        char line[NOTES_LINE];
        notes_read_rhythm(cases[i].rhythm, "C4", &score);
        score.times = (uint8_t)cases[i].times;
        cr_expect_str_eq(cut(&score, line), cases[i].measures, "%s: %s", cases[i].why, line);
    }
}

Test(core_measures, are_numbered_from_1_and_know_their_length) {
    static const int lengths[] = {384, 384, 192};
    struct staccato_score score;
    notes_read_rhythm("4444444444", "C4", &score);
    struct staccato_measures measures;
    staccato_measures_begin(&measures, &score, 0);
    struct staccato_measure measure;
    for (unsigned int number = 1; number <= 3; number++) {
        cr_assert(staccato_measures_next(&measures, &measure), "measure %u", number);
        cr_expect_eq(measure.number, number, "number %u", measure.number);
        cr_expect_eq(measure.length, lengths[number - 1], "measure %u: %d", number, measure.length);
        cr_expect_eq(measure.is_last, number == 3, "measure %u of 3", number);
    }
    cr_expect_not(staccato_measures_next(&measures, &measure), "three measures");
    cr_expect_not(staccato_measures_next(&measures, &measure), "still three");
}

/* Both halves are the one event, a chord as well as a note. */
Test(core_measures, tie_all_of_a_chord) {
    struct staccato_score score;
    notes_read_pitches("C4+E4+G4", &score);
    score.events[0].value = STACCATO_VALUE(STACCATO_HALF, 3); /* 15 sixteenths */
    staccato_score_note(&score, STACCATO_VALUE(STACCATO_QUARTER, 0), notes_pitch("C4"));
    staccato_score_add(&score, notes_pitch("E4"));
    struct staccato_measures measures;
    staccato_measures_begin(&measures, &score, 0);
    struct staccato_measure first;
    struct staccato_measure second;
    cr_assert(staccato_measures_next(&measures, &first));
    cr_assert(staccato_measures_next(&measures, &second));
    cr_assert(first.note_count == 2 && second.note_count == 1);
    cr_expect(first.notes[1].event == &score.events[1] && first.notes[1].tie_start);
    cr_expect(second.notes[0].event == &score.events[1] && second.notes[0].tie_stop);
    cr_expect(first.notes[1].ticks == 24 && second.notes[0].ticks == 72, "1 and 3 of 4");
}

/* A worker cuts every measure into the same memory: what was marked in it must not come back. */
Test(core_measures, have_only_their_own_marks) {
    struct staccato_score score;
    notes_read_rhythm("4444", "C4", &score);
    struct staccato_measures measures;
    staccato_measures_begin(&measures, &score, 0);
    struct staccato_measure measure;
    memset(&measure, 1, sizeof(measure));
    cr_assert(staccato_measures_next(&measures, &measure));
    cr_assert_eq(measure.note_count, 4);
    for (size_t i = 0; i < measure.note_count; i++) {
        const struct staccato_note *note = &measure.notes[i];
        cr_expect(!note->tie_start && !note->tie_stop, "note %zu: no tie", i);
        cr_expect(note->accidentals == 0, "note %zu: no accidental", i);
        cr_expect(note->beams[0] == STACCATO_BEAM_NONE && note->beams[1] == STACCATO_BEAM_NONE,
                  "note %zu: no beams", i);
        cr_expect_eq(note->stem, STACCATO_STEM_NONE, "note %zu: no stem", i);
    }
}
