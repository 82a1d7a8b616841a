/* Links: what they answer to GET and HEAD, and what they tell caches. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "http.h"

TestSuite(links, .timeout = 120);

#define FOR_EVER "public, max-age=31536000, immutable"

static struct http_answer get(const struct http_server *server, const char *path) {
    return http_ask(server, &(struct http_request){.method = "GET", .path = path});
}

/* Asks with If-None-Match. */
static struct http_answer get_unless(const struct http_server *server, const char *path,
                                     const char *tags) {
    char header[512];
    (void)snprintf(header, sizeof(header), "If-None-Match: %s", tags);
    return http_ask(server,
                    &(struct http_request){.method = "GET", .path = path, .headers = {header}});
}

/* The link's ETag, or "" where there is none. */
static void get_tag(const struct http_server *server, const char *path, char tag[64]) {
    struct http_answer answer = get(server, path);
    const char *value = http_header(&answer, "ETag");
    (void)snprintf(tag, 64, "%s", value == NULL ? "" : value);
    http_free(&answer);
}

Test(links, every_format_has_its_type_and_is_public_for_ever) {
    static const struct {
        const char *path, *type, *begin;
    } cases[] = {
        {"/mary.musicxml?tonic=C&octave=4", "application/vnd.recordare.musicxml+xml", "<?xml"},
        {"/mary.mid?tonic=C&octave=4", "audio/midi", "MThd"},
        {"/mary.svg?tonic=C&octave=4", "image/svg+xml", "<svg "},
        {"/mary.svg?tonic=C&octave=4&width=200&paper=auto", "image/svg+xml", "<svg "},
        {"/mary.json?tonic=C&octave=4", "application/json", "{\"generatedXml\":"},
        {"/music/mary.json?tonic=C&octave=4", "application/json", "{\"generatedXml\":"},
        {"/chord-game.musicxml?seed=1", "application/vnd.recordare.musicxml+xml", "<?xml"},
        {"/chord-game.mid?seed=1", "audio/midi", "MThd"},
        {"/chord-game.json?seed=1", "application/json", "{\"generatedXml\":"},
        {"/scale-pitches.json?tonic=C&scaleType=major&lowNote=C4&highNote=E4", "application/json",
         "{\"pitches\":[\"C4\",\"D4\",\"E4\"]}"},
    };
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            struct http_answer answer = get(server, cases[i].path);
            char about[128];
            (void)snprintf(about, sizeof(about), "%s: %s", server->name, cases[i].path);
            cr_expect_eq(answer.status, 200, "%s: %d", about, answer.status);
            http_expect_header(&answer, "Content-Type", cases[i].type, about);
            http_expect_header(&answer, "Cache-Control", FOR_EVER, about);
            http_expect_header(&answer, "Access-Control-Allow-Origin", "*", about);
            http_expect_header(&answer, "Vary", NULL, about);
            cr_expect_not_null(http_header(&answer, "ETag"), "%s: no ETag", about);
            cr_expect_eq(strncmp(answer.body.data, cases[i].begin, strlen(cases[i].begin)), 0,
                         "%s: %.40s", about, answer.body.data);
            http_free(&answer);
        }
    }
}

Test(links, head_is_get_without_a_body) {
    static const char path[] = "/interval-game.json?seed=7b-monday";
    static const char *const names[] = {"Content-Type", "Content-Length", "ETag", "Cache-Control"};
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer full = get(server, path);
        struct http_answer head =
            http_ask(server, &(struct http_request){.method = "HEAD", .path = path});
        cr_expect_eq(head.status, 200, "%s: %d", server->name, head.status);
        cr_expect_eq(head.body.length, 0, "%s: %zu bytes", server->name, head.body.length);
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            http_expect_header(&head, names[i], http_header(&full, names[i]), server->name);
        }
        http_free(&full);
        http_free(&head);
    }
}

