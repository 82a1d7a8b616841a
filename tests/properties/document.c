/* Reading MusicXML back, with libxml2's SAX parser. */
#include "document.h"

#include <libxml/parser.h>
#include <string.h>

enum { TEXT_MAX = 32 };

struct reader {
    struct document *document;
    const char *fault;
    char text[TEXT_MAX]; /* of the innermost element */
    size_t length;
    int beam_level;
    int dots; /* of the note so far */
};

struct word {
    const char *word;
    int value;
};

static const struct word types[] = {
    {"128th", 3},    {"64th", 6},   {"32nd", 12},   {"16th", 24},   {"eighth", 48},
    {"quarter", 96}, {"half", 192}, {"whole", 384}, {"breve", 768}, {NULL, 0},
};
static const struct word accidentals[] = {
    {"triple-flat", -3}, {"flat-flat", -2},   {"flat", -1},        {"natural", 0},
    {"sharp", 1},        {"double-sharp", 2}, {"triple-sharp", 3}, {NULL, 0},
};
static const struct word beams[] = {
    {"begin", DOCUMENT_BEGIN},          {"continue", DOCUMENT_CONTINUE},      {"end", DOCUMENT_END},
    {"forward hook", DOCUMENT_FORWARD}, {"backward hook", DOCUMENT_BACKWARD}, {NULL, 0},
};
static const struct word stems[] = {{"up", DOCUMENT_UP}, {"down", DOCUMENT_DOWN}, {NULL, 0}};

/* strcmp, but quick under a fuzzer too, which has its own idea of strcmp. */
static bool is_text(const char *text, const char *expected) {
    while (*text != '\0' && *text == *expected) {
        text++;
        expected++;
    }
    return *text == *expected;
}

static bool is(const xmlChar *name, const char *expected) {
    return is_text((const char *)name, expected);
}

static int look_up(struct reader *reader, const struct word *words) {
    for (; words->word != NULL; words++) {
        if (is_text(reader->text, words->word)) {
            return words->value;
        }
    }
    reader->fault = "an unknown word";
    return 0;
}

/* Reads a small decimal number; anything else is a fault. */
static int number(struct reader *reader, const char *text) {
    int sign = *text == '-' ? -1 : 1;
    const char *digits = text + (*text == '-');
    size_t count = strspn(digits, "0123456789");
    int value = 0;
    if (count == 0 || count > 6 || digits[count] != '\0') {
        reader->fault = "a number that is none";
        return 0;
    }
    for (; *digits != '\0'; digits++) {
        value = 10 * value + (*digits - '0');
    }
    return sign * value;
}

static const char *attribute(const xmlChar **attributes, const char *name) {
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2) {
        if (is(attributes[0], name)) {
            return (const char *)attributes[1];
        }
    }
    return "";
}

static struct document_measure *measure(struct reader *reader) {
    return &reader->document->measures[reader->document->measure_count - 1];
}

/* The note that is being read. */
static struct document_note *note(struct reader *reader) {
    return &reader->document->notes[reader->document->note_count - 1];
}

static void start_measure(struct reader *reader, const xmlChar **attributes) {
    struct document *document = reader->document;
    if (document->measure_count == DOCUMENT_MEASURES_MAX) {
        reader->fault = "too many measures";
        return;
    }
    document->measures[document->measure_count++] = (struct document_measure){
        .number = number(reader, attribute(attributes, "number")), .first = document->note_count};
}

static void start_note(struct reader *reader) {
    struct document *document = reader->document;
    if (document->note_count == DOCUMENT_NOTES_MAX || document->measure_count == 0) {
        reader->fault = "too many notes, or one outside a measure";
        return;
    }
    struct document_note *started = &document->notes[document->note_count++];
    *started = (struct document_note){.stem = DOCUMENT_NONE};
    memset(started->beams, DOCUMENT_NONE, sizeof(started->beams));
    measure(reader)->count++;
    reader->dots = 0;
}

static void start_in_note(struct reader *reader, const xmlChar *name, const xmlChar **attributes) {
    struct document_note *current = note(reader);
    bool starts = is_text(attribute(attributes, "type"), "start");
    if (is(name, "rest")) {
        current->is_rest = true;
        current->fills_measure = is_text(attribute(attributes, "measure"), "yes");
    } else if (is(name, "chord")) {
        current->in_chord = true;
    } else if (is(name, "tie")) {
        *(starts ? &current->tie_start : &current->tie_stop) = true;
    } else if (is(name, "tied")) {
        *(starts ? &current->tied_start : &current->tied_stop) = true;
    } else if (is(name, "beam")) {
        reader->beam_level = number(reader, attribute(attributes, "number"));
    } else if (is(name, "dot")) {
        reader->dots++;
    } else if (is(name, "tuplet")) {
        *(starts ? &current->bracket_start : &current->bracket_stop) = true;
    } else if (is(name, "time-modification")) {
        current->is_triplet = true;
    }
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes) {
    struct reader *reader = context;
    reader->length = 0;
    reader->text[0] = '\0';
    if (reader->fault != NULL) {
        return;
    }
    if (is(name, "measure")) {
        start_measure(reader, attributes);
    } else if (is(name, "note")) {
        start_note(reader);
    } else if (is(name, "attributes") && reader->document->measure_count > 0) {
        measure(reader)->has_attributes = true;
    } else if (reader->document->note_count > 0) {
        start_in_note(reader, name, attributes);
    }
}

