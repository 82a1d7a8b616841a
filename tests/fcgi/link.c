/* What web servers do not send as they are asked: addresses that were rewritten, and white space
 * around a header's value. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "service.h"

TestSuite(fcgi_link, .timeout = 30);

static const struct config config = {.max_body = 65536};

static void ask_path(struct service *service, struct staccato_text path, const char *query,
                     const char *uri, const char *tags) {
    struct request request = {.method = STACCATO_TEXT("GET"),
                              .path = path,
                              .query = {query, strlen(query)},
                              .uri = {uri, strlen(uri)},
                              .if_none_match = {tags, strlen(tags)}};
    service_answer(service, &request, metrics_clock());
}

static void ask(struct service *service, const char *query, const char *uri, const char *tags) {
    ask_path(service, STACCATO_TEXT("/chord-game.json"), query, uri, tags);
}

/* A site's own address for a link may be as short as it likes; what is no path is not repeated. */
Test(fcgi_link, content_location_is_what_the_client_asked_for) {
    static const struct {
        const char *uri, *begins;
    } cases[] = {
        {"/x", "/x?"},
        {"/x?octave=4", "/x?"},
        {"/~", "/~?"},
        {"/", "chord-game.json?"},
        {"", "chord-game.json?"},
        {"x/y", "chord-game.json?"},
        {"/x\x7Fy", "chord-game.json?"},
        {"/x y", "chord-game.json?"},
        {"//x", "chord-game.json?"},
        {"/\\x", "chord-game.json?"},
    };
    struct service service;
    cr_assert(service_open(&service, &config));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        static const char name[] = "\r\nContent-Location: ";
        struct staccato_buffer *head = &service.response.head;
        ask(&service, "octave=4", cases[i].uri, "");
        cr_assert_eq(service.response.status, 200);
        staccato_buffer_append(head, "", 1);
        const char *value = strstr(head->data, name);
        cr_assert_not_null(value, "%s", cases[i].uri);
        value += strlen(name);
        cr_expect_eq(strncmp(value, cases[i].begins, strlen(cases[i].begins)), 0, "%s: %.30s",
                     cases[i].uri, value);
    }
    service_close(&service);
}

Test(fcgi_link, white_space_around_a_star_means_nothing) {
    static const struct {
        const char *value;
        int status;
    } cases[] = {{"*", 304}, {" *", 304}, {"\t *", 304}, {"* ", 304},  {" \t* \t", 304},
                 {"", 200},  {" ", 200},  {"x *", 200},  {" * *", 200}};
    struct service service;
    cr_assert(service_open(&service, &config));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ask(&service, "seed=1", "/chord-game.json?seed=1", cases[i].value);
        cr_expect_eq(service.response.status, cases[i].status, "'%s': %d", cases[i].value,
                     service.response.status);
    }
    service_close(&service);
}

/* Sight-reading has a tempo, and so has MIDI: what is sent is for both, and one name has one fault.
 */
Test(fcgi_link, a_field_of_exercise_and_format_is_one) {
    static const struct {
        const char *query;
        struct staccato_text event; /* microseconds a quarter note */
    } cases[] = {{"seed=1&tempo=60", STACCATO_TEXT_INIT("\xFF\x51\x03\x0F\x42\x40")},
                 {"seed=1&tempo=120", STACCATO_TEXT_INIT("\xFF\x51\x03\x07\xA1\x20")}};
    static const struct staccato_text path = STACCATO_TEXT_INIT("/sight-reading.mid");
    struct service service;
    cr_assert(service_open(&service, &config));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ask_path(&service, path, cases[i].query, "", "");
        const struct staccato_buffer *body = &service.response.body;
        cr_expect_eq(service.response.status, 200, "%s", cases[i].query);
        cr_expect_not_null(
            memmem(body->data, body->length, cases[i].event.data, cases[i].event.length), "%s",
            cases[i].query);
    }
    ask_path(&service, path, "seed=1&tempo=x", "", "");
    cr_expect_eq(service.response.status, 422);
    staccato_buffer_append(&service.response.body, "", 1);
    const char *entry = strstr(service.response.body.data, "\"tempo\"");
    cr_assert_not_null(entry);
    cr_expect_null(strstr(entry + 1, "\"tempo\""), "%s", service.response.body.data);
    service_close(&service);
}

/* Two hexadecimal digits of either case, and nothing else, stand behind a %. */
Test(fcgi_link, queries_are_percent_encoded) {
    static const struct {
        const char *query;
        const char *seed; /* NULL: it is refused */
    } cases[] = {{"seed=%41z", "Az"}, {"seed=%5a%5A", "ZZ"}, {"s%65ed=%30", "0"},
                 {"seed=%4", NULL},   {"seed=%", NULL},      {"seed=%4G", NULL},
                 {"seed=%G4", NULL},  {"seed=%4g", NULL},    {"seed=%@1", NULL},
                 {"seed=%1:", NULL},  {"seed=%1`", NULL},    {"seed=%/1", NULL},
                 {"%4=1", NULL},      {"seed=%C3", NULL},    {"seed=%-1", NULL}};
    struct service service;
    cr_assert(service_open(&service, &config));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_buffer *body = &service.response.body;
        char expected[96];
        (void)snprintf(expected, sizeof(expected),
                       cases[i].seed == NULL ? "\"type\":\"%s\"" : "\"seed\":\"%s\"",
                       cases[i].seed == NULL ? "query_invalid" : cases[i].seed);
        ask(&service, cases[i].query, "", "");
        cr_expect_eq(service.response.status, cases[i].seed == NULL ? 422 : 200, "%s: %d",
                     cases[i].query, service.response.status);
        staccato_buffer_append(body, "", 1);
        cr_expect_not_null(strstr(body->data, expected), "%s: %.80s", cases[i].query, body->data);
    }
    service_close(&service);
}
