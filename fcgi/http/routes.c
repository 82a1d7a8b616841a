/* The table of routes, and what answers a path that is none. */
#include "routes.h"

#include <assert.h>

#include "handlers.h"
#include "openapi.h"
#include "prometheus.h"

struct route {
    struct staccato_text path;
    bool reads; /* its methods are GET and HEAD; else POST */
    void (*handle)(struct service *service, const struct route *route,
                   const struct request *request, struct response *response);
    const struct staccato_exercise *exercise; /* of play_exercise */
};

static void play_exercise(struct service *service, const struct route *route,
                          const struct request *request, struct response *response) {
    handle_exercise(service, route->exercise, request, response);
}

static void handle_health(struct service *service, const struct route *route,
                          const struct request *request, struct response *response) {
    (void)route, (void)request;
    prometheus_health(&service->metrics, response);
}

static void handle_metrics(struct service *service, const struct route *route,
                           const struct request *request, struct response *response) {
    (void)route, (void)request;
    prometheus_metrics(&service->metrics, response);
}

static void handle_openapi(struct service *service, const struct route *route,
                           const struct request *request, struct response *response) {
    (void)service, (void)route, (void)request;
    openapi_write(&response->body);
}

static const struct route routes[] = {
    {{"/mary", 5}, false, play_exercise, &staccato_exercises[STACCATO_EXERCISE_MARY]},
    {{"/random", 7}, false, play_exercise, &staccato_exercises[STACCATO_EXERCISE_RANDOM]},
    {{"/note-game", 10}, false, play_exercise, &staccato_exercises[STACCATO_EXERCISE_NOTE_GAME]},
    {{"/health", 7}, true, handle_health, NULL},
    {{"/metrics", 8}, true, handle_metrics, NULL},
    {{"/openapi.json", 13}, true, handle_openapi, NULL},
};

static_assert(sizeof(routes) / sizeof(routes[0]) == ROUTE_OTHER, "a place for each route");

size_t route_find(struct staccato_text path) {
    size_t place = 0;
    while (place < ROUTE_OTHER && !staccato_text_equal(routes[place].path, path)) {
        place++;
    }
    return place;
}

struct staccato_text route_label(size_t place) {
    return place < ROUTE_OTHER ? routes[place].path : STACCATO_TEXT("other");
}

/* HEAD is answered like GET; its body is left out later. */
static bool has_method(const struct route *route, struct staccato_text method) {
    return route->reads ? staccato_text_equal(method, STACCATO_TEXT("GET")) ||
                              staccato_text_equal(method, STACCATO_TEXT("HEAD"))
                        : staccato_text_equal(method, STACCATO_TEXT("POST"));
}

void route_answer(struct service *service, size_t place, const struct request *request,
                  struct response *response) {
    const struct route *route = place < ROUTE_OTHER ? &routes[place] : NULL;
    if (route == NULL) {
        response_fail(response, 404, "Not Found");
    } else if (!has_method(route, request->method)) {
        response_fail(response, 405, "Method Not Allowed");
        response->allow = route->reads ? STACCATO_TEXT("GET, HEAD") : STACCATO_TEXT("POST");
    } else if (request->body_too_large) {
        response_fail(response, 413, "Request body too large");
    } else if (request->body_lost) {
        response_fail(response, 503, NO_MEMORY_MESSAGE);
    } else {
        route->handle(service, route, request, response);
    }
}
