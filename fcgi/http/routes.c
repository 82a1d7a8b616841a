/* Finding a route by its path. */
#include "routes.h"

static const struct route own_routes[] = {
    {.kind = ROUTE_HEALTH, .name = STACCATO_TEXT_INIT("health")},
    {.kind = ROUTE_METRICS, .name = STACCATO_TEXT_INIT("metrics")},
    {.kind = ROUTE_OPENAPI, .name = STACCATO_TEXT_INIT("openapi.json")},
    {.kind = ROUTE_OTHER, .name = STACCATO_TEXT_INIT("other")},
};

enum { OWN_ROUTES = sizeof(own_routes) / sizeof(own_routes[0]) };

static size_t exercise_count(void) {
    size_t count = 0;
    while (staccato_exercises[count] != NULL) {
        count++;
    }
    return count;
}

size_t route_count(void) {
    return exercise_count() + OWN_ROUTES;
}

struct route route_at(size_t index) {
    size_t exercises = exercise_count();
    if (index >= exercises) {
        return own_routes[index - exercises];
    }
    const struct staccato_exercise *exercise = staccato_exercises[index];
    return (struct route){ROUTE_EXERCISE, exercise->name, exercise};
}

size_t route_find(struct staccato_text path) {
    size_t other = route_count() - 1;
    if (path.length == 0 || path.data[0] != '/') {
        return other;
    }
    struct staccato_text name = {path.data + 1, path.length - 1};
    size_t index = 0;
    while (index < other && !staccato_text_equal(route_at(index).name, name)) {
        index++;
    }
    return index;
}
