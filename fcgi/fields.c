/* Validation as pydantic v2 does it in the original: the same types, places and messages. */
#include "fields.h"

#include <math.h>
#include <stdlib.h>

#include "json_text.h"

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

bool staccato_fields_open(struct staccato_fields *fields) {
    *fields = (struct staccato_fields){.tokener = json_tokener_new()};
    return fields->tokener != NULL;
}

static void release_strings(struct staccato_fields *fields) {
    for (size_t i = 0; i < STACCATO_FIELDS_MAX; i++) {
        json_object_put(fields->strings[i]);
        fields->strings[i] = NULL;
    }
}

void staccato_fields_close(struct staccato_fields *fields) {
    release_strings(fields);
    json_tokener_free(fields->tokener);
    *fields = (struct staccato_fields){0};
}

/* The text that the source of a string, quotes included, stands for: without escapes its own bytes,
 * else what json-c makes of them, which *decoded then holds. False if memory ran out. */
static bool read_string(struct json_tokener *tokener, struct staccato_text source,
                        struct json_object **decoded, struct staccato_text *text) {
    *text = (struct staccato_text){source.data + 1, source.length - 2};
    if (memchr(text->data, '\\', text->length) == NULL) {
        return true;
    }
    json_tokener_reset(tokener);
    *decoded = json_tokener_parse_ex(tokener, source.data, (int)source.length);
    *text = (struct staccato_text){json_object_get_string(*decoded),
                                   (size_t)json_object_get_string_len(*decoded)};
    return *decoded != NULL;
}

/* Collects the members that the exercise asks for. */
struct collector {
    struct json_tokener *tokener;
    const struct staccato_exercise *exercise;
    struct staccato_text values[STACCATO_FIELDS_MAX]; /* sources; data NULL if absent */
    bool no_memory;
};

