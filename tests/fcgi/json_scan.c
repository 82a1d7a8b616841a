/* RFC 8259, strictly: what is JSON, what is not, and the byte that tells. The cases are those of
 * the well-known JSON test suites, and what a lenient parser lets through. Places and reasons are
 * those of Python's json module, which the original reads bodies with, wherever it refuses a text
 * too. */
#include "json_scan.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define TEXT(literal)                                                                              \
    { literal, sizeof(literal) - 1 }

static void ignore_member(void *context, struct staccato_text name, struct staccato_text value) {
    (void)context;
    (void)name;
    (void)value;
}

/* Scans a copy that ends where the text does, for a sanitizer to watch. */
static bool scan(struct staccato_text text, struct json_error *error, size_t *length) {
    struct staccato_text value = {0};
    char *alone = malloc(text.length + (text.length == 0));
    cr_assert_not_null(alone);
    memcpy(alone, text.data, text.length);
    bool ok =
        json_scan((struct staccato_text){alone, text.length}, ignore_member, NULL, &value, error);
    *length = value.length;
    free(alone);
    return ok;
}

static void expect_json(struct staccato_text text) {
    struct json_error error = {0};
    size_t length;
    cr_expect(scan(text, &error, &length), "%.*s: %s at %zu", (int)text.length, text.data,
              error.reason, error.offset);
}

static void expect_fault(struct staccato_text text, size_t offset, const char *reason) {
    struct json_error error = {0};
    size_t length;
    if (scan(text, &error, &length)) {
        cr_expect_fail("%.*s: taken for JSON", (int)text.length, text.data);
        return;
    }
    cr_expect_eq(error.offset, offset, "%.*s: at %zu, not %zu", (int)text.length, text.data,
                 error.offset, offset);
    cr_expect_str_eq(error.reason, reason, "%.*s", (int)text.length, text.data);
}

Test(fcgi_json_text, takes_what_rfc_8259_allows) {
    static const struct staccato_text texts[] = {
        TEXT("{}"),
        TEXT("[]"),
        TEXT("null"),
        TEXT("true"),
        TEXT("false"),
        TEXT("\"\""),
        TEXT(" \t\r\n{ \"a\" : [ 1 , 2 ] , \"a\" : null } \n"),
        TEXT("[[],{},[[]]]"),
        /* numbers */
        TEXT("0"),
        TEXT("-0"),
        TEXT("-0.0"),
        TEXT("1e0"),
        TEXT("1E+2"),
        TEXT("-1.5e-10"),
        TEXT("0e1"),
        TEXT("1e400"),
        TEXT("123456789012345678901234567890"),
        TEXT("0.00000"),
        /* strings: all escapes, raw DEL and any well-formed UTF-8, whose edges these are */
        TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\uFFFF\\uabcd\""),
        TEXT("\"\x7F\""),
        TEXT("\"\xC2\x80\xDF\xBF\""),
        TEXT("\"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF\""),
        TEXT("\"\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\""),
        TEXT("\"\xE2\x80\xA8\xE2\x80\xA9\""),
        /* a surrogate alone is an escape like any other, by the grammar */
        TEXT("\"\\uD834\\uDD1E\""),
        TEXT("\"\\uD800\""),
        TEXT("\"\\uDC00\\uD800\""),
        TEXT("\"\\uD800x\""),
        TEXT("{\"\":0,\"\\u0000\":1,\"a\":2}"),
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        expect_json(texts[i]);
    }
}

#define VALUE        "Expecting value"
#define NAME         "Expecting property name enclosed in double quotes"
#define COLON        "Expecting ':' delimiter"
#define COMMA        "Expecting ',' delimiter"
#define EXTRA        "Extra data"
#define CONTROL      "Invalid control character at"
#define UNTERMINATED "Unterminated string starting at"
#define ESCAPE       "Invalid \\escape"
#define U_ESCAPE     "Invalid \\uXXXX escape"
#define UTF8         "Invalid UTF-8"
#define DEEP         "Nesting too deep"

