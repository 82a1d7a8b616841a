/* A score as a picture: SVG 1.1 that needs nothing else. Its marks are groups and shapes whose
 * classes say what they are, in the order of the score; they name no pitches. */
#include "format.h"
#include "svg_pen.h"

enum { WIDTH, PAPER };
enum {
    WIDTH_DEFAULT = 800,
    MARGIN = 100,
    UNITS_A_PIXEL = 10,
    SYSTEMS_APART = 900,
    INK_APART = 150
};
enum { BRACE_ROOM = 140 }; /* left of two staves */
enum { PAPER_WHITE, PAPER_NONE, PAPER_AUTO };

static const struct staccato_text papers[] = {
    [PAPER_WHITE] = STACCATO_TEXT_INIT("white"),
    [PAPER_NONE] = STACCATO_TEXT_INIT("none"),
    [PAPER_AUTO] = STACCATO_TEXT_INIT("auto"),
};

static const struct staccato_field fields[] = {
    [WIDTH] = {.name = STACCATO_TEXT_INIT("width"),
               .kind = STACCATO_INTEGER,
               .least = 200,
               .most = 2000,
               .absent = "800",
               .help = "How wide the picture may be, in pixels; a short score needs less."},
    [PAPER] = {.name = STACCATO_TEXT_INIT("paper"),
               .kind = STACCATO_CHOICE,
               .choices = papers,
               .choice_count = sizeof(papers) / sizeof(papers[0]),
               .absent = "\"white\"",
               .help =
                   "white: black on white. none: no ground, and the ink is the text colour of "
                   "the page around. auto: none, and white ink where dark pages are preferred."},
};

/* One at a time: it is too large for a stack. */
static struct svg_sheet sheet;

static int argument(const struct staccato_page *page, size_t field, int absent) {
    const struct staccato_argument *arguments = page->arguments;
    bool is_given = arguments != NULL && arguments[field].count > 0;
    return is_given ? (int)arguments[field].items->number : absent;
}

/* ---- what is to be drawn ---- */

static void begin_sheet(const struct staccato_score *score) {
    enum { MIDDLE_TO_BOTTOM = 4 };
    sheet.score = score;
    sheet.staff_count = score->voice_count;
    sheet.measure_count = sheet.event_count = sheet.gap_count = 0;
    sheet.fits = true;
    staccato_svg_rewind(&sheet);
    for (size_t staff = 0; staff < sheet.staff_count; staff++) {
        sheet.clefs[staff] = sheet.reading[staff].clef;
        sheet.bottoms[staff] = sheet.clefs[staff]->middle_line - MIDDLE_TO_BOTTOM;
        sheet.ties[staff].is_open = false;
    }
    sheet.prefix_first = staccato_svg_prefix_end(&sheet, true);
    sheet.prefix_later = staccato_svg_prefix_end(&sheet, false);
}

/* Finds the room of all measures. A measure that can't be narrower widens the picture. False if
 * there are too many. */
static bool measure_sheet(int width) {
    sheet.available = width * UNITS_A_PIXEL - 2 * MARGIN;
    sheet.available -= sheet.staff_count > 1 ? BRACE_ROOM : 0;
    for (;;) {
        if (sheet.event_count + 2 * STACCATO_MEASURE_NOTES_MAX > SVG_EVENTS_MAX) {
            sheet.event_count = sheet.gap_count = 0;
            sheet.fits = false;
        }
        if (sheet.measure_count == SVG_MEASURES_MAX) {
            return false;
        }
        struct svg_measure *measure = &sheet.measures[sheet.measure_count];
        if (!staccato_svg_read(&sheet, measure)) {
            return true;
        }
        int prefix = sheet.measure_count == 0 ? sheet.prefix_first : sheet.prefix_later;
        sheet.available = svg_most(sheet.available, prefix + measure->system_lead + measure->least +
                                                        svg_bar_width(measure));
        sheet.measure_count++;
    }
}

/* Reads the measures of a system again, where the sheet has no place for those of all. */
static void read_system(const struct svg_system *system) {
    if (sheet.fits) {
        return;
    }
    if (system->first == 0) {
        staccato_svg_rewind(&sheet);
    }
    sheet.event_count = sheet.gap_count = 0;
    for (unsigned int i = 0; i < system->count; i++) {
        (void)staccato_svg_read(&sheet, &sheet.measures[system->first + i]);
    }
}

/* ---- drawing it ---- */

/* The picture so far: its systems are written first, with a gap before them for what must be known
 * of all of them. */
struct picture {
    struct svg_pen pen;
    int width, height;
    int top;    /* of the system before, */
    int bottom; /* and its ink */
};

static void move_down(struct svg_pen *pen, size_t from, size_t to) {
    memmove(pen->out->data + to, pen->out->data + from, svg_pen_length(pen) - from);
    pen->at -= from - to;
}

/* Where a system's top line lies: on a whole pixel, so that all look alike. */
static int system_top(const struct picture *picture, bool is_first) {
    const int apart = svg_most(SYSTEMS_APART, picture->bottom - picture->pen.top[0] + INK_APART);
    const int y = is_first ? MARGIN - picture->pen.top[0] : picture->top + apart;
    return (y + 3) / 10 * 10 + 6;
}

