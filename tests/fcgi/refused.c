/* What a route refuses (400) because it can't be played. The message begins as the original's did,
 * names the value and says what would do; /note-game puts it in a JSON string. */
#include <criterion/criterion.h>
#include <json-c/json.h>

#include "http.h"

TestSuite(http_refused, .timeout = 120);

#define MARY(tonic, octave) "/mary", "{\"tonic\":" tonic ",\"octave\":" octave "}"
#define RANDOM(rhythm, type, tonic)                                                                \
    "/random", "{\"rhythm\":" rhythm ",\"rhythmType\":" type ",\"tonic\":" tonic "}"
#define GAME(scale, octave) "/note-game", "{\"scale\":" scale ",\"octave\":" octave "}"

struct refusal {
    const char *path, *body;
    const char *begins;  /* up to and with the value, and what shows that it ends there */
    const char *accepts; /* part of what would do */
};

/* The string that a JSON text is, all of it. */
static struct json_object *read_string(const struct http_answer *answer) {
    struct json_tokener *tokener = json_tokener_new();
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    struct json_object *string =
        json_tokener_parse_ex(tokener, answer->body.data, (int)answer->body.length);
    cr_assert(json_object_is_type(string, json_type_string), "%s is no JSON string",
              answer->body.data);
    json_tokener_free(tokener);
    return string;
}

static void expect_message(struct staccato_text message, const struct refusal *refusal,
                           const char *about) {
    size_t length = strlen(refusal->begins);
    cr_expect(message.length > length && memcmp(message.data, refusal->begins, length) == 0,
              "%s: %s\nbegins \"%.*s\", not\n\"%s\"", about, refusal->body, (int)message.length,
              message.data, refusal->begins);
    cr_expect_not_null(
        memmem(message.data, message.length, refusal->accepts, strlen(refusal->accepts)),
        "%s: %s: \"%.*s\" does not say \"%s\"", about, refusal->body, (int)message.length,
        message.data, refusal->accepts);
    for (size_t i = 0; i < message.length; i++) {
        unsigned char byte = (unsigned char)message.data[i];
        cr_expect(byte >= 0x20 && byte != 0x7F, "%s: %s: byte %02X", about, refusal->body, byte);
    }
}

static void expect_refused(const struct http_server *server, const struct refusal *refusal) {
    struct http_answer answer = http_post(server, refusal->path, refusal->body);
    bool is_json = strcmp(refusal->path, "/note-game") == 0;
    cr_expect_eq(answer.status, 400, "%s: %s: %d", server->name, refusal->body, answer.status);
    http_expect_header(&answer, "Content-Type",
                       is_json ? "application/json" : "text/plain; charset=utf-8", refusal->body);
    struct json_object *string = is_json ? read_string(&answer) : NULL;
    struct staccato_text message = {answer.body.data, answer.body.length};
    if (is_json) {
        message.data = json_object_get_string(string);
        message.length = (size_t)json_object_get_string_len(string);
    }
    expect_message(message, refusal, server->name);
    json_object_put(string);
    http_free(&answer);
}

static void expect_all_refused(const struct refusal *refusals, size_t count) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < count; i++) {
            expect_refused(server, &refusals[i]);
        }
    }
}

#define EXPECT_REFUSED(refusals)                                                                   \
    expect_all_refused(refusals, sizeof(refusals) / sizeof((refusals)[0]))

#define NOTE(tonic)       "The note " tonic " is not currently supported"
#define OCTAVE(octave)    "The octave " octave " is"
#define RIGHT(field)      "something is not right! " field " "
#define GAME_RIGHT(field) "something is not right: " field " "

Test(http_refused, mary) {
    static const struct refusal refusals[] = {
        {MARY("\"H\"", "4"), NOTE("H"), "F#"},
        {MARY("\"c\"", "4"), NOTE("c"), "F#"},
        {MARY("\"bb\"", "4"), NOTE("bb"), "F#"},
        {MARY("\"CB\"", "4"), NOTE("CB"), "F#"},
        {MARY("\"G#\"", "4"), NOTE("G#"), "F#"},
        {MARY("\"Fb\"", "4"), NOTE("Fb"), "F#"},
        {MARY("\"Bbb\"", "4"), NOTE("Bbb"), "F#"},
        {MARY("\"C4\"", "4"), NOTE("C4"), "F#"},
        {MARY("\" C\"", "4"), NOTE(" C"), "F#"},
        {MARY("\"C \"", "4"), NOTE("C "), "F#"},
        {MARY("\"\"", "4"), NOTE(""), "F#"},
        {MARY("\"H\"", "99"), NOTE("H"), "F#"},
        {MARY("\"C\"", "-1"), OCTAVE("-1"), "0 to 9"},
        {MARY("\"C\"", "10"), OCTAVE("10"), "0 to 9"},
        {MARY("\"C\"", "\"10\""), OCTAVE("10"), "0 to 9"},
        {MARY("\"C\"", "1e1"), OCTAVE("10"), "0 to 9"},
        {MARY("\"C\"", "4294967300"), OCTAVE("4294967300"), "0 to 9"}, /* 4 in 32 bits */
        {MARY("\"C\"", "9223372036854775807"), OCTAVE("9223372036854775807"), "0 to 9"},
        {MARY("\"C\"", "-9223372036854775808"), OCTAVE("-9223372036854775808"), "0 to 9"},
        {MARY("\"F\"", "9"), OCTAVE("9"), "0 to 9"}, /* the fifth of its triad is C, in 10 */
    };
    EXPECT_REFUSED(refusals);
}

