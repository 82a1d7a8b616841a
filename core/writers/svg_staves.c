/* A system: one staff, or two that a brace joins. The staves of two are groups in each measure, the
 * lower one moved down, so that both are drawn alike. */
#include "svg_pen.h"

enum {
    LINE = 13,
    STAVES_APART = 1000, /* from top line to top line, at least */
    INK_APART = 150,
    BRACE_GAP = 20,
    BRACE_WIDTH = 120,
};

/* ---- lines ---- */

static void draw_lines(struct svg_pen *pen, const struct svg_sheet *sheet, int width, int apart) {
    enum { LINES = 5, LINE_BYTES = 48 };
    if (!svg_pen_reserve(pen, STACCATO_VOICES_MAX * LINES * LINE_BYTES + SVG_MARK_BYTES)) {
        return;
    }
    PUT(pen->at, "<path class=\"staffLines\" d=\"");
    for (unsigned int staff = 0; staff < sheet->staff_count; staff++) {
        for (int line = 0; line < LINES; line++) {
            pen->at = svg_put_rectangle(pen->at, 0, (int)staff * apart + 100 * line - LINE / 2,
                                        width, LINE);
        }
    }
    PUT(pen->at, "\"/>");
}

/* From the first staff's top line to the last one's bottom line. */
static void draw_bar(struct svg_pen *pen, int x, int apart, bool is_final) {
    enum { GAP = 40, THICK = 50 };
    const int height = SVG_STAFF_HEIGHT + LINE + apart;
    if (!svg_pen_reserve(pen, SVG_MARK_BYTES)) {
        return;
    }
    PUT(pen->at, "<path class=\"barLine\" d=\"");
    pen->at = svg_put_rectangle(pen->at, x, -(LINE / 2), SVG_THIN_BAR, height);
    if (is_final) {
        pen->at = svg_put_rectangle(pen->at, x + SVG_THIN_BAR + GAP, -(LINE / 2), THICK, height);
    }
    PUT(pen->at, "\"/>");
}

/* The brace, and the barline right of it. The outline is as high as a staff; its height is scaled
 * in thousandths, of which a distance is a multiple of 25. */
static void draw_brace(struct svg_pen *pen, int apart) {
    const unsigned int scale = (unsigned int)(SVG_STAFF_HEIGHT + apart) * 1000u / SVG_STAFF_HEIGHT;
    if (!svg_pen_reserve(pen, SVG_MARK_BYTES)) {
        return;
    }
    PUT(pen->at, "<g class=\"grpSym\" transform=\"translate(");
    pen->at = put_signed(pen->at, -BRACE_GAP - BRACE_WIDTH);
    *pen->at++ = ' ';
    pen->at = put_signed(pen->at, SVG_STAFF_HEIGHT + apart);
    PUT(pen->at, ")scale(3.5 ");
    pen->at = put_number(pen->at, scale / 1000);
    *pen->at++ = '.';
    for (unsigned int unit = 100; unit > 0; unit /= 10) {
        *pen->at++ = (char)('0' + scale / unit % 10);
    }
    PUT(pen->at, ")\"><use xlink:href=\"#");
    memcpy(pen->at, staccato_glyphs[STACCATO_GLYPH_BRACE].code, 4);
    pen->at += 4;
    pen->at = svg_put_place(pen->at, 0, 0);
    PUT(pen->at, "</g>");
    pen->used |= UINT64_C(1) << STACCATO_GLYPH_BRACE;
    draw_bar(pen, 0, apart, false);
}

static void draw_measure_number(struct svg_pen *pen, const struct svg_sheet *sheet,
                                const struct svg_system *system) {
    enum { CLEAR = 40 };
    if (svg_pen_reserve(pen, (SVG_DIGITS + 1) * SVG_MARK_BYTES)) {
        int y = svg_least(staccato_svg_clef_top(sheet->clefs[0]), -(LINE / 2)) - CLEAR;
        staccato_svg_draw_number(pen, STACCATO_TEXT("mNum"), system->number, 0, y);
    }
}

/* ---- systems ---- */

/* Opens the group of a staff of two. */
static void open_staff(struct svg_pen *pen, int apart) {
    if (apart > 0 && svg_pen_reserve(pen, SVG_MARK_BYTES)) {
        PUT(pen->at, "<g class=\"staff\"");
        if (pen->staff > 0) {
            PUT(pen->at, " transform=\"translate(0 ");
            pen->at = put_signed(pen->at, apart);
            PUT(pen->at, ")\"");
        }
        *pen->at++ = '>';
    }
}

