/* What is answered from tables and files, and what is refused because it can't be played: asked
 * without a server. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <stdio.h>

#include "exercise.h"
#include "service.h"

static const struct config config = {.max_body = 65536};
static struct service service;

static void open_service(void) {
    cr_assert(service_open(&service, &config));
}

static void end_service(void) {
    service_close(&service);
}

TestSuite(fcgi_documents, .timeout = 30, .init = open_service, .fini = end_service);

/* The answer's body as a C string. */
static const char *ask(const char *method, const char *path, const char *query, const char *body) {
    struct request request = {.method = {method, strlen(method)},
                              .path = {path, strlen(path)},
                              .query = {query, strlen(query)},
                              .body = {body, strlen(body)}};
    service_answer(&service, &request, metrics_clock());
    staccato_buffer_append(&service.response.body, "", 1);
    cr_assert_not(service.response.body.failed);
    return service.response.body.data;
}

static struct json_object *member(struct json_object *object, const char *name) {
    struct json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, name, &value), "no %s", name);
    return value;
}

static void expect_string(struct json_object *object, const char *name, const char *expected) {
    cr_expect_str_eq(json_object_get_string(member(object, name)), expected);
}

/* Each row in its order, with what a page needs to ask for it. */
Test(fcgi_documents, the_catalogue_has_every_exercise) {
    struct json_object *json = json_tokener_parse(ask("GET", "/exercises.json", "", ""));
    struct json_object *list = member(json, "exercises");
    size_t count = 0;
    for (; staccato_exercises[count] != NULL; count++) {
        const struct staccato_exercise *exercise = staccato_exercises[count];
        struct json_object *entry = json_object_array_get_idx(list, count);
        struct json_object *fields = member(entry, "fields");
        struct json_object *formats = member(entry, "formats");
        expect_string(entry, "name", exercise->name.data);
        expect_string(entry, "title", exercise->title.data);
        expect_string(entry, "summary", exercise->summary);
        cr_expect_eq(json_object_get_boolean(member(entry, "draws")), exercise->draws);
        cr_expect(json_object_is_type(member(entry, "example"), json_type_object));
        cr_assert_eq(json_object_array_length(fields), exercise->field_count);
        for (size_t i = 0; i < exercise->field_count; i++) {
            struct json_object *field = json_object_array_get_idx(fields, i);
            expect_string(field, "name", exercise->fields[i].name.data);
            cr_expect_eq(json_object_get_boolean(member(field, "required")),
                         exercise->fields[i].absent == NULL);
        }
        size_t last = json_object_array_length(formats) - 1;
        cr_expect_str_eq(json_object_get_string(json_object_array_get_idx(formats, last)), "json");
        cr_expect_eq(last == 0, exercise->reply == STACCATO_REPLY_FACTS);
    }
    cr_expect_eq(json_object_array_length(list), count);
    json_object_put(json);
}

Test(fcgi_documents, levels_are_the_file_that_is_shared) {
    static char file[1 << 20];
    FILE *stream = fopen("share/levels.json", "rb");
    cr_assert_not_null(stream);
    size_t length = fread(file, 1, sizeof(file), stream);
    cr_assert(length > 0 && length < sizeof(file));
    (void)fclose(stream);
    const char *body = ask("GET", "/levels.json", "", "");
    cr_assert_eq(service.response.status, 200);
    cr_assert_eq(service.response.body.length, length + 1);
    cr_expect_eq(memcmp(body, file, length), 0);
}

Test(fcgi_documents, what_cannot_be_played_is_named) {
    static const struct {
        const char *path, *body, *words;
        int status;
    } cases[] = {
        {"/score", "{\"notation\":\"c\",\"key\":\"H\"}", "something is not right! key H must be",
         400},
        {"/score", "{\"notation\":\"c\",\"clef\":\"x\"}", "something is not right! clef x must be",
         400},
        {"/score", "{\"notation\":\"c\",\"clef\":\"baritone\",\"key\":\"a-\"}", "<score-partwise",
         200},
        {"/note-game", "{\"lowNote\":\"x\",\"highNote\":\"C5\",\"scale\":\"C\",\"octave\":\"4\"}",
         "\"something is not right: lowNote x must be", 400},
        {"/note-game", "{\"lowNote\":\"C4\",\"highNote\":\"x\",\"scale\":\"C\",\"octave\":\"4\"}",
         "\"something is not right: highNote x must be", 400},
        {"/note-game", "{\"lowNote\":\"C5\",\"highNote\":\"C4\",\"scale\":\"C\",\"octave\":\"4\"}",
         "\"something is not right: lowNote C5 sounds above highNote C4\"", 400},
        {"/note-game",
         "{\"lowNote\":\"C#4\",\"highNote\":\"C#4\",\"scale\":\"C\",\"octave\":\"4\"}",
         "\"something is not right: ", 400},
        /* 57 characters, to which the number of a question would come */
        {"/chord-game",
         "{\"count\":2,\"seed\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
         "\"type\":\"string_too_long\",\"loc\":[\"body\",\"seed\"]", 422},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *text = ask("POST", cases[i].path, "", cases[i].body);
        cr_expect_eq(service.response.status, cases[i].status, "%s: %d", cases[i].body,
                     service.response.status);
        cr_expect_not_null(strstr(text, cases[i].words), "%s: %.100s", cases[i].body, text);
    }
}

/* A picture of two hands has a brace in each system, and its tempo once. */
Test(fcgi_documents, two_hands_are_braced) {
    static const char query[] = "seed=1&hand=together&measures=8&tempo=60";
    static const char *const once[] = {"class=\"tempo\"", "class=\"tempoNum\""};
    const char *text = ask("GET", "/sight-reading.svg", query, "");
    cr_assert_eq(service.response.status, 200, "%.200s", text);
    for (size_t i = 0; i < sizeof(once) / sizeof(once[0]); i++) {
        const char *at = strstr(text, once[i]);
        cr_assert_not_null(at, "%s", once[i]);
        cr_expect_null(strstr(at + 1, once[i]), "%s", once[i]);
    }
    size_t braces = 0;
    size_t systems = 0;
    for (const char *at = text; (at = strstr(at, "class=\"grpSym\"")) != NULL; at++) {
        braces++;
    }
    for (const char *at = text; (at = strstr(at, "class=\"system\"")) != NULL; at++) {
        systems++;
    }
    cr_expect_gt(systems, 1U);
    cr_expect_eq(braces, systems);
    (void)ask("GET", "/sight-reading.svg", "seed=1&hand=right&measures=8", "");
    cr_expect_null(strstr(service.response.body.data, "grpSym"));
    cr_expect_null(strstr(service.response.body.data, "\"tempo\""));
}
