/* The table of routes, and what answers a path that is none. */
#include "router.h"

#include <assert.h>

#include "exposition.h"
#include "handlers.h"
#include "openapi.h"

struct route {
    struct staccato_text path;
    bool reads; /* its methods are GET and HEAD; else POST */
    void (*handle)(struct staccato_service *service, const struct route *route,
                   const struct staccato_http_request *request, struct staccato_response *response);
    const struct staccato_exercise *exercise; /* of handle_exercise */
};

static void handle_exercise(struct staccato_service *service, const struct route *route,
                            const struct staccato_http_request *request,
                            struct staccato_response *response) {
    staccato_handle_exercise(service, route->exercise, request, response);
}

static void handle_health(struct staccato_service *service, const struct route *route,
                          const struct staccato_http_request *request,
                          struct staccato_response *response) {
    (void)route, (void)request;
    staccato_exposition_health(&service->metrics, response);
}

static void handle_metrics(struct staccato_service *service, const struct route *route,
                           const struct staccato_http_request *request,
                           struct staccato_response *response) {
    (void)route, (void)request;
    staccato_exposition_metrics(&service->metrics, response);
}

static void handle_openapi(struct staccato_service *service, const struct route *route,
                           const struct staccato_http_request *request,
                           struct staccato_response *response) {
    (void)service, (void)route, (void)request;
    staccato_openapi_write(&response->body);
}

static const struct route routes[] = {
    {{"/mary", 5}, false, handle_exercise, &staccato_exercises[STACCATO_EXERCISE_MARY]},
    {{"/random", 7}, false, handle_exercise, &staccato_exercises[STACCATO_EXERCISE_RANDOM]},
    {{"/note-game", 10}, false, handle_exercise, &staccato_exercises[STACCATO_EXERCISE_NOTE_GAME]},
    {{"/health", 7}, true, handle_health, NULL},
    {{"/metrics", 8}, true, handle_metrics, NULL},
    {{"/openapi.json", 13}, true, handle_openapi, NULL},
};

static_assert(sizeof(routes) / sizeof(routes[0]) == STACCATO_ROUTE_OTHER, "a place for each route");

size_t staccato_router_find(struct staccato_text path) {
    size_t place = 0;
    while (place < STACCATO_ROUTE_OTHER && !staccato_text_equal(routes[place].path, path)) {
        place++;
    }
    return place;
}

struct staccato_text staccato_router_label(size_t place) {
    return place < STACCATO_ROUTE_OTHER ? routes[place].path : STACCATO_TEXT("other");
}

/* HEAD is answered like GET; its body is left out later. */
static bool has_method(const struct route *route, struct staccato_text method) {
    return route->reads ? staccato_text_equal(method, STACCATO_TEXT("GET")) ||
                              staccato_text_equal(method, STACCATO_TEXT("HEAD"))
                        : staccato_text_equal(method, STACCATO_TEXT("POST"));
}

void staccato_router_answer(struct staccato_service *service, size_t place,
                            const struct staccato_http_request *request,
                            struct staccato_response *response) {
    const struct route *route = place < STACCATO_ROUTE_OTHER ? &routes[place] : NULL;
    if (route == NULL) {
        staccato_response_fail(response, 404, "Not Found");
    } else if (!has_method(route, request->method)) {
        staccato_response_fail(response, 405, "Method Not Allowed");
        response->allow = route->reads ? STACCATO_TEXT("GET, HEAD") : STACCATO_TEXT("POST");
    } else if (request->body_too_large) {
        staccato_response_fail(response, 413, "Request body too large");
    } else if (request->body_lost) {
        staccato_response_fail(response, 503, STACCATO_NO_MEMORY);
    } else {
        route->handle(service, route, request, response);
    }
}
