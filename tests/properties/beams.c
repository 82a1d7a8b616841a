/* Beams against the four sentences of the notation, taken literally, over every measure there is:
 * 1,940,449 sequences of sixteenth rests, sixteenths and eighths that fill 0 to 16 sixteenths. */
#include "beams.h"

#include <criterion/criterion.h>

enum { FULL = 16, QUARTER = 4, SIXTEENTH = 24 };

struct symbol {
    bool is_note;
    int duration;
    char sign;
};

/* A measure to be, and what its beams should be. */
struct sequence {
    struct symbol notes[FULL];
    int places[FULL]; /* from the start of a full measure */
    int count, length;
    enum staccato_beam beams[2][FULL];
};

static const struct staccato_event rest;
static const struct staccato_event note = {.pitch_count = 1};
static struct staccato_score score;
static size_t compared;

/* Sentence 1: two neighbours, both shorter than a quarter, that start in the same quarter. */
static bool are_joined(const struct sequence *s, int i) {
    return i >= 0 && i + 1 < s->count && s->notes[i].is_note && s->notes[i + 1].is_note &&
           s->places[i] / QUARTER == s->places[i + 1] / QUARTER;
}

static bool is_sixteenth(const struct sequence *s, int i) {
    return i >= 0 && i < s->count && s->notes[i].is_note && s->notes[i].duration == 1;
}

/* Sentence 2, its end: in the middle of its quarter and before an eighth. */
static bool is_joined_to_none(const struct sequence *s, int i) {
    return s->places[i] % QUARTER == QUARTER / 2 && are_joined(s, i) && !is_sixteenth(s, i + 1);
}

/* Sentence 2: two neighbours, both sixteenths, unless they are the inner two of four. */
static bool are_joined_twice(const struct sequence *s, int i) {
    bool is_inner = are_joined(s, i - 1) && are_joined(s, i + 1) && is_sixteenth(s, i - 1) &&
                    is_sixteenth(s, i + 2);
    return are_joined(s, i) && is_sixteenth(s, i) && is_sixteenth(s, i + 1) && !is_inner &&
           !is_joined_to_none(s, i) && !is_joined_to_none(s, i + 1);
}

/* Sentence 4. */
static enum staccato_beam beam(bool to_the_left, bool to_the_right) {
    return to_the_left    ? to_the_right ? STACCATO_BEAM_CONTINUE : STACCATO_BEAM_END
           : to_the_right ? STACCATO_BEAM_BEGIN
                          : STACCATO_BEAM_NONE;
}

static void apply_sentences(struct sequence *s) {
    int place = FULL - s->length;
    for (int i = 0; i < s->count; i++) {
        s->places[i] = place;
        place += s->notes[i].duration;
    }
    for (int i = 0; i < s->count; i++) {
        s->beams[0][i] = beam(are_joined(s, i - 1), are_joined(s, i));
        s->beams[1][i] = beam(i > 0 && are_joined_twice(s, i - 1), are_joined_twice(s, i));
        /* Sentence 3. */
        if (is_sixteenth(s, i) && s->beams[0][i] != STACCATO_BEAM_NONE &&
            s->beams[1][i] == STACCATO_BEAM_NONE) {
            s->beams[1][i] = s->beams[0][i] == STACCATO_BEAM_END ? STACCATO_BEAM_BACKWARD_HOOK
                                                                 : STACCATO_BEAM_FORWARD_HOOK;
        }
    }
}

static void compare(struct sequence *s) {
    struct staccato_measure measure = {
        .number = 1, .length = (uint16_t)(s->length * SIXTEENTH), .note_count = (uint16_t)s->count};
    char signs[FULL + 1] = "";
    for (int i = 0, onset = 0; i < s->count; i++) {
        int ticks = s->notes[i].duration * SIXTEENTH;
        measure.notes[i] = (struct staccato_note){
            .event = s->notes[i].is_note ? &note : &rest,
            .onset = (uint16_t)onset,
            .ticks = (uint16_t)ticks,
            .value = staccato_value_fitting((unsigned int)ticks),
        };
        measure.notes[i].flags =
            s->notes[i].is_note ? staccato_values[measure.notes[i].value].flags : 0;
        onset += ticks;
        signs[i] = s->notes[i].sign;
    }
    apply_sentences(s);
    staccato_beams_mark(&measure, &score);
    for (int i = 0; i < s->count; i++) {
        for (int level = 0; level < 2; level++) {
            /* cr_assert itself takes far longer than what is compared. */
            if (measure.notes[i].beams[level] != s->beams[level][i]) {
                cr_assert_fail("%s: level %d of note %d is %d, not %d", signs, level + 1, i,
                               measure.notes[i].beams[level], (int)s->beams[level][i]);
            }
        }
    }
    compared++;
}

/* Compares the sequence, and every one that begins with it. */
static void compare_all(struct sequence *s, const struct symbol *symbols, int symbol_count) {
    compare(s);
    for (int i = 0; i < symbol_count; i++) {
        if (s->length + symbols[i].duration <= FULL) {
            s->notes[s->count++] = symbols[i];
            s->length += symbols[i].duration;
            compare_all(s, symbols, symbol_count);
            s->length -= symbols[i].duration;
            s->count--;
        }
    }
}

Test(properties_beams, follow_the_sentences_in_every_measure_of_rhythm_16) {
    static const struct symbol symbols[] = {{false, 1, '0'}, {true, 1, '1'}, {true, 2, '2'}};
    struct sequence sequence = {.count = 0};
    staccato_score_begin(&score);
    compare_all(&sequence, symbols, 3);
    cr_expect_eq(compared, 1940449, "%zu measures", compared);
}

/* Sixteenths come here, too, where a barline leaves one of an eighth. */
Test(properties_beams, follow_the_sentences_in_every_measure_of_rhythm_8) {
    static const struct symbol symbols[] = {{false, 2, 'o'}, {true, 2, '2'}, {true, 1, '1'}};
    struct sequence sequence = {.count = 0};
    staccato_score_begin(&score);
    compare_all(&sequence, symbols, 3);
    cr_expect_eq(compared, 87381, "%zu measures", compared);
}
