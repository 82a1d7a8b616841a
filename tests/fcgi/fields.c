/* Bodies: what fields are read as, and what validation refuses (422), byte for byte as pydantic v2
 * says it. */
#include "fields.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "exercise.h"
#include "http.h"

extern const struct staccato_exercise staccato_mary;
extern const struct staccato_exercise staccato_random;
extern const struct staccato_exercise staccato_note_game;
#define MARY      (&staccato_mary)
#define RANDOM    (&staccato_random)
#define NOTE_GAME (&staccato_note_game)

#define TEXT(literal)                                                                              \
    { literal, sizeof(literal) - 1 }

/* Entries of the detail. Places and inputs are JSON. */
#define DETAIL(entries) "{\"detail\":[" entries "]}"
#define ENTRY(type, place, message, input)                                                         \
    "{\"type\":\"" type "\",\"loc\":[\"body\"" place "],\"msg\":\"" message "\",\"input\":" input  \
    "}"
#define AT(field)             ",\"" field "\""
#define MISSING(place, input) ENTRY("missing", place, "Field required", input)
#define NO_STRING(field, input)                                                                    \
    ENTRY("string_type", AT(field), "Input should be a valid string", input)
#define NO_OBJECT(input)                                                                           \
    ENTRY("model_attributes_type", "",                                                             \
          "Input should be a valid dictionary or object to extract fields from", input)
#define NO_JSON(offset, reason)                                                                    \
    "{\"type\":\"json_invalid\",\"loc\":[\"body\"," offset "],\"msg\":\"JSON decode error\","      \
    "\"input\":{},\"ctx\":{\"error\":\"" reason "\"}}"

static struct fields fields;

static void open_fields(void) {
    cr_assert(fields_open(&fields));
}

static void close_fields(void) {
    fields_close(&fields);
}

TestSuite(fcgi_fields, .init = open_fields, .fini = close_fields, .timeout = 60);

/* Reads a copy that ends where the body does, for a sanitizer to watch. What the request points
 * into stays until the next call. */
static enum fields_result read_body(const struct staccato_exercise *exercise,
                                    struct staccato_text body, struct staccato_buffer *detail) {
    static char *alone;
    free(alone);
    alone = malloc(body.length + (body.length == 0));
    cr_assert_not_null(alone);
    if (body.length > 0) {
        memcpy(alone, body.data, body.length);
    }
    const struct staccato_field *rows[STACCATO_FIELDS_MAX];
    const struct fields_source source = {.where = "body", .text = {alone, body.length}};
    for (size_t i = 0; i < exercise->field_count; i++) {
        rows[i] = &exercise->fields[i];
    }
    return fields_read(&fields, rows, exercise->field_count, &source, detail);
}

static void expect_detail(const struct staccato_exercise *exercise, struct staccato_text body,
                          const char *expected) {
    struct staccato_buffer detail = {0};
    cr_expect_eq(read_body(exercise, body, &detail), FIELDS_INVALID, "%.*s", (int)body.length,
                 body.data);
    cr_expect(staccato_text_equal((struct staccato_text){detail.data, detail.length},
                                  http_text(expected)),
              "%.*s:\n%.*s, not\n%s", (int)body.length, body.data, (int)detail.length, detail.data,
              expected);
    staccato_buffer_free(&detail);
}

struct invalid {
    const struct staccato_exercise *exercise;
    const char *body;
    const char *detail;
};

static void expect_details(const struct invalid *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        expect_detail(cases[i].exercise, http_text(cases[i].body), cases[i].detail);
    }
}

#define EXPECT_DETAILS(cases) expect_details(cases, sizeof(cases) / sizeof((cases)[0]))

