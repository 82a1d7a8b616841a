/* What a picture says of the whole: its title, which is read aloud, and the tempo. */
#include "svg_pen.h"

/* ---- the title ---- */

static char *put_escaped(char *at, struct staccato_text text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.data[i] == '&') {
            PUT(at, "&amp;");
        } else if (text.data[i] == '<') {
            PUT(at, "&lt;");
        } else {
            *at++ = text.data[i];
        }
    }
    return at;
}

/* " four flats", with a comma before it; nothing without a signature. */
static char *put_key(char *at, const struct staccato_score *score) {
    static const struct staccato_text counts[] = {
        STACCATO_TEXT_INIT(", one"),   STACCATO_TEXT_INIT(", two"),  STACCATO_TEXT_INIT(", three"),
        STACCATO_TEXT_INIT(", four"),  STACCATO_TEXT_INIT(", five"), STACCATO_TEXT_INIT(", six"),
        STACCATO_TEXT_INIT(", seven"),
    };
    const int fifths = score->has_key ? score->fifths : 0;
    const int count = fifths < 0 ? -fifths : fifths;
    if (count == 0) {
        return at;
    }
    at = put_text(at, counts[count - 1]);
    at = put_text(at, fifths < 0 ? STACCATO_TEXT(" flat") : STACCATO_TEXT(" sharp"));
    if (count > 1) {
        *at++ = 's';
    }
    return at;
}

static char *put_clef(char *at, struct staccato_text name) {
    for (size_t i = 0; i < name.length; i++) {
        *at++ = name.data[i] == '_' ? '-' : name.data[i];
    }
    return at;
}

char *staccato_svg_put_title(char *at, const struct svg_sheet *sheet, struct staccato_text title) {
    enum { CAPITAL = 'A' - 'a' };
    const bool is_question = title.length > 0 && title.data[title.length - 1] == '?';
    at = put_escaped(at, title);
    at = put_text(at, is_question ? STACCATO_TEXT(" ") : STACCATO_TEXT(": "));
    char *first = at;
    at = put_clef(at, sheet->clefs[0]->name);
    *first = (char)(*first + (is_question ? CAPITAL : 0));
    if (sheet->staff_count > 1) {
        PUT(at, " and ");
        at = put_clef(at, sheet->clefs[1]->name);
    }
    PUT(at, " clef");
    return put_key(at, sheet->score);
}

/* ---- the tempo ---- */

/* A quarter note at three quarters of its size, "=", and the quarters a minute. */
enum {
    CLEAR = 60,
    HEAD_BELOW = 38, /* from its centre */
    HEAD_RIGHT = 88,
    STEM_ABOVE = 230,
    GAP = 45,
    EQUALS = 70, /* how wide */
    NUMBER_X = HEAD_RIGHT + 2 * GAP + EQUALS,
};

int staccato_svg_tempo_width(unsigned int tempo) {
    return NUMBER_X + staccato_svg_number_width(tempo);
}

void staccato_svg_draw_tempo(struct svg_pen *pen, unsigned int tempo, int x, int bottom) {
    enum { THICK = 13, UPPER = -34, LOWER = -4, DIGITS = 10 };
    const int y = bottom - CLEAR - HEAD_BELOW;
    if (!svg_pen_reserve(pen, (DIGITS + 4) * SVG_MARK_BYTES)) {
        return;
    }
    PUT(pen->at, "<g class=\"tempo\"><g class=\"note\" transform=\"translate(");
    pen->at = put_signed(pen->at, x);
    *pen->at++ = ' ';
    pen->at = put_signed(pen->at, y);
    PUT(pen->at, ")scale(.75)\"><path class=\"stem\" d=\"M106-307h12v290h-12z\"/>");
    PUT(pen->at, "<use class=\"notehead\" xlink:href=\"#E0A4\" x=\"0\" y=\"0\"/></g><path d=\"");
    pen->at = svg_put_rectangle(pen->at, x + HEAD_RIGHT + GAP, y + UPPER, EQUALS, THICK);
    pen->at = svg_put_rectangle(pen->at, x + HEAD_RIGHT + GAP, y + LOWER, EQUALS, THICK);
    PUT(pen->at, "\"/>");
    pen->used |= UINT64_C(1) << STACCATO_GLYPH_NOTEHEAD_BLACK;
    staccato_svg_draw_number(pen, STACCATO_TEXT("tempoNum"), tempo, x + NUMBER_X, y + HEAD_BELOW);
    PUT(pen->at, "</g>");
    svg_reach(pen, y - STEM_ABOVE, y + HEAD_BELOW, 0);
}
