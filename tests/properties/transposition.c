/* The same exercise on another pitch or in another key differs in what depends on pitch alone:
 * pitches, clef, key, accidentals and the direction of stems. All else stays to the byte. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "requests.h"

enum { REQUESTS = 2000, SEED = 20260201 };

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

/* If an element that depends on pitch begins at `at`, its end tag; else NULL. */
static const char *end_tag(const char *at) {
    static const char *const elements[][2] = {
        {"<pitch>", "</pitch>"},
        {"<clef>", "</clef>"},
        {"<key>", "</key>"},
        {"<accidental>", "</accidental>"},
    };
    for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
        if (begins(at, elements[i][0])) {
            return elements[i][1];
        }
    }
    return NULL;
}

/* Takes those elements out of the document, and which way stems point; what is left ends with a
 * NUL. */
static void erase(struct staccato_buffer *document) {
    staccato_buffer_append(document, "", 1);
    cr_assert_not(document->failed);
    char *to = document->data;
    for (const char *from = document->data; *from != '\0';) {
        const char *end = *from == '<' ? end_tag(from) : NULL;
        if (end != NULL) {
            /* Not strstr, which under a sanitizer reads on to the end of the document. */
            while (*from != '\0' && !begins(from, end)) {
                from++;
            }
            from += begins(from, end) ? strlen(end) : 0;
        } else if (*from == 'u' && begins(from, "up</stem>")) {
            from += strlen("up");
        } else if (*from == 'd' && begins(from, "down</stem>")) {
            from += strlen("down");
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

static void play_erased(const struct requests_request *made, struct staccato_buffer *out) {
    static struct staccato_question question;
    staccato_buffer_clear(out, SIZE_MAX);
    cr_assert(requests_play(made, &question, out));
    erase(out);
}

static void expect_only_pitch_to_change(void (*make)(struct requests_source *,
                                                     struct requests_request *)) {
    struct requests_source source = {.state = SEED};
    struct requests_request *made = calloc(1, sizeof(*made));
    struct staccato_buffer here = {0};
    struct staccato_buffer there = {0};
    cr_assert_not_null(made);
    for (int i = 0; i < REQUESTS; i++) {
        make(&source, made);
        play_erased(made, &here);
        requests_transpose(&source, made);
        play_erased(made, &there);
        cr_assert_str_eq(here.data, there.data, "seed %d, request %d", SEED, i);
    }
    staccato_buffer_free(&here);
    staccato_buffer_free(&there);
    free(made);
}

Test(properties_transposition, of_random_changes_pitch_only) {
    expect_only_pitch_to_change(requests_make_random);
}

Test(properties_transposition, of_mary_changes_pitch_only) {
    expect_only_pitch_to_change(requests_make_mary);
}
