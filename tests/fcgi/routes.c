/* The routes: what they answer, and what of a request makes no difference. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <libxml/parser.h>
#include <stdio.h>

#include "http.h"

TestSuite(http_routes, .timeout = 120);

static const struct {
    const char *path;
    const char *body;
    const char *type;
} routes[] = {
    {"/mary", HTTP_MARY, "application/xml"},
    {"/random", HTTP_RANDOM, "application/xml"},
    {"/note-game", HTTP_NOTE_GAME, "application/json"},
};

enum { ROUTES = sizeof(routes) / sizeof(routes[0]) };

/* The document, parsed; expects what every score begins with. */
static xmlDoc *read_score(const char *document, const char *about) {
    static const char declaration[] = "<?xml version=\"1.0\"";
    cr_expect_eq(strncmp(document, declaration, strlen(declaration)), 0, "%s: %.60s", about,
                 document);
    xmlDoc *score = xmlReadMemory(document, (int)strlen(document), "score.xml", NULL,
                                  XML_PARSE_NONET | XML_PARSE_NOERROR);
    cr_assert_not_null(score, "%s: not well-formed: %s", about, document);
    cr_assert_not_null(score->intSubset, "%s: no DOCTYPE", about);
    cr_expect_str_eq((const char *)score->intSubset->name, "score-partwise", "%s", about);
    cr_expect_str_eq((const char *)score->intSubset->ExternalID,
                     "-//Recordare//DTD MusicXML 4.0 Partwise//EN", "%s", about);
    cr_expect_str_eq((const char *)score->intSubset->SystemID,
                     "http://www.musicxml.org/dtds/partwise.dtd", "%s", about);
    xmlNode *root = xmlDocGetRootElement(score);
    xmlChar *version = xmlGetProp(root, BAD_CAST "version");
    cr_expect_str_eq((const char *)root->name, "score-partwise", "%s", about);
    cr_expect(version != NULL && strcmp((const char *)version, "4.0") == 0, "%s: version", about);
    xmlFree(version);
    return score;
}

Test(http_routes, mary_and_random_answer_a_score) {
    static const struct {
        const char *path, *body;
    } cases[] = {
        {"/mary", "{\"tonic\": \"C\", \"octave\": 4}"},
        {"/mary", "{\"octave\": 0, \"tonic\": \"C-\"}"},
        {"/mary", "{\"tonic\": \"C#\", \"octave\": 9}"},
        {"/mary", "{\"tonic\": \"C\", \"octave\": 4, \"unknown\": [{}, null], \"Tonic\": 1}"},
        {"/mary", "\n\t {\"tonic\"\r:\"B\\u002d\" ,\"octave\": 4 } \n"},
        {"/random", "{\"rhythm\": \"0112\", \"rhythmType\": 16, \"tonic\": \"C\"}"},
        {"/random", "{\"rhythm\": \"01\", \"rhythmType\": 8, \"tonic\": \"f#3\"}"},
        {"/random", "{\"rhythm\": \"1\", \"rhythmType\": 8, \"tonic\": \"Ab4\"}"},
        {"/random", "{\"rhythm\": \"2\", \"rhythmType\": 16, \"tonic\": \"B###9\"}"},
        {"/random", "{\"rhythm\": \"\", \"rhythmType\": 16, \"tonic\": \"C---0\"}"},
    };
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            char about[128];
            (void)snprintf(about, sizeof(about), "%s: %s %s", server->name, cases[i].path,
                           cases[i].body);
            struct http_answer answer = http_post(server, cases[i].path, cases[i].body);
            cr_expect_eq(answer.status, 200, "%s: %d", about, answer.status);
            http_expect_header(&answer, "Content-Type", "application/xml", about);
            xmlFreeDoc(read_score(answer.body.data, about));
            http_free(&answer);
        }
    }
}

/* The longest pattern gives the longest answer, some 900 KB, which must arrive whole. */
Test(http_routes, random_answers_the_longest_pattern) {
    char body[1024 + 64] = "{\"rhythm\": \"";
    size_t start = strlen(body);
    memset(body + start, '1', 1024);
    (void)strcpy(body + start + 1024, "\", \"rhythmType\": 16, \"tonic\": \"D##\"}");
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer answer = http_post(server, "/random", body);
        cr_expect_eq(answer.status, 200, "%s: %d", server->name, answer.status);
        xmlFreeDoc(read_score(answer.body.data, server->name));
        http_free(&answer);
    }
}

Test(http_routes, two_spellings_are_one_key) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        struct http_answer sign = http_post(server, "/mary", "{\"tonic\":\"B-\",\"octave\":4}");
        struct http_answer letter = http_post(server, "/mary", "{\"tonic\":\"Bb\",\"octave\":4}");
        cr_expect_eq(letter.status, 200, "%s: %d", server->name, letter.status);
        cr_expect_str_eq(letter.body.data, sign.body.data, "%s", server->name);
        http_free(&sign);
        http_free(&letter);
    }
}