struct fault {
    struct staccato_text text;
    size_t offset;
    const char *reason;
};

static void expect_faults(const struct fault *faults, size_t count) {
    for (size_t i = 0; i < count; i++) {
        expect_fault(faults[i].text, faults[i].offset, faults[i].reason);
    }
}

#define EXPECT_FAULTS(faults) expect_faults(faults, sizeof(faults) / sizeof((faults)[0]))

Test(fcgi_json_text, refuses_what_is_around_or_missing) {
    static const struct fault faults[] = {
        {TEXT(""), 0, VALUE},
        {TEXT(" "), 1, VALUE},
        {TEXT("\f{}"), 0, VALUE},
        {TEXT("\xC2\xA0{}"), 0, VALUE},
        {TEXT("\xEF\xBB\xBF{}"), 0, VALUE}, /* a byte order mark */
        {TEXT("\xEF\xBB"), 0, VALUE},
        {TEXT("\xFE\xFF\0{\0}"), 0, VALUE}, /* UTF-16 */
        {TEXT("{\0}\0"), 1, NAME},
        {TEXT("{}\0"), 2, EXTRA},
        {TEXT("\0"), 0, VALUE},
        {TEXT("{} {}"), 3, EXTRA},
        {TEXT("{}}"), 2, EXTRA},
        {TEXT("[]]"), 2, EXTRA},
        {TEXT("\"\"x"), 2, EXTRA},
        {TEXT("2@"), 1, EXTRA},
        {TEXT("{\"a\":1},"), 7, EXTRA},
        {TEXT("nul"), 0, VALUE},
        {TEXT("nulll"), 4, EXTRA},
        {TEXT("True"), 0, VALUE},
        {TEXT("truth"), 0, VALUE},
        {TEXT("undefined"), 0, VALUE},
        {TEXT("<null>"), 0, VALUE},
        {TEXT("]"), 0, VALUE},
        {TEXT("tonic=C&octave=4"), 0, VALUE}, /* what a form sends */
    };
    EXPECT_FAULTS(faults);
}

Test(fcgi_json_text, refuses_comments) {
    static const struct fault faults[] = {
        {TEXT("/**/{}"), 0, VALUE},        {TEXT("//\n{}"), 0, VALUE},
        {TEXT("#\n{}"), 0, VALUE},         {TEXT("{}//"), 2, EXTRA},
        {TEXT("{}/**/"), 2, EXTRA},        {TEXT("{/**/}"), 1, NAME},
        {TEXT("{\"a\":/**/1}"), 5, VALUE}, {TEXT("{\"a\"/**/:1}"), 4, COLON},
        {TEXT("[1/**/,2]"), 2, COMMA},     {TEXT("[1,//\n2]"), 3, VALUE},
    };
    EXPECT_FAULTS(faults);
}

Test(fcgi_json_text, refuses_other_numbers) {
    static const struct fault faults[] = {
        {TEXT("NaN"), 0, VALUE},
        {TEXT("Infinity"), 0, VALUE},
        {TEXT("-Infinity"), 0, VALUE},
        {TEXT("[-NaN]"), 1, VALUE},
        {TEXT("{\"a\":nan}"), 5, VALUE},
        {TEXT("[Inf]"), 1, VALUE},
        {TEXT("+1"), 0, VALUE},
        {TEXT("[++1]"), 1, VALUE},
        {TEXT("-"), 0, VALUE},
        {TEXT("[- 1]"), 1, VALUE},
        {TEXT("-foo"), 0, VALUE},
        {TEXT(".5"), 0, VALUE},
        {TEXT("[-.5]"), 1, VALUE},
        {TEXT("01"), 1, EXTRA},
        {TEXT("[-01]"), 3, COMMA},
        {TEXT("[00]"), 2, COMMA},
        {TEXT("1."), 1, EXTRA},
        {TEXT("[-2.]"), 3, COMMA},
        {TEXT("{\"a\":1.}"), 6, COMMA},
        {TEXT("[0.e1]"), 2, COMMA},
        {TEXT("[0.1.2]"), 4, COMMA},
        {TEXT("1e"), 1, EXTRA},
        {TEXT("[0e+]"), 2, COMMA},
        {TEXT("[0.3e]"), 4, COMMA},
        {TEXT("[1eE2]"), 2, COMMA},
        {TEXT("[1e1.5]"), 4, COMMA},
        {TEXT("[0x10]"), 2, COMMA},
        {TEXT("[1_000]"), 2, COMMA},
        {TEXT("[1 000]"), 3, COMMA},
        {TEXT("[1+2]"), 2, COMMA},
        {TEXT("[1a]"), 2, COMMA},
        {TEXT("[4L]"), 2, COMMA},
        {TEXT("[\xEF\xBC\x94]"), 1, VALUE}, /* a full-width 4 */
    };
    EXPECT_FAULTS(faults);
}

