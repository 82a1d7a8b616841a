/* Putting a score together, and choosing its clef. */
#include "score.h"

const struct staccato_instrument staccato_piano = {.name = STACCATO_TEXT_INIT("Piano"),
                                                   .abbreviation = STACCATO_TEXT_INIT("Pno")};

void staccato_score_begin(struct staccato_score *score) {
    score->meter = staccato_meter_find(4, 4);
    score->instrument = &staccato_piano;
    score->meter_is_hidden = false;
    score->has_key = false;
    score->has_mode = false;
    score->is_minor = false;
    score->fifths = 0;
    score->divisions = STACCATO_TICKS;
    score->times = 1;
    score->accidentals = STACCATO_REMINDERS;
    score->upbeat = 0;
    score->tempo = 0;
    score->voice_count = 1;
    score->voices[0] = (struct staccato_voice){0};
    score->event_count = 0;
    score->pitch_count = 0;
}

void staccato_score_next_voice(struct staccato_score *score) {
    assert(score->voice_count < STACCATO_VOICES_MAX);
    score->voices[score->voice_count++] = (struct staccato_voice){
        .first_event = score->event_count, .first_pitch = score->pitch_count};
}

/* Where a note counts for the mean: ledger lines pull harder. */
static int weight(struct staccato_pitch pitch) {
    int number = staccato_pitch_diatonic_number(pitch);
    return number > 33 ? number + 3 : number < 24 ? number - 3 : number;
}

const struct staccato_clef *staccato_clef_for(const struct staccato_score *score, size_t voice) {
    /* From the top: each serves means above a bound; the last, whatever is lower. */
    static const struct {
        int above;
        enum staccato_clef_row row;
    } choices[] = {
        {49, STACCATO_TREBLE_8VA},
        {28, STACCATO_TREBLE},
        {10, STACCATO_BASS},
        {INT8_MIN, STACCATO_BASS_8VB},
    };
    if (score->voices[voice].clef != NULL) {
        return score->voices[voice].clef;
    }
    size_t end =
        voice + 1u < score->voice_count ? score->voices[voice + 1].first_pitch : score->pitch_count;
    int sum = 0;
    int count = 0;
    for (size_t i = score->voices[voice].first_pitch; i < end; i++) {
        sum += weight(score->pitches[i]);
        count++;
    }
    size_t i = count == 0; /* no notes: treble */
    /* sum / count > above, without a fraction. */
    while (count > 0 && sum <= choices[i].above * count) {
        i++;
    }
    return &staccato_clefs[choices[i].row];
}
