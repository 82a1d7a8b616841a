/* The handler of the routes that play an exercise. */
#ifndef STACCATO_HANDLERS_H
#define STACCATO_HANDLERS_H

#include "service.h"

/* Plays an exercise: 200 with the score, or with a JSON object that also names the note; 400 where
 * it can't be played; 422 where the body is not what the exercise asks for. */
void handle_exercise(struct service *service, const struct staccato_exercise *exercise,
                     const struct request *request, struct response *response);

#endif
