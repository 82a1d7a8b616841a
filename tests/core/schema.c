/* Whole documents against the MusicXML 4.0 schema, offline. */
#include <criterion/criterion.h>
#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "composing.h"
#include "key.h"
#include "musicxml.h"
#include "notes.h"

enum { PATH_SIZE = 4096 };

static xmlSchema *schema;
static xmlSchemaValidCtxt *validator;
static int fetched; /* how many files libxml2 has asked for since the schema was read */

/* The catalog turns the addresses of the schema's imports into files next to it; what it leaves on
 * the network is refused. A score needs no file at all, least of all the DTD that it names. */
static xmlParserInput *load_local(const char *url, const char *id, xmlParserCtxt *context) {
    fetched++;
    return xmlNoNetExternalEntityLoader(url, id, context);
}

static void load_schema(void) {
    const char *shared = getenv("STACCATO_SHARED");
    char catalog[PATH_SIZE];
    char xsd[PATH_SIZE];
    snprintf(catalog, sizeof(catalog), "%s/schema/musicxml-4.0/catalog.xml",
             shared != NULL ? shared : "../shared");
    snprintf(xsd, sizeof(xsd), "%s/schema/musicxml-4.0/musicxml.xsd",
             shared != NULL ? shared : "../shared");
    if (access(xsd, R_OK) != 0) {
        cr_skip("no schema: set STACCATO_SHARED");
    }
    xmlCatalogSetDefaults(XML_CATA_ALLOW_ALL);
    cr_assert_eq(xmlLoadCatalog(catalog), 0, "no catalog %s", catalog);
    xmlSetExternalEntityLoader(load_local);
    xmlSchemaParserCtxt *parser = xmlSchemaNewParserCtxt(xsd);
    schema = xmlSchemaParse(parser);
    xmlSchemaFreeParserCtxt(parser);
    cr_assert_not_null(schema, "no schema in %s", xsd);
    validator = xmlSchemaNewValidCtxt(schema);
    cr_assert_not_null(validator);
    fetched = 0;
}

static void free_schema(void) {
    xmlSchemaFreeValidCtxt(validator);
    xmlSchemaFree(schema);
    xmlSchemaCleanupTypes();
    xmlCatalogCleanup();
    xmlCleanupParser();
}

static bool is_valid(const char *document, size_t length) {
    xmlDoc *tree = xmlReadMemory(document, (int)length, "score.xml", NULL, XML_PARSE_NONET);
    cr_assert_not_null(tree, "not well-formed: %s", document);
    int error = xmlSchemaValidateDoc(validator, tree);
    xmlFreeDoc(tree);
    return error == 0;
}

TestSuite(core_schema, .init = load_schema, .fini = free_schema);

static void expect_valid(const struct staccato_score *score, const char *exercise,
                         const char *pitch, const char *detail) {
    struct staccato_buffer out = {0};
    staccato_musicxml.write(score, &(struct staccato_page){.date = "2026-01-31"}, &out);
    cr_assert_not(out.failed);
    cr_expect(is_valid(out.data, out.length), "%s %s %s is not valid", exercise, pitch, detail);
    staccato_buffer_free(&out);
}

Test(core_schema, accepts_mary_and_note_game_in_every_key_and_octave) {
    for (size_t i = 0; i < STACCATO_KEY_COUNT; i++) {
        char tonic[STACCATO_PITCH_NAME_SIZE];
        staccato_pitch_name(staccato_keys[i].tonic, tonic);
        for (char digit = '0'; digit <= '9'; digit++) {
            const char octave[] = {digit, '\0'};
            struct staccato_score score;
            struct staccato_refusal refusal;
            if (play_mary(tonic, digit - '0', &score, &refusal)) {
                expect_valid(&score, "mary", tonic, octave);
            }
            for (int degree = 1; degree <= 7 && (digit < '9' || tonic[0] == 'C'); degree++) {
                cr_assert(play_note_game(tonic, octave, degree, &score, &refusal), "%s", tonic);
                expect_valid(&score, "note-game", tonic, octave);
            }
        }
    }
    cr_expect_eq(fetched, 0, "%d files asked for", fetched);
}

/* Every pattern of up to four digits, in turn on pitches of every alteration and clef. */
Test(core_schema, accepts_random) {
    static const char *const pitches[] = {"C4", "f#3", "Ab5", "B###9", "C---0", "G##1", "D--8"};
    size_t next = 0;
    for (int type = 8; type <= 16; type += 8) {
        int digits = type == 8 ? 2 : 3;
        for (int length = 0, patterns = 1; length <= 4; length++, patterns *= digits) {
            for (int number = 0; number < patterns; number++) {
                const char *pitch = pitches[next++ % (sizeof(pitches) / sizeof(pitches[0]))];
                char pattern[4 + 1] = "";
                for (int i = 0, rest = number; i < length; i++, rest /= digits) {
                    pattern[i] = (char)('0' + rest % digits);
                }
                struct staccato_score score;
                struct staccato_refusal refusal;
                cr_assert(play_random(pattern, type, pitch, &score, &refusal), "%s", pattern);
                expect_valid(&score, "random", pitch, pattern);
            }
        }
    }
    cr_expect_eq(fetched, 0, "%d files asked for", fetched);
}

/* Patterns of 17 sixteenths have ties at their barlines. */
Test(core_schema, accepts_ties) {
    static const char *const patterns[] = {"122222222", "022222222", "11111111111111122"};
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        cr_assert(play_random(patterns[i], 16, "F#5", &score, &refusal));
        expect_valid(&score, "random", "F#5", patterns[i]);
    }
}

/* The errors below are meant to be there. */
__attribute__((format(printf, 2, 3))) static void ignore_error(void *context, const char *message,
                                                               ...) {
    (void)context;
    (void)message;
}

/* A schema that accepts everything would prove nothing. */
Test(core_schema, refuses_what_is_wrong) {
    static const struct {
        const char *right, *wrong;
    } cases[] = {{"<step>E", "<step>H"},
                 {"<octave>4", "<octave>x"},
                 {"<type>quarter", "<type>Quarter"},
                 {"<fifths>0", "<fifths>C"},
                 {"<chord/>", "<choir/>"}};
    struct staccato_score score;
    struct staccato_refusal refusal;
    struct staccato_buffer out = {0};
    cr_assert(play_mary("C", 4, &score, &refusal));
    staccato_musicxml.write(&score, &(struct staccato_page){.date = "2026-01-31"}, &out);
    staccato_buffer_append(&out, "", 1);
    cr_assert_not(out.failed);
    xmlSchemaSetValidErrors(validator, ignore_error, ignore_error, NULL);
    cr_expect(is_valid(out.data, out.length - 1), "right as it was");
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char *place = strstr(out.data, cases[i].right);
        cr_assert_not_null(place, "no %s", cases[i].right);
        memcpy(place, cases[i].wrong, strlen(cases[i].wrong));
        cr_expect_not(is_valid(out.data, out.length - 1), "%s", cases[i].wrong);
        memcpy(place, cases[i].right, strlen(cases[i].right));
    }
    staccato_buffer_free(&out);
}
