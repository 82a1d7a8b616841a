/* The gate: what is dull, or in another key than it means to be, is drawn again. */
#include "parts.h"

enum { SEMITONES = 12 };

bool staccato_sight_is_dull(const struct staccato_sight_piece *piece) {
    enum { PLACES = 80, LEAST_PLACES = 4 };
    uint16_t counts[PLACES] = {0};
    unsigned int different = 0;
    unsigned int most = 0;
    for (size_t i = 0; i < piece->note_count; i++) {
        unsigned int count = ++counts[piece->notes[i].place];
        different += count == 1;
        most = count > most ? count : most;
    }
    return piece->note_count < piece->least_notes || different < LEAST_PLACES ||
           2 * most > piece->note_count;
}

/* The weights of Aarden and Essen, centred and of length 1000: a key's correlation with the notes
 * is then a product of integers. Written twice, so that each key has its twelve in a row. */
static const int16_t profiles[2][2 * SEMITONES] = {
    {333, -289, 232, -288, 404, 107, -284, 484, -289, -6, -286, -119,
     333, -289, 232, -288, 404, 107, -284, 484, -289, -6, -286, -119},
    {399, -305, 229, 342, -306, 245, -306, 413, -151, -257, -38, -264,
     399, -305, 229, 342, -306, 245, -306, 413, -151, -257, -38, -264},
};

bool staccato_sight_is_heard(const struct staccato_sight_piece *piece) {
    int ticks[SEMITONES] = {0};
    const int tonic = staccato_sight_midi(piece, 7);
    int meant = 0, best = INT32_MIN;
    for (size_t i = 0; i < piece->note_count; i++) {
        const struct staccato_sight_note *note = &piece->notes[i];
        int midi = staccato_sight_midi(piece, note->place) + note->is_raised;
        ticks[(midi - tonic + 10 * SEMITONES) % SEMITONES] += note->ticks;
    }
    for (int mode = 0; mode < 2; mode++) {
        for (int key = 0; key < SEMITONES; key++) {
            int sum = 0;
            for (int i = 0; i < SEMITONES; i++) {
                sum += profiles[mode][SEMITONES - key + i] * ticks[i];
            }
            if (key == 0 && mode == piece->key->is_minor) {
                meant = sum;
            } else {
                best = sum > best ? sum : best;
            }
        }
    }
    return meant > best;
}
