/* Made by make-tables from share/levels.json; not to be edited. */
#include "tables.h"

/* clang-format off */

const struct staccato_sight_meter staccato_sight_meters[STACCATO_SIGHT_METERS] = {
    {&staccato_sight_patterns[0], STACCATO_TEXT_INIT("2/4"), 0x1eu, 47, 2, 4, 24, 12, 12, 12, 2, {0, 12}},
    {&staccato_sight_patterns[47], STACCATO_TEXT_INIT("3/4"), 0x1eu, 91, 3, 4, 36, 12, 12, 24, 3, {0, 12, 24}},
    {&staccato_sight_patterns[138], STACCATO_TEXT_INIT("4/4"), 0x1eu, 126, 4, 4, 48, 12, 12, 24, 4, {0, 12, 24, 36}},
    {&staccato_sight_patterns[264], STACCATO_TEXT_INIT("2/2"), 0x1eu, 110, 2, 2, 48, 24, 12, 24, 2, {0, 24}},
    {&staccato_sight_patterns[374], STACCATO_TEXT_INIT("3/8"), 0x20160000u, 11, 3, 8, 18, 18, 6, 18, 1, {0}},
    {&staccato_sight_patterns[385], STACCATO_TEXT_INIT("6/8"), 0x20160000u, 65, 6, 8, 36, 18, 6, 18, 2, {0, 18}},
    {&staccato_sight_patterns[450], STACCATO_TEXT_INIT("9/8"), 0x20160000u, 89, 9, 8, 54, 18, 6, 36, 3, {0, 18, 36}},
    {&staccato_sight_patterns[539], STACCATO_TEXT_INIT("12/8"), 0x20160000u, 99, 12, 8, 72, 18, 6, 36, 4, {0, 18, 36, 54}},
    {&staccato_sight_patterns[638], STACCATO_TEXT_INIT("5/8"), 0x16001eu, 48, 5, 8, 30, 0, 0, 12, 2, {0, 12}},
    {&staccato_sight_patterns[686], STACCATO_TEXT_INIT("7/8"), 0x16001eu, 122, 7, 8, 42, 0, 0, 24, 3, {0, 12, 24}},
    {&staccato_sight_patterns[808], STACCATO_TEXT_INIT("5/4"), 0x1eu, 130, 5, 4, 60, 12, 0, 24, 2, {0, 24}},
    {&staccato_sight_patterns[938], STACCATO_TEXT_INIT("7/4"), 0x1eu, 115, 7, 4, 84, 12, 0, 48, 3, {0, 24, 48}},
};

const uint16_t staccato_sight_cells[STACCATO_SIGHT_CELLS] = {
    0x2, 0x4, 0x8, 0x20, 0x80, 0x90, 0x110, 0x100, 0x180, 0x180, 0x140, 0xa0, 0x200, 0x2000, 0x800,
    0x4080, 0x4080, 0x10, 0xa0, 0xa0, 0x80, 0x180, 0x180, 0x180, 0x1c0, 0x1000, 0x4020, 0x4080,
    0x4080, 0x4, 0x1,
};

const uint8_t staccato_sight_ticks[STACCATO_SIGHT_TOKENS] = {
    72, 48, 36, 24, 18, 12, 9, 6, 3, 4, 48, 24, 18, 12, 6,
};