/* rhythmType, tonic and pattern are looked at in this order. */
Test(http_refused, random) {
    static const struct refusal refusals[] = {
        {RANDOM("\"1\"", "4", "\"C\""), RIGHT("rhythmType 4"), "8 or 16"},
        {RANDOM("\"1\"", "-16", "\"C\""), RIGHT("rhythmType -16"), "8 or 16"},
        {RANDOM("\"1\"", "true", "\"C\""), RIGHT("rhythmType 1"), "8 or 16"},
        {RANDOM("\"1\"", "4294967304", "\"C\""), RIGHT("rhythmType 4294967304"), "8 or 16"},
        {RANDOM("\"9\"", "32", "\"H\""), RIGHT("rhythmType 32"), "8 or 16"},
        {RANDOM("\"9\"", "16", "\"H\""), RIGHT("tonic H"), "A to G"},
        {RANDOM("\"1\"", "16", "\"\""), RIGHT("tonic "), "A to G"},
        {RANDOM("\"1\"", "16", "\"h\""), RIGHT("tonic h"), "A to G"},
        {RANDOM("\"1\"", "16", "\"#\""), RIGHT("tonic #"), "A to G"},
        {RANDOM("\"1\"", "16", "\"4\""), RIGHT("tonic 4"), "A to G"},
        {RANDOM("\"1\"", "16", "\"C10\""), RIGHT("tonic C10"), "0 to 9"},
        {RANDOM("\"1\"", "16", "\"C-1\\n\""), RIGHT("tonic C-1\\u000A"), "0 to 9"},
        {RANDOM("\"1\"", "16", "\"C####\""), RIGHT("tonic C####"), "three #"},
        {RANDOM("\"1\"", "16", "\"Cbbbb\""), RIGHT("tonic Cbbbb"), "three - or b"},
        {RANDOM("\"1\"", "16", "\"C#-\""), RIGHT("tonic C#-"), "three #"},
        {RANDOM("\"1\"", "16", "\"C-b\""), RIGHT("tonic C-b"), "three #"},
        {RANDOM("\"1\"", "16", "\"CB\""), RIGHT("tonic CB"), "three #"},
        {RANDOM("\"1\"", "16", "\"C4#\""), RIGHT("tonic C4#"), "A to G"},
        {RANDOM("\"1\"", "16", "\"C 4\""), RIGHT("tonic C 4"), "A to G"},
        {RANDOM("\"1\"", "16", "\"\xE2\x99\xAD\""), RIGHT("tonic \xE2\x99\xAD"), "A to G"},
        {RANDOM("\"2\"", "8", "\"C\""), RIGHT("rhythm 2"), "0 and 1 "},
        {RANDOM("\"0123\"", "16", "\"C\""), RIGHT("rhythm 0123"), "0, 1 and 2 "},
        {RANDOM("\"1 1\"", "16", "\"C\""), RIGHT("rhythm 1 1"), "0, 1 and 2 "},
        {RANDOM("\"-1\"", "16", "\"C\""), RIGHT("rhythm -1"), "0, 1 and 2 "},
        {RANDOM("\"1\\u0000\"", "16", "\"C\""), RIGHT("rhythm 1\\u0000"), "0, 1 and 2 "},
        {RANDOM("\"\xEF\xBC\x91\"", "16", "\"C\""), RIGHT("rhythm \xEF\xBC\x91"), "0, 1 and 2 "},
    };
    EXPECT_REFUSED(refusals);
}

