/* The routes. */
#include "router.h"

#include <assert.h>

#include "exposition.h"
#include "handlers.h"

enum { METHODS = 2 };

/* What a route may be asked with. */
struct methods {
    struct staccato_text allow; /* as the header has it */
    struct staccato_text each[METHODS];
};

static const struct methods post = {{"POST", 4}, {{"POST", 4}}};
static const struct methods get = {{"GET, HEAD", 9}, {{"GET", 3}, {"HEAD", 4}}};

static const struct route {
    struct staccato_text path;
    const struct methods *methods;
    void (*handle)(struct staccato_service *service, const struct staccato_exercise *exercise,
                   const struct staccato_http_request *request, struct staccato_response *response);
    const struct staccato_exercise *exercise; /* for the handler */
} routes[] = {
    {{"/mary", 5}, &post, staccato_handle_exercise, &staccato_exercises[STACCATO_EXERCISE_MARY]},
    {{"/random", 7},
     &post,
     staccato_handle_exercise,
     &staccato_exercises[STACCATO_EXERCISE_RANDOM]},
    {{"/note-game", 10},
     &post,
     staccato_handle_exercise,
     &staccato_exercises[STACCATO_EXERCISE_NOTE_GAME]},
    {{"/health", 7}, &get, staccato_handle_health, NULL},
    {{"/metrics", 8}, &get, staccato_handle_metrics, NULL},
};

static_assert(sizeof(routes) / sizeof(routes[0]) == STACCATO_ROUTE_OTHER, "a place for each route");

struct staccato_text staccato_router_label(size_t route) {
    return route < STACCATO_ROUTE_OTHER ? routes[route].path : STACCATO_TEXT("other");
}

size_t staccato_router_find(struct staccato_text path) {
    size_t route = 0;
    while (route < STACCATO_ROUTE_OTHER && !staccato_text_equal(routes[route].path, path)) {
        route++;
    }
    return route;
}

static bool allows(const struct methods *methods, struct staccato_text method) {
    for (size_t i = 0; method.length > 0 && i < METHODS; i++) {
        if (staccato_text_equal(methods->each[i], method)) {
            return true;
        }
    }
    return false;
}

void staccato_router_answer(struct staccato_service *service, size_t route,
                            const struct staccato_http_request *request,
                            struct staccato_response *response) {
    if (route >= STACCATO_ROUTE_OTHER) {
        staccato_response_fail(response, 404, "Not Found");
    } else if (!allows(routes[route].methods, request->method)) {
        staccato_response_fail(response, 405, "Method Not Allowed");
        response->allow = routes[route].methods->allow;
    } else if (request->body_too_large) {
        staccato_response_fail(response, 413, "Request body too large");
    } else {
        routes[route].handle(service, routes[route].exercise, request, response);
    }
}
