/* Finding a route by its path. */
#include "routes.h"

static const struct route own_routes[] = {
    {.kind = ROUTE_HEALTH, .name = STACCATO_TEXT_INIT("health")},
    {.kind = ROUTE_METRICS, .name = STACCATO_TEXT_INIT("metrics")},
    {.kind = ROUTE_OPENAPI, .name = STACCATO_TEXT_INIT("openapi.json")},
    {.kind = ROUTE_LEVELS, .name = STACCATO_TEXT_INIT("levels.json")},
    {.kind = ROUTE_CATALOGUE, .name = STACCATO_TEXT_INIT("exercises.json")},
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

/* The index of a route by its name; that of "other" if there is none. */
static size_t find_name(struct staccato_text name) {
    size_t exercise = 0;
    size_t own = 0;
    while (staccato_exercises[exercise] != NULL) {
        if (staccato_text_equal(staccato_exercises[exercise]->name, name)) {
            return exercise;
        }
        exercise++;
    }
    while (own < OWN_ROUTES - 1 && !staccato_text_equal(own_routes[own].name, name)) {
        own++;
    }
    return exercise + own;
}

/* A name with an extension: an exercise that can be had in that form. */
static struct target find_link(struct staccato_text name, struct staccato_text extension) {
    struct target target = {.route = find_name(name), .is_link = true};
    struct route route = route_at(target.route);
    const struct target none = {.route = route_count() - 1,
                                .is_link = route.kind == ROUTE_EXERCISE};
    if (!none.is_link) {
        return none;
    }
    if (staccato_text_equal(extension, STACCATO_TEXT("json"))) {
        return target;
    }
    target.format = staccato_format_find(extension);
    bool has_score = route.exercise->reply != STACCATO_REPLY_FACTS;
    return target.format != NULL && has_score ? target : none;
}

struct target route_find(struct staccato_text path) {
    struct target target = {.route = route_count() - 1};
    if (path.length == 0 || path.data[0] != '/') {
        return target;
    }
    struct staccato_text name = {path.data + 1, path.length - 1};
    target.route = find_name(name);
    const char *point = memrchr(name.data, '.', name.length);
    if (route_at(target.route).kind != ROUTE_OTHER || point == NULL) {
        return target;
    }
    size_t length = (size_t)(point - name.data);
    return find_link((struct staccato_text){name.data, length},
                     (struct staccato_text){point + 1, name.length - length - 1});
}