Test(fcgi_json_text, refuses_broken_arrays_and_objects) {
    static const struct fault faults[] = {
        {TEXT("["), 1, VALUE},
        {TEXT("[1"), 2, COMMA},
        {TEXT("[1,"), 3, VALUE},
        {TEXT("[1,]"), 3, VALUE},
        {TEXT("[,1]"), 1, VALUE},
        {TEXT("[1,,2]"), 3, VALUE},
        {TEXT("[1 2]"), 3, COMMA},
        {TEXT("[\"a\":1]"), 4, COMMA},
        {TEXT("[1}"), 2, COMMA},
        {TEXT("{"), 1, NAME},
        {TEXT("{,}"), 1, NAME},
        {TEXT("{\"a\""), 4, COLON},
        {TEXT("{\"a\":"), 5, VALUE},
        {TEXT("{\"a\":1"), 6, COMMA},
        {TEXT("{\"a\":1,"), 7, NAME},
        {TEXT("{\"a\":1,}"), 7, NAME},
        {TEXT("{\"a\":1,,\"b\":2}"), 7, NAME},
        {TEXT("{\"a\" 1}"), 5, COLON},
        {TEXT("{\"a\",1}"), 4, COLON},
        {TEXT("{\"a\"::1}"), 5, VALUE},
        {TEXT("{:1}"), 1, NAME},
        {TEXT("{\"a\":1 \"b\":2}"), 7, COMMA},
        {TEXT("{\"a\":1]"), 6, COMMA},
        {TEXT("{\"a\"}"), 4, COLON},
        {TEXT("{a:1}"), 1, NAME},
        {TEXT("{1:1}"), 1, NAME},
        {TEXT("{null:1}"), 1, NAME},
        {TEXT("{[]:1}"), 1, NAME},
        {TEXT("{'a':1}"), 1, NAME},
        {TEXT("{\"a\":'b'}"), 5, VALUE},
        {TEXT("['a']"), 1, VALUE},
        {TEXT("{\"a\":`b`}"), 5, VALUE},
        {TEXT("{\"tonic\": \"C\", \"octave\": 4"), 26, COMMA},
    };
    EXPECT_FAULTS(faults);
}

Test(fcgi_json_text, refuses_broken_strings) {
    static const struct fault faults[] = {
        {TEXT("\""), 0, UNTERMINATED},          {TEXT("[\"a"), 1, UNTERMINATED},
        {TEXT("{\"a\":\"b}"), 5, UNTERMINATED}, {TEXT("\"\\"), 0, UNTERMINATED},
        {TEXT("\"\\\""), 0, UNTERMINATED},      {TEXT("\"a\nb\""), 2, CONTROL},
        {TEXT("\"\t\""), 1, CONTROL},           {TEXT("\"\0\""), 1, CONTROL},
        {TEXT("\"\x1F\""), 1, CONTROL},         {TEXT("{\"a\0\":1}"), 3, CONTROL},
        {TEXT("\"\\x41\""), 1, ESCAPE},         {TEXT("\"\\'\""), 1, ESCAPE},
        {TEXT("\"\\0\""), 1, ESCAPE},           {TEXT("\"\\U0041\""), 1, ESCAPE},
        {TEXT("\"a\\\nb\""), 2, ESCAPE},        {TEXT("\"\\\0\""), 1, ESCAPE},
        {TEXT("\"\\u\""), 2, U_ESCAPE},         {TEXT("\"\\u12\""), 2, U_ESCAPE},
        {TEXT("\"\\u123g\""), 2, U_ESCAPE},     {TEXT("\"\\u 123\""), 2, U_ESCAPE},
        {TEXT("\"\\u+123\""), 2, U_ESCAPE},     {TEXT("\"\\uD800\\u\""), 8, U_ESCAPE},
        {TEXT("\"\\uD800\\uD\""), 8, U_ESCAPE}, {TEXT("[\\u0020\"a\"]"), 1, VALUE},
    };
    EXPECT_FAULTS(faults);
}

