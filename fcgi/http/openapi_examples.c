/* Asking the service for what its description shows. */
#include "openapi_examples.h"

#include <inttypes.h>
#include <stdio.h>

#include "answers.h"
#include "json_escape.h"
#include "link.h"
#include "openapi_schema.h"
#include "query.h"

/* A request, as an example shows it. A link has a query, others have a body. */
struct example {
    const char *name;
    const char *summary;
    struct staccato_text sent;
    bool is_shown; /* the operation shows it elsewhere, under the same name */
};

static struct staccato_text content(const struct staccato_buffer *buffer) {
    return (struct staccato_text){buffer->data, buffer->length};
}

/* What the service has answered. A text has no NUL; what is none is shown by where it is. */
static void put_value(struct staccato_buffer *out, const struct operation *operation,
                      const struct example *example) {
    const struct response *response = &operation->service->response;
    struct staccato_text body = content(&response->body);
    if (staccato_text_equal(response->content_type, CONTENT_JSON)) {
        openapi_put(out, "'value':");
        staccato_buffer_append_text(out, body);
    } else if (memchr(body.data, '\0', body.length) == NULL) {
        openapi_put(out, "'value':");
        json_write_string(body, out);
    } else {
        openapi_put(out, "'x-address':\"");
        staccato_buffer_append_text(out, operation->exercise->name);
        staccato_buffer_append_text(out, STACCATO_TEXT("."));
        staccato_buffer_append_text(out, operation->extension);
        staccato_buffer_append_text(out, STACCATO_TEXT("?"));
        staccato_buffer_append_text(out, example->sent);
        staccato_buffer_append_text(out, STACCATO_TEXT("\""));
    }
}

/* What the service answers is the example, if it is of the status that it is to show. */
static void put_example(struct staccato_buffer *out, const struct operation *operation, int status,
                        const struct example *example) {
    struct response *response = &operation->service->response;
    bool is_link = operation->target.is_link;
    struct request request = {.method = is_link ? STACCATO_TEXT("GET") : STACCATO_TEXT("POST")};
    *(is_link ? &request.query : &request.body) = example->sent;
    response_clear(response);
    answer_exercise(operation->service, operation->exercise, &operation->target, &request);
    out->failed |= response->body.failed;
    if (response->status != status) {
        return;
    }
    openapi_put(out, "'");
    staccato_buffer_printf(out, "%s\":{\"summary\":\"%s\"", example->name, example->summary);
    put_value(out, operation, example);
    if (!example->is_shown) {
        openapi_put(out, is_link ? ",'x-request':{'query':" : ",'x-request':{'body':");
        json_write_string(example->sent, out);
        openapi_put(out, "}");
    }
    openapi_put(out, "}");
}

/* ---- requests ---- */

/* Appends an object, with a seed where the exercise draws. */
static void put_seeded(struct staccato_buffer *out, const struct staccato_exercise *exercise,
                       const char *object, int count) {
    staccato_buffer_append(out, object, strlen(object) - strlen("}"));
    if (exercise->draws) {
        openapi_put(out, "'seed':'example'");
    }
    if (count > 0) {
        staccato_buffer_printf(out, ",\"count\":%d", count);
    }
    openapi_put(out, "}");
}

void openapi_put_body(struct staccato_buffer *out, const struct staccato_exercise *exercise,
                      int count) {
    put_seeded(out, exercise, exercise->example, count);
}

/* Appends the query that says what an object does. */
static void put_query(struct staccato_buffer *out, const struct operation *operation,
                      const char *object) {
    struct service *service = operation->service;
    struct staccato_buffer body = {0};
    struct play play;
    put_seeded(&body, operation->exercise, object, 0);
    const struct fields_source source = {.where = "body", .text = content(&body)};
    play_begin(&play, operation->exercise, &operation->target);
    bool is_read = fields_read(&service->fields, play.rows, play.row_count, &source,
                               &service->response.body) == FIELDS_READ;
    if (is_read && play_take(&play, service)) {
        link_write_query(&play, service, out);
    }
    out->failed |= body.failed || !is_read;
    staccato_buffer_free(&body);
}

/* A request that plays, or does not. */
static void put_request(struct staccato_buffer *out, const struct operation *operation,
                        const char *object) {
    if (operation->target.is_link) {
        put_query(out, operation, object);
    } else {
        put_seeded(out, operation->exercise, object, 0);
    }
}

/* What a field can't be, as text; NULL: it can be any text. */
static const char *wrong_text(const struct staccato_field *row, char number[32]) {
    switch (row->kind) {
    case STACCATO_STRING:
        return row->is_seed ? "no seed" : NULL;
    case STACCATO_INTEGER:
        (void)snprintf(number, 32, "%" PRId64, row->most + 1);
        return row->least != row->most ? number : "four";
    case STACCATO_BOOLEAN:
        return "maybe";
    case STACCATO_CHOICE:
        return "nothing"; /* "none" is a choice of some */
    }
    return NULL;
}