Test(fcgi_fields, a_body_that_is_no_object) {
    static const struct invalid cases[] = {
        {MARY, "", DETAIL(MISSING("", "null"))},
        {MARY, "null", DETAIL(MISSING("", "null"))},
        {RANDOM, " \n null\t", DETAIL(MISSING("", "null"))},
        {MARY, "[]", DETAIL(NO_OBJECT("[]"))},
        {MARY, "[{\"tonic\":\"C\",\"octave\":4}]",
         DETAIL(NO_OBJECT("[{\"tonic\":\"C\",\"octave\":4}]"))},
        {RANDOM, " \"C\" ", DETAIL(NO_OBJECT("\"C\""))},
        {RANDOM, "\"\\ud834\\udd1e\"", DETAIL(NO_OBJECT("\"\\ud834\\udd1e\""))},
        {NOTE_GAME, "true", DETAIL(NO_OBJECT("true"))},
        {NOTE_GAME, "false", DETAIL(NO_OBJECT("false"))},
        {MARY, "0", DETAIL(NO_OBJECT("0"))},
        {MARY, "-1.50e+400", DETAIL(NO_OBJECT("-1.50e+400"))},
        {MARY, "18446744073709551617", DETAIL(NO_OBJECT("18446744073709551617"))},
    };
    EXPECT_DETAILS(cases);
}

/* json_text.c has the rest of what is no JSON. Members before the fault make no difference. */
Test(fcgi_fields, a_body_that_is_no_json) {
    static const struct {
        struct staccato_text body;
        const char *detail;
    } cases[] = {
        {TEXT("  "), DETAIL(NO_JSON("2", "Expecting value"))},
        {TEXT("{\"tonic\":\"C\",\"octave\":4,}"),
         DETAIL(NO_JSON("24", "Expecting property name enclosed in double quotes"))},
        {TEXT("{\"tonic\":\"C\",\"octave\":4}x"), DETAIL(NO_JSON("24", "Extra data"))},
        {TEXT("{\"tonic\":\"C\",\"octave\":4}\0"), DETAIL(NO_JSON("24", "Extra data"))},
        {TEXT("{\"tonic\":\"C\",\"octave\":NaN}"), DETAIL(NO_JSON("22", "Expecting value"))},
        {TEXT("{\"tonic\":'C',\"octave\":4}"), DETAIL(NO_JSON("9", "Expecting value"))},
        /* bytes, not characters, are counted: é has two */
        {TEXT("{\"tonic\":\"\xC3\xA9\",,"),
         DETAIL(NO_JSON("14", "Expecting property name enclosed in double quotes"))},
        {TEXT("{\"tonic\":\"\xE9\"}"), DETAIL(NO_JSON("10", "Invalid UTF-8"))},
        {TEXT("{\"tonic\":\"\\x\"}"), DETAIL(NO_JSON("10", "Invalid \\\\escape"))},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_detail(MARY, cases[i].body, cases[i].detail);
    }
}

Test(fcgi_fields, a_field_that_is_absent) {
    static const struct invalid cases[] = {
        {MARY, "{\"tonic\":\"C\"}", DETAIL(MISSING(AT("octave"), "{\"tonic\":\"C\"}"))},
        {MARY, " {\"octave\": 4.0} ", DETAIL(MISSING(AT("tonic"), "{\"octave\": 4.0}"))},
        {MARY, "{}", DETAIL(MISSING(AT("tonic"), "{}") "," MISSING(AT("octave"), "{}"))},
        {RANDOM, "{}",
         DETAIL(MISSING(AT("rhythm"), "{}") "," MISSING(AT("rhythmType"),
                                                        "{}") "," MISSING(AT("tonic"), "{}"))},
        {NOTE_GAME, "{\"tonic\":\"C\"}",
         DETAIL(MISSING(AT("scale"), "{\"tonic\":\"C\"}") "," MISSING(AT("octave"),
                                                                      "{\"tonic\":\"C\"}"))},
        /* names count as they are spelled, and in the outermost object only */
        {MARY, "{\"Tonic\":\"C\",\"octave\":4}",
         DETAIL(MISSING(AT("tonic"), "{\"Tonic\":\"C\",\"octave\":4}"))},
        {MARY, "{\"tonic\\u0000\":\"C\",\"octave\":4}",
         DETAIL(MISSING(AT("tonic"), "{\"tonic\\u0000\":\"C\",\"octave\":4}"))},
        {MARY, "{\"x\":{\"tonic\":\"C\"},\"octave\":4}",
         DETAIL(MISSING(AT("tonic"), "{\"x\":{\"tonic\":\"C\"},\"octave\":4}"))},
    };
    EXPECT_DETAILS(cases);
}

