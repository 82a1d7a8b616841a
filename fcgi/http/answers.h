/* What an exercise answers, by POST and by its links. */
#ifndef STACCATO_ANSWERS_H
#define STACCATO_ANSWERS_H

#include "routes.h"
#include "service.h"

/* Plays an exercise and fills the cleared response: 200 with the score, the object or what the
 * link's format makes of it; 304 where the client has it; 400 where the request can't be played;
 * 422 where its fields are not what the exercise asks for. */
void answer_exercise(struct service *service, const struct staccato_exercise *exercise,
                     const struct target *target, const struct request *request);

#endif
