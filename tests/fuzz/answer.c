/* Checking answers. */
#include "answer.h"

#include <json-c/json.h>
#include <stdlib.h>

#include "../properties/invariants.h"
#include "../properties/picture.h"

struct headers {
    int status;
    size_t content_length;
    struct staccato_text content_type;
};

void answer_require(bool holds, const char *rule) {
    if (!holds) {
        (void)fprintf(stderr, "broken: %s\n", rule);
        abort();
    }
}

static uint32_t draws;

void answer_restart_draws(void) {
    draws = 0;
}

/* In place of libc's. */
void arc4random_buf(void *bytes, size_t length) {
    memset(bytes, (int)(draws++ & 0xFF), length);
}

const struct config *answer_config(size_t max_body) {
    static struct config config;
    config = (struct config){
        .max_body = max_body,
        .max_connections = 100,
        .base_path = STACCATO_TEXT(""),
        .origin_count = 1,
        .origins = {STACCATO_TEXT("http://localhost:5173")},
    };
    return &config;
}

char *answer_copy(const uint8_t *bytes, size_t length) {
    char *copy = malloc(length);
    if (length > 0) {
        answer_require(copy != NULL, "memory for the input");
        memcpy(copy, bytes, length);
    }
    return copy;
}

/* Takes a line off the front, without its \r\n; it must have one and no other control character. */
static struct staccato_text take_line(struct staccato_text *rest) {
    const char *newline = rest->length == 0 ? NULL : memchr(rest->data, '\n', rest->length);
    answer_require(newline != NULL && newline > rest->data && newline[-1] == '\r', "lines end");
    struct staccato_text line = {rest->data, (size_t)(newline - rest->data) - 1};
    for (size_t i = 0; i < line.length; i++) {
        answer_require((unsigned char)line.data[i] >= 0x20 && line.data[i] != 0x7F,
                       "no control characters in headers");
    }
    rest->data += line.length + 2;
    rest->length -= line.length + 2;
    return line;
}

/* Whether line is the header of that name; its value then. */
static bool is_header(struct staccato_text line, struct staccato_text name,
                      struct staccato_text *value) {
    if (line.length < name.length + 2 || memcmp(line.data, name.data, name.length) != 0 ||
        memcmp(line.data + name.length, ": ", 2) != 0) {
        return false;
    }
    *value = (struct staccato_text){line.data + name.length + 2, line.length - name.length - 2};
    return true;
}

static size_t number(struct staccato_text text) {
    size_t value = 0;
    answer_require(text.length > 0 && text.length < 10, "a number");
    for (size_t i = 0; i < text.length; i++) {
        answer_require(text.data[i] >= '0' && text.data[i] <= '9', "digits");
        value = 10 * value + (size_t)(text.data[i] - '0');
    }
    return value;
}

static struct headers read_headers(struct staccato_text *rest) {
    struct headers headers = {0};
    struct staccato_text value;
    struct staccato_text line = take_line(rest);
    bool has_length = false;
    answer_require(is_header(line, STACCATO_TEXT("Status"), &value) && value.length > 4 &&
                       value.data[3] == ' ',
                   "Status comes first");
    headers.status = (int)number((struct staccato_text){value.data, 3});
    while ((line = take_line(rest)).length > 0) {
        if (is_header(line, STACCATO_TEXT("Content-Length"), &value)) {
            answer_require(!has_length, "one Content-Length");
            headers.content_length = number(value);
            has_length = true;
        } else if (is_header(line, STACCATO_TEXT("Content-Type"), &value)) {
            answer_require(headers.content_type.data == NULL, "one Content-Type");
            headers.content_type = value;
        } else {
            answer_require(memmem(line.data, line.length, ": ", 2) != NULL, "name and value");
        }
    }
    bool has_both = has_length && headers.content_type.data != NULL;
    answer_require(headers.status == 304 ? !has_length : has_both, "a length and a type");
    return headers;
}

/* Whether scores must follow the rules of invariants.h, too. */
static bool invariants_hold;

static void check_score(struct staccato_text score) {
    static struct document document;
    const char *fault = document_read(score.data, score.length, &document);
    answer_require(fault == NULL, fault);
    fault = invariants_hold ? invariants_fault(&document) : NULL;
    answer_require(fault == NULL, fault);
}

/* A 200 in JSON: a score in an object, or what operators and programs read. */
static void check_object(struct json_object *value) {
    struct json_object *score = NULL;
    if (json_object_object_get_ex(value, "generatedXml", &score)) {
        answer_require(json_object_is_type(score, json_type_string), "a score in the JSON");
        check_score((struct staccato_text){json_object_get_string(score),
                                           (size_t)json_object_get_string_len(score)});
        return;
    }
    answer_require(json_object_object_get_ex(value, "uptime", NULL) +
                           json_object_object_get_ex(value, "openapi", NULL) +
                           json_object_object_get_ex(value, "pitches", NULL) ==
                       1,
                   "a score, /scale-pitches, /health or /openapi.json");
}

