/* Any score can be drawn, at any width: well-formed, inside its picture, with every head; and what
 * reads pictures notices those that are not so. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "melody.h"
#include "picture.h"
#include "requests.h"

enum { REQUESTS = 2000, SEED = 20261127 };

Test(properties_pictures, hold_what_their_documents_hold) {
    struct requests_source source = {.state = SEED};
    struct requests_request *made = calloc(1, sizeof(*made));
    struct staccato_question *question = calloc(1, sizeof(*question));
    struct document *document = calloc(1, sizeof(*document));
    struct staccato_buffer out = {0};
    cr_assert(made != NULL && question != NULL && document != NULL);
    for (unsigned int i = 0; i < REQUESTS; i++) {
        requests_make(&source, made);
        staccato_buffer_clear(&out, SIZE_MAX);
        cr_assert(requests_play(made, question, &out), "seed %d, request %u is refused", SEED, i);
        const char *fault = document_read(out.data, out.length, document);
        fault = fault == NULL ? picture_fault(&question->score, document, i * 7919) : fault;
        cr_assert_null(fault, "seed %d, request %u: %s", SEED, i, fault);
    }
    staccato_buffer_free(&out);
    free(document);
    free(question);
    free(made);
}

/* The picture with the first of some words replaced by another; NULL if it is not there. */
static const char *spoil(const struct staccato_buffer *picture, const char *word, const char *by,
                         struct staccato_buffer *out) {
    const char *at = memmem(picture->data, picture->length, word, strlen(word));
    if (at == NULL) {
        return NULL;
    }
    const size_t before = (size_t)(at - picture->data);
    staccato_buffer_clear(out, SIZE_MAX);
    staccato_buffer_append(out, picture->data, before);
    staccato_buffer_printf(out, "%s", by);
    staccato_buffer_append(out, at + strlen(word), picture->length - before - strlen(word));
    return out->data;
}

Test(properties_pictures, spoilt_ones_are_noticed) {
    static const char *const spoils[][2] = {
        {"</svg>", ""},
        {"</g>", ""},
        {"<use class=\"clef\" xlink:href=\"#E050\" x=\"75", "<use xlink:href=\"#E050\" x=\"-175"},
        {"#E050", "#E000"},
        {"id=\"E050\"", "id=\"E051\""},
        {"viewBox=\"0 0 ", "viewBox=\"0 0 1"},
        {"viewBox=\"0 0 ", "viewBox=\"10 0 "},
        {"translate(100 ", "translate(1000 "},
        {"translate(100 ", "rotate(100 "},
        {"<path class=\"barLine\"", "<rect class=\"barLine\""},
        {"<path class=\"barLine\" d=\"M", "<path class=\"barLine\" d=\"M0 9999L"},
        {"<path class=\"barLine\" d=\"M", "<path class=\"barLine\" d=\"A"},
        {"&amp;", "&"},
        {"<defs>", "<defs><path id=\"E0FF\" d=\"M0 0\"/>"},
    };
    static struct staccato_score score;
    const struct staccato_page page = {.title = STACCATO_TEXT_INIT("&")};
    struct staccato_buffer picture = {0};
    struct staccato_buffer out = {0};
    struct picture found;
    staccato_score_begin(&score);
    staccato_score_note(&score, STACCATO_VALUE(STACCATO_WHOLE, 0),
                        (struct staccato_pitch){0, 0, 5});
    staccato_format_find(STACCATO_TEXT("svg"))->write(&score, &page, &picture);
    cr_assert_null(picture_read(picture.data, picture.length, &found));
    cr_expect(found.systems == 1 && found.measures == 1 && found.noteheads == 1);
    for (size_t i = 0; i < sizeof(spoils) / sizeof(spoils[0]); i++) {
        cr_assert_not_null(spoil(&picture, spoils[i][0], spoils[i][1], &out), "no. %zu", i);
        cr_expect_not_null(picture_read(out.data, out.length, &found), "no. %zu", i);
    }
    staccato_buffer_free(&out);
    staccato_buffer_free(&picture);
}

/* Far off the staff, over as many measures as can be, a measure in each system. */
Test(properties_pictures, the_largest_is_as_large_as_is_said) {
    enum { SAID_IN_SECURITY = 8800000, WIDTH = 200 };
    static struct staccato_score score;
    const struct staccato_item items[] = {{.number = WIDTH}, {.number = 0}};
    const struct staccato_argument arguments[] = {{1, &items[0]}, {1, &items[1]}};
    const struct staccato_page page = {.title = STACCATO_TEXT_INIT("A melody"),
                                       .arguments = arguments};
    struct staccato_buffer picture = {0};
    struct picture found;
    staccato_score_begin(&score);
    score.meter = staccato_meter_find(3, 8);
    score.has_key = true;
    score.fifths = 7;
    score.voices[0].clef = &staccato_clefs[STACCATO_BASS];
    for (int i = 0; i < STACCATO_EVENTS_MAX; i++) {
        const struct staccato_pitch pitch = {(int8_t)(5 + i % 2), (int8_t)(i % 2 ? 3 : -3), 9};
        staccato_score_note(&score, STACCATO_VALUE(STACCATO_WHOLE, 2), pitch);
    }
    staccato_format_find(STACCATO_TEXT("svg"))->write(&score, &page, &picture);
    cr_assert_not(picture.failed);
    const char *fault = picture_read(picture.data, picture.length, &found);
    cr_expect_null(fault, "%s", fault);
    cr_expect_gt(found.systems, 4000u);
    cr_expect_lt(picture.length, (size_t)SAID_IN_SECURITY);
    cr_expect_gt(picture.length, (size_t)SAID_IN_SECURITY / 10 * 9, "%zu", picture.length);
    staccato_buffer_free(&picture);
}
