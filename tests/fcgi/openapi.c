/* GET /openapi.json: the description is there, is JSON and names this version. What it says is
 * tested in tests/web, by a validator and by asking for all of its examples. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <json-c/json_pointer.h>
#include <stdio.h>

#include "exercise.h"
#include "format.h"
#include "http.h"
#include "version.h"

TestSuite(http_openapi, .timeout = 60);

Test(http_openapi, get_answers_json_that_names_the_version) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer answer =
            http_ask(server, &(struct http_request){.method = "GET", .path = "/openapi.json"});
        cr_expect_eq(answer.status, 200, "%s: %d", server->name, answer.status);
        http_expect_header(&answer, "Content-Type", "application/json", server->name);
        cr_expect_null(strchr(answer.body.data, '@'), "%s: a mark is left", server->name);
        struct json_object *json = json_tokener_parse(answer.body.data);
        struct json_object *info = NULL;
        struct json_object *version = NULL;
        cr_assert(json_object_object_get_ex(json, "info", &info), "%s", server->name);
        cr_assert(json_object_object_get_ex(info, "version", &version), "%s", server->name);
        cr_expect_str_eq(json_object_get_string(version), STACCATO_VERSION, "%s", server->name);
        json_object_put(json);
        http_free(&answer);
    }
}

/* The description, as the first server gives it. Whoever calls this puts it. */
static struct json_object *description(void) {
    struct http_answer answer =
        http_ask(http_servers(), &(struct http_request){.method = "GET", .path = "/openapi.json"});
    struct json_object *json = json_tokener_parse(answer.body.data);
    http_free(&answer);
    cr_assert_not_null(json);
    return json;
}

static void expect_path(struct json_object *paths, const struct staccato_exercise *exercise,
                        struct staccato_text extension, const char *method) {
    char path[128];
    struct json_object *item = NULL;
    (void)snprintf(path, sizeof(path), "/%.*s%s%.*s", (int)exercise->name.length,
                   exercise->name.data, extension.length > 0 ? "." : "", (int)extension.length,
                   extension.data);
    cr_expect(json_object_object_get_ex(paths, path, &item) &&
                  json_object_object_get_ex(item, method, NULL),
              "%s %s", method, path);
}

Test(http_openapi, every_exercise_and_each_of_its_links_is_in_it) {
    struct json_object *json = description();
    struct json_object *paths = NULL;
    cr_assert(json_object_object_get_ex(json, "paths", &paths));
    for (size_t i = 0; staccato_exercises[i] != NULL; i++) {
        const struct staccato_exercise *exercise = staccato_exercises[i];
        bool has_score = exercise->reply != STACCATO_REPLY_FACTS;
        expect_path(paths, exercise, STACCATO_TEXT(""), "post");
        expect_path(paths, exercise, STACCATO_TEXT("json"), "get");
        for (size_t format = 0; has_score && staccato_formats[format] != NULL; format++) {
            expect_path(paths, exercise, staccato_formats[format]->extension, "get");
        }
    }
    json_object_put(json);
}

/* Looks at each object in a value, however deep. */
static void walk(struct json_object *value, struct json_object *root,
                 void (*look)(struct json_object *object, struct json_object *root)) {
    if (json_object_is_type(value, json_type_object)) {
        look(value, root);
        json_object_object_foreach(value, name, member) {
            (void)name;
            walk(member, root, look);
        }
    } else if (json_object_is_type(value, json_type_array)) {
        for (size_t i = 0; i < json_object_array_length(value); i++) {
            walk(json_object_array_get_idx(value, i), root, look);
        }
    }
}

static unsigned int references, addresses, scores, pairs;

static void look_at_reference(struct json_object *object, struct json_object *root) {
    struct json_object *reference = NULL;
    struct json_object *found = NULL;
    if (json_object_object_get_ex(object, "$ref", &reference)) {
        const char *text = json_object_get_string(reference);
        cr_expect(text[0] == '#' && json_pointer_get(root, text + 1, &found) == 0, "%s", text);
        references++;
    }
}

/* What a link's answer describes it always has. */
static void look_at_notes(struct json_object *object, struct json_object *root) {
    struct json_object *properties = NULL;
    struct json_object *required = NULL;
    bool is_named = false;
    (void)root;
    if (!json_object_object_get_ex(object, "allOf", NULL) ||
        !json_object_object_get_ex(object, "properties", &properties) ||
        !json_object_object_get_ex(properties, "notes", NULL)) {
        return;
    }
    cr_assert(json_object_object_get_ex(object, "required", &required));
    for (size_t i = 0; i < json_object_array_length(required); i++) {
        const char *name = json_object_get_string(json_object_array_get_idx(required, i));
        is_named |= strcmp(name, "notes") == 0;
    }
    cr_expect(is_named);
    scores++;
}

/* Where to have what no text can show: NAME.EXTENSION?QUERY. */
static void look_at_address(struct json_object *object, struct json_object *root) {
    struct json_object *address = NULL;
    (void)root;
    if (json_object_object_get_ex(object, "x-address", &address)) {
        const char *text = json_object_get_string(address);
        const char *point = strchr(text, '.');
        cr_assert(point != NULL && point > text, "%s", text);
        cr_expect_eq(strncmp(point, ".mid?", 5), 0, "%s", text);
        addresses++;
    }
}

static void look_at_many(struct json_object *object, struct json_object *root) {
    struct json_object *many = NULL;
    struct json_object *value = NULL;
    (void)root;
    if (json_object_object_get_ex(object, "many", &many) &&
        json_object_object_get_ex(many, "value", &value) &&
        json_object_is_type(value, json_type_array)) {
        cr_expect_eq(json_object_array_length(value), 2);
        pairs++;
    }
}