Test(fcgi_json_text, refuses_bad_utf8) {
    static const struct fault faults[] = {
        {TEXT("\"\x80\""), 1, UTF8}, /* a following byte first */
        {TEXT("\"a\xBF\""), 2, UTF8},
        {TEXT("\"\xC0\xAF\""), 1, UTF8}, /* overlong */
        {TEXT("\"\xC1\xBF\""), 1, UTF8},
        {TEXT("\"\xE0\x9F\xBF\""), 1, UTF8},
        {TEXT("\"\xF0\x8F\xBF\xBF\""), 1, UTF8},
        {TEXT("\"\xED\xA0\x80\""), 1, UTF8}, /* surrogates */
        {TEXT("\"\xED\xBF\xBF\""), 1, UTF8},
        {TEXT("\"\xF4\x90\x80\x80\""), 1, UTF8}, /* above U+10FFFF */
        {TEXT("\"\xF5\x80\x80\x80\""), 1, UTF8},
        {TEXT("\"\xFF\""), 1, UTF8},
        {TEXT("\"\xC3\""), 1, UTF8}, /* cut short */
        {TEXT("\"\xE2\x82\""), 1, UTF8},
        {TEXT("\"\xE2\x82"), 1, UTF8},
        {TEXT("\"\xF0\x9D\x84\""), 1, UTF8},
        {TEXT("\"\xC3\x28\""), 1, UTF8},
        {TEXT("\"\xE2\x28\xA1\""), 1, UTF8},
        {TEXT("\"\xE2\x82\x28\""), 1, UTF8},
        {TEXT("\"\xC3\xA9\xE4\""), 3, UTF8}, /* ISO 8859-1 behind a good character */
        {TEXT("{\"\xFF\":1}"), 2, UTF8},
    };
    EXPECT_FAULTS(faults);
}

/* So many brackets around a 1. */
static void expect_nested(size_t depth, bool is_json, const char *open, const char *close) {
    struct json_error error = {0};
    size_t length;
    size_t open_length = strlen(open);
    char *text = malloc(depth * (open_length + 1) + 1);
    cr_assert_not_null(text);
    for (size_t i = 0; i < depth; i++) {
        memcpy(text + i * open_length, open, open_length);
    }
    size_t opened = depth * open_length;
    text[opened] = '1';
    memset(text + opened + 1, *close, depth);
    struct staccato_text all = {text, opened + 1 + depth};
    cr_expect_eq(scan(all, &error, &length), is_json, "%zu of %s", depth, open);
    if (!is_json) {
        cr_expect_eq(error.offset, 32 * open_length, "%zu of %s: at %zu", depth, open,
                     error.offset);
        cr_expect_str_eq(error.reason, DEEP);
        all.length = opened; /* and likewise if they are never closed */
        cr_expect_not(scan(all, &error, &length), "%zu of %s, open", depth, open);
        cr_expect_str_eq(error.reason, DEEP);
    }
    free(text);
}

