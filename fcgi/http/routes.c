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

/* The index of an exercise by its name; how many there are if there is none. */
static size_t find_exercise(struct staccato_text name) {
    size_t i = 0;
    while (staccato_exercises[i] != NULL &&
           !staccato_text_equal(staccato_exercises[i]->name, name)) {
        i++;
    }
    return i;
}

/* The index of a route by its name; that of "other" if there is none. */
static size_t find_name(struct staccato_text name) {
    size_t exercise = find_exercise(name);
    size_t own = 0;
    while (staccato_exercises[exercise] == NULL && own < OWN_ROUTES - 1 &&
           !staccato_text_equal(own_routes[own].name, name)) {
        own++;
    }
    return exercise + own;
}

/* An exercise in the form that an extension asks for; "other", still a link, if it has none. */
static struct target find_form(size_t exercise, struct staccato_text extension) {
    bool has_score = staccato_exercises[exercise]->reply != STACCATO_REPLY_FACTS;
    struct target target = {.route = exercise, .is_link = true};
    if (staccato_text_equal(extension, STACCATO_TEXT("json"))) {
        return target;
    }
    target.format = has_score ? staccato_format_find(extension) : NULL;
    if (target.format == NULL) {
        target.route = route_count() - 1;
    }
    return target;
}

struct target route_find(struct staccato_text path) {
    if (path.length == 0 || path.data[0] != '/') {
        return (struct target){.route = route_count() - 1};
    }
    struct staccato_text name = {path.data + 1, path.length - 1};
    const char *point = memrchr(name.data, '.', name.length);
    if (point != NULL) {
        size_t length = (size_t)(point - name.data);
        size_t exercise = find_exercise((struct staccato_text){name.data, length});
        if (staccato_exercises[exercise] != NULL) {
            return find_form(exercise, (struct staccato_text){point + 1, name.length - length - 1});
        }
    }
    return (struct target){.route = find_name(name)};
}
