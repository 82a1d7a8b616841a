/* From a path and a method to the handler that answers. */
#ifndef STACCATO_ROUTER_H
#define STACCATO_ROUTER_H

#include "service.h"

/* Fills the cleared response: the route's answer, or 404, 405 or 413. */
void staccato_router_answer(struct staccato_service *service,
                            const struct staccato_http_request *request,
                            struct staccato_response *response);

#endif
