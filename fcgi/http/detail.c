/* Types, messages and contexts as pydantic v2 writes them. */
#include "detail.h"

#include <inttypes.h>
#include <stdio.h>

#include "json_escape.h"

/* A message may have parts that depend on the field: see write_message. */
static const struct {
    const char *type;
    const char *message;
} faults[] = {
    [MISSING] = {"missing", "Field required"},
    [NO_OBJECT] = {"model_attributes_type",
                   "Input should be a valid dictionary or object to extract fields from"},
    [NO_STRING] = {"string_type", "Input should be a valid string"},
    [NO_INTEGER] = {"int_type", "Input should be a valid integer"},
    [FRACTION] = {"int_from_float",
                  "Input should be a valid integer, got a number with a fractional part"},
    [NO_INTEGER_STRING] = {"int_parsing",
                           "Input should be a valid integer, unable to parse string as an integer"},
    [TOO_LARGE] = {"int_parsing_size",
                   "Unable to parse input string as an integer, exceeded maximum size"},
    [TOO_SMALL_NUMBER] = {"greater_than_equal", "Input should be greater than or equal to "},
    [TOO_BIG_NUMBER] = {"less_than_equal", "Input should be less than or equal to "},
    [OUT_OF_RANGE_ITEM] = {"value_error", "Value error, "},
    [NO_CHOICE] = {"literal_error", "Input should be "},
    [NO_BOOLEAN_TEXT] = {"bool_parsing",
                         "Input should be a valid boolean, unable to interpret input"},
    [NO_BOOLEAN] = {"bool_type", "Input should be a valid boolean"},
    [NO_LIST] = {"list_type", "Input should be a valid list"},
    [EMPTY_LIST] = {"too_short", "List should have at least 1 item after validation, not 0"},
    [EXTRA] = {"extra_forbidden", "Extra inputs are not permitted"},
    [NO_SEED] = {"string_pattern_mismatch", "String should match pattern '^[0-9A-Za-z_.-]{1,64}$'"},
    [LONG_SEED] = {"string_too_long", "String should have at most 56 characters"},
};

struct staccato_text detail_type(enum fault fault) {
    return (struct staccato_text){faults[fault].type, strlen(faults[fault].type)};
}

/* 'a', 'b' or 'c'. */
static void write_choices(const struct staccato_field *row, struct staccato_buffer *out) {
    const char *quote = row->integers ? "" : "'";
    for (size_t i = 0; i < row->choice_count; i++) {
        const char *between = i == 0 ? "" : i + 1 < row->choice_count ? ", " : " or ";
        staccato_buffer_printf(out, "%s%s%.*s%s", between, quote, (int)row->choices[i].length,
                               row->choices[i].data, quote);
    }
}

/* What follows a message. Nothing of it needs escaping. */
static void write_message(enum fault fault, const struct staccato_field *row, int64_t number,
                          struct staccato_buffer *out) {
    staccato_buffer_printf(out, "%s", faults[fault].message);
    if (row == NULL) {
        return;
    }
    switch (fault) {
    case TOO_SMALL_NUMBER:
        staccato_buffer_printf(out, "%" PRId64, row->least);
        break;
    case TOO_BIG_NUMBER:
        staccato_buffer_printf(out, "%" PRId64, row->most);
        break;
    case OUT_OF_RANGE_ITEM:
        staccato_buffer_printf(out, "%s %" PRId64 " out of range [%" PRId64 ", %" PRId64 "]",
                               row->item_name, number, row->least, row->most);
        break;
    case NO_CHOICE:
        write_choices(row, out);
        break;
    default:
        break;
    }
}

static void write_context(enum fault fault, const struct staccato_field *row,
                          struct staccato_buffer *out) {
    if (row == NULL) {
        return;
    }
    switch (fault) {
    case TOO_SMALL_NUMBER:
        staccato_buffer_printf(out, ",\"ctx\":{\"ge\":%" PRId64 "}", row->least);
        break;
    case TOO_BIG_NUMBER:
        staccato_buffer_printf(out, ",\"ctx\":{\"le\":%" PRId64 "}", row->most);
        break;
    case OUT_OF_RANGE_ITEM:
        staccato_buffer_append_text(out, STACCATO_TEXT(",\"ctx\":{\"error\":{}}"));
        break;
    case NO_CHOICE:
        staccato_buffer_append_text(out, STACCATO_TEXT(",\"ctx\":{\"expected\":\""));
        write_choices(row, out);
        staccato_buffer_append_text(out, STACCATO_TEXT("\"}"));
        break;
    case EMPTY_LIST:
        staccato_buffer_append_text(out, STACCATO_TEXT(",\"ctx\":{\"field_type\":\"List\","
                                                       "\"min_length\":1,\"actual_length\":0}"));
        break;
    case LONG_SEED:
        staccato_buffer_append_text(out, STACCATO_TEXT(",\"ctx\":{\"max_length\":56}"));
        break;
    case NO_SEED:
        staccato_buffer_append_text(
            out, STACCATO_TEXT(",\"ctx\":{\"pattern\":\"^[0-9A-Za-z_.-]{1,64}$\"}"));
        break;
    default:
        break;
    }
}

/* The type and the location's beginning. */
static void begin_entry(struct detail *detail, const char *type) {
    staccato_buffer_printf(detail->out, "%s{\"type\":\"%s\",\"loc\":[\"%s\"",
                           detail->is_empty ? "{\"detail\":[" : ",", type, detail->where);
    detail->is_empty = false;
}

void detail_add(struct detail *detail, enum fault fault, const struct staccato_field *row,
                long index, struct staccato_text input, int64_t number) {
    struct staccato_buffer *out = detail->out;
    begin_entry(detail, faults[fault].type);
    if (row != NULL) {
        staccato_buffer_printf(out, ",\"%.*s\"", (int)row->name.length, row->name.data);
    }
    if (index != NO_INDEX) {
        staccato_buffer_printf(out, ",%ld", index);
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("],\"msg\":\""));
    write_message(fault, row, number, out);
    staccato_buffer_append_text(out, STACCATO_TEXT("\",\"input\":"));
    staccato_buffer_append_text(out, input);
    write_context(fault, row, out);
    staccato_buffer_append_text(out, STACCATO_TEXT("}"));
}

void detail_add_extra(struct detail *detail, struct staccato_text name,
                      struct staccato_text input) {
    begin_entry(detail, faults[EXTRA].type);
    staccato_buffer_append_text(detail->out, STACCATO_TEXT(","));
    json_write_string(name, detail->out);
    staccato_buffer_printf(detail->out, "],\"msg\":\"%s\",\"input\":", faults[EXTRA].message);
    json_write_string(input, detail->out);
    staccato_buffer_append_text(detail->out, STACCATO_TEXT("}"));
}

void detail_add_no_json(struct detail *detail, size_t offset, const char *reason) {
    begin_entry(detail, "json_invalid");
    staccato_buffer_printf(
        detail->out,
        ",%zu],\"msg\":\"JSON decode error\",\"input\":{},\"ctx\":{\"error\":", offset);
    json_write_string((struct staccato_text){reason, strlen(reason)}, detail->out);
    staccato_buffer_append_text(detail->out, STACCATO_TEXT("}}"));
}

void detail_add_no_query(struct detail *detail, size_t offset) {
    begin_entry(detail, "query_invalid");
    staccato_buffer_printf(detail->out,
                           ",%zu],\"msg\":\"Query should be percent-encoded UTF-8\",\"input\":{}}",
                           offset);
}

void detail_end(struct detail *detail) {
    staccato_buffer_append_text(detail->out, STACCATO_TEXT("]}"));
}
