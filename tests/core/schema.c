/* Whole documents against the MusicXML 4.0 schema, offline. */
#include <criterion/criterion.h>
#include <inttypes.h>
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
#include "sight.h"

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

enum { EIGHTH = STACCATO_VALUE(STACCATO_EIGHTH, 0), QUARTER = STACCATO_VALUE(STACCATO_QUARTER, 0) };

/* An upbeat and a shortened measure of 3/4: three quarters over a rest and a chord. */
static void compose_two_staves(struct staccato_score *score) {
    static const char *const upper[] = {"D5", "G5", "A5"};
    staccato_score_begin(score);
    score->meter = staccato_meter_find(3, 4);
    score->upbeat = STACCATO_TICKS;
    score->accidentals = STACCATO_PLAIN;
    for (size_t i = 0; i < sizeof(upper) / sizeof(upper[0]); i++) {
        staccato_score_note(score, QUARTER, notes_pitch(upper[i]));
    }
    staccato_score_next_voice(score);
    score->voices[1].clef = &staccato_clefs[STACCATO_BASS];
    staccato_score_rest(score, QUARTER);
    staccato_score_note(score, STACCATO_VALUE(STACCATO_HALF, 0), notes_pitch("G2"));
    staccato_score_add(score, notes_pitch("B-2"));
}

static void compose_minor(struct staccato_score *score) {
    compose_two_staves(score);
    score->has_key = true;
    score->has_mode = true;
    score->is_minor = true;
    score->fifths = -2;
    score->tempo = 132;
}

static void compose_major(struct staccato_score *score) {
    compose_minor(score);
    score->is_minor = false;
    score->meter_is_hidden = true;
}

static void compose_clarinet(struct staccato_score *score) {
    static const struct staccato_instrument clarinet = {.name = STACCATO_TEXT_INIT("Clarinet"),
                                                        .abbreviation = STACCATO_TEXT_INIT("Cl"),
                                                        .program = 71,
                                                        .diatonic = -1,
                                                        .chromatic = -2};
    compose_minor(score);
    score->instrument = &clarinet;
}

static void compose_tenor(struct staccato_score *score) {
    static const struct staccato_instrument tenor = {.name = STACCATO_TEXT_INIT("Tenor Saxophone"),
                                                     .abbreviation = STACCATO_TEXT_INIT("T Sax"),
                                                     .program = 66,
                                                     .diatonic = -8,
                                                     .chromatic = -14};
    compose_minor(score);
    score->instrument = &tenor;
}

/* 8ths in a triplet, a hidden rest, and a measure of rest. */
static void compose_triplet(struct staccato_score *score) {
    static const uint8_t marks[] = {STACCATO_TRIPLET_START, 0, STACCATO_TRIPLET_STOP};
    staccato_score_begin(score);
    score->meter = staccato_meter_find(2, 4);
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        struct staccato_event *event =
            staccato_score_note(score, STACCATO_TRIPLET(STACCATO_EIGHTH, 0), notes_pitch("C5"));
        event->marks = marks[i];
        event->unit = STACCATO_EIGHTH;
    }
    staccato_score_rest(score, QUARTER)->marks = STACCATO_HIDDEN;
    staccato_score_rest(score, QUARTER)->marks = STACCATO_WHOLE_MEASURE;
}

#define TIME(attribute)                                                                            \
    "<time" attribute "><beats>3</beats><beat-type>4</beat-type></time><staves>2</staves>"
#define CLEFS                                                                                      \
    "<clef number=\"1\"><sign>G</sign><line>2</line></clef>"                                       \
    "<clef number=\"2\"><sign>F</sign><line>4</line></clef>"
#define PITCH(step, octave) "<pitch><step>" step "</step><octave>" octave "</octave></pitch>"
#define BACKUP(duration)    "<backup><duration>" duration "</duration></backup>"
#define EIGHTH_IN_TRIPLET                                                                          \
    "<type>eighth</type><time-modification><actual-notes>3</actual-notes>"                         \
    "<normal-notes>2</normal-notes><normal-type>eighth</normal-type></time-modification>"          \
    "<stem>down</stem><beam number=\"1\">"
#define TUPLET_EIGHTH(part, number)                                                                \
    "<tuplet-" part "><tuplet-number>" number "</tuplet-number><tuplet-type>eighth</tuplet-type>"  \
    "</tuplet-" part ">"