/* In the order of the route's fields, whatever that of the body. */
Test(fcgi_fields, several_bad_fields_are_told_in_order) {
    static const struct invalid cases[] = {
        {MARY, "{\"octave\":null,\"tonic\":1}",
         DETAIL(NO_STRING("tonic", "1") ",{\"type\":\"int_type\",\"loc\":[\"body\",\"octave\"],"
                                        "\"msg\":\"Input should be a valid integer\","
                                        "\"input\":null}")},
        {RANDOM, "{\"tonic\":[],\"rhythm\":null}",
         DETAIL(NO_STRING("rhythm", "null") "," MISSING(
             AT("rhythmType"), "{\"tonic\":[],\"rhythm\":null}") "," NO_STRING("tonic", "[]"))},
        {NOTE_GAME, "{\"octave\":4,\"scale\":{}}",
         DETAIL(NO_STRING("scale", "{}") "," NO_STRING("octave", "4"))},
    };
    EXPECT_DETAILS(cases);
}

/* Of two equal names the last wins, however it is spelled. */
Test(fcgi_fields, the_last_of_equal_names_wins) {
    static const struct invalid cases[] = {
        {MARY, "{\"tonic\":\"C\",\"octave\":4,\"tonic\":5}", DETAIL(NO_STRING("tonic", "5"))},
        {MARY, "{\"tonic\":\"C\",\"octave\":4,\"\\u0074onic\":null}",
         DETAIL(NO_STRING("tonic", "null"))},
    };
    static const struct staccato_text body =
        TEXT("{\"tonic\":5,\"octave\":\"x\",\"octave\":3,\"tonic\":\"C\",\"octave\":4}");
    struct staccato_buffer detail = {0};
    EXPECT_DETAILS(cases);
    cr_assert_eq(read_body(MARY, body, &detail), FIELDS_READ);
    cr_expect(staccato_text_equal(fields.arguments[0].items->text, STACCATO_TEXT("C")));
    cr_expect_eq(fields.arguments[1].items->number, 4);
    cr_expect_eq(detail.length, 0);
    staccato_buffer_free(&detail);
}

/* Values are told as the client sent them, to the digit. */
Test(fcgi_fields, a_string_field_takes_strings_only) {
    static const char *const values[] = {
        "null", "true", "4", "-0", "4.50", "1e400", "[\"C\"]", "{}", "12345678901234567890123"};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        static const struct {
            const struct staccato_exercise *exercise;
            const char *before, *after, *field;
        } places[] = {
            {MARY, "{\"tonic\":", ",\"octave\":4}", "tonic"},
            {RANDOM, "{\"rhythm\":", ",\"rhythmType\":8,\"tonic\":\"C\"}", "rhythm"},
            {RANDOM, "{\"rhythm\":\"\",\"rhythmType\":8,\"tonic\":", "}", "tonic"},
            {NOTE_GAME, "{\"scale\":", ",\"octave\":\"4\"}", "scale"},
            {NOTE_GAME, "{\"scale\":\"C\",\"octave\":", "}", "octave"},
        };
        for (size_t j = 0; j < sizeof(places) / sizeof(places[0]); j++) {
            char body[128];
            char detail[256];
            (void)snprintf(body, sizeof(body), "%s%s%s", places[j].before, values[i],
                           places[j].after);
            (void)snprintf(detail, sizeof(detail), DETAIL(NO_STRING("%s", "%s")), places[j].field,
                           values[i]);
            expect_detail(places[j].exercise, http_text(body), detail);
        }
    }
}

