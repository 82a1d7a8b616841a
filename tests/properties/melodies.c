/* Any melody that can be read gives a document that follows every rule of melody.h and is what was
 * typed. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "draw.h"
#include "melody.h"
#include "musicxml.h"
#include "picture.h"
#include "tinynotation.h"

/* A failing text is found again by its number. */
enum { MELODIES = 4000, SEED = 20261126, TEXT_SIZE = 4096 };

/* One of the words, each for a letter less one of a count. */
static const char *one_of(struct staccato_draw *draw, const char *const words[], uint32_t count) {
    return words[staccato_draw_below(draw, count)];
}
#define ONE_OF(draw, words) one_of(draw, words, sizeof(words) / sizeof((words)[0]))

static const char *const meters[] = {"2/4", "3/4", "4/4", "5/4",  "6/4", "2/2", "3/2",
                                     "3/8", "6/8", "9/8", "12/8", "5/8", "7/8"};
static const char *const pitches[] = {"r", "c", "f#", "g'", "b--", "BB", "e", "f", "fn", "a''###"};
static const char *const values[] = {"",    "4",  "8",  "8.", "16",   "16.", "32.", "2",
                                     "1..", "64", "4.", "2.", "32..", "64.", "1"};
static const char *const triplets[] = {"trip{c8 d e}",  "trip{f16 r f#}",   "trip{g4 a8}",
                                       "trip{b-16 b8}", "trip{c8. c16 r8}", "trip{ c32 d e}",
                                       "trip{c8~ c d}", "trip{d8 d16 d d8}"};

static struct staccato_score score;

static const char *read_text(const struct staccato_buffer *text) {
    size_t offset;
    staccato_score_begin(&score);
    return staccato_tinynotation_read((struct staccato_text){text->data, text->length}, &score,
                                      &offset);
}

/* A note or rest, perhaps tied to another like it. */
static void add_event(struct staccato_draw *draw, struct staccato_buffer *text) {
    const char *pitch = ONE_OF(draw, pitches);
    staccato_buffer_printf(text, " %s%s", pitch, ONE_OF(draw, values));
    if (*pitch != 'r' && staccato_draw_below(draw, 6) == 0) {
        staccato_buffer_printf(text, "~ %s%s", pitch, ONE_OF(draw, values));
    }
}

/* A triplet, if none of it lies behind the next barline. */
static void add_triplet(struct staccato_draw *draw, struct staccato_buffer *text) {
    size_t before = text->length;
    staccato_buffer_printf(text, " %s", ONE_OF(draw, triplets));
    const char *fault = read_text(text);
    if (fault != NULL) {
        cr_assert_not_null(strstr(fault, "must end in the measure"), "%s", fault);
        text->length = before;
    }
}

static void make_text(struct staccato_draw *draw, struct staccato_buffer *text) {
    staccato_buffer_clear(text, TEXT_SIZE);
    staccato_buffer_printf(text, "%s", ONE_OF(draw, meters));
    for (uint32_t left = staccato_draw_below(draw, 40); left > 0; left--) {
        if (staccato_draw_below(draw, 5) == 0) {
            add_triplet(draw, text);
        } else {
            add_event(draw, text);
        }
    }
}

static const char *find_fault(struct staccato_buffer *out, struct document *document,
                              unsigned int choices) {
    staccato_buffer_clear(out, SIZE_MAX);
    staccato_musicxml.write(&score, &(struct staccato_page){0}, out);
    const char *fault = document_read(out->data, out->length, document);
    fault = fault == NULL ? melody_fault(document, &score) : fault;
    return fault == NULL ? picture_fault(&score, document, choices) : fault;
}

Test(properties_melodies, are_what_was_typed) {
    struct document *document = calloc(1, sizeof(*document));
    struct staccato_buffer text = {0};
    struct staccato_buffer out = {0};
    struct staccato_draw draw = {SEED};
    size_t triplet_count = 0;
    cr_assert_not_null(document);
    for (int i = 0; i < MELODIES; i++) {
        make_text(&draw, &text);
        const char *fault = read_text(&text);
        cr_assert_null(fault, "melody %d: %s: %.*s", i, fault, (int)text.length, text.data);
        score.fifths = (int8_t)(staccato_draw_below(&draw, 15) - 7);
        score.accidentals = (uint8_t)staccato_draw_below(&draw, STACCATO_EACH);
        fault = find_fault(&out, document, (unsigned int)i * 7919);
        cr_assert_null(fault, "melody %d: %s: %.*s", i, fault, (int)text.length, text.data);
        for (size_t event = 0; event < score.event_count; event++) {
            triplet_count += (score.events[event].marks & STACCATO_TRIPLET_START) != 0;
        }
    }
    cr_expect_gt(triplet_count, (size_t)MELODIES, "%zu triplets", triplet_count);
    staccato_buffer_free(&out);
    staccato_buffer_free(&text);
    free(document);
}
