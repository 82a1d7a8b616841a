/* What of a score sounds, and when: notes and chords, ties merged, rests left out.
 *
 *     struct staccato_sounds sounds;
 *     struct staccato_sound sound;
 *     staccato_sounds_begin(&sounds, &score);
 *     while (staccato_sounds_next(&sounds, &sound)) {
 *         ...  // sound.start, sound.ticks, sound.pitches[0 … sound.pitch_count - 1]
 *     }
 */
#ifndef STACCATO_SOUNDS_H
#define STACCATO_SOUNDS_H

#include "score.h"

/* start and ticks are in ticks of 1/96 quarter; pitches are those written (see
 * staccato_sound_midi). */
struct staccato_sound {
    uint32_t start;
    uint32_t ticks;
    const struct staccato_pitch *pitches;
    size_t pitch_count;
};

/* Private: where each voice has got to. */
struct staccato_sounds {
    const struct staccato_score *score;
    struct {
        unsigned int event, pitch, repeat;
        uint32_t time;
        bool has_next;
        struct staccato_sound next;
    } voices[STACCATO_VOICES_MAX];
};

/* The score is borrowed. */
void staccato_sounds_begin(struct staccato_sounds *sounds, const struct staccato_score *score);

/* The next one in order of start, then of staff; false if there is none left. */
bool staccato_sounds_next(struct staccato_sounds *sounds, struct staccato_sound *sound);

/* The MIDI key that sounds where a pitch is written. */
int staccato_sound_midi(const struct staccato_score *score, struct staccato_pitch pitch);

/* How long the score lasts, in ticks: as long as its first voice. */
uint32_t staccato_score_ticks(const struct staccato_score *score);

#endif
