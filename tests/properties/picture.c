/* Reading pictures back, with libxml2's SAX parser. */
#include "picture.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

enum { DEPTH_MAX = 12, OUTLINES_MAX = 80, CODE = 4 };

struct box {
    double left, top, right, bottom;
};

/* What coordinates are multiplied by, and what is added then. */
struct place {
    double x, y, scale_x, scale_y;
};

struct outline {
    char code[CODE];
    bool is_used;
    struct box box;
};

struct reader {
    struct picture *picture;
    const char *fault;
    double width, height;
    size_t depth, title_length;
    bool in_defs, in_tempo, in_title;
    size_t tempo_depth;
    struct place places[DEPTH_MAX]; /* of the elements that are open */
    size_t outline_count;
    struct outline outlines[OUTLINES_MAX];
};

static bool is(const xmlChar *name, const char *expected) {
    return strcmp((const char *)name, expected) == 0;
}

static const char *attribute(const xmlChar **attributes, const char *name) {
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2) {
        if (is(attributes[0], name)) {
            return (const char *)attributes[1];
        }
    }
    return "";
}

/* ---- shapes ---- */

static void reach(struct box *box, double x, double y) {
    box->left = x < box->left ? x : box->left;
    box->right = x > box->right ? x : box->right;
    box->top = y < box->top ? y : box->top;
    box->bottom = y > box->bottom ? y : box->bottom;
}

static double next_number(const char **at, struct reader *reader) {
    char *end;
    const double value = strtod(*at, &end);
    if (end == *at) {
        reader->fault = "path data without a number where one is due";
    }
    *at = end;
    while (**at == ' ') {
        (*at)++;
    }
    return value;
}

/* A command's numbers, once; moves `x`, `y` to its end. Curves reach to their control points at
 * most. */
static void follow(char command, const char **at, double *x, double *y, struct box *box,
                   struct reader *reader) {
    const bool is_relative = command >= 'a';
    const char kind = (char)(command & ~0x20);
    const double start_x = is_relative ? *x : 0;
    const double start_y = is_relative ? *y : 0;
    int points = kind == 'C' ? 3 : kind == 'S' ? 2 : 1;
    if (kind == 'H') {
        *x = start_x + next_number(at, reader);
        points = 0;
    } else if (kind == 'V') {
        *y = start_y + next_number(at, reader);
        points = 0;
    } else if (kind != 'M' && kind != 'L' && kind != 'C' && kind != 'S') {
        reader->fault = "an unknown command of path data";
        return;
    }
    for (; points > 0 && reader->fault == NULL; points--) {
        *x = start_x + next_number(at, reader);
        *y = start_y + next_number(at, reader);
        reach(box, *x, *y);
    }
    reach(box, *x, *y);
}

static struct box box_of(const char *data, struct reader *reader) {
    struct box box = {1e9, 1e9, -1e9, -1e9};
    double x = 0;
    double y = 0;
    double first_x = 0;
    double first_y = 0;
    char command = '\0';
    while (*data != '\0' && reader->fault == NULL) {
        if (*data == 'z') {
            x = first_x;
            y = first_y;
            command = '\0';
            data++;
            continue;
        }
        const bool is_new = (*data & 0x40) != 0;
        const char given = is_new ? *data++ : command;
        follow(given, &data, &x, &y, &box, reader);
        if ((given & ~0x20) == 'M') {
            first_x = x;
            first_y = y;
        }
        command = given == 'M' ? 'L' : given == 'm' ? 'l' : given;
    }
    return box;
}

static void draw(struct reader *reader, const struct box *box, double x, double y) {
    const struct place *place = &reader->places[reader->depth - 1];
    const double left = place->x + place->scale_x * (x + box->left);
    const double right = place->x + place->scale_x * (x + box->right);
    const double top = place->y + place->scale_y * (y + box->top);
    const double bottom = place->y + place->scale_y * (y + box->bottom);
    if (!(left >= 0 && top >= 0 && right <= reader->width && bottom <= reader->height)) {
        reader->fault = "ink outside the picture";
    }
}

/* ---- elements ---- */

static void start_outline(struct reader *reader, const xmlChar **attributes) {
    const char *code = attribute(attributes, "id");
    if (reader->outline_count == OUTLINES_MAX || strlen(code) != CODE) {
        reader->fault = "an outline without a code";
        return;
    }
    struct outline *outline = &reader->outlines[reader->outline_count++];
    memcpy(outline->code, code, CODE);
    outline->is_used = false;
    outline->box = box_of(attribute(attributes, "d"), reader);
}

static void start_use(struct reader *reader, const xmlChar **attributes) {
    const char *link = attribute(attributes, "xlink:href");
    for (size_t i = 0; i < reader->outline_count; i++) {
        struct outline *outline = &reader->outlines[i];
        if (*link == '#' && strlen(link) == CODE + 1 &&
            memcmp(link + 1, outline->code, CODE) == 0) {
            outline->is_used = true;
            draw(reader, &outline->box, strtod(attribute(attributes, "x"), NULL),
                 strtod(attribute(attributes, "y"), NULL));
            return;
        }
    }
    reader->fault = "a link to nothing";
}

static void start_svg(struct reader *reader, const xmlChar **attributes) {
    const char *at = attribute(attributes, "viewBox");
    const bool is_origin = strncmp(at, "0 0 ", 4) == 0;
    at += is_origin ? 4 : 0;
    reader->width = next_number(&at, reader);
    reader->height = next_number(&at, reader);
    if (!is_origin || reader->width != 10 * strtod(attribute(attributes, "width"), NULL) ||
        reader->height != 10 * strtod(attribute(attributes, "height"), NULL)) {
        reader->fault = "a picture of another size than its viewBox";
    }
}

