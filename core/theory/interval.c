/* Intervals: what a quality adds to the perfect or major size of a number. */
#include "interval.h"

/* Semitones of the perfect or major interval with a number, within an octave. */
static const int8_t sizes[STACCATO_STEPS] = {0, 2, 4, 5, 7, 9, 11};

static bool is_perfect(int number) {
    enum { UNISON, FOURTH = 3, FIFTH };
    int simple = (number - 1) % STACCATO_STEPS;
    return simple == UNISON || simple == FOURTH || simple == FIFTH;
}

/* What each quality adds to a number that can be perfect and to one that can be major; NONE: such
 * an interval has no such quality. */
enum { NONE = INT8_MAX };
static const struct {
    char letter;
    uint8_t letters; /* so many of it */
    int8_t perfect, major;
} qualities[] = {
    {'P', 1, 0, NONE}, {'M', 1, NONE, 0}, {'m', 1, NONE, -1}, {'A', 1, 1, 1},
    {'d', 1, -1, -2},  {'A', 2, 2, 2},    {'d', 2, -2, -3},
};

/* The row of the quality that a name begins with, -1 if there is none. */
static int find_quality(struct staccato_text name) {
    const int count = sizeof(qualities) / sizeof(qualities[0]);
    if (name.length == 0) {
        return -1;
    }
    int letters = name.length > 1 && name.data[1] == name.data[0] ? 2 : 1;
    int row = 0;
    while (row < count &&
           (qualities[row].letter != name.data[0] || qualities[row].letters != letters)) {
        row++;
    }
    return row < count ? row : -1;
}

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
    enum { OCTAVE = 12 };
    int row = find_quality(name);
    if (row < 0) {
        return false;
    }
    size_t letters = qualities[row].letters;
    int number = read_number((struct staccato_text){name.data + letters, name.length - letters});
    int added = is_perfect(number) ? qualities[row].perfect : qualities[row].major;
    int semitones = sizes[(number + STACCATO_STEPS - 1) % STACCATO_STEPS] +
                    OCTAVE * ((number - 1) / STACCATO_STEPS) + added;
    if (number == 0 || added == NONE || semitones < 0) {
        return false;
    }
    *interval = (struct staccato_interval){(uint8_t)number, (int8_t)semitones};
    if (quality_length != NULL) {
        *quality_length = letters;
    }
    return true;
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