/* The value of a member, which must be a string. */
static const char *string_member(struct json_object *object, const char *key, const char *about) {
    struct json_object *value = NULL;
    cr_assert(json_object_object_get_ex(object, key, &value), "%s: no %s", about, key);
    cr_assert(json_object_is_type(value, json_type_string), "%s: %s is no string", about, key);
    return json_object_get_string(value);
}

/* The text of the only element of that name, "" if there is none. */
static void element_text(const xmlNode *node, const char *name, char text[8]) {
    for (; node != NULL; node = node->next) {
        if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0) {
            xmlChar *content = xmlNodeGetContent(node);
            (void)snprintf(text, 8, "%s", (const char *)content);
            xmlFree(content);
        }
        element_text(node->children, name, text);
    }
}

/* Name and octave are those of the one note, as written. */
static void expect_named(const struct http_answer *answer, const char *scale, const char *about) {
    struct json_object *json = json_tokener_parse(answer->body.data);
    cr_assert(json_object_is_type(json, json_type_object), "%s: %s", about, answer->body.data);
    cr_expect_eq(json_object_object_length(json), 3, "%s: three members", about);
    const char *name = string_member(json, "noteName", about);
    xmlDoc *score = read_score(string_member(json, "generatedXml", about), about);
    char step[8] = "";
    char alter[8] = "0";
    char octave[8] = "";
    char written[8] = "";
    element_text(xmlDocGetRootElement(score), "step", step);
    element_text(xmlDocGetRootElement(score), "alter", alter);
    element_text(xmlDocGetRootElement(score), "octave", octave);
    (void)snprintf(written, sizeof(written), "%.1s%s", step,
                   strcmp(alter, "1") == 0    ? "#"
                   : strcmp(alter, "-1") == 0 ? "-"
                                              : "");
    cr_expect_str_eq(name, written, "%s", about);
    cr_expect_str_eq(string_member(json, "noteOctave", about), octave, "%s", about);
    cr_expect_not_null(strstr(scale, name), "%s: %s is in the scale", about, name);
    xmlFreeDoc(score);
    json_object_put(json);
}

Test(http_routes, note_game_names_its_note) {
    static const struct {
        const char *body, *scale;
    } cases[] = {
        {"{\"scale\": \"D\", \"octave\": \"4\"}", "D4 E4 F#4 G4 A4 B4 C#5"},
        {"{\"scale\": \"Eb\", \"octave\": \"0\"}", "E-0 F0 G0 A-0 B-0 C1 D1"},
        {"{\"scale\": \"C-\", \"octave\": \"9\"}", "C-9 D-9 E-9 F-9 G-9 A-9 B-9"},
    };
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
            for (int draw = 0; draw < 20; draw++) {
                struct http_answer answer = http_post(server, "/note-game", cases[i].body);
                cr_expect_eq(answer.status, 200, "%s: %d", server->name, answer.status);
                http_expect_header(&answer, "Content-Type", "application/json", server->name);
                expect_named(&answer, cases[i].scale, server->name);
                http_free(&answer);
            }
        }
    }
}

/* Expects of every route the same as without the suffix and the header. */
static void expect_played(const char *suffix, const char *header) {
    for (const struct http_server *server = http_servers(); server->name != NULL; server++) {
        for (size_t i = 0; i < ROUTES; i++) {
            char path[64];
            (void)snprintf(path, sizeof(path), "%s%s", routes[i].path, suffix);
            struct http_answer answer = http_ask(
                server, &(struct http_request){
                            .path = path, .headers = {header}, .body = http_text(routes[i].body)});
            cr_expect_eq(answer.status, 200, "%s: %s, %s: %d", server->name, path, header,
                         answer.status);
            http_expect_header(&answer, "Content-Type", routes[i].type, path);
            http_free(&answer);
        }
    }
}

Test(http_routes, one_trailing_slash_makes_no_difference) {
    expect_played("/", NULL);
}

Test(http_routes, the_query_string_is_ignored) {
    static const char *const queries[] = {"?",        "?octave=9&tonic=H",   "/?octave=9",
                                          "?/random", "?%00%zz&a[]=<&\"='*", "?a?b=/../"};
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        expect_played(queries[i], NULL);
    }
}

Test(http_routes, the_content_type_of_the_request_is_ignored) {
    static const char *const types[] = {
        "Content-Type:", /* none at all */
        "Content-Type: application/json; charset=utf-16",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Type: text/plain",
        "Content-Type: nonsense",
        "Content-Encoding: gzip",
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        expect_played("", types[i]);
    }
}
