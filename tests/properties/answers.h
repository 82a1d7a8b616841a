/* What a game's answers must be, worked out again from its document and from what was asked. */
#ifndef TESTS_PROPERTIES_ANSWERS_H
#define TESTS_PROPERTIES_ANSWERS_H

#include <json-c/json.h>

#include "document.h"

/* Returns NULL, or the first thing that is not so:
 * - the document has the clef of the answer, one that was asked for, and the game's time;
 * - each answer is what the notes, the signature and their octaves come to: "root", "quality" and
 *   "inversion" are found from the letters and semitones of a chord, "interval" from the distance
 *   of two notes, "scaleType" from the steps, "tonic" from the signature, and so on;
 * - what was drawn from a list is one of its entries, as it was spelled;
 * - an accidental is printed where the signature gives another alteration, and nowhere else but at
 *   a natural note whose letter stands in its chord altered.
 *
 * path: "/chord-game"; asked: the body, with all lists in it; answer: the object that came back. */
const char *answers_fault(const char *path, json_object *asked, json_object *answer,
                          const struct document *document);

/* The same for /scale-pitches, which has no document: all notes of the scale between the ends. */
const char *answers_pitches_fault(json_object *asked, json_object *answer);

#endif
