/* The table of meters. Groups are those of music21 9.9.1. */
#include "meter.h"

#include <stddef.h>

#define EIGHTH  48
#define QUARTER 96
#define DOTTED  144
#define HALF    192

static const struct staccato_meter meters[] = {
    {4, 4, 384, {QUARTER}, {EIGHTH}},
    {2, 4, 192, {QUARTER}, {EIGHTH}},
    {3, 4, 288, {QUARTER}, {EIGHTH}},
    {5, 4, 480, {HALF, 3 * QUARTER}, {QUARTER}},
    {6, 4, 576, {3 * QUARTER}, {3 * QUARTER}},
    {7, 4, 672, {HALF, HALF, 3 * QUARTER}, {QUARTER}},
    {2, 2, 384, {HALF}, {HALF}},
    {3, 2, 576, {HALF}, {HALF}},
    {3, 8, 144, {DOTTED}, {DOTTED}},
    {6, 8, 288, {DOTTED}, {DOTTED}},
    {9, 8, 432, {DOTTED}, {DOTTED}},
    {12, 8, 576, {DOTTED}, {DOTTED}},
    {5, 8, 240, {QUARTER, DOTTED}, {QUARTER, DOTTED}},
    {7, 8, 336, {QUARTER, QUARTER, DOTTED}, {QUARTER, QUARTER, DOTTED}},
    {8, 1, 3072, {QUARTER}, {EIGHTH}},
    {2, 1, 768, {QUARTER}, {EIGHTH}},
};

const struct staccato_meter *staccato_meter_find(unsigned int beats, unsigned int beat_type) {
    for (size_t i = 0; i < sizeof(meters) / sizeof(meters[0]); i++) {
        if (meters[i].beats == beats && meters[i].beat_type == beat_type) {
            return &meters[i];
        }
    }
    return NULL;
}
