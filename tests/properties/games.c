/* Whatever a game is asked for, its answers say what its document shows. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "answers.h"
#include "draw.h"
#include "service.h"

TestSuite(properties_games, .timeout = 60);

/* A failing request is found again by its number, which is its seed, too. */
enum { REQUESTS = 2000, SEED = 20261126, LIST_MAX = 5 };

static struct config config;
static struct service service;
static struct document document;

/* A field of a body: one of these words, or a list of some of them. */
struct field {
    const char *name;
    enum { WORD, LIST, NUMBER, NUMBERS } kind; /* WORD and LIST are quoted */
    const char *words[22];
};

#define CLEFS   "treble", "bass", "alto", "tenor", "soprano", "mezzo_soprano", "baritone"
#define OCTAVES "null", "1", "2", "3", "4", "5", "6"
#define MAJOR                                                                                      \
    "C-", "G-", "D-", "A-", "Eb", "B-", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "Bb", "E-"

static const struct game {
    const char *path;
    struct field fields[6];
} games[] = {
    {"/note-game",
     {{"scale", WORD, {MAJOR}},
      {"octave", WORD, {"4"}},
      {"lowNote", WORD, {"C2", "f#3", "B-3", "g"}},
      {"highNote", WORD, {"A4", "d5", "F#7", "Cb8"}},
      {"clef", WORD, {CLEFS}}}},
    {"/key-signature-game",
     {{"clefs", LIST, {CLEFS}},
      {"keySignatures",
       NUMBERS,
       {"-7", "-6", "-5", "-4", "-3", "-2", "-1", "0", "1", "2", "3", "4", "5", "6", "7"}}}},
    {"/scale-game",
     {{"tonicPool", LIST, {MAJOR}},
      {"scaleTypes", LIST, {"major"}},
      {"questionMode", WORD, {"accidentals", "key_signature"}},
      {"octave", NUMBER, {OCTAVES, "7"}},
      {"clefs", LIST, {CLEFS}}}},
    {"/scale-game",
     {{"tonicPool",
       LIST,
       {"A-", "Eb", "B-", "F", "C", "G", "D", "A", "E", "B", "F#", "C#", "G#", "D#", "A#"}},
      {"scaleTypes", LIST, {"natural_minor", "harmonic_minor", "melodic_minor"}},
      {"questionMode", WORD, {"accidentals", "key_signature"}},
      {"octave", NUMBER, {OCTAVES, "7"}},
      {"clefs", LIST, {CLEFS}}}},
    {"/chord-game",
     {{"rootPool", LIST, {"A",  "B",  "C",  "D",  "E",  "F",  "G",  "A#", "B#", "C#", "D#",
                          "E#", "F#", "G#", "A-", "Bb", "Cb", "D-", "Eb", "F-", "Gb"}},
      {"qualities",
       LIST,
       {"major", "minor", "augmented", "diminished", "dominant7", "major7", "minor7",
        "half_diminished7", "diminished7", "dominant9", "major9", "minor9"}},
      {"inversions", NUMBER, {"true", "false"}},
      {"octave", NUMBER, {OCTAVES}},
      {"clefs", LIST, {CLEFS}}}},
    {"/interval-game",
     {{"clefs", LIST, {CLEFS}},
      {"octave", NUMBER, {OCTAVES, "7"}},
      {"displayMode", WORD, {"harmonic", "melodic"}},
      {"intervals", LIST, {"P1",  "A1", "AA1", "d2",  "m2",   "AA2", "dd3", "m3",
                           "dd4", "A4", "d5",  "P5",  "AA5",  "M6",  "dd7", "m7",
                           "d8",  "A8", "m9",  "P11", "dd12", "AA15"}}}},
    {"/scale-pitches",
     {{"tonic", WORD, {MAJOR}},
      {"scaleType", WORD, {"major", "chromatic"}},
      {"lowNote", WORD, {"C1", "f#2", "B-3", "g"}},
      {"highNote", WORD, {"A4", "d5", "F#7", "Cb9"}}}},
};

static const char *choose(struct staccato_draw *draw, const struct field *field) {
    uint32_t count = 0;
    while (count < sizeof(field->words) / sizeof(field->words[0]) && field->words[count] != NULL) {
        count++;
    }
    return field->words[staccato_draw_below(draw, count)];
}

