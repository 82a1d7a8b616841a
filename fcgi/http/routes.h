/* The table of routes, made from the exercises and a few of our own. Whoever needs a route's name
 * reads it here: the service that answers, the counts by route. */
#ifndef STACCATO_ROUTES_H
#define STACCATO_ROUTES_H

#include "exercise.h"
#include "format.h"

enum route_kind {
    ROUTE_EXERCISE,
    ROUTE_HEALTH,
    ROUTE_METRICS,
    ROUTE_OPENAPI,
    ROUTE_LEVELS,
    ROUTE_CATALOGUE,
    ROUTE_OTHER
};

/* name: of the path behind its slash, or "other", which stands for all other paths. */
struct route {
    enum route_kind kind;
    struct staccato_text name;
    const struct staccato_exercise *exercise; /* of ROUTE_EXERCISE */
};

/* How many there are, with the last, which is "other". */
size_t route_count(void);

/* The route at an index, 0..route_count() - 1. */
struct route route_at(size_t index);

/* What a path names: a route and, behind a point, in which form its exercise is wanted. */
struct target {
    size_t route;
    bool is_link; /* to an exercise, though its extension may be none: then it is "other" */
    const struct staccato_format *format; /* of a link; NULL: JSON */
};

/* Finds e.g. "/mary", "/mary.musicxml" or "/mary.json". */
struct target route_find(struct staccato_text path);

#endif
