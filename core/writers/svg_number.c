/* Drawing numbers: of measures, of tuplets, of a tempo. */
#include "svg_pen.h"

enum { SMALL = 3, SMALL_OF = 4 };

size_t staccato_svg_digits(unsigned int number, uint8_t digits[SVG_DIGITS]) {
    size_t count = 0;
    do {
        digits[count++] = (uint8_t)(number % 10);
        number /= 10;
    } while (number > 0);
    return count;
}

int staccato_svg_number_width(unsigned int number) {
    uint8_t digits[SVG_DIGITS];
    int width = 0;
    for (size_t i = staccato_svg_digits(number, digits); i-- > 0;) {
        width += staccato_glyphs[STACCATO_GLYPH_TUPLET0 + digits[i]].advance;
    }
    return width * SMALL / SMALL_OF;
}

void staccato_svg_draw_number(struct svg_pen *pen, struct staccato_text name, unsigned int number,
                              int x, int y) {
    enum { HEIGHT = 114, DEPTH = 4 };
    uint8_t digits[SVG_DIGITS];
    int digit_x = 0;
    const struct svg_pen before = *pen; /* digits reach less far than they would at full size */
    PUT(pen->at, "<g class=\"");
    pen->at = put_text(pen->at, name);
    PUT(pen->at, "\" transform=\"translate(");
    pen->at = put_signed(pen->at, x);
    *pen->at++ = ' ';
    pen->at = put_signed(pen->at, y);
    PUT(pen->at, ")scale(.75)\">");
    for (size_t i = staccato_svg_digits(number, digits); i-- > 0;) {
        const unsigned int glyph = STACCATO_GLYPH_TUPLET0 + digits[i];
        svg_draw_glyph(pen, "", glyph, digit_x, 0);
        digit_x += staccato_glyphs[glyph].advance;
    }
    PUT(pen->at, "</g>");
    pen->top[pen->staff] = before.top[pen->staff];
    pen->bottom[pen->staff] = before.bottom[pen->staff];
    pen->right = before.right;
    svg_reach(pen, y - HEIGHT, y + DEPTH, x + digit_x * SMALL / SMALL_OF);
}
