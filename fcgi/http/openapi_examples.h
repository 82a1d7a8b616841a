/* Examples: requests made from rows, and what the service answers to them. */
#ifndef STACCATO_OPENAPI_EXAMPLES_H
#define STACCATO_OPENAPI_EXAMPLES_H

#include "routes.h"
#include "service.h"

/* An exercise and one way to ask for it: by POST or, with an extension, by a link. */
struct operation {
    struct service *service;
    const struct staccato_exercise *exercise;
    struct target target;
    struct staccato_text extension; /* of a link */
};

/* Appends the body of a request that plays, with a seed where something is drawn; count: 0, or how
 * many are asked for. */
void openapi_put_body(struct staccato_buffer *out, const struct staccato_exercise *exercise,
                      int count);

/* Appends the examples of an operation's answers of one status, without braces: those that there
 * are. */
void openapi_put_examples(struct staccato_buffer *out, const struct operation *operation,
                          int status);

#endif
