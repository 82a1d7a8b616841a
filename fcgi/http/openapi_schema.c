/* What a field holds, and what an exercise answers, as JSON Schema 2020-12 says it. */
#include "openapi_schema.h"

#include <ctype.h>
#include <inttypes.h>

#include "detail.h"
#include "json_escape.h"

/* Whether what comes next has to be parted from what there is; the frame indents with spaces. */
static bool needs_comma(const struct staccato_buffer *out) {
    return out->length > 0 && strchr("{[:, ", out->data[out->length - 1]) == NULL;
}

void openapi_put(struct staccato_buffer *out, const char *json) {
    if (json[0] != '\0' && strchr("'{[", json[0]) != NULL && needs_comma(out)) {
        staccato_buffer_append_text(out, STACCATO_TEXT(","));
    }
    size_t length = strlen(json);
    char *at = staccato_buffer_reserve(out, length);
    if (at == NULL) {
        return;
    }
    for (size_t i = 0; i < length; i++) {
        at[i] = json[i] == '\'' ? '"' : json[i];
    }
    out->length += length;
}

void openapi_put_string(struct staccato_buffer *out, struct staccato_text text) {
    if (needs_comma(out)) {
        staccato_buffer_append_text(out, STACCATO_TEXT(","));
    }
    json_write_string(text, out);
}

void openapi_put_word(struct staccato_buffer *out, struct staccato_text name, bool is_capital) {
    for (size_t i = 0; i < name.length; i++) {
        bool is_sign = name.data[i] == '-';
        char byte = is_capital ? (char)toupper((unsigned char)name.data[i]) : name.data[i];
        staccato_buffer_append(out, &byte, !is_sign);
        is_capital = is_sign;
    }
}

void openapi_put_reference(struct staccato_buffer *out, const struct staccato_exercise *exercise,
                           const char *part) {
    openapi_put(out, "'$ref':'#/components/schemas/");
    openapi_put_word(out, exercise->name, true);
    staccato_buffer_printf(out, "%s\"", part);
}

/* ---- fields ---- */

static bool is_number(const struct staccato_field *row) {
    return row->kind == STACCATO_INTEGER || row->integers;
}

static void put_choices(struct staccato_buffer *out, const struct staccato_field *row,
                        bool may_be_null) {
    openapi_put(out, "'enum':[");
    for (size_t i = 0; i < row->choice_count; i++) {
        if (is_number(row)) {
            staccato_buffer_append_text(out, i > 0 ? STACCATO_TEXT(",") : STACCATO_TEXT(""));
            staccato_buffer_append_text(out, row->choices[i]);
        } else {
            openapi_put_string(out, row->choices[i]);
        }
    }
    openapi_put(out, may_be_null ? ",null]" : "]");
}

/* What one value is. */
static void put_value(struct staccato_buffer *out, const struct staccato_field *row,
                      bool may_be_null) {
    const char *type = is_number(row)                  ? "integer"
                       : row->kind == STACCATO_BOOLEAN ? "boolean"
                                                       : "string";
    openapi_put(out, may_be_null ? "'type':['null'," : "'type':");
    staccato_buffer_printf(out, may_be_null ? "\"%s\"]" : "\"%s\"", type);
    if (row->kind == STACCATO_INTEGER && row->least != row->most) {
        staccato_buffer_printf(out, ",\"minimum\":%" PRId64 ",\"maximum\":%" PRId64, row->least,
                               row->most);
    }
    if (row->choice_count > 0) {
        put_choices(out, row, may_be_null);
    }
    if (row->pattern != NULL) {
        openapi_put(out, "'pattern':");
        openapi_put_string(out, (struct staccato_text){row->pattern, strlen(row->pattern)});
    }
}

void openapi_put_field(struct staccato_buffer *out, const struct staccato_field *row,
                       bool is_link) {
    bool may_be_null = row->is_nullable && !is_link;
    if (row->is_list) {
        openapi_put(out, "'type':'array','minItems':1,'items':{");
        put_value(out, row, false);
        openapi_put(out, "}");
    } else {
        put_value(out, row, may_be_null);
    }
    if (row->absent != NULL && (may_be_null || row->absent[0] != 'n')) {
        openapi_put(out, "'default':");
        staccato_buffer_append(out, row->absent, strlen(row->absent));
    }
}