Test(links, errors_are_never_cached) {
    static const struct {
        const char *method, *path;
        int status;
    } cases[] = {
        {"GET", "/mary.musicxml?tonic=H&octave=4", 400},
        {"GET", "/note-game.json?scale=C&octave=x&seed=1", 400},
        {"GET", "/mary.musicxml?tonic=C", 422},
        {"GET", "/mary.musicxml?tonic=C&octave=4&tempo=90", 422},
        {"GET", "/mary.mid?tonic=C&octave=4&tempo=19", 422},
        {"GET", "/mary.svg?tonic=C&octave=4&width=199", 422},
        {"GET", "/mary.svg?tonic=C&octave=4&paper=black", 422},
        {"GET", "/mary.json?tonic=%", 422},
        {"GET", "/mary.json?tonic=%FF", 422},
        {"GET", "/chord-game.json?seed=a%20b", 422},
        {"GET", "/chord-game.mid?count=2", 422},
        {"GET", "/mary.pdf?tonic=C&octave=4", 404},
        {"GET", "/mary.?tonic=C&octave=4", 404},
        {"GET", "/scale-pitches.musicxml", 404},
        {"GET", "/scale-pitches.mid", 404},
        {"GET", "/scale-pitches.svg", 404},
        {"POST", "/mary.json", 405},
        {"PUT", "/mary.mid", 405},
    };
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            struct http_answer answer =
                http_ask(server, &(struct http_request){.method = cases[i].method,
                                                        .path = cases[i].path,
                                                        .body = STACCATO_TEXT("")});
            char about[128];
            (void)snprintf(about, sizeof(about), "%s: %s %s", server->name, cases[i].method,
                           cases[i].path);
            cr_expect_eq(answer.status, cases[i].status, "%s: %d", about, answer.status);
            http_expect_header(&answer, "Cache-Control", "no-store", about);
            http_expect_header(&answer, "ETag", NULL, about);
            http_expect_header(&answer, "Content-Location", NULL, about);
            http_expect_header(&answer, "Access-Control-Allow-Origin", "*", about);
            http_expect_header(&answer, "Allow", cases[i].status == 405 ? "GET, HEAD" : NULL,
                               about);
            http_free(&answer);
        }
    }
}

Test(links, equal_requests_have_equal_tags) {
    static const struct {
        const char *one, *other;
    } cases[] = {
        {"/mary.json?tonic=C&octave=4", "/mary.json?octave=4&tonic=C"},
        {"/mary.json?tonic=C&octave=4", "/mary.json?tonic=D&octave=4&tonic=C"},
        {"/mary.json?tonic=C&octave=4", "/mary.json?octave=+4&tonic=%43"},
        {"/mary.json?tonic=C&octave=4", "/mary.json?tonic=C&octave=4&seed=1"},
        {"/mary.json?tonic=C&octave=4", "/music/mary.json?&tonic=C&&octave=4&"},
        {"/mary.mid?tonic=C&octave=4", "/mary.mid?tonic=C&octave=4&tempo=96"},
        {"/chord-game.json?seed=1", "/chord-game.json?inversions=no&seed=1&clefs=treble"},
        /* all of pydantic's words for no and yes */
        {"/chord-game.json?seed=1", "/chord-game.json?seed=1&inversions=false"},
        {"/chord-game.json?seed=1", "/chord-game.json?seed=1&inversions=f"},
        {"/chord-game.json?seed=1", "/chord-game.json?seed=1&inversions=n"},
        {"/chord-game.json?seed=1", "/chord-game.json?seed=1&inversions=off"},
        {"/chord-game.json?seed=1", "/chord-game.json?seed=1&inversions=0"},
        {"/chord-game.json?seed=1", "/chord-game.json?seed=1&inversions=OFF"},
        {"/chord-game.json?seed=1&inversions=true", "/chord-game.json?seed=1&inversions=t"},
        {"/chord-game.json?seed=1&inversions=true", "/chord-game.json?seed=1&inversions=yes"},
        {"/chord-game.json?seed=1&inversions=true", "/chord-game.json?seed=1&inversions=y"},
        {"/chord-game.json?seed=1&inversions=true", "/chord-game.json?seed=1&inversions=on"},
        {"/chord-game.json?seed=1&inversions=true", "/chord-game.json?seed=1&inversions=1"},
        {"/chord-game.json?seed=1&inversions=true", "/chord-game.json?seed=1&inversions=Yes"},
    };
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            char one[64];
            char other[64];
            get_tag(server, cases[i].one, one);
            get_tag(server, cases[i].other, other);
            cr_expect_eq(one[0], '"', "%s: %s: a strong tag: %s", server->name, cases[i].one, one);
            cr_expect_str_eq(one, other, "%s: %s", server->name, cases[i].other);
        }
    }
}

Test(links, other_requests_have_other_tags) {
    static const char *const paths[] = {
        "/mary.json?tonic=C&octave=4",
        "/mary.json?tonic=C&octave=5",
        "/mary.json?tonic=G&octave=4",
        "/mary.musicxml?tonic=C&octave=4",
        "/mary.mid?tonic=C&octave=4",
        "/mary.mid?tonic=C&octave=4&tempo=97",
        "/chord-game.json?seed=1",
        "/chord-game.json?seed=2",
        "/chord-game.json?seed=1&count=1",
        "/chord-game.json?seed=1&count=2",
        "/chord-game.json?seed=1&inversions=true",
        "/chord-game.json?seed=1&clefs=bass",
        "/chord-game.json?seed=1&clefs=bass&clefs=treble",
        "/chord-game.json?seed=1&clefs=treble&clefs=bass",
        "/chord-game.json?seed=1&octave=4",
        "/interval-game.json?seed=1",
        "/scale-game.json?seed=1",
    };
    enum { PATHS = sizeof(paths) / sizeof(paths[0]) };
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        char tags[PATHS][64];
        for (size_t i = 0; i < PATHS; i++) {
            get_tag(server, paths[i], tags[i]);
            for (size_t j = 0; j < i; j++) {
                cr_expect_str_neq(tags[i], tags[j], "%s: %s and %s", server->name, paths[i],
                                  paths[j]);
            }
        }
    }
}

