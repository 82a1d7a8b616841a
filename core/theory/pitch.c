/* Spellings of pitches, read and written. */
#include "pitch.h"

/* The step of each letter from A to G. */
static const int8_t step_of_letter[] = {STACCATO_STEP_A, STACCATO_STEP_B, STACCATO_STEP_C,
                                        STACCATO_STEP_D, STACCATO_STEP_E, STACCATO_STEP_F,
                                        STACCATO_STEP_G};

/* What one sign after the letter adds; 0 for what is no sign. */
static int8_t alter_of_sign(char sign) {
    return (int8_t)(sign == '#' ? 1 : sign == '-' || sign == 'b' ? -1 : 0);
}

bool staccato_pitch_parse(struct staccato_text spelling, struct staccato_pitch *pitch) {
    if (spelling.length == 0) {
        return false;
    }
    const char *at = spelling.data;
    const char *end = at + spelling.length;
    char letter = *at++;
    if (letter >= 'a' && letter <= 'g') {
        letter = (char)(letter - 'a' + 'A');
    }
    if (letter < 'A' || letter > 'G') {
        return false;
    }
    struct staccato_pitch parsed = {.step = step_of_letter[letter - 'A'],
                                    .octave = STACCATO_OCTAVE_DEFAULT};
    for (const char *sign = at; at < end && *at == *sign && alter_of_sign(*at) != 0; at++) {
        if (at - sign == STACCATO_ALTER_MAX) {
            return false;
        }
        parsed.alter = (int8_t)(parsed.alter + alter_of_sign(*at));
    }
    if (at < end && *at >= '0' && *at <= '9') {
        parsed.octave = (int8_t)(*at++ - '0');
    }
    if (at != end) {
        return false;
    }
    *pitch = parsed;
    return true;
}

size_t staccato_pitch_name(struct staccato_pitch pitch, char name[STACCATO_PITCH_NAME_SIZE]) {
    size_t length = 0;
    name[length++] = staccato_step_letter(pitch.step);
    for (int signs = pitch.alter < 0 ? -pitch.alter : pitch.alter; signs > 0; signs--) {
        name[length++] = pitch.alter < 0 ? '-' : '#';
    }
    name[length] = '\0';
    return length;
}

int staccato_pitch_midi(struct staccato_pitch pitch) {
    static const int8_t semitones[STACCATO_STEPS] = {0, 2, 4, 5, 7, 9, 11};
    return 12 * (pitch.octave + 1) + semitones[pitch.step] + pitch.alter;
}

int staccato_pitch_fifths(struct staccato_pitch pitch) {
    static const int8_t fifths[STACCATO_STEPS] = {0, 2, 4, -1, 1, 3, 5};
    return fifths[pitch.step] + STACCATO_STEPS * pitch.alter;
}
