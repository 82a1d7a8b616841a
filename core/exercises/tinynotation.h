/* Melodies as text: music21's TinyNotation, as far as SCORE.md has it.
 *
 *     struct staccato_score score;
 *     size_t offset;
 *     staccato_score_begin(&score);
 *     const char *fault = staccato_tinynotation_read(
 *         STACCATO_TEXT("6/8 c8 d e f4 g8 a4.~ a8 b c'"), &score, &offset);
 *     if (fault != NULL) ...  // what is wrong, and at which byte
 */
#ifndef STACCATO_TINYNOTATION_H
#define STACCATO_TINYNOTATION_H

#include "score.h"

/* Reads a text into a score that was begun: its meter and events. Returns NULL or, for a text that
 * can't be read, a constant sentence in which {} stands for *offset, the byte where the trouble
 * starts; the score is of no use then. */
const char *staccato_tinynotation_read(struct staccato_text text, struct staccato_score *score,
                                       size_t *offset);

#endif