static void on_characters(void *context, const xmlChar *text, int length) {
    struct reader *reader = context;
    if ((size_t)length >= TEXT_MAX - reader->length) {
        reader->fault = "a long text";
        return;
    }
    memcpy(reader->text + reader->length, text, (size_t)length);
    reader->length += (size_t)length;
    reader->text[reader->length] = '\0';
}

static void end_beam(struct reader *reader) {
    if (reader->beam_level < 1 || reader->beam_level > DOCUMENT_BEAM_LEVELS) {
        reader->fault = "a beam of no level";
        return;
    }
    note(reader)->beams[reader->beam_level - 1] = (char)look_up(reader, beams);
}

/* The length that a type, dots and a triplet add up to; -1: not a whole one. */
static void end_note(struct reader *reader) {
    struct document_note *current = note(reader);
    int plain = current->type;
    int dotted = plain * ((2 << reader->dots) - 1);
    for (current->flags = 0; plain > 0 && plain < DOCUMENT_QUARTER; plain *= 2) {
        current->flags++;
    }
    current->type = dotted % (1 << reader->dots) == 0 ? dotted >> reader->dots : -1;
    if (current->is_triplet) {
        current->type = current->type % 3 == 0 ? current->type / 3 * 2 : -1;
    }
}

static void end_duration(struct reader *reader) {
    int divisions = reader->document->divisions;
    int duration = number(reader, reader->text) * DOCUMENT_QUARTER;
    note(reader)->duration = divisions > 0 && duration % divisions == 0 ? duration / divisions : -1;
}

static void end_in_note(struct reader *reader, const xmlChar *name) {
    struct document_note *current = note(reader);
    if (is(name, "step")) {
        current->step = reader->text[0];
    } else if (is(name, "alter")) {
        current->alter = number(reader, reader->text);
        current->has_alter = true;
    } else if (is(name, "octave")) {
        current->octave = number(reader, reader->text);
    } else if (is(name, "duration")) {
        end_duration(reader);
    } else if (is(name, "type")) {
        current->type = look_up(reader, types);
    } else if (is(name, "accidental")) {
        current->accidental = look_up(reader, accidentals);
        current->has_accidental = true;
    } else if (is(name, "stem")) {
        current->stem = (char)look_up(reader, stems);
    } else if (is(name, "beam")) {
        end_beam(reader);
    } else if (is(name, "bar-style")) {
        measure(reader)->is_final = is_text(reader->text, "light-heavy");
    } else if (is(name, "note")) {
        end_note(reader);
    }
}

static void on_end(void *context, const xmlChar *name) {
    struct reader *reader = context;
    struct document *document = reader->document;
    if (reader->fault != NULL) {
        return;
    }
    if (is(name, "fifths")) {
        document->has_key = true;
        document->fifths = number(reader, reader->text);
    } else if (is(name, "divisions")) {
        document->divisions = number(reader, reader->text);
    } else if (is(name, "beats")) {
        document->beats = number(reader, reader->text);
    } else if (is(name, "beat-type")) {
        document->beat_type = number(reader, reader->text);
    } else if (is(name, "sign")) {
        document->clef_sign = reader->text[0];
    } else if (is(name, "line")) {
        document->clef_line = number(reader, reader->text);
    } else if (is(name, "clef-octave-change")) {
        document->clef_octave_change = number(reader, reader->text);
    } else if (is(name, "bar-style") && document->note_count == 0) {
        measure(reader)->is_final = is_text(reader->text, "light-heavy");
    } else if (document->note_count > 0) {
        end_in_note(reader, name);
    }
}

const char *document_read(const char *bytes, size_t length, struct document *document) {
    /* No handler for the external subset: the DOCTYPE is read, the DTD is not. */
    xmlSAXHandler handler = {
        .startElement = on_start, .endElement = on_end, .characters = on_characters};
    struct reader reader = {.document = document};
    document->measure_count = 0;
    document->note_count = 0;
    document->has_key = false;
    document->divisions = 0;
    document->clef_octave_change = 0;
    if (xmlSAXUserParseMemory(&handler, &reader, bytes, (int)length) != 0) {
        return "not well formed";
    }
    return reader.fault;
}

int document_measure_duration(const struct document *document,
                              const struct document_measure *measure) {
    int sum = 0;
    for (size_t i = measure->first; i < measure->first + measure->count; i++) {
        sum += document->notes[i].in_chord ? 0 : document->notes[i].duration;
    }
    return sum;
}
