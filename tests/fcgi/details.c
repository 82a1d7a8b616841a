/* What games refuse with 422, byte for byte: the kinds of fields that the old routes have not. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "service.h"

TestSuite(fcgi_details, .timeout = 30);

#define ENTRY(type, place, message, input, ctx)                                                    \
    "{\"type\":\"" type "\",\"loc\":[\"body\"," place "],\"msg\":\"" message                       \
    "\",\"input\":" input ctx "}"
#define CTX(members) ",\"ctx\":{" members "}"
#define LITERAL(place, input, choices)                                                             \
    ENTRY("literal_error", place, "Input should be " choices, input,                               \
          CTX("\"expected\":\"" choices "\""))
#define OUTSIDE(input, number)                                                                     \
    ENTRY("value_error", "\"keySignatures\"",                                                      \
          "Value error, key signature " number " out of range [-7, 7]", input,                     \
          CTX("\"error\":{}"))
#define NO_BOOLEAN(input)                                                                          \
    ENTRY("bool_type", "\"inversions\"", "Input should be a valid boolean", input, "")
#define NO_BOOLEAN_TEXT(input)                                                                     \
    ENTRY("bool_parsing", "\"inversions\"",                                                        \
          "Input should be a valid boolean, unable to interpret input", input, "")

#define SIXTY_FOUR "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_."

static const struct {
    const char *path, *body, *entries;
} cases[] = {
    {"/key-signature-game", "{\"keySignatures\":[8]}", OUTSIDE("[8]", "8")},
    {"/key-signature-game", "{\"keySignatures\":[-7,7,-8,9]}", OUTSIDE("[-7,7,-8,9]", "-8")},
    {"/key-signature-game", "{\"keySignatures\":[9,null]}",
     ENTRY("int_type", "\"keySignatures\",1", "Input should be a valid integer", "null", "")},
    {"/key-signature-game", "{\"keySignatures\":[]}",
     ENTRY("too_short", "\"keySignatures\"",
           "List should have at least 1 item after validation, not 0", "[]",
           CTX("\"field_type\":\"List\",\"min_length\":1,\"actual_length\":0"))},
    {"/key-signature-game", "{\"keySignatures\":7}",
     ENTRY("list_type", "\"keySignatures\"", "Input should be a valid list", "7", "")},
    {"/chord-game", "{\"octave\":8}",
     ENTRY("less_than_equal", "\"octave\"", "Input should be less than or equal to 7", "8",
           CTX("\"le\":7"))},
    {"/chord-game", "{\"octave\":\"0\",\"inversions\":2}",
     NO_BOOLEAN_TEXT("2") "," ENTRY("greater_than_equal", "\"octave\"",
                                    "Input should be greater than or equal to 1", "\"0\"",
                                    CTX("\"ge\":1"))},
    {"/chord-game", "{\"inversions\":\"maybe\"}", NO_BOOLEAN_TEXT("\"maybe\"")},
    {"/chord-game", "{\"inversions\":null}", NO_BOOLEAN("null")},
    {"/chord-game", "{\"inversions\":0.5}", NO_BOOLEAN("0.5")},
    {"/interval-game", "{\"displayMode\":\"Harmonic\"}",
     LITERAL("\"displayMode\"", "\"Harmonic\"", "'harmonic' or 'melodic'")},
    {"/interval-game", "{\"intervals\":[\"M3\",3]}",
     ENTRY("string_type", "\"intervals\",1", "Input should be a valid string", "3", "")},
    {"/interval-game", "{\"seed\":\"a b\"}",
     ENTRY("string_pattern_mismatch", "\"seed\"",
           "String should match pattern '^[0-9A-Za-z_.-]{1,64}$'", "\"a b\"",
           CTX("\"pattern\":\"^[0-9A-Za-z_.-]{1,64}$\""))},
    {"/interval-game", "{\"seed\":\"" SIXTY_FOUR "x\"}",
     ENTRY("string_pattern_mismatch", "\"seed\"",
           "String should match pattern '^[0-9A-Za-z_.-]{1,64}$'", "\"" SIXTY_FOUR "x\"",
           CTX("\"pattern\":\"^[0-9A-Za-z_.-]{1,64}$\""))},
    {"/interval-game", "{\"count\":0}",
     ENTRY("greater_than_equal", "\"count\"", "Input should be greater than or equal to 1", "0",
           CTX("\"ge\":1"))},
    {"/interval-game", "{\"count\":101}",
     ENTRY("less_than_equal", "\"count\"", "Input should be less than or equal to 100", "101",
           CTX("\"le\":100"))},
};

Test(fcgi_details, of_games_are_to_the_byte) {
    static const struct config config = {.max_body = 65536};
    struct service service;
    cr_assert(service_open(&service, &config));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct request request = {.method = STACCATO_TEXT("POST"),
                                  .path = {cases[i].path, strlen(cases[i].path)},
                                  .body = {cases[i].body, strlen(cases[i].body)}};
        char expected[1024];
        (void)snprintf(expected, sizeof(expected), "{\"detail\":[%s]}", cases[i].entries);
        service_answer(&service, &request, metrics_clock());
        const struct staccato_buffer *body = &service.response.body;
        cr_expect_eq(service.response.status, 422, "%s", cases[i].body);
        cr_expect(staccato_text_equal((struct staccato_text){body->data, body->length},
                                      (struct staccato_text){expected, strlen(expected)}),
                  "%s:\n%.*s, not\n%s", cases[i].body, (int)body->length, body->data, expected);
    }
    service_close(&service);
}

/* As pydantic reads them: in any case, without blanks. */
Test(fcgi_details, booleans_have_many_spellings) {
    static const struct config config = {.max_body = 65536};
    static const struct {
        int status;
        const char *values[24];
    } spellings[] = {
        {200, {"true",   "false",   "1",       "0",      "1.0",      "0.0",       "\"true\"",
               "\"t\"",  "\"yes\"", "\"y\"",   "\"on\"", "\"1\"",    "\"false\"", "\"f\"",
               "\"no\"", "\"n\"",   "\"off\"", "\"0\"",  "\"TRUE\"", "\"Off\""}},
        {422,
         {"2", "-1", "0.5", "null", "[]", "{}", "\" true\"", "\"tru\"", "\"\"", "\"2\"",
          "\"truee\""}},
    };
    struct service service;
    cr_assert(service_open(&service, &config));
    for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
        for (const char *const *value = spellings[i].values; *value != NULL; value++) {
            char body[64];
            int length = snprintf(body, sizeof(body), "{\"inversions\":%s}", *value);
            struct request request = {.method = STACCATO_TEXT("POST"),
                                      .path = STACCATO_TEXT("/chord-game"),
                                      .body = {body, (size_t)length}};
            service_answer(&service, &request, metrics_clock());
            cr_expect_eq(service.response.status, spellings[i].status, "%s: %d", *value,
                         service.response.status);
        }
    }
    service_close(&service);
}
