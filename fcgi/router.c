/* The routes. */
#include "router.h"

#include "handlers.h"

struct route {
    struct staccato_text path;
    struct staccato_text methods; /* what Allow says; there is one */
    const struct staccato_exercise *exercise;
};

static const struct route routes[] = {
    {{"/mary", 5}, {"POST", 4}, &staccato_exercises[STACCATO_EXERCISE_MARY]},
    {{"/random", 7}, {"POST", 4}, &staccato_exercises[STACCATO_EXERCISE_RANDOM]},
    {{"/note-game", 10}, {"POST", 4}, &staccato_exercises[STACCATO_EXERCISE_NOTE_GAME]},
};

static const struct route *find_route(struct staccato_text path) {
    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        if (staccato_text_equal(routes[i].path, path)) {
            return &routes[i];
        }
    }
    return NULL;
}

void staccato_router_answer(struct staccato_service *service,
                            const struct staccato_http_request *request,
                            struct staccato_response *response) {
    const struct route *route = find_route(request->path);
    if (route == NULL) {
        staccato_response_fail(response, 404, "Not Found");
    } else if (!staccato_text_equal(route->methods, request->method)) {
        staccato_response_fail(response, 405, "Method Not Allowed");
        response->allow = route->methods;
    } else if (request->body_too_large) {
        staccato_response_fail(response, 413, "Request body too large");
    } else {
        staccato_handle_exercise(service, route->exercise, request, response);
    }
}
