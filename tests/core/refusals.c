/* Refusals: which requests can't be played, for which reason, and how that is worded. */
#include <criterion/criterion.h>

#include "composing.h"
#include "notes.h"

enum { MESSAGE_SIZE = 512 };

/* The refusal as a C string; a NUL in it would show as a length that differs. */
static const char *message_of(const struct staccato_refusal *refusal, char message[MESSAGE_SIZE]) {
    struct staccato_buffer out = {0};
    staccato_refusal_write(refusal, &out);
    cr_assert(!out.failed && out.length < MESSAGE_SIZE, "%zu bytes", out.length);
    memcpy(message, out.data, out.length);
    message[out.length] = '\0';
    cr_expect_eq(strlen(message), out.length, "no NUL in it");
    staccato_buffer_free(&out);
    return message;
}

/* Each message begins as the contract says, names its value, and goes on to what is accepted. */
static void expect_message(const struct staccato_refusal *refusal, const char *begins,
                           const char *accepts) {
    char message[MESSAGE_SIZE];
    message_of(refusal, message);
    cr_expect_eq(strncmp(message, begins, strlen(begins)), 0, "'%s' begins '%s'", message, begins);
    size_t named = strlen(begins) < strlen(message) ? strlen(begins) : strlen(message);
    cr_expect_not_null(strstr(message + named, accepts), "'%s' says '%s'", message, accepts);
    cr_expect_null(strchr(message, '\n'), "'%s' is one line", message);
}

Test(core_refusals, of_mary) {
    static const struct {
        const char *tonic;
        int64_t octave;
        const char *begins, *accepts;
    } cases[] = {
        {"c", 4, "The note c is not currently supported", "C#"},
        {"G#", 4, "The note G# is not currently supported", "E-"},
        {"C4", 4, "The note C4 is not currently supported", "F#"},
        {"", 4, "The note  is not currently supported", "B-"},
        {"H", 99, "The note H is not currently supported", "C-"},
        {"C", -1, "The octave -1", "0 to 9"},
        {"C", 10, "The octave 10", "0 to 9"},
        {"F", 9, "The octave 9", "0 to 9"},
        /* 4 in any 8, 16 or 32 bits */
        {"C", 260, "The octave 260", "0 to 9"},
        {"C", 4294967300, "The octave 4294967300", "0 to 9"},
        {"C", INT64_MAX, "The octave 9223372036854775807", "0 to 9"},
        {"C", INT64_MIN, "The octave -9223372036854775808", "0 to 9"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        cr_assert_not(play_mary(cases[i].tonic, cases[i].octave, &score, &refusal), "%s",
                      cases[i].begins);
        expect_message(&refusal, cases[i].begins, cases[i].accepts);
    }
}

/* The order of checks: rhythmType, tonic, then the pattern. */
Test(core_refusals, of_random) {
    static char too_long[1025 + 1];
    memset(too_long, '1', 1025);
    static const struct {
        const char *rhythm;
        int64_t type;
        const char *tonic;
        const char *value, *accepts;
    } cases[] = {
        {"01", 4, "C", "4", "8 or 16"},
        {"01", 0, "C", "0", "8 or 16"},
        {"01", 4294967304, "C", "4294967304", "8 or 16"},
        {"01", INT64_MIN, "C", "-9223372036854775808", "8 or 16"},
        {"3", 32, "H", "32", "8 or 16"},
        {"3", 16, "H", "H", "A to G"},
        {"01", 8, "C####", "C####", "three #"},
        {"01", 8, "C10", "C10", "0 to 9"},
        {"01", 8, "", "", "A to G"},
        {too_long, 8, "", "", "A to G"},
        {too_long, 8, "C", " 1111", "1024"},
        {too_long, 16, "C", " 1111", "1024"},
        {"0102", 8, "C", "0102", "0 and 1"},
        {"0123", 16, "C", "0123", "0, 1 and 2"},
        {"1/", 16, "C", "1/", "0, 1 and 2"},
        {"1 1", 16, "C", "1 1", "0, 1 and 2"},
        {"-1", 8, "C", "-1", "0 and 1"},
        {"1\xC2\xB2", 8, "C", "1\xC2\xB2", "0 and 1"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        char message[MESSAGE_SIZE];
        cr_assert_not(play_random(cases[i].rhythm, cases[i].type, cases[i].tonic, &score, &refusal),
                      "row %zu", i);
        expect_message(&refusal, "something is not right!", cases[i].accepts);
        message_of(&refusal, message);
        cr_expect_not_null(strstr(message, cases[i].value), "'%s' names '%s'", message,
                           cases[i].value);
    }
}

Test(core_refusals, of_note_game) {
    static const struct {
        const char *scale, *octave;
        const char *value, *accepts;
    } cases[] = {
        {"c", "4", " c ", "C#"},       {"G#", "x", " G# ", "C-"},
        {"C", "", "", "0 to 9"},       {"C", "10", " 10 ", "0 to 9"},
        {"C", "-1", " -1 ", "0 to 9"}, {"C", "/", " / ", "0 to 9"},
        {"C", ":", " : ", "0 to 9"},   {"C", "four", " four ", "0 to 9"},
        {"D", "9", " 9 ", "0 to 9"}, /* C#10 */
        {"B", "9", " 9 ", "0 to 9"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        char message[MESSAGE_SIZE];
        cr_assert_not(play_note_game(cases[i].scale, cases[i].octave, 0, &score, &refusal), "%s %s",
                      cases[i].scale, cases[i].octave);
        expect_message(&refusal, "something is not right", cases[i].accepts);
        message_of(&refusal, message);
        cr_expect_not_null(strstr(message, cases[i].value), "'%s' names '%s'", message,
                           cases[i].value);
    }
}

/* An empty text may come without bytes to point to (text.h); it is an empty value, not a number. */
Test(core_refusals, of_a_text_without_bytes) {
    static const struct staccato_item items[] = {{.text = {NULL, 0}}, {.number = 4}};
    static struct staccato_question question;
    struct staccato_refusal refusal;
    cr_assert_not(play(play_find("mary"), items, NULL, &question, &refusal));
    expect_message(&refusal, "The note  is not currently supported", "C#");
}
