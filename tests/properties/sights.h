/* Requests for sight-reading of any kind, many of which can't be drawn, and what holds of each. */
#ifndef TESTS_PROPERTIES_SIGHTS_H
#define TESTS_PROPERTIES_SIGHTS_H

#include "requests.h"

enum { SIGHTS_VALUES_MAX = 6 };

/* A request and the texts it points into. Not to be copied. */
struct sights_request {
    const struct staccato_exercise *exercise;
    struct staccato_argument arguments[STACCATO_FIELDS_MAX];
    struct staccato_item items[STACCATO_FIELDS_MAX][SIGHTS_VALUES_MAX];
    char texts[STACCATO_FIELDS_MAX][4];
    struct staccato_draw draw;
};

/* Gives some of the fields a value: choices, numbers within their bounds, keys and pitches that may
 * be none. */
void sights_make(struct requests_source *source, struct sights_request *made);

/* Composes the request. Returns NULL, or the first rule that is broken:
 * - what is refused is refused in one printable line that begins as all do;
 * - what is drawn is drawn again, event for event, whatever was composed before;
 * - there is a staff for each hand; each lasts as many measures as were asked for or are told;
 * - notes lie between low and high, moves within a hand are maxLeap letters at most, all values are
 *   of those that were asked for; the last note is the tonic;
 * - its document and its picture can be read, and show as many notes.
 * is_drawn says which it was. */
const char *sights_fault(const struct sights_request *made, bool *is_drawn);

#endif
