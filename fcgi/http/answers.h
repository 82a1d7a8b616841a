/* What an exercise answers: a document, or a JSON object with the document and the answers in it.
 */
#ifndef STACCATO_ANSWERS_H
#define STACCATO_ANSWERS_H

#include "service.h"

/* Plays an exercise and fills the cleared response: 200 with the score or the object; 400 where the
 * request can't be played; 422 where the body is not what the exercise asks for. */
void answer_exercise(struct service *service, const struct staccato_exercise *exercise,
                     const struct request *request);

#endif