/* A body whose fields are all wrong. */
static void put_wrong_body(struct staccato_buffer *out, const struct play *play) {
    char number[32];
    openapi_put(out, "{");
    for (size_t i = 0; i < play->row_count; i++) {
        const struct staccato_field *row = play->rows[i];
        const char *text = wrong_text(row, number);
        openapi_put_string(out, row->name);
        openapi_put(out, row->is_list ? ":[" : ":");
        if (text == NULL) {
            openapi_put(out, "1");
        } else {
            staccato_buffer_printf(out, text == number ? "%s" : "\"%s\"", text);
        }
        openapi_put(out, row->is_list ? "]" : "");
    }
    openapi_put(out, "}");
}

/* A query in which what can be wrong is: the last of a scalar counts, and each of a list. */
static void put_wrong_query(struct staccato_buffer *out, const struct operation *operation,
                            const struct play *play) {
    char number[32];
    put_query(out, operation, operation->exercise->example);
    for (size_t i = 0; i < play->row_count; i++) {
        const char *text = wrong_text(play->rows[i], number);
        if (text != NULL) {
            staccato_buffer_append_text(out, STACCATO_TEXT("&"));
            staccato_buffer_append_text(out, play->rows[i]->name);
            staccato_buffer_append_text(out, STACCATO_TEXT("="));
            query_write((struct staccato_text){text, strlen(text)}, out);
        }
    }
}

static void put_wrong(struct staccato_buffer *out, const struct operation *operation) {
    struct play play;
    play_begin(&play, operation->exercise, &operation->target);
    if (operation->target.is_link) {
        put_wrong_query(out, operation, &play);
    } else {
        put_wrong_body(out, &play);
    }
}

/* ---- answers ---- */

static void put_played(struct staccato_buffer *out, const struct operation *operation) {
    const struct staccato_exercise *exercise = operation->exercise;
    struct staccato_buffer sent = {0};
    struct example one = {"example", "What the example of the request is answered",
                          .is_shown = true};
    put_request(&sent, operation, exercise->example);
    one.sent = content(&sent);
    put_example(out, operation, 200, &one);
    if (exercise->draws && !operation->target.is_link) {
        struct example many = {"many", "Two questions at once", .is_shown = true};
        staccato_buffer_clear(&sent, SIZE_MAX);
        openapi_put_body(&sent, exercise, 2);
        many.sent = content(&sent);
        put_example(out, operation, 200, &many);
    }
    out->failed |= sent.failed;
    staccato_buffer_free(&sent);
}

static void put_refused(struct staccato_buffer *out, const struct operation *operation) {
    struct staccato_buffer sent = {0};
    struct example example = {"refused", "Valid, but it can't be played", .is_shown = false};
    put_request(&sent, operation, operation->exercise->refused);
    example.sent = content(&sent);
    put_example(out, operation, 400, &example);
    out->failed |= sent.failed;
    staccato_buffer_free(&sent);
}

static void put_invalid(struct staccato_buffer *out, const struct operation *operation) {
    static const struct example bodies[] = {
        {"missing", "Fields are absent", STACCATO_TEXT_INIT("{}"), false},
        {"noBody", "There is no body", STACCATO_TEXT_INIT(""), false},
        {"noObject", "The body is JSON, but no object", STACCATO_TEXT_INIT("[1]"), false},
        {"noJson", "The body is not JSON", STACCATO_TEXT_INIT("{\"tonic\":\"C\",octave:4}"), false},
    };
    static const struct example queries[] = {
        {"missing", "Parameters are absent", STACCATO_TEXT_INIT(""), false},
        {"unknown", "A parameter that there is not", STACCATO_TEXT_INIT("tune=1"), false},
        {"notUtf8", "A parameter that is no UTF-8", STACCATO_TEXT_INIT("seed=%FF"), false},
    };
    bool is_link = operation->target.is_link;
    const struct example *fixed = is_link ? queries : bodies;
    size_t count =
        is_link ? sizeof(queries) / sizeof(queries[0]) : sizeof(bodies) / sizeof(bodies[0]);
    struct staccato_buffer sent = {0};
    struct example wrong = {"wrong", "Whatever can be wrong is wrong", .is_shown = false};
    put_wrong(&sent, operation);
    wrong.sent = content(&sent);
    put_example(out, operation, 422, &wrong);
    for (size_t i = 0; i < count; i++) {
        put_example(out, operation, 422, &fixed[i]);
    }
    out->failed |= sent.failed;
    staccato_buffer_free(&sent);
}

void openapi_put_examples(struct staccato_buffer *out, const struct operation *operation,
                          int status) {
    if (status == 200) {
        put_played(out, operation);
    } else if (status == 400) {
        put_refused(out, operation);
    } else {
        put_invalid(out, operation);
    }
}
