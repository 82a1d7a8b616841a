/* What web servers do not send as they are asked: addresses that were rewritten, and white space
 * around a header's value. */
#include <criterion/criterion.h>

#include "service.h"

TestSuite(fcgi_link, .timeout = 30);

static const struct config config = {.max_body = 65536};

static void ask(struct service *service, const char *query, const char *uri, const char *tags) {
    struct request request = {.method = STACCATO_TEXT("GET"),
                              .path = STACCATO_TEXT("/chord-game.json"),
                              .query = {query, strlen(query)},
                              .uri = {uri, strlen(uri)},
                              .if_none_match = {tags, strlen(tags)}};
    service_answer(service, &request, metrics_clock());
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