static void collect(void *context, struct staccato_text name, struct staccato_text value) {
    struct collector *collector = context;
    struct json_object *decoded = NULL;
    struct staccato_text key;
    if (!read_string(collector->tokener, name, &decoded, &key)) {
        collector->no_memory = true;
        return;
    }
    for (size_t i = 0; i < collector->exercise->field_count; i++) {
        if (staccato_text_equal(collector->exercise->fields[i].name, key)) {
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

static enum fault read_text(struct staccato_fields *fields, size_t index,
                            struct staccato_text source, struct staccato_text *text) {
    if (source.data[0] != '"') {
        return NO_STRING;
    }
    return read_string(fields->tokener, source, &fields->strings[index], text) ? SOUND : NO_MEMORY;
}

static enum fault read_integer(struct staccato_fields *fields, size_t index,
                               struct staccato_text source, int64_t *number) {
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

static enum fault read_field(struct staccato_fields *fields, size_t index,
                             const struct staccato_field *field, struct staccato_text source,
                             union staccato_request *request) {
    void *member = (char *)request + field->offset;
    if (source.data == NULL) {
        return MISSING;
    }
    return field->kind == STACCATO_FIELD_TEXT ? read_text(fields, index, source, member)
                                              : read_integer(fields, index, source, member);
}

/* A JSON value that is written as its source says, to the digit; NULL if memory ran out. */
static struct json_object *verbatim(struct staccato_text source) {
    struct json_object *value = json_object_new_object();
    char *copy = strndup(source.data, source.length);
    if (value == NULL || copy == NULL) {
        json_object_put(value);
        free(copy);
        return NULL;
    }
    json_object_set_serializer(value, json_object_userdata_to_json_string, copy,
                               json_object_free_userdata);
    return value;
}

/* Gives value to the object; false, with value released, if memory ran out before or now. */
static bool add(struct json_object *object, const char *key, struct json_object *value) {
    if (object != NULL && value != NULL && json_object_object_add(object, key, value) == 0) {
        return true;
    }
    json_object_put(value);
    return false;
}

static bool append(struct json_object *array, struct json_object *value) {
    if (array != NULL && value != NULL && json_object_array_add(array, value) == 0) {
        return true;
    }
    json_object_put(value);
    return false;
}

/* ["body"], or ["body", place]; takes place over. */
static struct json_object *location(struct json_object *place, bool has_place) {
    struct json_object *loc = json_object_new_array();
    bool ok = append(loc, json_object_new_string("body"));
    if (has_place) {
        ok = append(loc, place) && ok;
    }
    if (!ok) {
        json_object_put(loc);
        return NULL;
    }
    return loc;
}

/* Appends one entry to the detail, which the first entry makes; takes loc over. False if memory ran
 * out. */
static bool report(struct json_object **detail, const char *type, struct json_object *loc,
                   const char *message, struct staccato_text input, const char *context) {
    struct json_object *entry = json_object_new_object();
    bool ok = add(entry, "type", json_object_new_string(type));
    ok = add(entry, "loc", loc) && ok;
    ok = add(entry, "msg", json_object_new_string(message)) && ok;
    ok = add(entry, "input", verbatim(input)) && ok;
    if (context != NULL) {
        struct json_object *ctx = json_object_new_object();
        ok = add(ctx, "error", json_object_new_string(context)) && ok;
        ok = add(entry, "ctx", ctx) && ok;
    }
    if (!ok) {
        json_object_put(entry);
        return false;
    }
    if (*detail == NULL) {
        *detail = json_object_new_array();
    }
    return append(*detail, entry);
}

/* A fault in the body as a whole or, with a name, in one field. */
static bool report_fault(struct json_object **detail, enum fault fault, const char *name,
                         struct staccato_text input) {
    struct json_object *place = name == NULL ? NULL : json_object_new_string(name);
    return report(detail, faults[fault].type, location(place, name != NULL), faults[fault].message,
                  input, NULL);
}

/* Reads every field; false if memory ran out. Faults are added to detail. */
static bool read_fields(struct staccato_fields *fields, const struct collector *collector,
                        struct staccato_text body, union staccato_request *request,
                        struct json_object **detail) {
    for (size_t i = 0; i < collector->exercise->field_count; i++) {
        const struct staccato_field *field = &collector->exercise->fields[i];
        struct staccato_text source = collector->values[i];
        enum fault fault = read_field(fields, i, field, source, request);
        if (fault == NO_MEMORY) {
            return false;
        }
        if (fault != SOUND &&
            !report_fault(detail, fault, field->name.data, fault == MISSING ? body : source)) {
            return false;
        }
    }
    return true;
}

/* Fills the request or the detail; false if memory ran out. */
static bool read_body(struct staccato_fields *fields, const struct staccato_exercise *exercise,
                      struct staccato_text body, union staccato_request *request,
                      struct json_object **detail) {
    struct collector collector = {.tokener = fields->tokener, .exercise = exercise};
    struct staccato_text value;
    struct staccato_json_error error;
    if (body.length == 0) {
        return report_fault(detail, MISSING, NULL, STACCATO_TEXT("null"));
    }
    if (!staccato_json_scan(body, collect, &collector, &value, &error)) {
        return report(detail, "json_invalid",
                      location(json_object_new_int64((int64_t)error.offset), true),
                      "JSON decode error", STACCATO_TEXT("{}"), error.reason);
    }
    if (value.data[0] == 'n') {
        return report_fault(detail, MISSING, NULL, value);
    }
    if (value.data[0] != '{') {
        return report_fault(detail, NO_OBJECT, NULL, value);
    }
    return !collector.no_memory && read_fields(fields, &collector, value, request, detail);
}

/* Appends {"detail": detail}; false if memory ran out. */
static bool write_detail(struct json_object *detail, struct staccato_buffer *out) {
    struct json_object *answer = json_object_new_object();
    const char *text = NULL;
    size_t length;
    if (add(answer, "detail", json_object_get(detail))) {
        text = json_object_to_json_string_length(
            answer, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
    }
    if (text != NULL) {
        staccato_buffer_append(out, text, length);
    }
    json_object_put(answer);
    return text != NULL;
}

enum staccato_fields_result staccato_fields_read(struct staccato_fields *fields,
                                                 const struct staccato_exercise *exercise,
                                                 struct staccato_text body,
                                                 union staccato_request *request,
                                                 struct staccato_buffer *out) {
    enum staccato_fields_result result = STACCATO_FIELDS_NO_MEMORY;
    struct json_object *detail = NULL;
    release_strings(fields);
    if (read_body(fields, exercise, body, request, &detail)) {
        if (detail == NULL) {
            result = STACCATO_FIELDS_READ;
        } else if (write_detail(detail, out)) {
            result = STACCATO_FIELDS_INVALID;
        }
    }
    json_object_put(detail);
    return result;
}
