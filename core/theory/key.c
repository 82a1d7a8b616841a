/* Keys, signatures and scales. */
#include "key.h"

#define KEY(step, alter, fifths)                                                                   \
    { {STACCATO_STEP_##step, (alter), 0}, (fifths) }

const struct staccato_key staccato_keys[STACCATO_KEY_COUNT] = {
    KEY(C, -1, -7), KEY(G, -1, -6), KEY(D, -1, -5), KEY(A, -1, -4), KEY(E, -1, -3),
    KEY(B, -1, -2), KEY(F, 0, -1),  KEY(C, 0, 0),   KEY(G, 0, 1),   KEY(D, 0, 2),
    KEY(A, 0, 3),   KEY(E, 0, 4),   KEY(B, 0, 5),   KEY(F, 1, 6),   KEY(C, 1, 7),
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

int staccato_key_alter(int fifths, int step) {
    /* The place of each step, from C, in the order of sharps F C G D A E B. */
    static const int8_t sharp_order[STACCATO_STEPS] = {1, 3, 5, 0, 2, 4, 6};
    return (fifths > sharp_order[step]) - (-fifths > STACCATO_STEPS - 1 - sharp_order[step]);
}

struct staccato_pitch staccato_key_degree(const struct staccato_key *key, int degree, int octave) {
    int step = key->tonic.step + degree - 1;
    int above = step >= STACCATO_STEPS; /* octaves */
    int letter = above ? step - STACCATO_STEPS : step;
    /* The signature is what makes the scale on the tonic run 2 2 1 2 2 2 1. */
    return (struct staccato_pitch){.step = (int8_t)letter,
                                   .alter = (int8_t)staccato_key_alter(key->fifths, letter),
                                   .octave = (int8_t)(octave + above)};
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