static void move_place(struct reader *reader, const char *transform) {
    struct place *place = &reader->places[reader->depth - 1];
    static const char translate[] = "translate(";
    static const char scale[] = ")scale(";
    if (*transform == '\0') {
        return;
    }
    if (strncmp(transform, translate, sizeof(translate) - 1) != 0) {
        reader->fault = "an unknown transform";
        return;
    }
    transform += sizeof(translate) - 1;
    place->x += place->scale_x * next_number(&transform, reader);
    place->y += place->scale_y * next_number(&transform, reader);
    if (strncmp(transform, scale, sizeof(scale) - 1) == 0) {
        transform += sizeof(scale) - 1;
        const double x = next_number(&transform, reader);
        place->scale_x *= x;
        place->scale_y *= *transform == ')' ? x : next_number(&transform, reader);
    }
}

static void count(struct reader *reader, const char *class) {
    struct picture *picture = reader->picture;
    picture->systems += strcmp(class, "system") == 0;
    picture->measures += strcmp(class, "measure") == 0;
    picture->noteheads += strcmp(class, "notehead") == 0 && !reader->in_tempo;
    picture->accidentals += strcmp(class, "accid") == 0;
    if (strcmp(class, "tempo") == 0) {
        reader->in_tempo = true;
        reader->tempo_depth = reader->depth;
    }
}

static void on_start(void *context, const xmlChar *name, const xmlChar **attributes) {
    struct reader *reader = context;
    if (reader->fault != NULL || reader->depth == DEPTH_MAX) {
        reader->fault = reader->fault == NULL ? "too deep" : reader->fault;
        return;
    }
    reader->places[reader->depth] =
        reader->depth == 0 ? (struct place){0, 0, 1, 1} : reader->places[reader->depth - 1];
    reader->depth++;
    count(reader, attribute(attributes, "class"));
    if (is(name, "svg") && reader->depth == 1) {
        start_svg(reader, attributes);
    } else if (is(name, "g")) {
        move_place(reader, attribute(attributes, "transform"));
    } else if (is(name, "path") && reader->in_defs) {
        start_outline(reader, attributes);
    } else if (is(name, "path")) {
        const struct box box = box_of(attribute(attributes, "d"), reader);
        draw(reader, &box, 0, 0);
    } else if (is(name, "use")) {
        start_use(reader, attributes);
    } else if (is(name, "defs")) {
        reader->in_defs = true;
    } else if (is(name, "title")) {
        reader->in_title = true;
    } else if (!is(name, "style")) {
        reader->fault = "an element that is not of the dialect";
    }
}

static void on_end(void *context, const xmlChar *name) {
    struct reader *reader = context;
    if (reader->fault == NULL) {
        reader->in_tempo = reader->in_tempo && reader->depth != reader->tempo_depth;
        reader->in_defs = reader->in_defs && !is(name, "defs");
        reader->in_title = reader->in_title && !is(name, "title");
        reader->depth--;
    }
}

static void on_text(void *context, const xmlChar *text, int length) {
    struct reader *reader = context;
    (void)text;
    reader->title_length += reader->in_title ? (size_t)length : 0;
}

const char *picture_read(const char *data, size_t length, struct picture *picture) {
    static struct reader reader;
    static xmlSAXHandler handler = {
        .startElement = on_start, .endElement = on_end, .characters = on_text};
    memset(&reader, 0, sizeof(reader));
    memset(picture, 0, sizeof(*picture));
    reader.picture = picture;
    if (length > INT32_MAX || xmlSAXUserParseMemory(&handler, &reader, data, (int)length) != 0) {
        return reader.fault != NULL ? reader.fault : "the picture is no well-formed XML";
    }
    for (size_t i = 0; i < reader.outline_count && reader.fault == NULL; i++) {
        reader.fault = reader.outlines[i].is_used ? NULL : "an outline that is not used";
    }
    if (reader.fault == NULL && (reader.title_length == 0 || picture->systems == 0)) {
        reader.fault = "no title, or no system";
    }
    return reader.fault;
}

const char *picture_fault(const struct staccato_score *score, const struct document *document,
                          unsigned int choices) {
    enum { LEAST_WIDTH = 200, WIDTHS = 1801, PAPERS = 3 };
    static struct staccato_buffer out;
    struct picture picture;
    size_t heads = 0;
    size_t accidentals = 0;
    const struct staccato_item width = {.number = LEAST_WIDTH + choices % WIDTHS};
    const struct staccato_item paper = {.number = choices / WIDTHS % PAPERS};
    const struct staccato_argument arguments[] = {{1, &width}, {1, &paper}};
    const struct staccato_page page = {.title = STACCATO_TEXT_INIT("<&>"), .arguments = arguments};
    staccato_buffer_clear(&out, SIZE_MAX);
    staccato_format_find(STACCATO_TEXT("svg"))->write(score, &page, &out);
    const char *fault = out.failed ? "no picture" : picture_read(out.data, out.length, &picture);
    for (size_t i = 0; i < document->note_count; i++) {
        heads += !document->notes[i].is_rest;
        accidentals += document->notes[i].has_accidental;
    }
    if (fault == NULL && (picture.noteheads != heads || picture.accidentals != accidentals ||
                          picture.measures != document->measure_count)) {
        fault = "a picture with other heads, accidentals or measures than the document";
    }
    return fault;
}
