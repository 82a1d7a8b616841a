/* From a path and a method to the handler that answers. */
#ifndef STACCATO_ROUTER_H
#define STACCATO_ROUTER_H

#include "service.h"

/* The routes have places in a table; the last place stands for all other paths. */
enum { STACCATO_ROUTES = 7, STACCATO_ROUTE_OTHER = STACCATO_ROUTES - 1 };

/* The place of a path's route. */
size_t staccato_router_find(struct staccato_text path);

/* The path of a route, or "other". */
struct staccato_text staccato_router_label(size_t place);

/* Fills the cleared response: the route's answer, or 404, 405, 413 or 503. */
void staccato_router_answer(struct staccato_service *service, size_t place,
                            const struct staccato_http_request *request,
                            struct staccato_response *response);

#endif
