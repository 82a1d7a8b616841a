/* One request for an exercise: by POST or by a link, for one question or for many. */
#ifndef STACCATO_PLAY_H
#define STACCATO_PLAY_H

#include "routes.h"
#include "service.h"

enum { SEED_MAX = 64, SEED_DRAWN = 8 }; /* characters */

struct play {
    const struct staccato_exercise *exercise;
    const struct target *target;
    size_t row_count;
    const struct staccato_field *rows[FIELD_ROWS_MAX]; /* the exercise's, then ours, then the
                                                          format's */
    size_t seed_index, count_index;                    /* in rows; row_count: there is none */
    struct staccato_argument format_arguments[STACCATO_FIELDS_MAX];
    struct staccato_text seed; /* given or drawn; empty: nothing is drawn, or nobody will know */
    bool seed_was_given;
    size_t count;              /* of questions; 0: one, and no list of them */
    char own_seed[SEED_DRAWN]; /* one that was drawn */
};

/* Says which fields the exercise takes when it is asked for so. */
void play_begin(struct play *play, const struct staccato_exercise *exercise,
                const struct target *target);

/* To be called when the service has read the fields: finds seed, count and the format's arguments
 * among them, and draws a seed where somebody is to be told one. False if the seed is too long for
 * many questions. */
bool play_take(struct play *play, struct service *service);

/* Whether there is something to answer: composes it, and writes nothing. */
bool play_is_playable(const struct play *play, struct service *service);

/* Composes and writes the answer, 200 or 400. */
void play_answer(struct play *play, struct service *service);

#endif
