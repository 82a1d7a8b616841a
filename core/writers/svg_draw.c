/* Drawing notes, chords, rests and beams. */
#include "svg_pen.h"

bool staccato_svg_pen_grow(struct svg_pen *pen, size_t bytes) {
    if (pen->at != NULL) {
        pen->out->length = (size_t)(pen->at - pen->out->data);
    }
    pen->at = staccato_buffer_reserve(pen->out, bytes);
    pen->end = pen->at == NULL ? NULL : pen->out->data + pen->out->capacity;
    return pen->at != NULL;
}

/* ---- beams ---- */

/* One beam of a level, from one x to another: a parallelogram. */
static void draw_bar(struct svg_pen *pen, const struct svg_event *first, int level, int from,
                     int to) {
    _Static_assert(SVG_BEAM == 50, "how high the path is");
    const int way = first->direction;
    const int offset = -way * SVG_BEAM_STEP * level - (way > 0 ? SVG_BEAM : 0);
    const int y = svg_beam_at(first, from) + offset;
    const int end = svg_beam_at(first, to) + offset;
    svg_reach(pen, svg_least(y, end), svg_most(y, end) + SVG_BEAM, 0);
    char *at = svg_put_command(pen->at, 'M', from);
    at = svg_put(at, y);
    at = svg_put_command(at, 'l', to - from);
    at = svg_put(at, end - y);
    PUT(at, "v50l");
    at = put_signed(at, from - to);
    at = svg_put(at, y - end);
    *at++ = 'z';
    pen->at = at;
}

static void draw_beams(struct svg_pen *pen, const struct svg_event *first) {
    enum { BAR_BYTES = 80 };
    const int hook = staccato_glyphs[STACCATO_GLYPH_NOTEHEAD_BLACK].right;
    const size_t bars = (size_t)first->beam_count * first->beam_levels;
    if (!svg_pen_reserve(pen, bars * BAR_BYTES + SVG_MARK_BYTES)) {
        return;
    }
    PUT(pen->at, "<g class=\"beam\"><path d=\"");
    for (int level = 0; level < first->beam_levels; level++) {
        int start = 0;
        for (int i = 0; i < first->beam_count; i++) {
            const int x = first[i].x + first[i].stem_x;
            switch (first[i].beams[level]) {
            case STACCATO_BEAM_BEGIN:
                start = x;
                break;
            case STACCATO_BEAM_END:
                draw_bar(pen, first, level, start, x + SVG_STEM);
                break;
            case STACCATO_BEAM_FORWARD_HOOK:
                draw_bar(pen, first, level, x, x + hook);
                break;
            case STACCATO_BEAM_BACKWARD_HOOK:
                draw_bar(pen, first, level, x + SVG_STEM - hook, x + SVG_STEM);
                break;
            default:
                break;
            }
        }
    }
    PUT(pen->at, "\"/>");
}

/* ---- notes, chords and rests ---- */

static void draw_dots(struct svg_pen *pen, const struct svg_event *event) {
    for (size_t i = 0; i < event->dot_count; i++) {
        for (int dot = 0; dot < event->dots; dot++) {
            svg_draw_glyph(pen, " class=\"dots\"", STACCATO_GLYPH_AUGMENTATION_DOT,
                           event->x + event->dots_x + dot * SVG_DOT_STEP,
                           svg_y(event->dot_places[i]));
        }
    }
}

static void draw_rest(struct svg_pen *pen, const struct svg_event *event) {
    if (event->fills_measure) {
        PUT(pen->at, "<g class=\"mRest\">");
    } else {
        PUT(pen->at, "<g class=\"rest\">");
    }
    svg_draw_glyph(pen, "", event->glyph, event->x, svg_rest_y(event));
    if (event->dots > 0) {
        draw_dots(pen, event);
    }
    PUT(pen->at, "</g>");
}

static void draw_ledger(struct svg_pen *pen, const struct svg_event *event, int pos) {
    const int top = svg_y(pos) - SVG_LEDGER / 2;
    int left;
    int right;
    staccato_svg_ledger(event, pos, &left, &right);
    pen->at = svg_put_rectangle(pen->at, event->x + left, top, right - left, SVG_LEDGER);
    svg_reach(pen, top, top + SVG_LEDGER, event->x + right);
}

