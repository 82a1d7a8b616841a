/* Making requests for sight-reading, and checking what comes. */
#include "sights.h"

#include "musicxml.h"
#include "picture.h"
#include "rule.h"

/* The fields that rules are about, in the exercise's order. */
enum { KEY = 1, LOW = 4, HIGH = 5, MAX_LEAP = 7, VALUES = 8, HAND = 12 };
enum { MEASURES_TOLD = 3, APART = 2 };

/* ---- making ---- */

/* A key or a pitch: a letter, a sign or none, an octave for a pitch. */
static struct staccato_text make_text(struct requests_source *source, bool is_pitch, char *text) {
    size_t length = 0;
    text[length++] = "CDEFGABcdefgabH"[requests_below(source, is_pitch ? 7 : 15)];
    uint32_t sign = requests_below(source, 6);
    if (sign < 3) {
        text[length++] = "#-b"[sign];
    }
    if (is_pitch) {
        text[length++] = "4536271089"[requests_below(source, requests_below(source, 4) ? 4 : 10)];
    }
    return (struct staccato_text){text, length};
}

static struct staccato_item make_item(struct requests_source *source,
                                      const struct staccato_field *field, bool is_pitch,
                                      char *text) {
    struct staccato_item item = {0};
    if (field->kind == STACCATO_CHOICE) {
        item.number = requests_below(source, (uint32_t)field->choice_count);
        item.text = field->choices[item.number];
    } else if (field->kind == STACCATO_INTEGER) {
        item.number =
            field->least + requests_below(source, (uint32_t)(field->most - field->least + 1));
    } else if (field->kind == STACCATO_BOOLEAN) {
        item.number = requests_below(source, 2);
    } else {
        item.text = make_text(source, is_pitch, text);
    }
    return item;
}

void sights_make(struct requests_source *source, struct sights_request *made) {
    static const uint8_t percents[] = {50, 40, 40, 30, 20, 20, 10, 30, 20, 30, 30, 30, 30, 20, 20};
    made->exercise = requests_find("sight-reading");
    made->draw.state = requests_below(source, 256);
    for (size_t i = 0; i < made->exercise->field_count; i++) {
        const struct staccato_field *field = &made->exercise->fields[i];
        made->arguments[i] = (struct staccato_argument){0, made->items[i]};
        if (requests_below(source, 100) >= percents[i]) {
            continue;
        }
        size_t count = field->is_list ? 1 + requests_below(source, SIGHTS_VALUES_MAX) : 1;
        for (size_t k = 0; k < count; k++) {
            made->items[i][k] = make_item(source, field, i != KEY, made->texts[i]);
        }
        made->arguments[i].count = count;
    }
}

/* ---- checking ---- */

static struct staccato_question question, again;
static struct staccato_buffer out;
static struct document document;

static bool is_given(const struct sights_request *made, size_t field) {
    return made->arguments[field].count > 0;
}

static bool compose(const struct sights_request *made, struct staccato_question *into,
                    struct staccato_refusal *refusal) {
    struct staccato_draw draw = made->draw;
    return made->exercise->compose(made->arguments, &draw, into, refusal);
}

static const char *refusal_fault(const struct staccato_refusal *refusal) {
    static const char begin[] = "something is not right: ";
    staccato_buffer_clear(&out, SIZE_MAX);
    staccato_refusal_write(refusal, &out);
    RULE(out.length > sizeof(begin) && memcmp(out.data, begin, sizeof(begin) - 1) == 0,
         "a refusal begins as all do");
    for (size_t i = 0; i < out.length; i++) {
        RULE(out.data[i] >= ' ' && out.data[i] <= '~' && out.data[i] != '{',
             "a refusal is one printable line, all filled in");
    }
    return NULL;
}

/* MIDI key of a pitch as it was asked for, which core has read. */
static int find_midi(const struct sights_request *made, size_t field, int absent) {
    struct staccato_pitch pitch;
    bool is_pitch =
        is_given(made, field) && staccato_pitch_parse(made->arguments[field].items->text, &pitch);
    return is_pitch ? staccato_pitch_midi(pitch) : absent;
}

static bool is_of_values(const struct sights_request *made, unsigned int ticks) {
    static const uint8_t twelfths[] = {72, 48, 36, 24, 18, 12, 9, 6, 3, 4};
    const struct staccato_argument *values = &made->arguments[VALUES];
    for (size_t i = 0; i < values->count; i++) {
        if (twelfths[values->items[i].number] * (STACCATO_TICKS / 12u) == ticks) {
            return true;
        }
    }
    return values->count == 0;
}

