/* The paths of exercises and their links; share/openapi.json around them. */
#include "openapi.h"

#include <string.h>

#include "json_escape.h"
#include "json_scan.h"
#include "openapi_examples.h"
#include "openapi_schema.h"
#include "version.h"

/* The assembler takes the file in as it stands and ends it with a NUL, so that it needs no tool and
 * no generated source. The path is that of a build from the repository's root. */
__asm__(".pushsection .rodata\n"
        "openapi:\n"
        ".incbin \"share/openapi.json\"\n"
        ".byte 0\n"
        ".popsection\n");
extern const char openapi[] __attribute__((visibility("hidden")));

static struct staccato_text text_of(const char *text) {
    return (struct staccato_text){text, strlen(text)};
}

/* ---- parameters ---- */

/* The value that an object has for a name, to be found among its members. */
struct wanted {
    struct staccato_text name;
    struct staccato_text value;
};

static void find_member(void *context, struct staccato_text name, struct staccato_text value) {
    struct wanted *wanted = context;
    if (staccato_text_equal((struct staccato_text){name.data + 1, name.length - 2}, wanted->name)) {
        wanted->value = value;
    }
}

/* The parameter's example is what the exercise's example has. */
static void put_example_of(struct staccato_buffer *out, const struct staccato_field *row,
                           const struct staccato_exercise *exercise) {
    struct staccato_buffer body = {0};
    struct wanted wanted = {.name = row->name};
    struct staccato_text value;
    struct json_error error;
    openapi_put_body(&body, exercise, 0);
    out->failed |= body.failed;
    if (!body.failed &&
        json_scan((struct staccato_text){body.data, body.length}, find_member, &wanted, &value,
                  &error) &&
        wanted.value.length > 0) {
        openapi_put(out, "'example':");
        staccato_buffer_append_text(out, wanted.value);
    }
    staccato_buffer_free(&body);
}

static void put_parameters(struct staccato_buffer *out, const struct operation *operation) {
    struct play play;
    play_begin(&play, operation->exercise, &operation->target);
    openapi_put(out, "'parameters':[");
    for (size_t i = 0; i < play.row_count; i++) {
        const struct staccato_field *row = play.rows[i];
        openapi_put(out, "{'in':'query','name':");
        openapi_put_string(out, row->name);
        if (row->help != NULL) {
            openapi_put(out, "'description':");
            openapi_put_string(out, text_of(row->help));
        }
        openapi_put(out, row->absent == NULL ? ",'required':true" : "");
        openapi_put(out, "'schema':{");
        openapi_put_field(out, row, true);
        openapi_put(out, "}");
        put_example_of(out, row, operation->exercise);
        openapi_put(out, "}");
    }
    openapi_put(out, "]");
}

/* ---- answers ---- */

/* Begins the content of an answer: its type, its schema, and examples that are still to come. */
static void begin_content(struct staccato_buffer *out, struct staccato_text type) {
    openapi_put(out, "'content':{");
    openapi_put_string(out, type);
    openapi_put(out, ":{'schema':{");
}

static void put_examples(struct staccato_buffer *out, const struct operation *operation,
                         int status) {
    openapi_put(out, "},'examples':{");
    openapi_put_examples(out, operation, status);
    openapi_put(out, "}}}");
}

static void put_played(struct staccato_buffer *out, const struct operation *operation) {
    const struct staccato_exercise *exercise = operation->exercise;
    bool is_link = operation->target.is_link;
    bool is_document = !is_link && exercise->reply == STACCATO_REPLY_SCORE;
    openapi_put(out, "'200':{'description':'What was asked for.'");
    if (is_link) {
        openapi_put(out, "'headers':{'Cache-Control':{'$ref':'#/components/headers/Kept'},"
                         "'ETag':{'$ref':'#/components/headers/Tag'}}");
    }
    const struct staccato_format *format = operation->target.format;
    begin_content(out, format != NULL ? format->content_type
                       : is_document  ? CONTENT_XML
                                      : CONTENT_JSON);
    if (is_document || format == &staccato_musicxml) {
        openapi_put(out, "'$ref':'#/components/schemas/Score'");
    } else if (format == NULL) {
        openapi_put_answer(out, exercise, is_link);
    }
    put_examples(out, operation, 200);
    openapi_put(out, "}");
}

static void put_refused(struct staccato_buffer *out, const struct operation *operation) {
    const struct staccato_exercise *exercise = operation->exercise;
    if (exercise->refused == NULL) {
        return;
    }
    openapi_put(out, "'400':{'description':'The request is valid, but can not be played. The "
                     "message names the value and what would do.'");
    begin_content(out, exercise->reply == STACCATO_REPLY_SCORE ? CONTENT_PLAIN : CONTENT_JSON);
    openapi_put(out, "'type':'string'");
    put_examples(out, operation, 400);
    openapi_put(out, "}");
}

static void put_invalid(struct staccato_buffer *out, const struct operation *operation) {
    openapi_put(out, "'422':{'description':'Fields are missing, wrong or unknown, or the request "
                     "can not be read. One entry for each fault, in the form of pydantic v2.'");
    begin_content(out, CONTENT_JSON);
    openapi_put(out, "'$ref':'#/components/schemas/Invalid'");
    put_examples(out, operation, 422);
    openapi_put(out, "}");
}

