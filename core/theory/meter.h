/* Meters: how long a measure is, and where beams group.
 *
 *     const struct staccato_meter *meter = staccato_meter_find(6, 8);   // 288 ticks, groups of 144
 */
#ifndef STACCATO_METER_H
#define STACCATO_METER_H

#include <stdint.h>

enum { STACCATO_GROUPS_MAX = 3 };

/* Lengths of groups in ticks (value.h), one after another from the start of the measure and over
 * again until it is full; 0 ends the list. */
struct staccato_meter {
    uint8_t beats;
    uint8_t beat_type;
    uint16_t ticks;                             /* of a measure */
    uint16_t beam_groups[STACCATO_GROUPS_MAX];  /* of eighth beams */
    uint16_t inner_groups[STACCATO_GROUPS_MAX]; /* of shorter notes' beams */
};

/* The meters a melody may have (SCORE.md), 7/4, and 8/1 and 2/1, which hold a scale or an interval
 * in one measure. NULL if there is no such row. */
const struct staccato_meter *staccato_meter_find(unsigned int beats, unsigned int beat_type);

#endif
