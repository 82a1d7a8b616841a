/* Choosing a clef. */
#include "clef.h"

/* From the top: the clef serves means above `above`. */
static const struct {
    int above;
    struct staccato_clef clef;
} clefs[] = {
    {49, {'G', 2, 1, 42}}, /* treble 8va */
    {28, {'G', 2, 0, 35}}, /* treble */
    {10, {'F', 4, 0, 23}}, /* bass */
    {0, {'F', 4, -1, 16}}, /* bass 8vb, and whatever is lower */
};

enum { CLEF_COUNT = sizeof(clefs) / sizeof(clefs[0]), TREBLE = 1 };

/* Where a note counts for the mean: ledger lines pull harder. */
static int weight(struct staccato_pitch pitch) {
    int number = staccato_pitch_diatonic_number(pitch);
    return number > 33 ? number + 3 : number < 24 ? number - 3 : number;
}

const struct staccato_clef *staccato_clef_for(const struct staccato_score *score) {
    int sum = 0;
    int count = 0;
    for (size_t i = 0; i < score->event_count; i++) {
        const struct staccato_event *event = &score->events[i];
        for (size_t member = 0; member < event->pitch_count; member++) {
            sum += weight(event->pitches[member]);
            count++;
        }
    }
    if (count == 0) {
        return &clefs[TREBLE].clef;
    }
    size_t i = 0;
    /* sum / count > above, without a fraction. */
    while (i < CLEF_COUNT - 1 && sum <= clefs[i].above * count) {
        i++;
    }
    return &clefs[i].clef;
}