/* No route has all of this yet, but a score can say it. */
Test(core_schema, accepts_staves_upbeats_tempo_modes_and_transposition) {
    static const struct {
        void (*compose)(struct staccato_score *score);
        const char *texts[4];
    } cases[] = {
        {compose_two_staves,
         {"<measure implicit=\"yes\" number=\"0\"><attributes><divisions>96</divisions>" TIME("")
              CLEFS
          "</attributes><note>" PITCH(
              "D",
              "5") "<duration>96</duration><voice>1"
                   "</voice><type>quarter</type><staff>1</staff></note>" BACKUP(
                       "96") "<note>"
                             "<rest/><duration>96</duration><voice>2</voice><type>quarter</type>"
                             "<staff>2</staff></note></measure><measure implicit=\"no\" number=\"1\">"
                             "<note>" PITCH("G", "5"),
          BACKUP("192") "<note>" PITCH(
              "G", "2") "<duration>192</duration><voice>2</voice>"
                        "<type>half</type><staff>2</staff></note><note><chord/><pitch><step>B"
                        "</step><alter>-1</alter><octave>2</octave></pitch><duration>192"
                        "</duration><voice>2</voice><type>half</type><accidental>flat</accidental>"
                        "<staff>2</staff></note><barline location=\"right\">"}},
        {compose_minor,
         {"<key><fifths>-2</fifths><mode>minor</mode></key>" TIME(""),
          CLEFS "</attributes><direction placement=\"above\"><direction-type><metronome>"
                "<beat-unit>quarter</beat-unit><per-minute>132</per-minute></metronome>"
                "</direction-type><sound tempo=\"132\"/></direction><note>"}},
        {compose_major,
         {"<key><fifths>-2</fifths><mode>major</mode></key>" TIME(" print-object=\"no\"")}},
        {compose_clarinet,
         {"<part-abbreviation>Cl</part-abbreviation><score-instrument id=\"I1\">"
          "<instrument-name>Clarinet</instrument-name>",
          "<midi-program>72</midi-program>",
          CLEFS "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose>"
                "</attributes><direction"}},
        {compose_tenor,
         {"<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic><octave-change>-1"
          "</octave-change></transpose>"}},
        {compose_triplet,
         {PITCH("C", "5") "<duration>32</duration>" EIGHTH_IN_TRIPLET "begin</beam><notations>"
                          "<tuplet bracket=\"yes\" number=\"1\" placement=\"above\" "
                          "type=\"start\">" TUPLET_EIGHTH("actual", "3")
                              TUPLET_EIGHTH("normal", "2") "</tuplet></notations></note>",
          EIGHTH_IN_TRIPLET "end</beam><notations><tuplet number=\"1\" type=\"stop\"/>"
                            "</notations></note><note print-object=\"no\" print-spacing=\"yes\">"
                            "<rest/><duration>96</duration><type>quarter</type></note>",
          "<note><rest measure=\"yes\"/><duration>192</duration></note><barline"}},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_buffer out = {0};
        cases[i].compose(&score);
        staccato_musicxml.write(&score, &(struct staccato_page){.date = NULL}, &out);
        staccato_buffer_append(&out, "", 1);
        cr_assert_not(out.failed);
        cr_expect(is_valid(out.data, out.length - 1), "case %zu: %s", i, out.data);
        cr_expect_null(strstr(out.data, "<encoding-date>"), "no date was given");
        for (size_t t = 0; t < 4 && cases[i].texts[t] != NULL; t++) {
            cr_expect_not_null(strstr(out.data, cases[i].texts[t]), "case %zu: no %s in %s", i,
                               cases[i].texts[t], out.data);
        }
        staccato_buffer_free(&out);
    }
    cr_expect_eq(fetched, 0, "%d files asked for", fetched);
}

/* Every clef on its own, and on the lower of two staves. */
Test(core_schema, accepts_every_clef) {
    for (size_t row = 0; row < STACCATO_CLEFS; row++) {
        struct staccato_score score;
        compose_two_staves(&score);
        score.voices[1].clef = &staccato_clefs[row];
        expect_valid(&score, "two staves", "", "");
        staccato_score_begin(&score);
        score.voices[0].clef = &staccato_clefs[row];
        staccato_score_note(&score, EIGHTH, notes_pitch("F#4"));
        expect_valid(&score, "one staff", "", "");
    }
}

Test(core_schema, accepts_sight_reading_of_every_level_hand_and_instrument) {
    enum { LEVEL = 0, HAND = 12, INSTRUMENT = 13, HANDS = 4 };
    static struct staccato_question question;
    for (int64_t i = 0; i < STACCATO_SIGHT_LEVELS * (HANDS + STACCATO_SIGHT_INSTRUMENTS); i++) {
        const struct staccato_sight_level *level =
            &staccato_sight_levels[i % STACCATO_SIGHT_LEVELS];
        const int64_t player = i / STACCATO_SIGHT_LEVELS;
        const struct staccato_item row = {level->name, i % STACCATO_SIGHT_LEVELS};
        const struct staccato_item hand = {.number = player};
        const struct staccato_item instrument = {.number = player - HANDS};
        struct staccato_argument arguments[STACCATO_FIELDS_MAX] = {[LEVEL] = {1, &row}};
        struct staccato_draw draw = {(uint64_t)i};
        struct staccato_refusal refusal;
        arguments[HAND] = (struct staccato_argument){player < HANDS, &hand};
        arguments[INSTRUMENT] = (struct staccato_argument){player >= HANDS, &instrument};
        bool is_one = player < HANDS ? (level->hands & 1U << player) != 0
                                     : (level->instruments & 1U << (player - HANDS)) != 0;
        bool is_drawn = play_find("sight-reading")->compose(arguments, &draw, &question, &refusal);
        cr_expect_eq(is_drawn, is_one, "level %s, player %" PRId64, level->name.data, player);
        if (is_drawn) {
            expect_valid(&question.score, "sight-reading", level->name.data, "");
        }
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
