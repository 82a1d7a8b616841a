/* What opens a system: clef, key signature and, in the first, the time. */
#include "svg_pen.h"

enum { CLEF_X = 75, CLEF_TO_KEY = 90, KEY_TO_TIME = 100 };

/* The places of a signature's accidentals, by the place of C in the clef modulo 7. */
static const int8_t sharps[STACCATO_STEPS][STACCATO_STEPS] = {
    {3, 0, 4, 1, 5, 2, 6}, {4, 1, 5, 2, 6, 3, 7}, {5, 2, 6, 3, 7, 4, 8}, {6, 3, 7, 4, 1, 5, 2},
    {7, 4, 8, 5, 2, 6, 3}, {8, 5, 9, 6, 3, 7, 4}, {2, 6, 3, 7, 4, 8, 5},
};
static const int8_t flats[STACCATO_STEPS][STACCATO_STEPS] = {
    {6, 2, 5, 1, 4, 0, 3}, {7, 3, 6, 2, 5, 1, 4}, {1, 4, 0, 3, 6, 2, 5}, {2, 5, 1, 4, 0, 3, -1},
    {3, 6, 2, 5, 1, 4, 0}, {4, 7, 3, 6, 2, 5, 1}, {5, 8, 4, 7, 3, 6, 2},
};

static unsigned int clef_glyph(const struct staccato_clef *clef) {
    switch (clef->sign) {
    case 'G':
        return clef->octave_change > 0   ? STACCATO_GLYPH_G_CLEF8VA
               : clef->octave_change < 0 ? STACCATO_GLYPH_G_CLEF8VB
                                         : STACCATO_GLYPH_G_CLEF;
    case 'F':
        return clef->octave_change > 0   ? STACCATO_GLYPH_F_CLEF8VA
               : clef->octave_change < 0 ? STACCATO_GLYPH_F_CLEF8VB
                                         : STACCATO_GLYPH_F_CLEF;
    default:
        return STACCATO_GLYPH_C_CLEF;
    }
}

static int clef_y(const struct staccato_clef *clef) {
    return svg_y(2 * (clef->line - 1));
}

int staccato_svg_clef_top(const struct staccato_clef *clef) {
    return clef_y(clef) + staccato_glyphs[clef_glyph(clef)].top;
}

static int key_count(const struct svg_sheet *sheet) {
    const int fifths = sheet->score->has_key ? sheet->score->fifths : 0;
    return fifths < 0 ? -fifths : fifths;
}

static unsigned int key_glyph(const struct svg_sheet *sheet) {
    return sheet->score->fifths > 0 ? STACCATO_GLYPH_ACCIDENTAL_SHARP
                                    : STACCATO_GLYPH_ACCIDENTAL_FLAT;
}

static int key_x(const struct svg_sheet *sheet) {
    int width = 0;
    for (size_t staff = 0; staff < sheet->staff_count; staff++) {
        width = svg_most(width, staccato_glyphs[clef_glyph(sheet->clefs[staff])].right);
    }
    return CLEF_X + width + (key_count(sheet) > 0 ? CLEF_TO_KEY : 0);
}

static int time_x(const struct svg_sheet *sheet) {
    return key_x(sheet) + key_count(sheet) * staccato_glyphs[key_glyph(sheet)].advance +
           KEY_TO_TIME;
}

static bool has_time(const struct svg_sheet *sheet, bool is_first) {
    return is_first && !sheet->score->meter_is_hidden;
}

static int row_width(unsigned int number) {
    uint8_t digits[SVG_DIGITS];
    int width = 0;
    for (size_t i = staccato_svg_digits(number, digits); i-- > 0;) {
        width += staccato_glyphs[STACCATO_GLYPH_TIME_SIG0 + digits[i]].advance;
    }
    return width;
}

int staccato_svg_prefix_end(const struct svg_sheet *sheet, bool is_first) {
    if (!has_time(sheet, is_first)) {
        return time_x(sheet) - KEY_TO_TIME;
    }
    const struct staccato_meter *meter = sheet->score->meter;
    return time_x(sheet) + svg_most(row_width(meter->beats), row_width(meter->beat_type));
}

static void draw_key(struct svg_pen *pen, const struct svg_sheet *sheet, size_t staff) {
    enum { C4 = 29 };
    const int place = (C4 - sheet->bottoms[staff]) % STACCATO_STEPS;
    const size_t row = (size_t)(place < 0 ? place + STACCATO_STEPS : place);
    const int8_t *places = sheet->score->fifths > 0 ? sharps[row] : flats[row];
    const unsigned int glyph = key_glyph(sheet);
    int x = key_x(sheet);
    PUT(pen->at, "<g class=\"keySig\">");
    for (int i = 0; i < key_count(sheet); i++) {
        svg_draw_glyph(pen, " class=\"keyAccid\"", glyph, x, svg_y(places[i]));
        x += staccato_glyphs[glyph].advance;
    }
    PUT(pen->at, "</g>");
}

static void draw_row(struct svg_pen *pen, unsigned int number, int x, int pos) {
    uint8_t digits[SVG_DIGITS];
    for (size_t i = staccato_svg_digits(number, digits); i-- > 0;) {
        const unsigned int glyph = STACCATO_GLYPH_TIME_SIG0 + digits[i];
        svg_draw_glyph(pen, "", glyph, x, svg_y(pos));
        x += staccato_glyphs[glyph].advance;
    }
}

/* One row above the other, centred on each other. */
static void draw_time(struct svg_pen *pen, const struct svg_sheet *sheet) {
    const struct staccato_meter *meter = sheet->score->meter;
    const int upper = row_width(meter->beats);
    const int lower = row_width(meter->beat_type);
    const int width = svg_most(upper, lower);
    PUT(pen->at, "<g class=\"meterSig\">");
    draw_row(pen, meter->beats, time_x(sheet) + (width - upper) / 2, 6);
    draw_row(pen, meter->beat_type, time_x(sheet) + (width - lower) / 2, 2);
    PUT(pen->at, "</g>");
}

void staccato_svg_draw_prefix(struct svg_pen *pen, const struct svg_sheet *sheet, size_t staff,
                              bool is_first) {
    enum { MARKS_MAX = 1 + STACCATO_STEPS + 6 };
    if (!svg_pen_reserve(pen, MARKS_MAX * SVG_MARK_BYTES)) {
        return;
    }
    const struct staccato_clef *clef = sheet->clefs[staff];
    svg_draw_glyph(pen, " class=\"clef\"", clef_glyph(clef), CLEF_X, clef_y(clef));
    if (key_count(sheet) > 0) {
        draw_key(pen, sheet, staff);
    }
    if (has_time(sheet, is_first)) {
        draw_time(pen, sheet);
    }
}