/* Many at once. */
static void check_array(struct json_object *items) {
    answer_require(json_object_is_type(items, json_type_array), "an object or an array");
    for (size_t i = 0; i < json_object_array_length(items); i++) {
        check_object(json_object_array_get_idx(items, i));
    }
}

static void check_json(struct staccato_text body, int status) {
    /* An error's entry holds what was sent, three levels down, at up to 32 levels. */
    enum { DEPTH = 32 + 8 };
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *value = json_tokener_parse_ex(tokener, body.data, (int)body.length);
    answer_require(json_tokener_get_error(tokener) == json_tokener_success, "JSON");
    answer_require(json_tokener_get_parse_end(tokener) == body.length, "one JSON value");
    bool is_object = json_object_is_type(value, json_type_object);
    if (status == 400 && !is_object) { /* what can't be played; an object is of a cut body */
        answer_require(json_object_is_type(value, json_type_string), "400 is a string");
    } else if (status == 200 && !is_object) {
        check_array(value);
    } else {
        answer_require(is_object, "an object");
        answer_require((status == 200) != json_object_object_get_ex(value, "detail", NULL),
                       "errors have a detail");
        if (status == 200) {
            check_object(value);
        }
    }
    json_object_put(value);
    json_tokener_free(tokener);
}

/* Nothing where it is no picture, which is told by its begin. */
static void check_picture(struct staccato_text body) {
    struct picture picture;
    if (body.length > 0 && memcmp(body.data, "<s", 2) == 0) {
        const char *fault = picture_read(body.data, body.length, &picture);
        answer_require(fault == NULL, fault);
    }
}

/* A picture or a sound: what each begins with. */
static bool check_link(struct staccato_text type, struct staccato_text body) {
    static const struct {
        struct staccato_text type, begin;
    } kinds[] = {
        {STACCATO_TEXT_INIT("application/vnd.recordare.musicxml+xml"), STACCATO_TEXT_INIT("<?xml")},
        {STACCATO_TEXT_INIT("image/svg+xml"), STACCATO_TEXT_INIT("<svg")},
        {STACCATO_TEXT_INIT("audio/midi"), STACCATO_TEXT_INIT("MThd")},
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        size_t length = kinds[i].begin.length;
        if (staccato_text_equal(type, kinds[i].type)) {
            answer_require(
                body.length == 0 ||
                    (body.length > length && memcmp(body.data, kinds[i].begin.data, length) == 0),
                "a document as its type says");
            check_picture(body);
            return true;
        }
    }
    return false;
}

/* What is said in /metrics; that Prometheus reads it is tested elsewhere. */
static void check_metrics(struct staccato_text body) {
    answer_require(body.length == 0 || body.data[body.length - 1] == '\n', "whole lines");
    for (size_t i = 0; i < body.length; i++) {
        unsigned char byte = (unsigned char)body.data[i];
        answer_require(byte == '\n' || (byte >= 0x20 && byte < 0x7F), "printable");
    }
}

static void check_plain(struct staccato_text body) {
    answer_require(body.length < 512, "a short message");
    for (size_t i = 0; i < body.length; i++) {
        answer_require((unsigned char)body.data[i] >= 0x20 && body.data[i] != 0x7F, "printable");
    }
}

static bool is_one_of(int status, const int *statuses) {
    while (*statuses != 0 && *statuses != status) {
        statuses++;
    }
    return *statuses != 0;
}

int answer_check(struct staccato_text answer, bool with_invariants) {
    static const int json_statuses[] = {200, 400, 404, 405, 413, 422, 431, 0};
    static const int plain_statuses[] = {200, 400, 0}; /* 200: a preflight */
    struct headers headers = read_headers(&answer);
    invariants_hold = with_invariants;
    if (headers.status == 304) {
        answer_require(answer.length == 0, "304 has no body");
        return headers.status;
    }
    bool is_head = answer.length == 0 &&
                   (headers.status == 200 || headers.status == 404 || headers.status == 405);
    answer_require(is_head || headers.content_length == answer.length, "the body's length");
    if (staccato_text_equal(headers.content_type, STACCATO_TEXT("application/xml"))) {
        answer_require(headers.status == 200, "scores are 200");
        check_score(answer);
    } else if (staccato_text_equal(headers.content_type, STACCATO_TEXT("application/json"))) {
        answer_require(is_one_of(headers.status, json_statuses), "a status with JSON");
        if (answer.length > 0) {
            check_json(answer, headers.status);
        }
    } else if (staccato_text_equal(headers.content_type,
                                   STACCATO_TEXT("text/plain; version=0.0.4; charset=utf-8"))) {
        answer_require(headers.status == 200, "counts are 200");
        check_metrics(answer);
    } else if (check_link(headers.content_type, answer)) {
        answer_require(headers.status == 200, "what can be played is 200");
    } else {
        answer_require(
            staccato_text_equal(headers.content_type, STACCATO_TEXT("text/plain; charset=utf-8")) &&
                is_one_of(headers.status, plain_statuses),
            "a type of the contract");
        check_plain(answer);
    }
    return headers.status;
}