static void close_staff(struct svg_pen *pen, int apart) {
    if (apart > 0) {
        svg_draw_text(pen, STACCATO_TEXT("</g>"));
    }
}

static void draw_measure(struct svg_pen *pen, struct svg_sheet *sheet,
                         const struct svg_system *system, unsigned int i, int apart) {
    const struct svg_measure *measure = &sheet->measures[system->first + i];
    svg_draw_text(pen, STACCATO_TEXT("<g class=\"measure\">"));
    for (pen->staff = 0; pen->staff < sheet->staff_count; pen->staff++) {
        struct svg_event *events = &sheet->events[measure->first_event[pen->staff]];
        const size_t count = measure->event_count[pen->staff];
        open_staff(pen, apart);
        if (i == 0) {
            staccato_svg_draw_prefix(pen, sheet, pen->staff, system->first == 0);
        }
        staccato_svg_draw_events(pen, events, count);
        staccato_svg_draw_tuplets(pen, events, count);
        close_staff(pen, apart);
    }
    pen->staff = 0;
    draw_bar(pen, measure->bar_x, apart, measure->is_last);
    svg_draw_text(pen, STACCATO_TEXT("</g>"));
}

static void draw_ties(struct svg_pen *pen, struct svg_sheet *sheet, const struct svg_system *system,
                      int apart) {
    for (pen->staff = 0; pen->staff < sheet->staff_count; pen->staff++) {
        open_staff(pen, apart);
        staccato_svg_draw_ties(pen, sheet, system, pen->staff);
        close_staff(pen, apart);
    }
    pen->staff = 0;
}

/* Where the tempo begins: above the first note. */
static int tempo_x(const struct svg_sheet *sheet) {
    const struct svg_measure *measure = &sheet->measures[0];
    const struct svg_event *first = &sheet->events[measure->first_event[0]];
    return measure->event_count[0] > 0 && !first->fills_measure ? first->x : measure->x;
}

/* The measures, and the tempo above all that it stands over. */
static void draw_measures(struct svg_pen *pen, struct svg_sheet *sheet,
                          const struct svg_system *system, int apart) {
    const unsigned int tempo = system->first == 0 ? sheet->score->tempo : 0;
    const int end = tempo_x(sheet) + staccato_svg_tempo_width(tempo);
    int top = 0;
    for (unsigned int i = 0; i < system->count; i++) {
        const bool stands_below = i == 0 || sheet->measures[system->first + i - 1].bar_x < end;
        draw_measure(pen, sheet, system, i, apart);
        top = stands_below ? pen->top[0] : top;
    }
    if (tempo > 0) {
        staccato_svg_draw_tempo(pen, tempo, tempo_x(sheet), top);
    }
}

static void draw_all(struct svg_pen *pen, struct svg_sheet *sheet, const struct svg_system *system,
                     int width, int apart) {
    for (size_t staff = 0; staff < sheet->staff_count; staff++) {
        pen->top[staff] = -50;
        pen->bottom[staff] = SVG_STAFF_HEIGHT + 50;
    }
    pen->right = width;
    pen->staff = 0;
    draw_lines(pen, sheet, width, apart);
    if (sheet->staff_count > 1) {
        draw_brace(pen, apart);
    }
    if (system->first > 0) {
        draw_measure_number(pen, sheet, system);
    }
    draw_ties(pen, sheet, system, apart);
    draw_measures(pen, sheet, system, apart);
}

/* How far apart two staves must be, in whole pixels. */
static int distance(const struct svg_pen *pen) {
    const int least = svg_most(STAVES_APART, pen->bottom[0] - pen->top[1] + INK_APART);
    return (least + 9) / 10 * 10;
}

int staccato_svg_draw_system(struct svg_pen *pen, struct svg_sheet *sheet,
                             const struct svg_system *system, int width) {
    if (sheet->staff_count == 1) {
        draw_all(pen, sheet, system, width, 0);
        return 0;
    }
    /* How far the ink reaches is known once it is drawn; most of the time it is as thought. */
    const struct svg_tie ties[STACCATO_VOICES_MAX] = {sheet->ties[0], sheet->ties[1]};
    const size_t start = svg_pen_length(pen);
    draw_all(pen, sheet, system, width, STAVES_APART);
    const int apart = distance(pen);
    if (apart > STAVES_APART && pen->at != NULL) {
        pen->at = pen->out->data + start;
        memcpy(sheet->ties, ties, sizeof(ties));
        draw_all(pen, sheet, system, width, apart);
    }
    return apart;
}
