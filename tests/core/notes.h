/* Music in one line of text, so that a table of cases reads like a score.
 *
 *     rhythm   one character an event: 1, 2 or 4 a note of so many sixteenths, 0 a sixteenth rest,
 *              o an eighth rest. "1120" is two sixteenths, an eighth and a rest.
 *     pitches  words: "C4 F#4 r C4+E4+G4" is two notes, a rest and a chord.
 *     beams    one character a note: [ begin, = continue, ] end, > forward hook, < backward hook,
 *              . none.
 *
 * A line that can't be read fails the test that wrote it.
 */
#ifndef TESTS_CORE_NOTES_H
#define TESTS_CORE_NOTES_H

#include "measure.h"

enum { NOTES_LINE = STACCATO_EVENTS_MAX + 1 };

/* The text of a C string, which must outlive it. */
struct staccato_text notes_text(const char *string);

/* The pitch that is spelled so. */
struct staccato_pitch notes_pitch(const char *spelling);

/* Fills score with a rhythm on one pitch, or with pitches in sixteenths: played once, no key. */
void notes_read_rhythm(const char *rhythm, const char *pitch, struct staccato_score *score);
void notes_read_pitches(const char *words, struct staccato_score *score);

/* All events of score as one measure, neither cut nor marked, which points into score. */
void notes_as_measure(const struct staccato_score *score, struct staccato_measure *measure);

/* The character of a note: as in a rhythm. */
char notes_sign(const struct staccato_note *note);

/* The way back: each writes line and returns it. */
const char *notes_write_rhythm(const struct staccato_score *score, char line[NOTES_LINE]);
const char *notes_write_pitches(const struct staccato_score *score, char line[NOTES_LINE]);
const char *notes_write_beams(const struct staccato_measure *measure, int level,
                              char line[NOTES_LINE]);

#endif
