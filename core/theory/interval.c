/* Intervals: what a quality adds to the perfect or major size of a number. */
#include "interval.h"

/* Semitones of the perfect or major interval with a number, within an octave. */
static const int8_t sizes[STACCATO_STEPS] = {0, 2, 4, 5, 7, 9, 11};

static bool is_perfect(int number) {
    int simple = (number - 1) % STACCATO_STEPS;
    return simple == 0 || simple == 3 || simple == 4;
}

/* What each quality adds; of a number that can be perfect, and of one that can be major. */
static const struct {
    struct staccato_text name;
    bool of_perfect, of_major;
    int8_t perfect, major;
} qualities[] = {
    {STACCATO_TEXT_INIT("AA"), true, true, 2, 2},  {STACCATO_TEXT_INIT("A"), true, true, 1, 1},
    {STACCATO_TEXT_INIT("P"), true, false, 0, 0},  {STACCATO_TEXT_INIT("M"), false, true, 0, 0},
    {STACCATO_TEXT_INIT("m"), false, true, 0, -1}, {STACCATO_TEXT_INIT("dd"), true, true, -2, -3},
    {STACCATO_TEXT_INIT("d"), true, true, -1, -2},
};

/* A number from 1 to 15 without leading zeros; 0 if it is none. */
static int read_number(struct staccato_text digits) {
    int number = 0;
    if (digits.length < 1 || digits.length > 2 || digits.data[0] == '0') {
        return 0;
    }
    for (size_t i = 0; i < digits.length; i++) {
        if (digits.data[i] < '0' || digits.data[i] > '9') {
            return 0;
        }
        number = 10 * number + digits.data[i] - '0';
    }
    return number <= STACCATO_INTERVAL_MAX ? number : 0;
}

bool staccato_interval_parse(struct staccato_text name, struct staccato_interval *interval,
                             size_t *quality_length) {
    for (size_t i = 0; i < sizeof(qualities) / sizeof(qualities[0]); i++) {
        size_t length = qualities[i].name.length;
        if (name.length <= length || memcmp(name.data, qualities[i].name.data, length) != 0) {
            continue;
        }
        int number = read_number((struct staccato_text){name.data + length, name.length - length});
        bool perfect = is_perfect(number);
        if (number == 0 || !(perfect ? qualities[i].of_perfect : qualities[i].of_major)) {
            return false;
        }
        int semitones = sizes[(number - 1) % STACCATO_STEPS] +
                        12 * ((number - 1) / STACCATO_STEPS) +
                        (perfect ? qualities[i].perfect : qualities[i].major);
        if (semitones < 0) {
            return false;
        }
        *interval = (struct staccato_interval){(uint8_t)number, (int8_t)semitones};
        if (quality_length != NULL) {
            *quality_length = length;
        }
        return true;
    }
    return false;
}

struct staccato_pitch staccato_interval_above(struct staccato_interval interval,
                                              struct staccato_pitch lower) {
    int step = lower.step + interval.number - 1;
    struct staccato_pitch upper = {.step = (int8_t)(step % STACCATO_STEPS),
                                   .octave = (int8_t)(lower.octave + step / STACCATO_STEPS)};
    upper.alter =
        (int8_t)(staccato_pitch_midi(lower) + interval.semitones - staccato_pitch_midi(upper));
    return upper;
}
