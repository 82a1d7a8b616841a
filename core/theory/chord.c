/* The table of chords. */
#include "chord.h"

#define m3 STACCATO_INTERVAL(3, 3)
#define M3 STACCATO_INTERVAL(3, 4)
#define d5 STACCATO_INTERVAL(5, 6)
#define P5 STACCATO_INTERVAL(5, 7)
#define A5 STACCATO_INTERVAL(5, 8)
#define d7 STACCATO_INTERVAL(7, 9)
#define m7 STACCATO_INTERVAL(7, 10)
#define M7 STACCATO_INTERVAL(7, 11)
#define M9 STACCATO_INTERVAL(9, 14)

const struct staccato_chord staccato_chords[STACCATO_CHORDS] = {
    {2, {M3, P5}},     {2, {m3, P5}},         {2, {M3, A5}},         {2, {m3, d5}},
    {3, {M3, P5, m7}}, {3, {M3, P5, M7}},     {3, {m3, P5, m7}},     {3, {m3, d5, m7}},
    {3, {m3, d5, d7}}, {4, {M3, P5, m7, M9}}, {4, {M3, P5, M7, M9}}, {4, {m3, P5, m7, M9}},
};

const struct staccato_text staccato_chord_names[STACCATO_CHORDS] = {
    STACCATO_TEXT_INIT("major"),       STACCATO_TEXT_INIT("minor"),
    STACCATO_TEXT_INIT("augmented"),   STACCATO_TEXT_INIT("diminished"),
    STACCATO_TEXT_INIT("dominant7"),   STACCATO_TEXT_INIT("major7"),
    STACCATO_TEXT_INIT("minor7"),      STACCATO_TEXT_INIT("half_diminished7"),
    STACCATO_TEXT_INIT("diminished7"), STACCATO_TEXT_INIT("dominant9"),
    STACCATO_TEXT_INIT("major9"),      STACCATO_TEXT_INIT("minor9"),
};

int staccato_chord_inversions(const struct staccato_chord *chord) {
    return chord->interval_count == 2 ? 2 : 3;
}

/* Moves the lowest note above the highest. */
static void invert(struct staccato_pitch *pitches, size_t count) {
    struct staccato_pitch lowest = pitches[0];
    while (staccato_pitch_midi(lowest) <= staccato_pitch_midi(pitches[count - 1])) {
        lowest.octave++;
    }
    memmove(pitches, pitches + 1, (count - 1) * sizeof(pitches[0]));
    pitches[count - 1] = lowest;
}

size_t staccato_chord_spell(const struct staccato_chord *chord, struct staccato_pitch root,
                            int inversion,
                            struct staccato_pitch pitches[STACCATO_CHORD_NOTES_MAX]) {
    size_t count = chord->interval_count + 1u;
    pitches[0] = root;
    for (size_t i = 1; i < count; i++) {
        pitches[i] = staccato_interval_above(chord->intervals[i - 1], root);
    }
    for (int i = 0; i < inversion; i++) {
        invert(pitches, count);
    }
    return count;
}