static void draw_ledgers(struct svg_pen *pen, const struct svg_event *event) {
    PUT(pen->at, "<path class=\"ledgerLines\" d=\"");
    for (int pos = 10; pos <= event->heads[event->head_count - 1].pos; pos += 2) {
        draw_ledger(pen, event, pos);
    }
    for (int pos = -2; pos >= event->heads[0].pos; pos -= 2) {
        draw_ledger(pen, event, pos);
    }
    PUT(pen->at, "\"/>");
}

static void draw_stem(struct svg_pen *pen, const struct svg_event *event) {
    enum { JOIN = 17 }; /* from the centre of the head where a stem begins */
    _Static_assert(SVG_STEM == 12, "how wide the path is");
    const int x = event->x + event->stem_x;
    const bool is_up = event->direction < 0;
    const int from =
        svg_y(event->heads[is_up ? 0 : event->head_count - 1].pos) + (is_up ? -JOIN : JOIN);
    const int tip = event->beam_count > 0 ? svg_beam_at(event - event->beam_place, x)
                                          : staccato_svg_stem_end(event);
    const int end = event->flag != 0 ? tip + staccato_glyphs[event->flag].tip : tip;
    const int top = svg_least(end, from);
    const int bottom = svg_most(end, from);
    svg_reach(pen, top, bottom, 0);
    char *at = pen->at;
    PUT(at, "<path class=\"stem\" d=\"");
    at = svg_put_command(at, 'M', x);
    at = svg_put(at, top);
    PUT(at, "h12v");
    at = put_signed(at, bottom - top);
    PUT(at, "h-12z\"/>");
    pen->at = at;
    if (event->flag != 0) {
        svg_draw_glyph(pen, " class=\"flag\"", event->flag, x, tip);
    }
}

static void draw_head(struct svg_pen *pen, const struct svg_event *event,
                      const struct svg_head *head) {
    const int y = svg_y(head->pos);
    if (head->accidental != 0) {
        svg_draw_glyph(pen, " class=\"accid\"", head->accidental, event->x + head->accidental_x, y);
    }
    svg_draw_glyph(pen, " class=\"notehead\"", event->glyph, event->x + head->x, y);
}

static void draw_note(struct svg_pen *pen, const struct svg_event *event) {
    const bool is_chord = event->head_count > 1;
    if (is_chord) {
        PUT(pen->at, "<g class=\"chord\">");
    } else {
        PUT(pen->at, "<g class=\"note\">");
    }
    if (event->ledger_left < event->ledger_right) {
        draw_ledgers(pen, event);
    }
    if (event->type < STACCATO_WHOLE) {
        draw_stem(pen, event);
    }
    for (size_t i = 0; i < event->head_count; i++) {
        if (is_chord) {
            PUT(pen->at, "<g class=\"note\">");
        }
        draw_head(pen, event, &event->heads[i]);
        if (is_chord) {
            PUT(pen->at, "</g>");
        }
    }
    if (event->dots > 0) {
        draw_dots(pen, event);
    }
    PUT(pen->at, "</g>");
}

static void draw_event(struct svg_pen *pen, const struct svg_event *event) {
    enum { LEDGER_BYTES = 64 * 48 };
    const size_t dots = (size_t)event->dot_count * event->dots;
    const size_t marks = 4u + 2u * event->head_count + dots;
    if (event->is_hidden || !svg_pen_reserve(pen, marks * SVG_MARK_BYTES + LEDGER_BYTES)) {
        return;
    }
    if (event->head_count == 0) {
        draw_rest(pen, event);
    } else {
        draw_note(pen, event);
    }
}

void staccato_svg_draw_events(struct svg_pen *pen, struct svg_event *events, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const bool is_first = events[i].beam_count > 0 && events[i].beam_place == 0;
        if (is_first) {
            staccato_svg_shape_beam(&events[i]);
            draw_beams(pen, &events[i]);
        }
        draw_event(pen, &events[i]);
        if (events[i].beam_count > 0 && events[i].beam_place + 1 == events[i].beam_count) {
            svg_draw_text(pen, STACCATO_TEXT("</g>"));
        }
    }
}
