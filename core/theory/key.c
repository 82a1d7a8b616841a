/* Keys, signatures and scales. */
#include "key.h"

#define KEY(step, alter, fifths)                                                                   \
    { {STACCATO_STEP_##step, (alter), 0}, (fifths) }

const struct staccato_key staccato_keys[STACCATO_KEY_COUNT] = {
    KEY(C, -1, -7), KEY(G, -1, -6), KEY(D, -1, -5), KEY(A, -1, -4), KEY(E, -1, -3),
    KEY(B, -1, -2), KEY(F, 0, -1),  KEY(C, 0, 0),   KEY(G, 0, 1),   KEY(D, 0, 2),
    KEY(A, 0, 3),   KEY(E, 0, 4),   KEY(B, 0, 5),   KEY(F, 1, 6),   KEY(C, 1, 7),
};

/* The place is that of a step in the order of sharps, F C G D A E B: 0..6. */
#define ALTER(fifths, place) ((fifths) > (place)) - (-(fifths) > STACCATO_STEPS - 1 - (place))
#define ALTERS(fifths)                                                                             \
    {                                                                                              \
        ALTER(fifths, 1), ALTER(fifths, 3), ALTER(fifths, 5), ALTER(fifths, 0), ALTER(fifths, 2),  \
            ALTER(fifths, 4), ALTER(fifths, 6)                                                     \
    }

const int8_t staccato_key_alters[STACCATO_KEY_COUNT][STACCATO_STEPS] = {
    ALTERS(-7), ALTERS(-6), ALTERS(-5), ALTERS(-4), ALTERS(-3), ALTERS(-2), ALTERS(-1), ALTERS(0),
    ALTERS(1),  ALTERS(2),  ALTERS(3),  ALTERS(4),  ALTERS(5),  ALTERS(6),  ALTERS(7),
};

#define NAME(name) STACCATO_TEXT_INIT(name)

const struct staccato_text staccato_key_names[STACCATO_KEY_NAMES_COUNT] = {
    NAME("C-"), NAME("Cb"), NAME("G-"), NAME("Gb"), NAME("D-"), NAME("Db"), NAME("A-"),
    NAME("Ab"), NAME("E-"), NAME("Eb"), NAME("B-"), NAME("Bb"), NAME("F"),  NAME("C"),
    NAME("G"),  NAME("D"),  NAME("A"),  NAME("E"),  NAME("B"),  NAME("F#"), NAME("C#"),
};

const struct staccato_key *staccato_key_find(struct staccato_text tonic) {
    struct staccato_pitch pitch;
    /* Two bytes are a letter and at most one sign; a digit in their place is an octave. */
    if (tonic.length == 0 || tonic.length > 2 || tonic.data[0] > 'G' ||
        (tonic.data[tonic.length - 1] >= '0' && tonic.data[tonic.length - 1] <= '9') ||
        !staccato_pitch_parse(tonic, &pitch)) {
        return NULL;
    }
    for (size_t i = 0; i < STACCATO_KEY_COUNT; i++) {
        const struct staccato_key *key = &staccato_keys[i];
        if (key->tonic.step == pitch.step && key->tonic.alter == pitch.alter) {
            return key;
        }
    }
    return NULL;
}

bool staccato_key_in_range(const struct staccato_key *key, int highest_degree, int64_t octave) {
    return octave >= STACCATO_OCTAVE_MIN && octave <= STACCATO_OCTAVE_MAX &&
           staccato_pitch_in_range(staccato_key_degree(key, highest_degree, (int)octave));
}

bool staccato_key_fifths(struct staccato_text name, int *fifths, bool *is_minor) {
    enum { SIGNS_MAX = 7, MINOR = -3 };
    struct staccato_pitch tonic;
    bool is_key = name.length == 1 || (name.length == 2 && memchr("#-b", name.data[1], 3) != NULL);
    if (!is_key || !staccato_pitch_parse(name, &tonic)) {
        return false;
    }
    *is_minor = name.data[0] >= 'a';
    *fifths = staccato_pitch_fifths(tonic) + (*is_minor ? MINOR : 0);
    return *fifths >= -SIGNS_MAX && *fifths <= SIGNS_MAX;
}