/* A body with every field. */
static void make_body(struct staccato_draw *draw, const struct game *game, int seed,
                      struct staccato_buffer *body) {
    staccato_buffer_clear(body, SIZE_MAX);
    staccato_buffer_printf(body, "{\"seed\":\"%d\"", seed);
    for (const struct field *field = game->fields; field->name != NULL; field++) {
        bool is_list = field->kind == LIST || field->kind == NUMBERS;
        const char *quote = field->kind == WORD || field->kind == LIST ? "\"" : "";
        staccato_buffer_printf(body, ",\"%s\":%s", field->name, is_list ? "[" : "");
        for (uint32_t left = is_list ? staccato_draw_below(draw, LIST_MAX) : 0;; left--) {
            staccato_buffer_printf(body, "%s%s%s", quote, choose(draw, field), quote);
            if (left == 0) {
                break;
            }
            staccato_buffer_printf(body, ",");
        }
        staccato_buffer_printf(body, "%s", is_list ? "]" : "");
    }
    staccato_buffer_printf(body, "}");
    staccato_buffer_append(body, "", 1);
}

/* The answer's object; NULL, and a failed test, if there is none. */
static json_object *ask(const char *path, const struct staccato_buffer *body) {
    const struct request request = {.method = STACCATO_TEXT("POST"),
                                    .path = {path, strlen(path)},
                                    .body = {body->data, body->length - 1}};
    service_answer(&service, &request, metrics_clock());
    struct staccato_buffer *said = &service.response.body;
    staccato_buffer_append(said, "", 1);
    cr_assert_eq(service.response.status, 200, "%s %s: %s", path, body->data, said->data);
    return json_tokener_parse(said->data);
}

static const char *find_fault(const char *path, json_object *asked, json_object *answer) {
    json_object *score = json_object_object_get(answer, "generatedXml");
    if (score == NULL) {
        return answers_pitches_fault(asked, answer);
    }
    const char *fault = document_read(json_object_get_string(score),
                                      (size_t)json_object_get_string_len(score), &document);
    return fault == NULL ? answers_fault(path, asked, answer, &document) : fault;
}

/* An answer with one wrong member is not what the document shows: so much for the test itself. */
static void expect_noticed(const char *path, json_object *asked, json_object *answer) {
    json_object *wrong = NULL;
    json_object_object_foreach(answer, name, value) {
        if (strcmp(name, "generatedXml") == 0 || strcmp(name, "seed") == 0) {
            continue;
        }
        cr_assert_eq(json_object_deep_copy(answer, &wrong, NULL), 0);
        json_object *other =
            json_object_is_type(value, json_type_int)
                ? json_object_new_int(json_object_get_int(value) + 1)
            : json_object_is_type(value, json_type_string)
                ? json_object_new_string(*json_object_get_string(value) == 'A' ? "B" : "A")
                : json_object_new_array();
        (void)json_object_object_add(wrong, name, other);
        cr_assert_not_null(find_fault(path, asked, wrong), "%s: a wrong %s", path, name);
        (void)json_object_put(wrong);
        wrong = NULL;
    }
}

Test(properties_games, answers_say_what_the_document_shows) {
    struct staccato_draw draw = {SEED};
    struct staccato_buffer body = {0};
    config.max_body = 65536;
    cr_assert(service_open(&service, &config));
    for (size_t game = 0; game < sizeof(games) / sizeof(games[0]); game++) {
        for (int i = 0; i < REQUESTS; i++) {
            make_body(&draw, &games[game], i, &body);
            json_object *asked = json_tokener_parse(body.data);
            json_object *answer = ask(games[game].path, &body);
            const char *fault = find_fault(games[game].path, asked, answer);
            cr_assert_null(fault, "%s, request %d: %s: %s\n%s", games[game].path, i, fault,
                           body.data, service.response.body.data);
            expect_noticed(games[game].path, asked, answer);
            (void)json_object_put(answer);
            (void)json_object_put(asked);
        }
    }
    staccato_buffer_free(&body);
    service_close(&service);
}