Test(links, if_none_match_spares_the_answer) {
    static const struct {
        const char *form; /* in which %s is the tag */
        int status;
    } cases[] = {
        {"%s", 304},           {"W/%s", 304},      {"*", 304},
        {"\"a\", %s", 304},    {"%s, \"a\"", 304}, {"\"a\",W/\"b\"\t,  W/%s", 304},
        {"\"a,b\", %s", 304},  {",, %s", 304},     {"\"a\"", 200},
        {"\"a\", \"b\"", 200}, {"\"\"", 200},      {"x%s", 200},
        {"\"x", 200},          {"w/%s", 200},      {"\"x\" W/", 200},
        {"* ", 304},           {"\"a\", *", 200},  {"*, \"a\"", 200},
        {"**", 200},           {"W/*", 200},       {"\"\", %s", 304},
    };
    static const char path[] = "/scale-game.json?seed=1";
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        char tag[64];
        get_tag(server, path, tag);
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            char tags[256];
            const char *place = strstr(cases[i].form, "%s");
            size_t before = place == NULL ? strlen(cases[i].form) : (size_t)(place - cases[i].form);
            (void)snprintf(tags, sizeof(tags), "%.*s%s%s", (int)before, cases[i].form,
                           place == NULL ? "" : tag, place == NULL ? "" : place + 2);
            struct http_answer answer = get_unless(server, path, tags);
            cr_expect_eq(answer.status, cases[i].status, "%s: %s: %d", server->name, tags,
                         answer.status);
            http_expect_header(&answer, "ETag", tag, tags);
            http_expect_header(&answer, "Cache-Control", FOR_EVER, tags);
            http_expect_header(&answer, "Access-Control-Allow-Origin", "*", tags);
            cr_expect_eq(answer.body.length > 0, cases[i].status == 200, "%s: %zu bytes", tags,
                         answer.body.length);
            http_free(&answer);
        }
    }
}

/* What a link without a seed drew has a link of its own, which says the same for ever. */
Test(links, a_link_without_seed_names_the_one_with_it) {
    static const char *const paths[] = {
        "/note-game.json?octave=4&scale=Ab",
        "/music/chord-game.mid?inversions=1&tempo=120",
        "/interval-game.musicxml",
        "/key-signature-game.json?keySignatures=-3&keySignatures=3&count=3",
    };
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
            struct http_answer drawn = get_unless(server, paths[i], "*");
            const char *location = http_header(&drawn, "Content-Location");
            size_t name = strcspn(paths[i], "?");
            cr_expect_eq(drawn.status, 200, "%s: %s: %d", server->name, paths[i], drawn.status);
            http_expect_header(&drawn, "Cache-Control", "no-store", paths[i]);
            http_expect_header(&drawn, "ETag", NULL, paths[i]);
            cr_assert_not_null(location, "%s: %s", server->name, paths[i]);
            cr_expect_eq(strncmp(location, paths[i], name), 0, "%s", location);
            cr_expect_not_null(strstr(location, "seed="), "%s", location);
            struct http_answer again = get(server, location);
            cr_expect_eq(again.status, 200, "%s: %d", location, again.status);
            http_expect_header(&again, "Cache-Control", FOR_EVER, location);
            cr_expect(again.body.length == drawn.body.length &&
                          memcmp(again.body.data, drawn.body.data, drawn.body.length) == 0,
                      "%s: %s", server->name, location);
            http_free(&again);
            http_free(&drawn);
        }
    }
}

/* A front end may show Content-Location to be sent to pupils. */
Test(links, content_location_does_not_lead_to_another_host) {
    static const char *const paths[] = {"//evil.example/../mary.json", "/\\evil.example/../x.json",
                                        "///chord-game.json", "/./chord-game.json"};
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
            char path[128];
            (void)snprintf(path, sizeof(path), "%.*schord-game.json",
                           (int)(strrchr(paths[i], '/') + 1 - paths[i]), paths[i]);
            struct http_answer answer = get(server, path);
            const char *location = http_header(&answer, "Content-Location");
            cr_expect(answer.status != 200 ||
                          (location != NULL && strncmp(location, "//", 2) != 0 &&
                           strchr(location, '\\') == NULL),
                      "%s: %s: %s", server->name, path, location);
            http_free(&answer);
        }
    }
}

Test(links, a_preflight_from_anywhere_is_allowed) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer answer = http_ask(
            server, &(struct http_request){.method = "OPTIONS",
                                           .path = "/mary.json",
                                           .headers = {"Origin: https://school.example",
                                                       "Access-Control-Request-Method: GET"}});
        cr_expect_eq(answer.status, 200, "%s: %d", server->name, answer.status);
        http_expect_header(&answer, "Access-Control-Allow-Origin", "*", server->name);
        http_free(&answer);
    }
}
