/* The document as text: its elements and their order, its compactness, and that it never varies. */
#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "composing.h"
#include "musicxml.h"
#include "notes.h"
#include "version.h"

static const char date[] = "2026-01-31";

/* The scores that the tables ask about; F#5 is 39, in treble, so its stems point down. */
enum document { MARY, LOWEST, TIED, HOOKS, EMPTY, GAME };

static void compose(enum document document, struct staccato_score *score) {
    struct staccato_refusal refusal;
    bool composed = false;
    switch (document) {
    case MARY:
        composed = play_mary("E-", 4, score, &refusal);
        break;
    case LOWEST:
        composed = play_mary("C", 0, score, &refusal);
        break;
    case TIED: /* 17 sixteenths: the last eighth of the first playing starts at 15 */
        composed = play_random("022222222", 16, "F#5", score, &refusal);
        break;
    case HOOKS:
        composed = play_random("1211111", 16, "F#5", score, &refusal);
        break;
    case EMPTY:
        composed = play_random("", 8, "C", score, &refusal);
        break;
    case GAME: /* B7 is 56 */
        composed = play_note_game("C", "7", 7, score, &refusal);
        break;
    }
    cr_assert(composed);
}

/* The document with a NUL behind it, to be freed by the caller. */
static struct staccato_buffer written(const struct staccato_score *score) {
    struct staccato_buffer out = {0};
    staccato_musicxml.write(score, &(struct staccato_page){.date = date}, &out);
    staccato_buffer_append(&out, "", 1);
    cr_assert_not(out.failed);
    out.length--;
    return out;
}

static struct staccato_buffer document_of(enum document document) {
    struct staccato_score score;
    compose(document, &score);
    return written(&score);
}

static void expect_xpath(const struct staccato_buffer *text, const char *path,
                         const char *expected) {
    xmlDoc *tree = xmlReadMemory(text->data, (int)text->length, "score.xml", NULL, XML_PARSE_NONET);
    cr_assert_not_null(tree, "not well-formed: %s", text->data);
    xmlXPathContext *context = xmlXPathNewContext(tree);
    xmlXPathObject *result = xmlXPathEvalExpression((const xmlChar *)path, context);
    cr_assert_not_null(result, "no XPath: %s", path);
    xmlChar *value = xmlXPathCastToString(result);
    cr_expect_str_eq((const char *)value, expected, "%s: '%s'", path, (const char *)value);
    xmlFree(value);
    xmlXPathFreeObject(result);
    xmlXPathFreeContext(context);
    xmlFreeDoc(tree);
}

Test(core_document, has_the_structure_of_one_piano_part) {
    static const struct {
        enum document document;
        const char *path, *value;
    } cases[] = {
        {MARY, "/score-partwise/@version", "4.0"},
        {MARY, "concat(count(//work-title), //work-title)", "1"}, /* there, and empty */
        {MARY, "concat(count(//movement-title), //movement-title)", "1"},
        {MARY, "concat(count(//creator[@type='composer']), //creator)", "1"},
        {MARY, "//encoding/encoding-date", date},
        {MARY, "//encoding/software", "staccato " STACCATO_VERSION},
        {MARY, "concat(//scaling/millimeters, '/', //scaling/tenths)", "7/40"},
        {MARY, "count(//part) + count(//score-part)", "2"},
        {MARY, "//part/@id = //score-part/@id", "true"},
        {MARY, "concat(count(//part-name), //part-name)",
         "1 "}, /* empty, readers stumble over it */
        {MARY, "//part-abbreviation", "Pno"},
        {MARY, "//score-instrument/instrument-name", "Piano"},
        {MARY, "//score-instrument/instrument-abbreviation", "Pno"},
        {MARY, "//midi-instrument/@id = //score-instrument/@id", "true"},
        {MARY, "concat(//midi-channel, '/', //midi-program)", "1/1"},
        /* Eight quarters are two measures; the last holds three notes and the chord of three. */
        {MARY, "count(//measure)", "2"},
        {MARY, "count(//measure[@implicit='no'])", "2"},
        {MARY, "concat(//measure[1]/@number, //measure[2]/@number)", "12"},
        {MARY, "concat(count(//measure[1]/note), count(//measure[2]/note))", "46"},
        {MARY, "count(//note[type = 'quarter' and duration = //divisions])", "10"},
        {MARY, "count(//chord)", "2"},
        {MARY, "count(//measure[2]/note[position() > 4]/chord)", "2"},
        {MARY, "count(//accidental | //stem | //beam | //tie | //tied | //rest)", "0"},
        {MARY, "count(//attributes)", "1"},
        {MARY, "name(//measure[1]/*[1])", "attributes"},
        {MARY, "//key/fifths", "-3"},
        {MARY, "concat(//time/beats, '/', //time/beat-type)", "4/4"},
        {MARY, "count(//barline)", "1"},
        {MARY, "name(//measure[2]/*[last()])", "barline"},
        {MARY, "//barline[@location = 'right']/bar-style", "light-heavy"},
        {GAME, "count(//note)", "1"},
        {GAME, "//key/fifths", "0"},
        {GAME, "concat(//step, //octave, //type)", "B7quarter"},
        {TIED, "count(//key)", "0"},
        {TIED, "count(//measure)", "5"}, /* 4 * 17 = 68 sixteenths, 4 over */
        {TIED, "sum(//measure[5]/note/duration) div //divisions", "1"},
        {EMPTY, "count(//measure)", "1"},
        {EMPTY, "count(//measure/*)", "2"}, /* the attributes and the barline */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_buffer out = document_of(cases[i].document);
        expect_xpath(&out, cases[i].path, cases[i].value);
        staccato_buffer_free(&out);
    }
    xmlCleanupParser();
}

