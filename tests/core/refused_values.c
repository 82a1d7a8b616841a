/* The value in a refusal: control characters escaped, cut at 64 bytes between characters. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "exercise.h"
#include "notes.h"

/* What stands between "The note " and " is not currently supported". */
static struct staccato_text shown(const struct staccato_buffer *message) {
    static const char before[] = "The note ";
    static const char after[] = " is not currently supported";
    struct staccato_text value = {message->data + strlen(before), 0};
    while (strncmp(value.data + value.length, after, strlen(after)) != 0) {
        value.length++;
        cr_assert_leq(strlen(before) + value.length + strlen(after), message->length, "no '%s'",
                      after);
    }
    return value;
}

static void expect_shown(struct staccato_text value, const char *expected, const char *why) {
    struct staccato_buffer out = {0};
    struct staccato_refusal refusal;
    (void)staccato_refuse(&refusal, "The note {} is not currently supported", value);
    staccato_refusal_write(&refusal, &out);
    cr_assert_not(out.failed);
    struct staccato_text got = shown(&out);
    cr_expect(staccato_text_equal(got, notes_text(expected)), "%s: '%.*s'", why, (int)got.length,
              got.data);
    staccato_buffer_free(&out);
}

#define TEN   "0123456789"
#define SIXTY TEN TEN TEN TEN TEN TEN

/* é is 2 bytes of UTF-8, € 3, the G clef sign 4. */
#define E_ACUTE "\xC3\xA9"
#define EURO    "\xE2\x82\xAC"
#define G_CLEF  "\xF0\x9D\x84\x9E"

Test(core_refused_values, are_cut_at_64_bytes_between_characters) {
    static const struct {
        const char *value, *shown, *why;
    } cases[] = {
        {"H", "H", "short"},
        {SIXTY "abcd", SIXTY "abcd", "64 bytes"},
        {SIXTY "abcde", SIXTY "abcd", "65 bytes"},
        {SIXTY SIXTY SIXTY, SIXTY "0123", "180 bytes"},
        {SIXTY "ab" E_ACUTE, SIXTY "ab" E_ACUTE, "2 bytes end at 64"},
        {SIXTY "abc" E_ACUTE, SIXTY "abc", "2 bytes would end at 65"},
        {SIXTY "abc" E_ACUTE "d", SIXTY "abc", "what comes after a cut is not shown"},
        {SIXTY "a" EURO, SIXTY "a" EURO, "3 bytes end at 64"},
        {SIXTY "ab" EURO, SIXTY "ab", "3 bytes would end at 65"},
        {SIXTY "abc" EURO, SIXTY "abc", "3 bytes would end at 66"},
        {SIXTY G_CLEF, SIXTY G_CLEF, "4 bytes end at 64"},
        {SIXTY "a" G_CLEF, SIXTY "a", "4 bytes would end at 65"},
        {SIXTY "ab" G_CLEF, SIXTY "ab", "4 bytes would end at 66"},
        {SIXTY "abc" G_CLEF, SIXTY "abc", "4 bytes would end at 67"},
        {SIXTY G_CLEF "a", SIXTY G_CLEF, "a character ends where the cut is"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_shown(notes_text(cases[i].value), cases[i].shown, cases[i].why);
    }
}

/* As JSON escapes them. Control characters are C0 (00 to 1F), DEL (7F) and C1 (U+0080 to U+009F,
 * in UTF-8 C2 80 to C2 9F). */
Test(core_refused_values, have_their_control_characters_escaped) {
    static const struct {
        struct staccato_text value;
        const char *shown, *why;
    } cases[] = {
        {{"C\nD", 3}, "C\\u000AD", "a line feed"},
        {{"\r\n", 2}, "\\u000D\\u000A", "two of them"},
        {{"C\0D", 3}, "C\\u0000D", "NUL"},
        {{"\x1B[2J", 4}, "\\u001B[2J", "a terminal's escape"},
        {{"\x1F", 1}, "\\u001F", "the last of C0"},
        {{" ", 1}, " ", "a space is not one"},
        {{"~", 1}, "~", "nor is the last of ASCII but one"},
        {{"\x7F", 1}, "\\u007F", "DEL"},
        {{"\xC2\x80", 2}, "\\u0080", "the first of C1"},
        {{"\xC2\x85", 2}, "\\u0085", "the next line of C1"},
        {{"\xC2\x9F", 2}, "\\u009F", "the last of C1"},
        {{"\xC2\xA0", 2}, "\xC2\xA0", "the first after C1"},
        {{"\xC3\x80", 2}, "\xC3\x80", "a letter whose second byte looks like one"},
        {{G_CLEF, 4}, G_CLEF, "bytes that look like some within a character"},
        {{"\"<&\\", 4}, "\"<&\\", "what only a page or a string minds"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_shown(cases[i].value, cases[i].shown, cases[i].why);
    }
}

#define FIFTY_EIGHT TEN TEN TEN TEN TEN "01234567"
#define FIVE_FEEDS  "\n\n\n\n\n"
#define FIVE_SHOWN  "\\u000A\\u000A\\u000A\\u000A\\u000A"

/* An escape counts as the six bytes that it is, and is not cut either. */
Test(core_refused_values, are_cut_between_escapes) {
    static const struct {
        const char *value, *shown, *why;
    } cases[] = {
        {FIFTY_EIGHT "\n", FIFTY_EIGHT "\\u000A", "an escape that ends at 64"},
        {FIFTY_EIGHT "8\n", FIFTY_EIGHT "8", "an escape that would end at 65"},
        {FIFTY_EIGHT "8\nx", FIFTY_EIGHT "8", "and nothing behind it"},
        {FIVE_FEEDS FIVE_FEEDS "\nx", FIVE_SHOWN FIVE_SHOWN, "ten of eleven: 60 bytes"},
        {FIVE_FEEDS FIVE_FEEDS "abcde", FIVE_SHOWN FIVE_SHOWN "abcd", "60 bytes and 4 more"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_shown(notes_text(cases[i].value), cases[i].shown, cases[i].why);
    }
}

/* What is no UTF-8 never gets past a JSON parser; should it, nothing is read behind its end. */
Test(core_refused_values, that_are_broken_stay_within_their_bytes) {
    static const char *const values[] = {"C\xC2", "C\xE2\x82", "C\xF0\x9D\x84", "\xBF\xBF", "\xFF"};
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        size_t length = strlen(values[i]);
        char *alone = malloc(length); /* for a sanitizer to watch its end */
        cr_assert_not_null(alone);
        memcpy(alone, values[i], length);
        expect_shown((struct staccato_text){alone, length}, values[i], "kept as they are");
        free(alone);
    }
}

/* A character that is cut off, and goes on behind the value. */
Test(core_refused_values, end_where_they_end) {
    expect_shown((struct staccato_text){E_ACUTE, 1}, "\xC3", "half of two bytes");
    expect_shown((struct staccato_text){EURO, 2}, "\xE2\x82", "two of three bytes");
    expect_shown((struct staccato_text){"\xC2\x85", 1}, "\xC2", "half of a control character");
    expect_shown((struct staccato_text){"\x9F", 1}, "\\u009F", "what may be a control character");
    expect_shown((struct staccato_text){"\xA0", 1}, "\xA0", "and what is none in any set");
}