/* Strings are told apart by their characters, not by how they are escaped. */
Test(fcgi_fields, strings_are_decoded) {
    static const struct {
        const char *source;
        struct staccato_text text;
    } cases[] = {
        {"\"\"", {"", 0}},
        {"\"B-\"", {"B-", 2}},
        {"\"\\u0042\\u002d\"", {"B-", 2}},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", {"\"\\/\b\f\n\r\t", 8}},
        {"\"C\\u0000D\"", {"C\0D", 3}},
        {"\"\xC3\xA9\\u00E9\\u00e9\"", {"\xC3\xA9\xC3\xA9\xC3\xA9", 6}},
        {"\"\\u20ac\"", {"\xE2\x82\xAC", 3}},
        {"\"\\ud834\\udd1e\"", {"\xF0\x9D\x84\x9E", 4}},
        /* surrogates alone stand for no character: U+FFFD takes their place */
        {"\"\\ud834\"", {"\xEF\xBF\xBD", 3}},
        {"\"\\udd1e\"", {"\xEF\xBF\xBD", 3}},
        {"\"\\ud834C\"",
         {"\xEF\xBF\xBD"
          "C",
          4}},
        {"\"\\ud834\\u0043\"",
         {"\xEF\xBF\xBD"
          "C",
          4}},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char body[128];
        struct staccato_buffer detail = {0};
        (void)snprintf(body, sizeof(body), "{\"tonic\":%s,\"octave\":4}", cases[i].source);
        cr_assert_eq(read_body(MARY, http_text(body), &detail), FIELDS_READ);
        cr_expect(staccato_text_equal(fields.arguments[0].items->text, cases[i].text), "%s: %.*s",
                  cases[i].source, (int)fields.arguments[0].items->text.length,
                  fields.arguments[0].items->text.data);
        staccato_buffer_free(&detail);
    }
}

Test(fcgi_fields, integers) {
    static const struct {
        int64_t number;
        const char *sources[16];
    } cases[] = {
        {4, {"4", "4.0", "4.000000000000000000000", "4e0", "0.4E+1", "40e-1"}},
        {0, {"0", "-0", "-0.0", "false", "\"-0\""}},
        {1, {"true"}}, /* as in Python */
        {-4, {"-4", "\"-4\"", "\"-4.000\""}},
        {100, {"100", "1e2", "\"1_0_0.0\""}},
        {1000000000000000000, {"1e18"}},
        {INT64_MAX, {"9223372036854775807", "\"9223372036854775807\""}},
        {INT64_MIN, {"-9223372036854775808", "\"-9223372036854775808\""}},
        /* strings: white space around, a sign, leading zeros, ".0", single underscores */
        {4, {"\"4\"", "\" 4 \"", "\"\\t\\n\\u000b\\f\\r4\\n\"", "\"\\u0034\"", "\"+4\""}},
        {4, {"\"\\u00a0\\u30004\"", "\"4\\u2003\"", "\"4\\u00a0\\u3000\\u0085\""}},
        {4, {"\"004\"", "\"000000000000000000000000000000004\"", "\"0_4\"", "\"4.0\""}},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (const char *const *source = cases[i].sources; *source != NULL; source++) {
            char body[128];
            struct staccato_buffer detail = {0};
            (void)snprintf(body, sizeof(body), "{\"tonic\":\"C\",\"octave\":%s}", *source);
            cr_assert_eq(read_body(MARY, http_text(body), &detail), FIELDS_READ, "%s: %.*s",
                         *source, (int)detail.length, detail.data);
            cr_expect_eq(fields.arguments[1].items->number, cases[i].number, "%s: %" PRId64,
                         *source, fields.arguments[1].items->number);
            staccato_buffer_free(&detail);
        }
    }
}

