/* The generator, beside vectors that others computed (tests/links/rng_vectors.json). */
#include "draw.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>

static struct json_object *file;

static void open_vectors(void) {
    file = json_object_from_file("tests/links/rng_vectors.json");
    cr_assert_not_null(file, "tests run in the project's folder");
}

static void close_vectors(void) {
    json_object_put(file);
}

TestSuite(draw, .init = open_vectors, .fini = close_vectors);

static struct json_object *member(struct json_object *object, const char *name) {
    struct json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, name, &value), "%s", name);
    return value;
}

static struct staccato_draw seeded(struct json_object *vector) {
    struct json_object *seed = member(vector, "seed");
    return staccato_draw_seeded(
        (struct staccato_text){json_object_get_string(seed), strlen(json_object_get_string(seed))});
}

static uint64_t hexadecimal(struct json_object *text) {
    return strtoull(json_object_get_string(text), NULL, 16);
}

static uint32_t number_at(struct json_object *list, size_t index) {
    return (uint32_t)json_object_get_int64(json_object_array_get_idx(list, index));
}

/* How many steps of the generator are between two of its states. */
static unsigned int outputs_between(struct staccato_draw from, struct staccato_draw to) {
    unsigned int count = 0;
    for (; from.state != to.state; count++) {
        (void)staccato_draw_next(&from);
    }
    return count;
}

static void check(struct json_object *vector, struct json_object *bounds) {
    enum { DIE = 6 };
    const char *seed = json_object_get_string(member(vector, "seed"));
    const struct staccato_draw start = seeded(vector);
    cr_expect_eq(start.state, hexadecimal(member(vector, "fnv1a64")), "%s: the state", seed);
    struct json_object *next = member(vector, "next");
    struct staccato_draw draw = start;
    for (size_t i = 0; i < json_object_array_length(next); i++) {
        uint64_t bits = staccato_draw_next(&draw);
        cr_expect_eq(bits, hexadecimal(json_object_array_get_idx(next, i)),
                     "%s: output %zu: %016" PRIx64, seed, i, bits);
    }
    struct json_object *below = member(vector, "below");
    draw = start;
    for (size_t i = 0; i < json_object_array_length(bounds); i++) {
        uint32_t drawn = staccato_draw_below(&draw, number_at(bounds, i));
        cr_expect_eq(drawn, number_at(below, i), "%s: below %u: %u", seed, number_at(bounds, i),
                     drawn);
    }
    cr_expect_eq(outputs_between(start, draw),
                 (unsigned int)json_object_get_int(member(vector, "outputs_used")),
                 "%s: a rejection takes one output more", seed);
    struct json_object *die = member(vector, "die");
    draw = start;
    for (size_t i = 0; i < json_object_array_length(die); i++) {
        cr_expect_eq(staccato_draw_below(&draw, DIE), number_at(die, i), "%s: throw %zu", seed, i);
    }
}

Test(draw, is_that_of_the_published_vectors) {
    struct json_object *vectors = member(file, "vectors");
    cr_assert_gt(json_object_array_length(vectors), 10);
    for (size_t i = 0; i < json_object_array_length(vectors); i++) {
        check(json_object_array_get_idx(vectors, i), member(file, "bounds"));
    }
}
