/* From a path and a method to the handler that answers. */
#ifndef STACCATO_ROUTES_H
#define STACCATO_ROUTES_H

#include "service.h"

/* The routes have places in a table; the last place stands for all other paths. */
enum { ROUTES = 7, ROUTE_OTHER = ROUTES - 1 };

/* The place of a path's route. */
size_t route_find(struct staccato_text path);

/* The path of a route, or "other". */
struct staccato_text route_label(size_t place);

/* Fills the cleared response: the route's answer, or 404, 405, 413 or 503. */
void route_answer(struct service *service, size_t place, const struct request *request,
                  struct response *response);

#endif