#define F_SHARP_5 "<note><pitch><step>F</step><alter>1</alter><octave>5</octave></pitch>"
#define ONE_BEAM  "<beam number=\"1\">"
#define TWO_BEAMS "</beam><beam number=\"2\">"
#define BEAMED    "<type>16th</type><stem>down</stem>" ONE_BEAM

Test(core_document, puts_elements_in_order) {
    static const struct {
        enum document document;
        const char *text, *why;
    } cases[] = {
        {MARY, "<clef><sign>G</sign><line>2</line></clef>", "treble"},
        {GAME, "<line>2</line><clef-octave-change>1</clef-octave-change></clef>", "treble 8va"},
        {LOWEST,
         "<clef><sign>F</sign><line>4</line><clef-octave-change>-1</clef-octave-change></clef>",
         "bass 8vb"},
        {MARY, "<pitch><step>E</step><alter>-1</alter><octave>4</octave></pitch>", "a flat"},
        {MARY, "<pitch><step>G</step><octave>4</octave></pitch>", "no alteration, no <alter>"},
        {MARY, "<note><chord/><pitch>", "a chord's upper note"},
        {TIED, "<note><rest/><duration>1</duration><type>16th</type></note>", "a rest"},
        {TIED,
         F_SHARP_5 "<duration>2</duration><type>eighth</type><accidental>sharp</accidental>"
                   "<stem>down</stem>" ONE_BEAM "begin</beam></note>",
         "the first note: accidental, stem, beam"},
        {TIED,
         F_SHARP_5 "<duration>1</duration><tie type=\"start\"/>" BEAMED "end" TWO_BEAMS
                   "backward hook</beam><notations><tied type=\"start\"/></notations></note>"
                   "</measure><measure implicit=\"no\" number=\"2\">" F_SHARP_5
                   "<duration>1</duration><tie type=\"stop\"/><type>16th</type>"
                   "<notations><tied type=\"stop\"/></notations></note>",
         "a tie across the first barline"},
        /* 1 2 1 | 1 1 1 1 and so on */
        {HOOKS, ONE_BEAM "begin" TWO_BEAMS "forward hook</beam></note>", "a forward hook"},
        {HOOKS, BEAMED "begin" TWO_BEAMS "begin</beam></note>", "the first of four"},
        {HOOKS, BEAMED "continue" TWO_BEAMS "end</beam></note>", "the second of four"},
        {HOOKS, BEAMED "continue" TWO_BEAMS "begin</beam></note>", "the third of four"},
        {HOOKS, BEAMED "end" TWO_BEAMS "end</beam></note>", "the last of four"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_buffer out = document_of(cases[i].document);
        cr_expect_not_null(strstr(out.data, cases[i].text), "%s: no %s in %s", cases[i].why,
                           cases[i].text, out.data);
        staccato_buffer_free(&out);
    }
}

Test(core_document, names_every_accidental) {
    static const struct {
        const char *tonic, *accidental;
    } cases[] = {{"C#", "sharp"}, {"C##", "double-sharp"}, {"C###", "triple-sharp"},
                 {"C-", "flat"},  {"C--", "flat-flat"},    {"C---", "triple-flat"},
                 {"C", ""}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_score score;
        struct staccato_refusal refusal;
        cr_assert(play_random("1", 8, cases[i].tonic, &score, &refusal), "%s", cases[i].tonic);
        struct staccato_buffer out = written(&score);
        expect_xpath(&out, "//note[1]/accidental", cases[i].accidental);
        staccato_buffer_free(&out);
    }
    xmlCleanupParser();
}

Test(core_document, starts_as_musicxml_4_and_ends_with_its_part) {
    static const char head[] =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!DOCTYPE score-partwise PUBLIC \"-//Recordare//DTD MusicXML 4.0 Partwise//EN\" "
        "\"http://www.musicxml.org/dtds/partwise.dtd\">\n<score-partwise";
    static const char tail[] = "</measure></part></score-partwise>\n";
    struct staccato_buffer out = document_of(MARY);
    cr_assert_gt(out.length, sizeof(head) + sizeof(tail));
    cr_expect_eq(strncmp(out.data, head, sizeof(head) - 1), 0, "%.*s", (int)sizeof(head), out.data);
    cr_expect_str_eq(out.data + out.length - (sizeof(tail) - 1), tail);
    staccato_buffer_free(&out);
}

/* The bound is the project's own: without white space between elements, a tune fits in 2300. */
Test(core_document, is_compact) {
    struct staccato_score score;
    struct staccato_refusal refusal;
    cr_assert(play_mary("C", 4, &score, &refusal));
    struct staccato_buffer out = written(&score);
    cr_expect_leq(out.length, 2300, "%zu bytes", out.length);
    const char *root = strstr(out.data, "<score-partwise ");
    cr_assert_not_null(root);
    cr_expect_eq(strcspn(root, "\n\t\r"), strlen(root) - 1, "a line break before the end");
    const char *name = strstr(root, "<part-name> </part-name>");
    cr_assert_not_null(name);
    cr_expect_eq(strstr(root, "> "), name + strlen("<part-name"), "a space behind an element");
    cr_expect_null(strstr(name + strlen("<part-name> "), "> "), "a space behind another");
    cr_expect_null(strstr(name + strlen("<part-name> <"), " <"), "a space before an element");
    staccato_buffer_free(&out);
}

/* What lay in a worker's score, and in the buffer, does not show. */
Test(core_document, is_the_same_every_time) {
    for (enum document document = MARY; document <= GAME; document++) {
        struct staccato_score dirty;
        memset(&dirty, 1, sizeof(dirty));
        compose(document, &dirty);
        struct staccato_buffer first = document_of(document);
        struct staccato_buffer second = {0};
        staccato_buffer_append(&second, "before", 6);
        staccato_musicxml.write(&dirty, &(struct staccato_page){.date = date}, &second);
        cr_assert_eq(second.length, 6 + first.length, "document %d", (int)document);
        cr_expect_eq(memcmp(second.data, "before", 6), 0, "what came before is kept");
        cr_expect_eq(memcmp(second.data + 6, first.data, first.length), 0, "document %d",
                     (int)document);
        staccato_buffer_free(&first);
        staccato_buffer_free(&second);
    }
}

/* 4 * 1024 eighths are 512 measures, with numbers of one to three digits. */
Test(core_document, numbers_the_longest_score) {
    char pattern[STACCATO_EVENTS_MAX + 1];
    memset(pattern, '1', STACCATO_EVENTS_MAX);
    pattern[STACCATO_EVENTS_MAX] = '\0';
    struct staccato_score score;
    struct staccato_refusal refusal;
    cr_assert(play_random(pattern, 8, "C", &score, &refusal));
    struct staccato_buffer out = written(&score);
    expect_xpath(&out, "count(//measure)", "512");
    expect_xpath(&out, "//measure[9]/@number", "9");
    expect_xpath(&out, "//measure[10]/@number", "10");
    expect_xpath(&out, "//measure[105]/@number", "105");
    expect_xpath(&out, "//measure[last()]/@number", "512");
    expect_xpath(&out, "count(//barline)", "1");
    expect_xpath(&out, "count(//attributes)", "1");
    staccato_buffer_free(&out);
    xmlCleanupParser();
}

Test(core_document, says_when_memory_ran_out) {
    struct staccato_score score;
    compose(MARY, &score);
    struct staccato_buffer out = {.failed = true};
    staccato_musicxml.write(&score, &(struct staccato_page){.date = date}, &out);
    cr_expect(out.failed);
    cr_expect_eq(out.length, 0);
}
