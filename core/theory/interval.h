/* Intervals, spelled by number and quality.
 *
 *     struct staccato_interval third;
 *     if (staccato_interval_parse(STACCATO_TEXT("m3"), &third, NULL)) ...  // 3 semitones
 *     struct staccato_pitch above = staccato_interval_above(third, pitch);  // on C4: E-4
 */
#ifndef STACCATO_INTERVAL_H
#define STACCATO_INTERVAL_H

#include "pitch.h"

enum { STACCATO_INTERVAL_MAX = 15 }; /* two octaves */

/* number: letters from the lower to the upper note, both counted, 1..15; semitones between them. */
struct staccato_interval {
    uint8_t number;
    int8_t semitones;
};

/* A row of a table of chords or scales: STACCATO_INTERVAL(3, 4) is a major third. */
#define STACCATO_INTERVAL(number, semitones)                                                       \
    { (number), (semitones) }

/* Reads a quality and a number: P with 1 4 5 8 11 12 15; M or m with 2 3 6 7 9 10 13 14; A, AA, d
 * or dd with 1 to 15, but not d1, dd1 and dd2, which are smaller than a unison. *quality_length,
 * unless NULL, is how many letters come before the number. Returns false for anything else. */
bool staccato_interval_parse(struct staccato_text name, struct staccato_interval *interval,
                             size_t *quality_length);

/* The upper note of the interval on a lower one. Its octave can be out of range, and its alteration
 * beyond three signs if the lower note has more than none. */
struct staccato_pitch staccato_interval_above(struct staccato_interval interval,
                                              struct staccato_pitch lower);

#endif
