/* Requests that must be playable, made from a seed or from a fuzzer's bytes. */
#ifndef TESTS_PROPERTIES_REQUESTS_H
#define TESTS_PROPERTIES_REQUESTS_H

#include "exercise.h"

/* Where choices come from: the bytes as long as there are any and 0 then; or, where bytes is NULL,
 * a generator whose seed is any state. */
struct requests_source {
    const uint8_t *bytes;
    size_t left;
    uint64_t state;
};

/* Chooses one of 0..bound-1. */
uint32_t requests_below(struct requests_source *source, uint32_t bound);

/* The exercise of that name, which there must be. */
const struct staccato_exercise *requests_find(const char *name);

/* A request, the texts it points into, and what its score must sum to. Not to be copied. */
struct requests_request {
    const struct staccato_exercise *exercise;
    struct staccato_item items[STACCATO_FIELDS_MAX]; /* one for each field */
    struct staccato_draw draw;
    int sixteenths;
    char rhythm[STACCATO_EVENTS_MAX];
    char tonic[8];
    char octave[1];
};

/* Each makes a request for its exercise; the last for any. */
void requests_make_mary(struct requests_source *source, struct requests_request *made);
void requests_make_random(struct requests_source *source, struct requests_request *made);
void requests_make(struct requests_source *source, struct requests_request *made);

/* Gives a random request another pitch, and a mary request another key and octave. */
void requests_transpose(struct requests_source *source, struct requests_request *made);

/* Composes the request and appends its document to out; false if it is refused. */
bool requests_play(const struct requests_request *made, struct staccato_question *question,
                   struct staccato_buffer *out);

#endif
