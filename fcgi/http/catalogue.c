/* The rows of exercises as JSON. */
#include "catalogue.h"

#include "exercise.h"
#include "format.h"
#include "json_escape.h"
#include "openapi_schema.h"

static void put_member(struct staccato_buffer *out, const char *name, const char *text) {
    openapi_put(out, name);
    openapi_put_string(out, (struct staccato_text){text, strlen(text)});
}

static void put_field(struct staccato_buffer *out, const struct staccato_field *row) {
    openapi_put(out, "{'name':");
    openapi_put_string(out, row->name);
    openapi_put(out, row->absent == NULL ? ",'required':true" : ",'required':false");
    if (row->help != NULL) {
        put_member(out, "'help':", row->help);
    }
    openapi_put(out, "'schema':{");
    openapi_put_field(out, row, false);
    openapi_put(out, "}}");
}

static void put_formats(struct staccato_buffer *out, const struct staccato_exercise *exercise) {
    openapi_put(out, "'formats':[");
    for (size_t i = 0; exercise->reply != STACCATO_REPLY_FACTS && staccato_formats[i] != NULL;
         i++) {
        openapi_put_string(out, staccato_formats[i]->extension);
    }
    openapi_put_string(out, STACCATO_TEXT("json"));
    openapi_put(out, "]");
}

static void put_exercise(struct staccato_buffer *out, const struct staccato_exercise *exercise) {
    openapi_put(out, "{'name':");
    openapi_put_string(out, exercise->name);
    openapi_put(out, "'title':");
    openapi_put_string(out, exercise->title);
    put_member(out, "'summary':", exercise->summary);
    openapi_put(out, exercise->draws ? ",'draws':true" : ",'draws':false");
    put_formats(out, exercise);
    staccato_buffer_printf(out, ",\"example\":%s", exercise->example);
    openapi_put(out, ",'fields':[");
    for (size_t i = 0; i < exercise->field_count; i++) {
        put_field(out, &exercise->fields[i]);
    }
    openapi_put(out, "]}");
}

void catalogue_write(struct staccato_buffer *out) {
    openapi_put(out, "{'exercises':[");
    for (size_t i = 0; staccato_exercises[i] != NULL; i++) {
        put_exercise(out, staccato_exercises[i]);
    }
    openapi_put(out, "]}");
}