/* Its schemas and examples are asked for in tests/web; here, that none is missing. */
Test(http_openapi, what_it_refers_to_is_there) {
    struct json_object *json = description();
    walk(json, json, look_at_reference);
    walk(json, json, look_at_notes);
    walk(json, json, look_at_address);
    walk(json, json, look_at_many);
    cr_expect_gt(references, 10U);
    cr_expect_gt(scores, 3U);
    cr_expect_gt(addresses, 3U);
    cr_expect_gt(pairs, 3U);
    json_object_put(json);
}

/* The member of an operation that the pointer leads to; NULL if there is none. */
static struct json_object *member_of(struct json_object *root,
                                     const struct staccato_exercise *exercise, bool is_link,
                                     const char *pointer) {
    char path[256];
    struct json_object *member = NULL;
    (void)snprintf(path, sizeof(path), "/paths/~1%.*s%s/%s%s", (int)exercise->name.length,
                   exercise->name.data, is_link ? ".json" : "", is_link ? "get" : "post", pointer);
    return json_pointer_get(root, path, &member) == 0 ? member : NULL;
}

static bool has_text(struct json_object *list, const char *text) {
    bool is_there = false;
    for (size_t i = 0; list != NULL && i < json_object_array_length(list); i++) {
        const char *other = json_object_get_string(json_object_array_get_idx(list, i));
        is_there |= strcmp(other, text) == 0;
    }
    return is_there;
}

/* What must be sent is shown. */
static void expect_examples(struct json_object *parameters, const char *about) {
    cr_assert_not_null(parameters, "%s", about);
    for (size_t i = 0; i < json_object_array_length(parameters); i++) {
        struct json_object *parameter = json_object_array_get_idx(parameters, i);
        struct json_object *required = NULL;
        if (json_object_object_get_ex(parameter, "required", &required) &&
            json_object_get_boolean(required)) {
            cr_expect(json_object_object_get_ex(parameter, "example", NULL), "%s: %s", about,
                      json_object_get_string(parameter));
        }
    }
}

/* The example in which everything is wrong has an entry for each field, but for strings: any text
 * suits them. */
static void expect_wrong(struct json_object *details, const struct staccato_exercise *exercise) {
    cr_assert_not_null(details, "%s", exercise->name.data);
    for (size_t i = 0; i < exercise->field_count; i++) {
        const struct staccato_field *row = &exercise->fields[i];
        bool is_wrong = false;
        for (size_t entry = 0; entry < json_object_array_length(details); entry++) {
            struct json_object *place = NULL;
            cr_assert_eq(
                json_pointer_get(json_object_array_get_idx(details, entry), "/loc/1", &place), 0);
            is_wrong |= strcmp(json_object_get_string(place), row->name.data) == 0;
        }
        cr_expect(is_wrong || row->kind == STACCATO_STRING, "%s: %s", exercise->name.data,
                  row->name.data);
    }
}

Test(http_openapi, every_exercise_is_described_in_full) {
    struct json_object *json = description();
    for (size_t i = 0; staccato_exercises[i] != NULL; i++) {
        const struct staccato_exercise *exercise = staccato_exercises[i];
        const char *name = exercise->name.data;
        for (int is_link = 0; is_link < 2; is_link++) {
            bool has_seed = exercise->draws && (is_link || exercise->tells_seed);
            struct json_object *required =
                member_of(json, exercise, is_link,
                          "/responses/200/content/application~1json/schema/oneOf/0/required");
            cr_expect_eq(has_text(required, "seed"), has_seed, "%s", name);
            cr_expect_eq(member_of(json, exercise, is_link, "/responses/400") != NULL,
                         exercise->refused != NULL, "%s", name);
        }
        expect_examples(member_of(json, exercise, true, "/parameters"), name);
        expect_wrong(member_of(json, exercise, true,
                               "/responses/422/content/application~1json/examples/wrong/value/"
                               "detail"),
                     exercise);
    }
    json_object_put(json);
}

/* A name with signs is one word with capitals where it is the name of an operation or a schema. */
Test(http_openapi, names_are_words) {
    static const char *const pointers[] = {"/components/schemas/NoteGameRequest",
                                           "/components/schemas/SightReadingAnswer",
                                           "/components/schemas/MaryAnswer"};
    struct json_object *json = description();
    struct json_object *found = NULL;
    for (size_t i = 0; i < sizeof(pointers) / sizeof(pointers[0]); i++) {
        cr_expect_eq(json_pointer_get(json, pointers[i], &found), 0, "%s", pointers[i]);
    }
    cr_assert_eq(json_pointer_get(json, "/paths/~1note-game.json/get/operationId", &found), 0);
    cr_expect_str_eq(json_object_get_string(found), "noteGameJson");
    json_object_put(json);
}

Test(http_openapi, head_answers_its_length) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer get =
            http_ask(server, &(struct http_request){.method = "GET", .path = "/openapi.json/"});
        struct http_answer head =
            http_ask(server, &(struct http_request){.method = "HEAD", .path = "/openapi.json"});
        cr_expect_eq(head.status, 200, "%s: %d", server->name, head.status);
        http_expect_header(&head, "Content-Length", http_header(&get, "Content-Length"),
                           server->name);
        http_free(&get);
        http_free(&head);
    }
}

Test(http_openapi, other_methods_are_not_allowed) {
    static const char *const methods[] = {"POST", "PUT", "DELETE", "OPTIONS"};
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
            struct http_answer answer = http_ask(
                server, &(struct http_request){.method = methods[i], .path = "/openapi.json"});
            http_expect_error(&answer, 405, "Method Not Allowed", methods[i]);
            http_expect_header(&answer, "Allow", "GET, HEAD", methods[i]);
            http_free(&answer);
        }
    }
}