static void put_responses(struct staccato_buffer *out, const struct operation *operation) {
    openapi_put(out, "'responses':{");
    put_played(out, operation);
    if (operation->target.is_link) {
        openapi_put(out, "'304':{'$ref':'#/components/responses/NotModified'}");
    }
    put_refused(out, operation);
    openapi_put(out, "'404':{'$ref':'#/components/responses/NotFound'}");
    openapi_put(out, operation->target.is_link
                         ? ",'405':{'$ref':'#/components/responses/OnlyGet'}"
                         : ",'405':{'$ref':'#/components/responses/MethodNotAllowed'},"
                           "'413':{'$ref':'#/components/responses/TooLarge'}");
    put_invalid(out, operation);
    openapi_put(out, "'503':{'$ref':'#/components/responses/Unavailable'}}");
}

/* ---- operations ---- */

static void begin_path(struct staccato_buffer *out, const struct operation *operation) {
    const struct staccato_exercise *exercise = operation->exercise;
    bool is_link = operation->target.is_link;
    openapi_put(out, "'/");
    staccato_buffer_append_text(out, exercise->name);
    staccato_buffer_append_text(out, is_link ? STACCATO_TEXT(".") : STACCATO_TEXT(""));
    staccato_buffer_append_text(out, operation->extension);
    staccato_buffer_printf(out, "\":{\"%s\":{\"operationId\":\"", is_link ? "get" : "post");
    openapi_put_word(out, exercise->name, false);
    openapi_put_word(out, operation->extension, true);
    staccato_buffer_append_text(out, STACCATO_TEXT("\",\"summary\":"));
    openapi_put_string(out, exercise->title);
    openapi_put(out, "'description':");
    openapi_put_string(out, text_of(exercise->summary));
}

static void put_request_body(struct staccato_buffer *out, const struct operation *operation) {
    openapi_put(out, "'requestBody':{'required':true,'content':{'application/json':{'schema':{");
    openapi_put_reference(out, operation->exercise, "Request");
    openapi_put(out, "},'examples':{'example':{'value':");
    openapi_put_body(out, operation->exercise, 0);
    openapi_put(out, "}");
    if (operation->exercise->draws) {
        openapi_put(out, "'many':{'summary':'Two questions at once','value':");
        openapi_put_body(out, operation->exercise, 2);
        openapi_put(out, "}");
    }
    openapi_put(out, "}}}}");
}

static void put_operation(struct staccato_buffer *out, const struct operation *operation) {
    begin_path(out, operation);
    if (operation->target.is_link) {
        put_parameters(out, operation);
    } else {
        put_request_body(out, operation);
    }
    put_responses(out, operation);
    openapi_put(out, "}}");
}

/* An exercise by POST, as JSON, and in each format that there is of it. */
static void put_exercise(struct staccato_buffer *out, struct service *service,
                         const struct staccato_exercise *exercise) {
    struct operation operation = {.service = service, .exercise = exercise};
    put_operation(out, &operation);
    operation.target.is_link = true;
    operation.extension = STACCATO_TEXT("json");
    put_operation(out, &operation);
    for (size_t i = 0; exercise->reply != STACCATO_REPLY_FACTS && staccato_formats[i] != NULL;
         i++) {
        operation.target.format = staccato_formats[i];
        operation.extension = staccato_formats[i]->extension;
        put_operation(out, &operation);
    }
}

/* ---- the frame ---- */

static void put_version(struct staccato_buffer *out, struct service *service) {
    (void)service;
    staccato_buffer_append_text(out, STACCATO_TEXT(STACCATO_VERSION));
}

static void put_paths(struct staccato_buffer *out, struct service *service) {
    for (size_t i = 0; staccato_exercises[i] != NULL; i++) {
        put_exercise(out, service, staccato_exercises[i]);
    }
}

static void put_schemas(struct staccato_buffer *out, struct service *service) {
    (void)service;
    for (size_t i = 0; staccato_exercises[i] != NULL; i++) {
        openapi_put_schemas(out, staccato_exercises[i]);
    }
}

static void put_faults(struct staccato_buffer *out, struct service *service) {
    (void)service;
    openapi_put_faults(out);
}

/* What in the frame stands for something else. */
static const struct {
    struct staccato_text mark;
    void (*put)(struct staccato_buffer *out, struct service *service);
} marks[] = {
    {STACCATO_TEXT_INIT("@VERSION@"), put_version},
    {STACCATO_TEXT_INIT("\"@PATHS@\": {}"), put_paths},
    {STACCATO_TEXT_INIT("\"@SCHEMAS@\": {}"), put_schemas},
    {STACCATO_TEXT_INIT("[\"@FAULTS@\"]"), put_faults},
};

/* The mark at a place; NULL if none begins there. */
static size_t find_mark(const char *place) {
    size_t mark = 0;
    while (mark < sizeof(marks) / sizeof(marks[0]) &&
           strncmp(place, marks[mark].mark.data, marks[mark].mark.length) != 0) {
        mark++;
    }
    return mark;
}

void openapi_answer(struct service *service) {
    struct staccato_buffer out = {0};
    struct response *response = &service->response;
    for (const char *rest = openapi; *rest != '\0';) {
        size_t plain = strcspn(rest, "@\"[");
        size_t mark = find_mark(rest + plain);
        staccato_buffer_append(&out, rest, plain);
        rest += plain;
        if (mark < sizeof(marks) / sizeof(marks[0])) {
            marks[mark].put(&out, service);
            rest += marks[mark].mark.length;
        } else {
            staccato_buffer_append(&out, rest, *rest != '\0');
            rest += *rest != '\0';
        }
    }
    response_clear(response);
    staccato_buffer_free(&response->body);
    response->body = out;
}
