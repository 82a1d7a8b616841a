/* The configuration: what each variable may say, what stands in for it, and what a bad one is told.
 */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static struct config config;
static char *errors;

/* Reads the environment; errors is what was said, to be freed. */
static bool read_environment(void) {
    size_t length;
    FILE *stream = open_memstream(&errors, &length);
    cr_assert_not_null(stream);
    bool ok = config_read(&config, stream);
    cr_assert_eq(fclose(stream), 0);
    return ok;
}

static void expect_accepted(const char *name, const char *value) {
    (void)setenv(name, value, 1);
    cr_expect(read_environment(), "%s=%s: %s", name, value, errors);
    cr_expect_str_eq(errors, "", "%s=%s: %s", name, value, errors);
    free(errors);
    (void)unsetenv(name);
}

/* One line, which names the variable and shows the value. */
static void expect_refused(const char *name, const char *value, const char *shown) {
    (void)setenv(name, value, 1);
    cr_expect_not(read_environment(), "%s=%s", name, value);
    const char *newline = strchr(errors, '\n');
    cr_expect(newline != NULL && newline[1] == '\0', "one line: %s", errors);
    cr_expect_not_null(strstr(errors, name), "%s is named: %s", name, errors);
    cr_expect_not_null(strstr(errors, shown), "%s is shown: %s", shown, errors);
    free(errors);
    (void)unsetenv(name);
}

static void expect_text(struct staccato_text text, const char *expected) {
    struct staccato_text other = {expected, strlen(expected)};
    cr_expect(staccato_text_equal(text, other), "'%.*s', not '%s'", (int)text.length, text.data,
              expected);
}

static void clear_environment(void) {
    (void)clearenv();
}

TestSuite(fcgi_config, .init = clear_environment);

Test(fcgi_config, has_defaults) {
    cr_assert(read_environment());
    cr_expect_eq(config.max_body, 65536);
    cr_expect_eq(config.max_connections, 4096);
    cr_expect_eq(config.max_requests, 0);
    cr_expect_eq(config.idle_timeout, 75);
    cr_expect_eq(config.stall_timeout, 10);
    cr_expect_eq(config.sandbox, SANDBOX_ON);
    expect_text(config.base_path, "");
    expect_text(config.web_servers, "");
    cr_assert_eq(config.origin_count, 5);
    expect_text(config.origins[0], "http://localhost:5173");
    expect_text(config.origins[1], "http://localhost:3000");
    expect_text(config.origins[2], "http://127.0.0.1:5173");
    expect_text(config.origins[3], "http://127.0.0.1:3000");
    expect_text(config.origins[4], "http://localhost:4200");
    free(errors);
}

Test(fcgi_config, takes_an_empty_variable_for_none) {
    for (size_t i = 0; i < VARIABLES; i++) {
        expect_accepted(variables[i].name, "");
    }
    cr_expect_eq(config.max_body, 65536);
    cr_expect_eq(config.sandbox, SANDBOX_ON);
    cr_expect_eq(config.origin_count, 5);
}

Test(fcgi_config, numbers_have_ranges) {
    static const struct {
        const char *name, *least, *below, *most, *above;
    } numbers[] = {
        {"STACCATO_MAX_BODY", "1", "0", "16777216", "16777217"},
        {"STACCATO_MAX_CONNECTIONS", "1", "0", "100000", "100001"},
        {"STACCATO_MAX_REQUESTS", "0", "-1", "4294967295", "4294967296"},
        {"STACCATO_IDLE_TIMEOUT", "1", "0", "86400", "86401"},
        {"STACCATO_STALL_TIMEOUT", "1", "0", "86400", "86401"},
    };
    static const char *const no_numbers[] = {
        "x", "1x", "1.0", " 1", "1 ", "+1", "-1", "0x10", "99999999999999999999"};
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        expect_accepted(numbers[i].name, numbers[i].least);
        expect_accepted(numbers[i].name, numbers[i].most);
        expect_refused(numbers[i].name, numbers[i].below, numbers[i].below);
        expect_refused(numbers[i].name, numbers[i].above, numbers[i].above);
        expect_refused(numbers[i].name, numbers[i].above, numbers[i].most);
        for (size_t j = 0; j < sizeof(no_numbers) / sizeof(no_numbers[0]); j++) {
            expect_refused(numbers[i].name, no_numbers[j], no_numbers[j]);
        }
    }
}

Test(fcgi_config, takes_what_it_is_given) {
    (void)setenv("STACCATO_MAX_BODY", "1000", 1);
    (void)setenv("STACCATO_MAX_CONNECTIONS", "20", 1);
    (void)setenv("STACCATO_MAX_REQUESTS", "30", 1);
    (void)setenv("STACCATO_IDLE_TIMEOUT", "40", 1);
    (void)setenv("STACCATO_STALL_TIMEOUT", "50", 1);
    (void)setenv("FCGI_WEB_SERVER_ADDRS", "127.0.0.1,::1", 1);
    cr_assert(read_environment(), "%s", errors);
    cr_expect_eq(config.max_body, 1000);
    cr_expect_eq(config.max_connections, 20);
    cr_expect_eq(config.max_requests, 30);
    cr_expect_eq(config.idle_timeout, 40);
    cr_expect_eq(config.stall_timeout, 50);
    expect_text(config.web_servers, "127.0.0.1,::1");
    free(errors);
}