Test(fcgi_json_text, nests_up_to_32) {
    static const struct {
        size_t depth;
        bool is_json;
    } cases[] = {{1, true}, {31, true}, {32, true}, {33, false}, {5000, false}, {60000, false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_nested(cases[i].depth, cases[i].is_json, "[", "]");
        expect_nested(cases[i].depth, cases[i].is_json, "{\"a\":", "}");
    }
}

/* ---- members ---- */

struct members {
    size_t count;
    struct staccato_text names[4];
    struct staccato_text values[4];
};

static void keep_member(void *context, struct staccato_text name, struct staccato_text value) {
    struct members *members = context;
    cr_assert_lt(members->count, 4);
    members->names[members->count] = name;
    members->values[members->count++] = value;
}

Test(fcgi_json_text, tells_the_outermost_members_as_they_stand) {
    static const struct staccato_text text =
        TEXT(" {\"a\":-1.50e0 , \"\\u0061\" : {\"b\":[1, {\"c\":2}]},\"a\":\"x\\n\\\"\"} ");
    static const char *const names[] = {"\"a\"", "\"\\u0061\"", "\"a\""};
    static const char *const values[] = {"-1.50e0", "{\"b\":[1, {\"c\":2}]}", "\"x\\n\\\"\""};
    struct members members = {0};
    struct staccato_text value;
    struct json_error error;
    cr_assert(json_scan(text, keep_member, &members, &value, &error));
    cr_expect_eq(value.data, text.data + 1, "the value begins behind the space");
    cr_expect_eq(value.length, text.length - 2, "and ends before it");
    cr_assert_eq(members.count, 3);
    for (size_t i = 0; i < 3; i++) {
        struct staccato_text name = {names[i], strlen(names[i])};
        struct staccato_text expected = {values[i], strlen(values[i])};
        cr_expect(staccato_text_equal(members.names[i], name), "name %zu", i);
        cr_expect(staccato_text_equal(members.values[i], expected), "value %zu", i);
    }
}

Test(fcgi_json_text, tells_no_members_of_what_is_no_object) {
    static const struct staccato_text texts[] = {TEXT("[{\"a\":1}]"), TEXT("\"{\\\"a\\\":1}\""),
                                                 TEXT("{}"), TEXT("1")};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct members members = {0};
        struct staccato_text value;
        struct json_error error;
        cr_expect(json_scan(texts[i], keep_member, &members, &value, &error));
        cr_expect_eq(members.count, 0, "%s", texts[i].data);
    }
}

/* Alone, from the first of a range to the last, and what lies beside. */
Test(fcgi_json_text, is_utf8_or_not) {
    static const struct staccato_text good[] = {
        TEXT("\xC2\x80"),         TEXT("\xDF\xBF"),         TEXT("\xE0\xA0\x80"),
        TEXT("\xED\x9F\xBF"),     TEXT("\xEE\x80\x80"),     TEXT("\xEF\xBF\xBF"),
        TEXT("\xF0\x90\x80\x80"), TEXT("\xF4\x8F\xBF\xBF"), TEXT("a\xC3\xA9z")};
    static const struct staccato_text bad[] = {TEXT("\x80"),
                                               TEXT("\xBF"),
                                               TEXT("\xC1\xBF"),
                                               TEXT("\xC2"),
                                               TEXT("\xC2\x7F"),
                                               TEXT("\xDF\xC0"),
                                               TEXT("\xE0\x9F\xBF"),
                                               TEXT("\xED\xA0\x80"),
                                               TEXT("\xE1\x80\x7F"),
                                               TEXT("\xE1\x80\xC0"),
                                               TEXT("\xF0\x8F\xBF\xBF"),
                                               TEXT("\xF4\x90\x80\x80"),
                                               TEXT("\xF5"),
                                               TEXT("\xFF"),
                                               TEXT("a\xC3"),
                                               TEXT("\xF0\x90\x80")};
    for (int byte = 0; byte < 0x80; byte++) {
        const char text = (char)byte;
        cr_expect(json_is_utf8((struct staccato_text){&text, 1}), "%02X", (unsigned int)byte);
    }
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        cr_expect(json_is_utf8(good[i]), "good %zu", i);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        cr_expect_not(json_is_utf8(bad[i]), "bad %zu", i);
    }
}
