/* A pitch as it is written: step, alteration, octave.
 *
 *     struct staccato_pitch pitch;
 *     if (staccato_pitch_parse(STACCATO_TEXT("Ab4"), &pitch)) ...  // {STACCATO_STEP_A, -1, 4}
 */
#ifndef STACCATO_PITCH_H
#define STACCATO_PITCH_H

#include <stdbool.h>
#include <stdint.h>

#include "text.h"

/* The seven letters, counted from C as scientific pitch notation does. */
enum staccato_step {
    STACCATO_STEP_C,
    STACCATO_STEP_D,
    STACCATO_STEP_E,
    STACCATO_STEP_F,
    STACCATO_STEP_G,
    STACCATO_STEP_A,
    STACCATO_STEP_B,
    STACCATO_STEPS /* how many there are */
};

enum {
    STACCATO_ALTER_MAX = 3,  /* sharps or flats on one note */
    STACCATO_OCTAVE_MIN = 0, /* written octaves: MusicXML 4.0's type `octave` is 0..9 */
    STACCATO_OCTAVE_MAX = 9,
    STACCATO_OCTAVE_DEFAULT = 4, /* of a spelling without an octave digit */
    STACCATO_PITCH_NAME_SIZE = 1 + STACCATO_ALTER_MAX + 1
};

/* step: enum staccato_step; alter: semitones, -3..3, flats negative; octave: the written one,
 * scientific (middle C is C4). An octave outside 0..9 can be computed but not written. */
struct staccato_pitch {
    int8_t step;
    int8_t alter;
    int8_t octave;
};

/* Reads a spelling: a letter of either case, up to three `#`, or up to three `-`, or up to three
 * `b`, never mixed, then an optional octave digit (4 if absent). Returns false, and leaves pitch
 * alone, for anything else. "f#3" is F sharp 3; "bb" is B flat 4. */
bool staccato_pitch_parse(struct staccato_text spelling, struct staccato_pitch *pitch);

/* 7 * octave + step + 1: C4 is 29. Alterations do not count; it is a place on the staff. */
static inline int staccato_pitch_diatonic_number(struct staccato_pitch pitch) {
    return STACCATO_STEPS * pitch.octave + pitch.step + 1;
}

/* The key of a piano that it sounds, as MIDI counts: C4 is 60. */
int staccato_pitch_midi(struct staccato_pitch pitch);

/* How many fifths a letter with its alteration lies above C: F# is 6, B- is -2. */
int staccato_pitch_fifths(struct staccato_pitch pitch);

/* Whether the octave is one that MusicXML can write. */
static inline bool staccato_pitch_in_range(struct staccato_pitch pitch) {
    return pitch.octave >= STACCATO_OCTAVE_MIN && pitch.octave <= STACCATO_OCTAVE_MAX;
}

/* The capital letter of a step. */
static inline char staccato_step_letter(int step) {
    return "CDEFGAB"[step];
}

/* Writes the name without octave, flats as `-` ("F#", "B-"), NUL-terminated, and returns its
 * length. */
size_t staccato_pitch_name(struct staccato_pitch pitch, char name[STACCATO_PITCH_NAME_SIZE]);

#endif