Test(fcgi_config, web_servers_are_addresses) {
    expect_accepted("FCGI_WEB_SERVER_ADDRS", " 10.0.0.1 , ::1,,2001:db8::7,");
    expect_refused("FCGI_WEB_SERVER_ADDRS", "localhost", "localhost");
    expect_refused("FCGI_WEB_SERVER_ADDRS", "127.0.0.1, 10.0.0", "\"10.0.0\"");
    expect_refused("FCGI_WEB_SERVER_ADDRS", "10.0.0.1/8", "10.0.0.1/8");
    expect_refused("FCGI_WEB_SERVER_ADDRS", "127.0.0.1;::1", "127.0.0.1;::1");
    expect_refused("FCGI_WEB_SERVER_ADDRS",
                   "1111:2222:3333:4444:5555:6666:7777:8888:9999:1111:2222:3333",
                   "and \"1111:2222:3333:4444:5555:6666:7777:8888:9999:1111:2222:3333\" is none");
    expect_refused(
        "FCGI_WEB_SERVER_ADDRS",
        "hundred-and-more-letters-of-which-only-so-many-as-fill-a-line-are-shown",
        "and \"hundred-and-more-letters-of-which-only-so-many-as-fill-a-line-ar\" is none");
}

Test(fcgi_config, the_sandbox_has_three_words) {
    expect_accepted("STACCATO_SANDBOX", "off");
    cr_expect_eq(config.sandbox, SANDBOX_OFF);
    expect_accepted("STACCATO_SANDBOX", "on");
    cr_expect_eq(config.sandbox, SANDBOX_ON);
    expect_accepted("STACCATO_SANDBOX", "require");
    cr_expect_eq(config.sandbox, SANDBOX_REQUIRE);
    expect_refused("STACCATO_SANDBOX", "yes", "yes");
    expect_refused("STACCATO_SANDBOX", "Off", "off, on or require");
    expect_refused("STACCATO_SANDBOX", "requires", "requires");
}

Test(fcgi_config, a_base_path_begins_with_a_slash_and_ends_without) {
    static const char *const paths[][2] = {
        {"/api", "/api"}, {"/api/", "/api"}, {"/api/music", "/api/music"}, {"/", ""}};
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        expect_accepted("STACCATO_BASE_PATH", paths[i][0]);
        (void)setenv("STACCATO_BASE_PATH", paths[i][0], 1);
        cr_assert(read_environment());
        expect_text(config.base_path, paths[i][1]);
        free(errors);
    }
    expect_refused("STACCATO_BASE_PATH", "api", "api");
    expect_refused("STACCATO_BASE_PATH", "api/", "begin with /");
}

Test(fcgi_config, a_metrics_file_has_an_absolute_path) {
    expect_accepted("STACCATO_METRICS", "/run/staccato/metrics");
    cr_expect_str_eq(config.metrics, "/run/staccato/metrics");
    expect_accepted("STACCATO_METRICS", "");
    cr_expect_null(config.metrics);
    expect_refused("STACCATO_METRICS", "metrics", "metrics");
}

Test(fcgi_config, origins_are_a_list) {
    (void)setenv("ALLOWED_ORIGINS", " https://a.example , ,https://b.example,,  ", 1);
    cr_assert(read_environment(), "%s", errors);
    cr_assert_eq(config.origin_count, 7);
    expect_text(config.origins[5], "https://a.example");
    expect_text(config.origins[6], "https://b.example");
    free(errors);
}

/* 64 in all, of which five are there already. */
Test(fcgi_config, origins_have_a_limit) {
    char list[16 * ORIGINS_MAX] = "";
    size_t length = 0;
    for (int i = 0; i < ORIGINS_MAX - 5; i++) {
        length += (size_t)snprintf(list + length, sizeof(list) - length, "http://a%d,", i);
    }
    expect_accepted("ALLOWED_ORIGINS", list);
    cr_expect_eq(config.origin_count, ORIGINS_MAX);
    (void)snprintf(list + length, sizeof(list) - length, "http://x");
    expect_refused("ALLOWED_ORIGINS", list, "more than 59");
}

/* What a browser could send is one; what it never sends would only look as if it were allowed. */
Test(fcgi_config, origins_are_what_browsers_send) {
    static const char *const origins[] = {"https://music.example.org", "http://localhost:8080",
                                          "http://192.168.1.7:3000",   "http://[::1]:5173",
                                          "capacitor://localhost",     "http://xn--nxa.example"};
    static const struct {
        const char *value, *shown;
    } others[] = {
        {"*", "\"*\""},
        {"null", "null"},
        {"music.example.org", "music.example.org"},
        {"https://", "https://"},
        {"://music", "://music"},
        {"https://music.example.org/", "music.example.org/"},
        {"https://music.example.org/app", "org/app"},
        {"https://Music.example.org", "Music"},
        {"HTTPS://music.example.org", "HTTPS"},
        {"https://a.example:", "a.example:"},
        {"https://a.example:80x", "80x"},
        {"https://a b", "a b"},
        {"https://a\r\nSet-Cookie: x", "https://a\" is none"},
        {"https://a\tb", "https://a\" is none"},
        {"https://a.example;https://b.example", ";https"},
        {"http://[::1", "[::1"},
        {"\x01x", "and \"\" is none"},
        {"hundred-and-more-letters-of-which-only-so-many-as-fill-a-line-are-shown-to-whoever-reads-it",
         "and \"hundred-and-more-letters-of-which-only-so-many-as-fill-a-line-ar\" is none"},
    };
    for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++) {
        expect_accepted("ALLOWED_ORIGINS", origins[i]);
    }
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        expect_refused("ALLOWED_ORIGINS", others[i].value, others[i].shown);
    }
}
