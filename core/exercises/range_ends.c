/* Reading the ends of a range. */
#include "range_ends.h"

static const char no_low[] = "something is not right: lowNote {} must be " STACCATO_PITCH_NAMES;
static const char no_high[] = "something is not right: highNote {} must be " STACCATO_PITCH_NAMES;
static const char crossed[] = "something is not right: lowNote {} sounds above highNote {}";
static const char empty[] =
    "something is not right: no note lies from lowNote {} to highNote {} in octaves 0 to 9";

static bool refuse_both(const char *sentence, struct staccato_text low, struct staccato_text high,
                        struct staccato_refusal *refusal) {
    (void)staccato_refuse(refusal, sentence, low);
    refusal->values[1].value.text = high;
    return false;
}

bool staccato_range_ends(struct staccato_text low, struct staccato_text high,
                         struct staccato_range *range, struct staccato_refusal *refusal) {
    struct staccato_pitch lowest;
    struct staccato_pitch highest;
    if (!staccato_pitch_parse(low, &lowest)) {
        return staccato_refuse(refusal, no_low, low);
    }
    if (!staccato_pitch_parse(high, &highest)) {
        return staccato_refuse(refusal, no_high, high);
    }
    *range = (struct staccato_range){staccato_pitch_midi(lowest), staccato_pitch_midi(highest)};
    return range->low <= range->high || refuse_both(crossed, low, high, refusal);
}

bool staccato_range_refuse_empty(struct staccato_text low, struct staccato_text high,
                                 struct staccato_refusal *refusal) {
    return refuse_both(empty, low, high, refusal);
}