/* One hand: what its events sum to, and whether its notes are what was asked for. */
static const char *voice_fault(const struct sights_request *made, size_t voice,
                               unsigned int length) {
    const struct staccato_score *score = &question.score;
    const struct staccato_voice *of = &score->voices[voice];
    const struct staccato_pitch *pitch = &score->pitches[of->first_pitch];
    const bool has_range = score->voice_count == 1;
    const int low = has_range ? find_midi(made, LOW, 0) : 0;
    const int high = has_range ? find_midi(made, HIGH, INT16_MAX) : INT16_MAX;
    const int leap = has_range && is_given(made, MAX_LEAP)
                         ? (int)made->arguments[MAX_LEAP].items->number - 1
                         : INT16_MAX;
    const struct staccato_pitch *before = NULL;
    unsigned int sum = 0;
    for (size_t i = of->first_event; i < of->first_event + (size_t)of->event_count; i++) {
        const struct staccato_event *event = &score->events[i];
        sum += staccato_event_ticks(score, event);
        if (event->pitch_count == 0) {
            continue;
        }
        int move = before == NULL ? 0
                                  : staccato_pitch_diatonic_number(*pitch) -
                                        staccato_pitch_diatonic_number(*before);
        RULE(event->pitch_count == 1, "one pitch at a time");
        RULE(staccato_pitch_midi(*pitch) >= low && staccato_pitch_midi(*pitch) <= high,
             "notes lie in the range");
        RULE(move <= leap && move >= -leap, "no interval is larger than asked for");
        RULE(is_of_values(made, staccato_event_ticks(score, event)), "values are those asked for");
        before = pitch++;
    }
    const struct staccato_event *last = &score->events[of->first_event + of->event_count - 1];
    sum -= last->marks & STACCATO_WHOLE_MEASURE ? score->upbeat : 0u;
    RULE(sum == length, "each hand lasts all measures");
    return NULL;
}

static const char *score_fault(const struct sights_request *made) {
    const struct staccato_score *score = &question.score;
    const bool has_two = is_given(made, HAND) && made->arguments[HAND].items->number >= APART;
    const int tonic = ((score->fifths * 4 + (score->is_minor ? 5 : 0)) % 7 + 7) % 7;
    const unsigned int length =
        (unsigned int)question.answers[MEASURES_TOLD].number * score->meter->ticks;
    RULE(score->voice_count == (has_two ? 2 : 1), "a staff for each hand");
    for (size_t voice = 0; voice < score->voice_count; voice++) {
        const char *fault = voice_fault(made, voice, length);
        RULE(fault == NULL, fault);
    }
    const struct staccato_event *last =
        &score->events[score->voices[0].first_event + score->voices[0].event_count - 1];
    size_t end = score->voice_count == 2 && last->pitch_count > 0 ? score->voices[1].first_pitch
                                                                  : score->pitch_count;
    RULE(score->pitches[end - 1].step == tonic, "it ends on the tonic");
    return NULL;
}

static const char *shown_fault(const struct sights_request *made) {
    staccato_buffer_clear(&out, SIZE_MAX);
    staccato_musicxml.write(&question.score, &(struct staccato_page){.date = "2026-01-31"}, &out);
    RULE(!out.failed, "a score is written");
    const char *fault = document_read(out.data, out.length, &document);
    RULE(fault == NULL, fault);
    return picture_fault(&question.score, &document, (unsigned int)made->draw.state);
}

const char *sights_fault(const struct sights_request *made, bool *is_drawn) {
    struct staccato_refusal refusal;
    *is_drawn = compose(made, &question, &refusal);
    if (!*is_drawn) {
        return refusal_fault(&refusal);
    }
    RULE(compose(made, &again, &refusal), "what is drawn once is drawn again");
    const struct staccato_score *a = &question.score, *b = &again.score;
    RULE(a->event_count == b->event_count && a->pitch_count == b->pitch_count &&
             memcmp(a->events, b->events, a->event_count * sizeof(a->events[0])) == 0 &&
             memcmp(a->pitches, b->pitches, a->pitch_count * sizeof(a->pitches[0])) == 0,
         "and is the same");
    const char *fault = score_fault(made);
    return fault != NULL ? fault : shown_fault(made);
}
