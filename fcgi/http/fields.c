/* Validation as pydantic v2 does it in the original: the same types, places and messages. */
#include "fields.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "json_escape.h"
#include "json_scan.h"

/* What can be wrong; the rows of `faults`. */
enum fault {
    SOUND,
    MISSING,
    NO_OBJECT,
    NO_STRING,
    NO_INTEGER,
    FRACTION,
    NO_INTEGER_STRING,
    TOO_LARGE,
    NO_MEMORY,
};

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
};

bool fields_open(struct fields *fields) {
    *fields = (struct fields){.tokener = json_tokener_new()};
    return fields->tokener != NULL;
}

static void release_strings(struct fields *fields) {
    for (size_t i = 0; i < STACCATO_FIELDS_MAX; i++) {
        json_object_put(fields->strings[i]);
        fields->strings[i] = NULL;
    }
}

void fields_close(struct fields *fields) {
    release_strings(fields);
    json_tokener_free(fields->tokener);
    *fields = (struct fields){0};
}

/* Collects the members that the rows ask for. */
struct collector {
    struct json_tokener *tokener;
    const struct staccato_field *rows;
    size_t count;
    struct staccato_text values[STACCATO_FIELDS_MAX]; /* sources; data NULL if absent */
    bool no_memory;
};

static void collect(void *context, struct staccato_text name, struct staccato_text value) {
    struct collector *collector = context;
    struct json_object *decoded = NULL;
    struct staccato_text key;
    if (!json_read_string(collector->tokener, name, &decoded, &key)) {
        collector->no_memory = true;
        return;
    }
    for (size_t i = 0; i < collector->count; i++) {
        if (staccato_text_equal(collector->rows[i].name, key)) {
            collector->values[i] = value;
        }
    }
    json_object_put(decoded);
}

/* The number that a sign and decimal digits, with or without underscores between, stand for. */
static enum fault read_digits(struct staccato_text digits, int64_t *number) {
    bool is_negative = digits.data[0] == '-';
    *number = 0;
    for (size_t i = is_negative || digits.data[0] == '+'; i < digits.length; i++) {
        if (digits.data[i] == '_') {
            continue;
        }
        int digit = digits.data[i] - '0';
        if (__builtin_mul_overflow(*number, 10, number) ||
            __builtin_add_overflow(*number, is_negative ? -digit : digit, number)) {
            return TOO_LARGE;
        }
    }
    return SOUND;
}

/* An integer in a string, as pydantic takes it: white space around, a sign, digits with single
 * underscores between them, ".000". */
static enum fault read_integer_string(struct staccato_text text, int64_t *number) {
    const char *at = text.data;
    const char *end = at + text.length;
    while (at < end && memchr(" \t\n\v\f\r", *at, 6) != NULL) {
        at++;
    }
    while (end > at && memchr(" \t\n\v\f\r", end[-1], 6) != NULL) {
        end--;
    }
    const char *start = at;
    at += at < end && (*at == '-' || *at == '+');
    const char *digits = at;
    while (at < end &&
           ((*at >= '0' && *at <= '9') || (*at == '_' && at > digits && at[-1] != '_'))) {
        at++;
    }
    if (at == digits || at[-1] == '_') {
        return NO_INTEGER_STRING;
    }
    struct staccato_text whole = {start, (size_t)(at - start)};
    if (end - at >= 2 && *at == '.') {
        for (at++; at < end && *at == '0'; at++) {
        }
    }
    return at == end ? read_digits(whole, number) : NO_INTEGER_STRING;
}

/* An integer in a JSON number: 4, 4.0, 40e-1. */
static enum fault read_integer_number(struct staccato_text source, int64_t *number) {
    bool plain = true;
    for (size_t i = 0; i < source.length; i++) {
        plain = plain && memchr(".eE", source.data[i], 3) == NULL;
    }
    if (plain) {
        return read_digits(source, number);
    }
    double value = strtod(source.data, NULL);
    if (isfinite(value) && value != floor(value)) {
        return FRACTION;
    }
    if (!(fabs(value) < 0x1p63)) {
        return TOO_LARGE;
    }
    *number = (int64_t)value;
    return SOUND;
}

static enum fault read_text(struct fields *fields, size_t index, struct staccato_text source,
                            struct staccato_text *text) {
    if (source.data[0] != '"') {
        return NO_STRING;
    }
    return json_read_string(fields->tokener, source, &fields->strings[index], text) ? SOUND
                                                                                    : NO_MEMORY;
}