static void put_request(struct staccato_buffer *out, const struct staccato_exercise *exercise) {
    const struct target post = {0};
    struct play play;
    play_begin(&play, exercise, &post);
    openapi_put(out, "'type':'object','required':[");
    for (size_t i = 0; i < play.row_count; i++) {
        if (play.rows[i]->absent == NULL) {
            openapi_put_string(out, play.rows[i]->name);
        }
    }
    openapi_put(out, "]");
    openapi_put(out, "'properties':{");
    for (size_t i = 0; i < play.row_count; i++) {
        const struct staccato_field *row = play.rows[i];
        openapi_put_string(out, row->name);
        openapi_put(out, ":{");
        if (row->help != NULL) {
            openapi_put(out, "'description':");
            openapi_put_string(out, (struct staccato_text){row->help, strlen(row->help)});
        }
        openapi_put_field(out, row, false);
        openapi_put(out, "}");
    }
    openapi_put(out, "}");
}

/* ---- answers ---- */

static const char seed_member[] = "'seed':{'$ref':'#/components/schemas/Seed'}";
static const char notes_member[] = "'notes':{'$ref':'#/components/schemas/Notes'}";

static void put_members(struct staccato_buffer *out, const struct staccato_exercise *exercise) {
    static const char *const schemas[] = {
        [STACCATO_ANSWER_TEXT] = ":{'type':'string'}",
        [STACCATO_ANSWER_INTEGER] = ":{'type':'integer'}",
        [STACCATO_ANSWER_PITCHES] = ":{'$ref':'#/components/schemas/Pitches'}",
    };
    if (exercise->reply != STACCATO_REPLY_FACTS) {
        openapi_put(out, "'generatedXml':{'$ref':'#/components/schemas/Score'}");
    }
    for (size_t i = 0; i < exercise->answer_count; i++) {
        openapi_put_string(out, exercise->answers[i].name);
        openapi_put(out, schemas[exercise->answers[i].kind]);
    }
    if (exercise->draws) {
        openapi_put(out, seed_member);
    }
    if (exercise->reply != STACCATO_REPLY_FACTS) {
        openapi_put(out, notes_member);
    }
}

/* Seed and notes are not in every answer. */
static void put_answer(struct staccato_buffer *out, const struct staccato_exercise *exercise) {
    openapi_put(out, "'type':'object','required':[");
    if (exercise->reply != STACCATO_REPLY_FACTS) {
        openapi_put(out, "'generatedXml'");
    }
    for (size_t i = 0; i < exercise->answer_count; i++) {
        openapi_put_string(out, exercise->answers[i].name);
    }
    openapi_put(out, "]");
    openapi_put(out, "'additionalProperties':false,'properties':{");
    put_members(out, exercise);
    openapi_put(out, "}");
}

/* An object in which some of what it may have is there. */
static void put_object(struct staccato_buffer *out, const struct staccato_exercise *exercise,
                       bool has_seed, bool has_notes) {
    if (!has_seed && !has_notes) {
        openapi_put_reference(out, exercise, "Answer");
        return;
    }
    openapi_put(out, "'type':'object','allOf':[{");
    openapi_put_reference(out, exercise, "Answer");
    openapi_put(out, "}],'required':[");
    openapi_put(out, has_seed ? "'seed'" : "");
    openapi_put(out, has_notes ? "'notes'" : "");
    openapi_put(out, "],'properties':{");
    openapi_put(out, has_seed ? seed_member : "");
    openapi_put(out, has_notes ? notes_member : "");
    openapi_put(out, "}");
}

void openapi_put_answer(struct staccato_buffer *out, const struct staccato_exercise *exercise,
                        bool is_link) {
    bool has_notes = is_link && exercise->reply != STACCATO_REPLY_FACTS;
    bool has_seed = exercise->draws && (is_link || exercise->tells_seed);
    if (!exercise->draws) {
        put_object(out, exercise, has_seed, has_notes);
        return;
    }
    openapi_put(out, "'oneOf':[{");
    put_object(out, exercise, has_seed, has_notes);
    openapi_put(out, "},{'type':'array','minItems':1,'items':{");
    put_object(out, exercise, true, has_notes);
    openapi_put(out, "}}]");
}

static void begin_schema(struct staccato_buffer *out, const struct staccato_exercise *exercise,
                         const char *part) {
    openapi_put(out, "'");
    openapi_put_word(out, exercise->name, true);
    staccato_buffer_printf(out, "%s\":{", part);
}

void openapi_put_schemas(struct staccato_buffer *out, const struct staccato_exercise *exercise) {
    begin_schema(out, exercise, "Request");
    put_request(out, exercise);
    openapi_put(out, "}");
    begin_schema(out, exercise, "Answer");
    put_answer(out, exercise);
    openapi_put(out, "}");
}

void openapi_put_faults(struct staccato_buffer *out) {
    openapi_put(out, "[");
    for (enum fault fault = MISSING; fault < NO_MEMORY; fault++) {
        openapi_put_string(out, detail_type(fault));
    }
    openapi_put(out, "'json_invalid','query_invalid']");
}
