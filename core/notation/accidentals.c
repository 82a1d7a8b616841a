/* Which notes print an accidental. */
#include "accidentals.h"

#include "key.h"

static void print(struct staccato_note *note, size_t member) {
    note->accidentals |= (uint8_t)(1u << member);
    if (note->pitches[member].alter == 0) {
        note->naturals |= (uint8_t)(1u << member);
    }
}

/* ---- reminders ---- */

/* Whether a note that the signature covers is to be reminded of: its letter was another alteration
 * in this measure or the one before, and has not been put right since. */
static bool needs_reminder(const struct staccato_signs *signs, struct staccato_pitch pitch,
                           const struct staccato_place *place, uint16_t printed) {
    const struct staccato_letter *letter = &signs->letters[pitch.step];
    bool was_other = letter->alter != pitch.alter;
    uint16_t other = was_other ? letter->time : letter->other;
    if (pitch.alter != 0) {
        return other > signs->before && other > printed;
    }
    return (was_other && other > signs->before) || (place->alter != 0 && place->time > signs->here);
}

/* The note is the last of its letter from now on. */
static void note_letter(struct staccato_letter *letter, int8_t alter, uint16_t time) {
    if (letter->alter != alter) {
        letter->other = letter->time;
        letter->alter = alter;
    }
    letter->time = time;
}

static bool remind(struct staccato_note *note, size_t member, const int8_t *key,
                   struct staccato_signs *signs) {
    struct staccato_pitch pitch = note->pitches[member];
    int index = staccato_pitch_diatonic_number(pitch) - 1;
    struct staccato_place *place = &signs->places[index];
    uint16_t *printed = &signs->printed[index * STACCATO_ALTERS + pitch.alter + STACCATO_ALTER_MAX];
    bool goes_on = signs->run == printed; /* a run of one pitch, rests between or not */
    bool is_covered = pitch.alter == key[pitch.step];
    bool prints = false;
    if (!note->tie_stop) {
        prints = is_covered ? needs_reminder(signs, pitch, place, *printed)
                            : !(goes_on && signs->run_printed);
    }
    uint16_t time = ++signs->time;
    if (prints) {
        print(note, member);
        *printed = time;
    }
    signs->run_printed = prints || (goes_on && signs->run_printed);
    signs->run = printed;
    note_letter(&signs->letters[pitch.step], pitch.alter, time);
    *place = (struct staccato_place){time, pitch.alter};
    return is_covered;
}

/* ---- plain ---- */

static bool mark_plain(struct staccato_note *note, size_t member, const int8_t *key,
                       struct staccato_signs *signs) {
    struct staccato_pitch pitch = note->pitches[member];
    struct staccato_place *place = &signs->places[staccato_pitch_diatonic_number(pitch) - 1];
    int in_force = place->time > signs->here ? place->alter : key[pitch.step];
    if (!note->tie_stop) {
        signs->time++;
        if (pitch.alter != in_force) {
            print(note, member);
        }
        *place = (struct staccato_place){signs->time, pitch.alter};
    }
    return pitch.alter == key[pitch.step];
}

/* ---- each ---- */

/* Whether the letter of a natural stands in its chord with an alteration, too. */
static bool is_altered_in_chord(const struct staccato_note *note, size_t member) {
    for (size_t i = 0; i < note->event->pitch_count; i++) {
        if (note->pitches[i].step == note->pitches[member].step && note->pitches[i].alter != 0) {
            return true;
        }
    }
    return false;
}

static bool mark_each(struct staccato_note *note, size_t member, const int8_t *key,
                      struct staccato_signs *signs) {
    (void)signs;
    struct staccato_pitch pitch = note->pitches[member];
    bool is_covered = pitch.alter == key[pitch.step];
    if (!is_covered || (pitch.alter == 0 && is_altered_in_chord(note, member))) {
        print(note, member);
    }
    return is_covered;
}

void staccato_accidentals_begin(struct staccato_signs *signs, const struct staccato_score *score) {
    signs->key = staccato_key_signature(score->fifths);
    signs->is_quiet = true; /* as if there were a measure before the first */
}

/* A rule of one note's pitch; returns whether the signature covers it. */
typedef bool mark_pitch(struct staccato_note *note, size_t member, const int8_t *key,
                        struct staccato_signs *signs);

/* Returns whether the signature covers all that is struck in the measure. Inlined, so that each
 * rule is a loop of its own. */
static inline __attribute__((always_inline)) bool
mark_all(struct staccato_measure *measure, struct staccato_signs *signs, mark_pitch *mark) {
    const int8_t *key = signs->key;
    bool is_covered = true;
    for (size_t i = 0; i < measure->note_count; i++) {
        struct staccato_note *note = &measure->notes[i];
        size_t count = note->is_start ? note->event->pitch_count : 0; /* struck here */
        for (size_t member = 0; member < count; member++) {
            is_covered &= mark(note, member, key, signs);
        }
    }
    return is_covered;
}

/* Whether the signature covers all that is struck in the measure. */
static bool is_covered(const struct staccato_measure *measure, const int8_t *key) {
    for (size_t i = 0; i < measure->note_count; i++) {
        const struct staccato_note *note = &measure->notes[i];
        const struct staccato_pitch *end = note->pitches + note->event->pitch_count;
        for (const struct staccato_pitch *pitch = note->pitches; pitch < end; pitch++) {
            if (pitch->alter != key[pitch->step] && note->is_start) {
                return false;
            }
        }
    }
    return true;
}

void staccato_accidentals_mark(struct staccato_measure *measure, enum staccato_accidentals rule,
                               struct staccato_signs *signs) {
    signs->before = signs->here;
    signs->here = signs->time;
    signs->run = NULL;
    /* Two such measures in a row: nothing to print, nothing to remember. */
    if (signs->is_quiet && is_covered(measure, signs->key)) {
        return;
    }
    switch (rule) {
    case STACCATO_REMINDERS:
        signs->is_quiet = mark_all(measure, signs, remind);
        break;
    case STACCATO_PLAIN:
        signs->is_quiet = mark_all(measure, signs, mark_plain);
        break;
    case STACCATO_EACH:
        signs->is_quiet = mark_all(measure, signs, mark_each);
        break;
    }
}