static void draw_system(struct picture *picture, const struct svg_system *system) {
    enum { HEAD_MAX = 80 };
    struct svg_pen *pen = &picture->pen;
    if (!svg_pen_reserve(pen, HEAD_MAX)) {
        return;
    }
    const size_t start = svg_pen_length(pen);
    pen->at += HEAD_MAX;
    read_system(system);
    const int width = staccato_svg_place(&sheet, system);
    const int apart = staccato_svg_draw_system(pen, &sheet, system, width);
    if (!svg_pen_reserve(pen, SVG_MARK_BYTES)) {
        return;
    }
    PUT(pen->at, "</g>");
    picture->top = system_top(picture, system->first == 0);
    picture->bottom = apart + pen->bottom[apart > 0];
    picture->height = picture->top + picture->bottom;
    picture->width = svg_most(picture->width, pen->right);
    char *at = pen->out->data + start;
    PUT(at, "<g class=\"system\" transform=\"translate(");
    at = put_signed(at, apart > 0 ? MARGIN + BRACE_ROOM : MARGIN);
    *at++ = ' ';
    at = put_signed(at, picture->top);
    PUT(at, ")\">");
    move_down(pen, start + HEAD_MAX, (size_t)(at - pen->out->data));
}

/* ---- what comes before the systems ---- */

#define OPENING                                                                                    \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "      \
    "class=\"staccato\" role=\"img\" viewBox=\"0 0 "
#define DARK_PAGES                                                                                 \
    "<style>.staccato{color:#000}@media(prefers-color-scheme:dark){.staccato{color:#fff}}</style>"

/* The outlines that are used. */
static char *put_outlines(char *at, uint64_t used) {
    PUT(at, "<defs>");
    for (size_t i = 0; i < STACCATO_GLYPHS; i++) {
        const struct staccato_glyph *glyph = &staccato_glyphs[i];
        if ((used >> i & 1) != 0) {
            PUT(at, "<path id=\"");
            at = put_text(at, (struct staccato_text){glyph->code, 4});
            PUT(at, "\" d=\"");
            at = put_text(at, (struct staccato_text){glyph->outline, glyph->length});
            PUT(at, "\"/>");
        }
    }
    PUT(at, "</defs>");
    return at;
}

static char *put_paper(char *at, int width, int height) {
    PUT(at, "<path class=\"paper\" fill=\"#fff\" d=\"M0 0h");
    at = put_signed(at, width);
    PUT(at, "v");
    at = put_signed(at, height);
    PUT(at, "h");
    at = put_signed(at, -width);
    PUT(at, "z\"/>");
    return at;
}

static char *put_opening(char *at, const struct picture *picture,
                         const struct staccato_page *page) {
    const int paper = argument(page, PAPER, PAPER_WHITE);
    PUT(at, OPENING);
    at = put_signed(at, picture->width);
    *at++ = ' ';
    at = put_signed(at, picture->height);
    PUT(at, "\" width=\"");
    at = put_signed(at, picture->width / UNITS_A_PIXEL);
    PUT(at, "\" height=\"");
    at = put_signed(at, picture->height / UNITS_A_PIXEL);
    at = put_text(at, paper == PAPER_WHITE ? STACCATO_TEXT("\" fill=\"#000\"><title>")
                                           : STACCATO_TEXT("\" fill=\"currentColor\"><title>"));
    at = staccato_svg_put_title(at, &sheet, page->title);
    PUT(at, "</title>");
    if (paper == PAPER_AUTO) {
        PUT(at, DARK_PAGES);
    }
    at = put_outlines(at, picture->pen.used);
    return paper == PAPER_WHITE ? put_paper(at, picture->width, picture->height) : at;
}

/* More than any opening but its title. */
static size_t opening_bytes(void) {
    enum { ROW = 32, REST = 1024 };
    size_t bytes = REST;
    for (size_t i = 0; i < STACCATO_GLYPHS; i++) {
        bytes += staccato_glyphs[i].length + ROW;
    }
    return bytes;
}

static void write(const struct staccato_score *score, const struct staccato_page *page,
                  struct staccato_buffer *out) {
    const size_t start = out->length;
    const size_t gap = opening_bytes() + page->title.length * sizeof("&amp;") + SVG_TITLE_BYTES;
    struct picture picture = {.pen = {.out = out}};
    struct svg_pen *pen = &picture.pen;
    begin_sheet(score);
    if (!measure_sheet(argument(page, WIDTH, WIDTH_DEFAULT))) {
        out->failed = true;
        return;
    }
    staccato_svg_break(&sheet);
    if (!svg_pen_reserve(pen, gap)) {
        return;
    }
    pen->at += gap;
    for (unsigned int i = 0; i < sheet.system_count; i++) {
        draw_system(&picture, &sheet.systems[i]);
    }
    if (!svg_pen_reserve(pen, SVG_MARK_BYTES)) {
        return;
    }
    PUT(pen->at, "</svg>\n");
    picture.width += 2 * MARGIN + (sheet.staff_count > 1 ? BRACE_ROOM : 0);
    picture.width = (picture.width + 9) / 10 * 10;
    picture.height = (picture.height + MARGIN + 9) / 10 * 10;
    const char *end = put_opening(out->data + start, &picture, page);
    move_down(pen, start + gap, (size_t)(end - out->data));
    out->length = svg_pen_length(pen);
}

const struct staccato_format staccato_svg = {
    .extension = STACCATO_TEXT_INIT("svg"),
    .content_type = STACCATO_TEXT_INIT("image/svg+xml"),
    .field_count = sizeof(fields) / sizeof(fields[0]),
    .fields = fields,
    .write = write,
};