static enum fault read_integer(struct fields *fields, size_t index, struct staccato_text source,
                               int64_t *number) {
    struct staccato_text text;
    enum fault fault;
    switch (source.data[0]) {
    case 't': /* true and false are 1 and 0, as in Python */
    case 'f':
        *number = source.data[0] == 't';
        return SOUND;
    case 'n':
    case '[':
    case '{':
        return NO_INTEGER;
    case '"':
        fault = read_text(fields, index, source, &text);
        return fault == SOUND ? read_integer_string(text, number) : fault;
    default:
        return read_integer_number(source, number);
    }
}

static enum fault read_field(struct fields *fields, size_t index, const struct staccato_field *row,
                             struct staccato_text source) {
    struct staccato_item *item = &fields->items[index];
    if (source.data == NULL && row->absent == NULL) {
        return MISSING;
    }
    *item = (struct staccato_item){0};
    fields->arguments[index] = (struct staccato_argument){1, item};
    return row->kind == STACCATO_STRING ? read_text(fields, index, source, &item->text)
                                        : read_integer(fields, index, source, &item->number);
}

/* The list of what is wrong, which becomes an answer when there is anything in it. */
struct detail {
    struct staccato_buffer *out;
    bool is_empty;
};

/* Adds an entry: input is JSON, and so is what of the location follows "body". */
static void report(struct detail *detail, const char *type, const char *place, const char *message,
                   struct staccato_text input) {
    staccato_buffer_printf(detail->out,
                           "%s{\"type\":\"%s\",\"loc\":[\"body\"%s],\"msg\":\"%s\",\"input\":",
                           detail->is_empty ? "{\"detail\":[" : ",", type, place, message);
    staccato_buffer_append_text(detail->out, input);
    detail->is_empty = false;
}

/* A fault in the body as a whole or, with a name, in one field. */
static void report_fault(struct detail *detail, enum fault fault, const char *name,
                         struct staccato_text input) {
    char place[64] = "";
    if (name != NULL) {
        (void)snprintf(place, sizeof(place), ",\"%s\"", name);
    }
    report(detail, faults[fault].type, place, faults[fault].message, input);
    staccato_buffer_append_text(detail->out, STACCATO_TEXT("}"));
}

static bool report_no_json(struct detail *detail, const struct json_error *error) {
    char place[32];
    (void)snprintf(place, sizeof(place), ",%zu", error->offset);
    report(detail, "json_invalid", place, "JSON decode error", STACCATO_TEXT("{}"));
    staccato_buffer_append_text(detail->out, STACCATO_TEXT(",\"ctx\":{\"error\":"));
    bool is_written = json_write_string(
        (struct staccato_text){error->reason, strlen(error->reason)}, detail->out);
    staccato_buffer_append_text(detail->out, STACCATO_TEXT("}}"));
    return is_written;
}

/* Reads every field, and reports faults; false if memory ran out. */
static bool read_fields(struct fields *fields, const struct collector *collector,
                        struct staccato_text body, struct detail *detail) {
    for (size_t i = 0; i < collector->count; i++) {
        const struct staccato_field *row = &collector->rows[i];
        struct staccato_text source = collector->values[i];
        enum fault fault = read_field(fields, i, row, source);
        if (fault == NO_MEMORY) {
            return false;
        }
        if (fault != SOUND) {
            report_fault(detail, fault, row->name.data, fault == MISSING ? body : source);
        }
    }
    return true;
}

/* Fills the arguments, or the detail; false if memory ran out. */
static bool read_body(struct fields *fields, struct collector *collector, struct staccato_text body,
                      struct detail *detail) {
    struct staccato_text value;
    struct json_error error;
    if (body.length == 0) {
        report_fault(detail, MISSING, NULL, STACCATO_TEXT("null"));
    } else if (!json_scan(body, collect, collector, &value, &error)) {
        return report_no_json(detail, &error);
    } else if (value.data[0] == 'n') {
        report_fault(detail, MISSING, NULL, value);
    } else if (value.data[0] != '{') {
        report_fault(detail, NO_OBJECT, NULL, value);
    } else {
        return !collector->no_memory && read_fields(fields, collector, value, detail);
    }
    return true;
}

enum fields_result fields_read(struct fields *fields, const struct staccato_field *rows,
                               size_t count, struct staccato_text body,
                               struct staccato_buffer *out) {
    struct detail detail = {.out = out, .is_empty = true};
    struct collector collector = {.tokener = fields->tokener, .rows = rows, .count = count};
    release_strings(fields);
    if (!read_body(fields, &collector, body, &detail)) {
        return FIELDS_NO_MEMORY;
    }
    if (detail.is_empty) {
        return FIELDS_READ;
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("]}"));
    return out->failed ? FIELDS_NO_MEMORY : FIELDS_INVALID;
}