Test(http_refused, note_game) {
    static const struct refusal refusals[] = {
        {GAME("\"H\"", "\"4\""), GAME_RIGHT("scale H"), "F#"},
        {GAME("\"d\"", "\"4\""), GAME_RIGHT("scale d"), "F#"},
        {GAME("\"\"", "\"4\""), GAME_RIGHT("scale "), "F#"},
        {GAME("\"D4\"", "\"4\""), GAME_RIGHT("scale D4"), "F#"},
        {GAME("\"H\"", "\"x\""), GAME_RIGHT("scale H"), "F#"},
        {GAME("\"\\\"\\\\\"", "\"4\""), GAME_RIGHT("scale \"\\"), "F#"},
        {GAME("\"D\"", "\"\""), GAME_RIGHT("octave "), "one digit"},
        {GAME("\"D\"", "\"x\""), GAME_RIGHT("octave x"), "one digit"},
        {GAME("\"D\"", "\"10\""), GAME_RIGHT("octave 10"), "one digit"},
        {GAME("\"D\"", "\"-1\""), GAME_RIGHT("octave -1"), "one digit"},
        {GAME("\"D\"", "\" 4\""), GAME_RIGHT("octave  4"), "one digit"},
        {GAME("\"D\"", "\"4\\u0000\""), GAME_RIGHT("octave 4\\u0000"), "one digit"},
        {GAME("\"D\"", "\"\xEF\xBC\x94\""), GAME_RIGHT("octave \xEF\xBC\x94"), "one digit"},
        {GAME("\"D\"", "\"9\""), GAME_RIGHT("octave 9"), "0 to 9"}, /* its seventh is C#, in 10 */
    };
    EXPECT_REFUSED(refusals);
}

#define TEN   "0123456789"
#define SIXTY TEN TEN TEN TEN TEN TEN

/* core/refused_values.c has every border; here they come through JSON and to a client. */
Test(http_refused, values_are_escaped_and_cut) {
    static const struct refusal refusals[] = {
        {MARY("\"<script>alert(1)</script>\"", "4"), NOTE("<script>alert(1)</script>"), "F#"},
        {MARY("\"\\u0000\\r\\n\\u001b[2J\"", "4"), NOTE("\\u0000\\u000D\\u000A\\u001B[2J"), "F#"},
        {MARY("\"\\u007f\\u0080\\u009F\\u00a0\"", "4"), NOTE("\\u007F\\u0080\\u009F\xC2\xA0"),
         "F#"},
        {MARY("\"\x7F\xC2\x85\"", "4"), NOTE("\\u007F\\u0085"), "F#"},
        {GAME("\"\x7F\xC2\x85\\n\"", "\"4\""), GAME_RIGHT("scale \\u007F\\u0085\\u000A"), "F#"},
        {MARY("\"\\ud834\\udd1e\\ud834\"", "4"), NOTE("\xF0\x9D\x84\x9E\xEF\xBF\xBD"), "F#"},
        {MARY("\"" SIXTY "abcd\"", "4"), NOTE(SIXTY "abcd"), "F#"},
        {MARY("\"" SIXTY "abcde\"", "4"), NOTE(SIXTY "abcd"), "F#"},
        {MARY("\"" SIXTY "ab\xE2\x82\xAC\"", "4"), NOTE(SIXTY "ab"), "F#"},
        {MARY("\"" SIXTY "ab\\u20AC\"", "4"), NOTE(SIXTY "ab"), "F#"},
        {GAME("\"" SIXTY "a\\ud834\\udd1e\"", "\"4\""), GAME_RIGHT("scale " SIXTY "a"), "F#"},
        {MARY("\"" SIXTY "\\n\"", "4"), NOTE(SIXTY), "F#"},
        {RANDOM("\"" SIXTY "\"", "16", "\"C\""), RIGHT("rhythm " SIXTY), "0, 1 and 2"},
        {RANDOM("\"1\"", "16", "\"" SIXTY SIXTY "\""), RIGHT("tonic " SIXTY "0123"), "A to G"},
    };
    EXPECT_REFUSED(refusals);
}

#define ONES "1111111111111111"

/* 1,024 digits are played (routes.c). */
Test(http_refused, patterns_of_more_than_1024_digits) {
    static const size_t lengths[] = {1025, 2048, 60000};
    static const char before[] = "{\"rhythmType\":16,\"tonic\":\"C\",\"rhythm\":\"";
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        static char body[sizeof(before) + 60000 + 2];
        size_t start = strlen(before);
        memcpy(body, before, start);
        memset(body + start, '1', lengths[i]);
        memcpy(body + start + lengths[i], "\"}", sizeof("\"}"));
        const struct refusal refusal = {"/random", body, RIGHT("rhythm " ONES ONES ONES ONES "..."),
                                        "at most 1024"};
        expect_all_refused(&refusal, 1);
    }
}