Test(fcgi_fields, what_is_no_integer) {
    static const struct {
        const char *type, *message;
        const char *sources[32];
    } cases[] = {
        {"int_type", "Input should be a valid integer", {"null", "[]", "[4]", "{\"octave\": 4}"}},
        {"int_from_float",
         "Input should be a valid integer, got a number with a fractional part",
         {"4.5", "-0.5", "45e-1", "4.000000000000001", "1e-5"}},
        {"int_parsing",
         "Input should be a valid integer, unable to parse string as an integer",
         {"\"\"", "\" \"", "\"four\"", "\"4x\"", "\"4 4\"", "\"4.5\"", "\"4.\"", "\".4\"",
          "\"4.0.0\"", "\"4,0\"", "\"4e0\"", "\"0x4\"", "\"++4\"", "\"+-4\"", "\"--4\"", "\"- 4\"",
          "\"-\"", "\"_1\"", "\"1_\"", "\"1__0\"", "\"_\"", "\"1_.0\"", "\"4\\u0000\"", "\"true\"",
          "\"NaN\"", "\"\\ud834\"",
          /* a full-width 4 and an Arabic one */
          "\"\xEF\xBC\x94\"", "\"\xD9\xA4\""}},
        /* beyond 64 bits: refused, never wrapped, and told to the digit */
        {"int_parsing_size",
         "Unable to parse input string as an integer, exceeded maximum size",
         {"9223372036854775808", "-9223372036854775809", "18446744073709551620",
          "340282366920938463463374607431768211460", "1e19", "-1e19", "1e400", "-1e400",
          "9223372036854775808.0", "\"9223372036854775808\"", "\"-9223372036854775809\"",
          "\"18446744073709551620.0\""}},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (const char *const *source = cases[i].sources; *source != NULL; source++) {
            char body[128];
            char detail[512];
            (void)snprintf(body, sizeof(body),
                           "{\"rhythm\":\"1\",\"rhythmType\":%s,\"tonic\":\"C\"}", *source);
            (void)snprintf(detail, sizeof(detail),
                           DETAIL(ENTRY("%s", AT("rhythmType"), "%s", "%s")), cases[i].type,
                           cases[i].message, *source);
            expect_detail(RANDOM, http_text(body), detail);
        }
    }
}

/* A worker keeps one reader: what a request had must not be there for the next. */
Test(fcgi_fields, a_reader_forgets) {
    struct staccato_buffer detail = {0};
    cr_expect_eq(read_body(MARY, http_text(HTTP_MARY), &detail), FIELDS_READ);
    expect_detail(MARY, http_text("{\"\\u0074onic\":\"\\u0043\"}"),
                  DETAIL(MISSING(AT("octave"), "{\"\\u0074onic\":\"\\u0043\"}")));
    expect_detail(MARY, http_text("{}"),
                  DETAIL(MISSING(AT("tonic"), "{}") "," MISSING(AT("octave"), "{}")));
    staccato_buffer_free(&detail);
}

/* And so it reaches a client. */
Test(fcgi_fields, the_detail_is_a_422) {
    static const struct {
        const char *path, *body, *detail;
    } cases[] = {
        {"/mary", "", DETAIL(MISSING("", "null"))},
        {"/mary/", "{", DETAIL(NO_JSON("1", "Expecting property name enclosed in double quotes"))},
        {"/random", "[1]", DETAIL(NO_OBJECT("[1]"))},
        {"/note-game", "{\"scale\":\"C\",\"octave\":4}", DETAIL(NO_STRING("octave", "4"))},
    };
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            struct http_answer answer = http_post(server, cases[i].path, cases[i].body);
            cr_expect_eq(answer.status, 422, "%s: %s: %d", server->name, cases[i].body,
                         answer.status);
            http_expect_header(&answer, "Content-Type", "application/json", server->name);
            cr_expect_str_eq(answer.body.data, cases[i].detail, "%s", server->name);
            http_free(&answer);
        }
    }
}
