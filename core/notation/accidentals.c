/* Which notes print an accidental. */
#include "accidentals.h"

#include "key.h"

/* A note counts where it is struck: what a barline left of it is not looked at. */
static bool is_struck_here(const struct staccato_note *note) {
    return note->event->pitch_count > 0 && note->is_start;
}

static void print(struct staccato_note *note, size_t member) {
    note->accidentals |= (uint8_t)(1u << member);
    if (note->pitches[member].alter == 0) {
        note->naturals |= (uint8_t)(1u << member);
    }
}

/* ---- reminders ---- */

static unsigned int pitch_index(struct staccato_pitch pitch) {
    int place = staccato_pitch_diatonic_number(pitch) - 1;
    return (unsigned int)(place * STACCATO_ALTERS + pitch.alter + STACCATO_ALTER_MAX);
}

/* When the letter was last seen in another alteration, in this measure or the one before; 0 if it
 * was not. */
static uint16_t other_alteration(const struct staccato_signs *signs, struct staccato_pitch pitch) {
    uint16_t latest = 0;
    for (int i = 0; i < STACCATO_ALTERS; i++) {
        uint16_t time = signs->seen[pitch.step][i];
        if (i != pitch.alter + STACCATO_ALTER_MAX && time > latest) {
            latest = time;
        }
    }
    return latest > signs->before ? latest : 0;
}

/* Whether a note that the signature covers is to be reminded of. */
static bool needs_reminder(const struct staccato_signs *signs, struct staccato_pitch pitch) {
    uint16_t other = other_alteration(signs, pitch);
    if (pitch.alter != 0) {
        return other > signs->printed[pitch_index(pitch)];
    }
    const struct staccato_place *place = &signs->places[staccato_pitch_diatonic_number(pitch) - 1];
    return other > signs->seen[pitch.step][STACCATO_ALTER_MAX] ||
           (place->time > signs->here && place->alter != 0);
}

static void remind(struct staccato_note *note, size_t member, const struct staccato_score *score,
                   struct staccato_signs *signs) {
    struct staccato_pitch pitch = note->pitches[member];
    unsigned int index = pitch_index(pitch);
    bool is_covered = pitch.alter == staccato_key_alter(score->fifths, pitch.step);
    bool goes_on = signs->run == index + 1; /* a run of one pitch, rests between or not */
    bool prints = false;
    if (!note->tie_stop) {
        prints = is_covered ? needs_reminder(signs, pitch) : !(goes_on && signs->run_printed);
    }
    signs->time++;
    if (prints) {
        print(note, member);
        signs->printed[index] = signs->time;
    }
    signs->run_printed = prints || (goes_on && signs->run_printed);
    signs->run = (uint16_t)(index + 1);
    signs->seen[pitch.step][pitch.alter + STACCATO_ALTER_MAX] = signs->time;
    signs->places[staccato_pitch_diatonic_number(pitch) - 1] =
        (struct staccato_place){signs->time, pitch.alter};
}

/* ---- plain ---- */

static void mark_plain(struct staccato_note *note, size_t member,
                       const struct staccato_score *score, struct staccato_signs *signs) {
    struct staccato_pitch pitch = note->pitches[member];
    struct staccato_place *place = &signs->places[staccato_pitch_diatonic_number(pitch) - 1];
    int in_force =
        place->time > signs->here ? place->alter : staccato_key_alter(score->fifths, pitch.step);
    if (note->tie_stop) {
        return;
    }
    signs->time++;
    if (pitch.alter != in_force) {
        print(note, member);
    }
    *place = (struct staccato_place){signs->time, pitch.alter};
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

static void mark_each(struct staccato_note *note, size_t member, const struct staccato_score *score,
                      struct staccato_signs *signs) {
    (void)signs;
    struct staccato_pitch pitch = note->pitches[member];
    if (pitch.alter != staccato_key_alter(score->fifths, pitch.step) ||
        (pitch.alter == 0 && is_altered_in_chord(note, member))) {
        print(note, member);
    }
}

void staccato_accidentals_mark(struct staccato_measure *measure, const struct staccato_score *score,
                               struct staccato_signs *signs) {
    static void (*const rules[])(struct staccato_note *, size_t, const struct staccato_score *,
                                 struct staccato_signs *) = {
        [STACCATO_REMINDERS] = remind,
        [STACCATO_PLAIN] = mark_plain,
        [STACCATO_EACH] = mark_each,
    };
    signs->before = signs->here;
    signs->here = signs->time;
    signs->run = 0;
    for (size_t i = 0; i < measure->note_count; i++) {
        struct staccato_note *note = &measure->notes[i];
        for (size_t member = 0; is_struck_here(note) && member < note->event->pitch_count;
             member++) {
            rules[score->accidentals](note, member, score, signs);
        }
    }
}
