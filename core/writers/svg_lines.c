/* What lies over several events: ties and tuplets. */
#include "svg_pen.h"

/* ---- ties ---- */

enum {
    TIE_END = 10, /* how thick */
    TIE_MIDDLE = 22,
    TIE_OVER = 20,    /* over the edge of a single head */
    TIE_BESIDE = 14,  /* beside those of a chord */
    TIE_Y = 62,       /* from the centre of a single head, */
    TIE_Y_CHORD = 32, /* and of one in a chord */
    TIE_BACK = 140,   /* of one that comes from the system before */
    TIE_BAR_GAP = 25,
    TIE_BYTES = 160,
};

/* How high the outer curve's control points are: 4/3 of what the curve is. */
static int tie_height(int width) {
    enum { LEAST = 30, MOST = 110 };
    return svg_least(LEAST + width / 12, MOST);
}

/* A lens of two curves; way is -1 upwards, 1 downwards. */
static void draw_tie(struct svg_pen *pen, int left, int right, int y, int way) {
    enum { INSET_MAX = 150 };
    const int width = right - left;
    const int outer = way * tie_height(width);
    const int inner = outer - way * (TIE_MIDDLE * 4 / 3 - TIE_END);
    const int inset = svg_least(width / 4, INSET_MAX);
    if (!svg_pen_reserve(pen, TIE_BYTES)) {
        return;
    }
    char *at = pen->at;
    PUT(at, "<path class=\"tie\" d=\"");
    at = svg_put_command(at, 'M', left);
    at = svg_put(at, y);
    at = svg_put_command(at, 'c', inset);
    at = svg_put(at, outer);
    at = svg_put(at, width - inset);
    at = svg_put(at, outer);
    at = svg_put(at, width);
    at = svg_put(at, 0);
    at = svg_put_command(at, 'v', -way * TIE_END);
    at = svg_put_command(at, 'c', -inset);
    at = svg_put(at, inner);
    at = svg_put(at, inset - width);
    at = svg_put(at, inner);
    at = svg_put(at, -width);
    at = svg_put(at, 0);
    PUT(at, "z\"/>");
    pen->at = at;
}

/* Away from the stem; of a chord the outer ones outwards, the inner ones away from the middle. */
static int way_of(const struct svg_event *event, size_t i) {
    const size_t last = event->head_count - 1u;
    if (last == 0) {
        return -event->direction;
    }
    if (i == 0 || i == last) {
        return i == 0 ? 1 : -1;
    }
    return 2 * i > last || (2 * i == last && event->heads[i].pos >= 4) ? -1 : 1;
}

static int tie_y(const struct svg_event *event, size_t i, int way) {
    return svg_y(event->heads[i].pos) + way * (event->head_count > 1 ? TIE_Y_CHORD : TIE_Y);
}

/* Two heads at one place, which is a unison of two pitches, have one tie. */
static bool has_tie_of_its_own(const struct svg_event *event, size_t i) {
    return i + 1 == event->head_count || event->heads[i + 1].pos != event->heads[i].pos;
}

static void end_ties(struct svg_pen *pen, struct svg_tie *tie, const struct svg_event *event) {
    const bool is_chord = event->head_count > 1;
    const int end = event->x + (is_chord ? event->heads_left - TIE_BESIDE : TIE_OVER);
    const int start = tie->has_start ? tie->start : end - TIE_BACK;
    for (size_t i = 0; i < event->head_count; i++) {
        if (has_tie_of_its_own(event, i)) {
            const int way = tie->ways[i];
            const int y = tie_y(event, i, way);
            const int outer = y + way * tie_height(end - start);
            draw_tie(pen, start, end, y, way);
            svg_reach(pen, svg_least(y, outer), svg_most(y, outer), 0);
        }
    }
    tie->is_open = false;
}

static void begin_ties(struct svg_tie *tie, const struct svg_event *event) {
    const bool is_chord = event->head_count > 1;
    const int width = staccato_glyphs[event->glyph].right;
    const int dots_end = event->dots_x + SVG_DOT_WIDTH + (event->dots - 1) * SVG_DOT_STEP;
    tie->is_open = tie->has_start = true;
    tie->start = event->x + (event->dots > 0 ? dots_end + TIE_BESIDE
                             : is_chord      ? event->heads_right + TIE_BESIDE
                                             : width - TIE_OVER);
    for (size_t i = 0; i < event->head_count; i++) {
        tie->ways[i] = (int8_t)way_of(event, i);
    }
}

/* Those that end in the next system stop before the barline. */
static void leave_ties(struct svg_pen *pen, struct svg_tie *tie, const struct svg_event *event,
                       int bar_x) {
    enum { LEAST = 100 };
    for (size_t i = 0; i < event->head_count; i++) {
        if (has_tie_of_its_own(event, i)) {
            const int end = svg_most(bar_x - TIE_BAR_GAP, tie->start + LEAST);
            const int way = tie->ways[i];
            const int y = tie_y(event, i, way);
            const int outer = y + way * tie_height(end - tie->start);
            draw_tie(pen, tie->start, end, y, way);
            svg_reach(pen, svg_least(y, outer), svg_most(y, outer), 0);
        }
    }
    tie->has_start = false;
}

void staccato_svg_draw_ties(struct svg_pen *pen, struct svg_sheet *sheet,
                            const struct svg_system *system, size_t staff) {
    struct svg_tie *tie = &sheet->ties[staff];
    const struct svg_event *begun = NULL;
    const struct svg_measure *measure = &sheet->measures[system->first];
    for (unsigned int i = 0; i < system->count; i++, measure++) {
        const struct svg_event *events = &sheet->events[measure->first_event[staff]];
        for (size_t k = 0; k < measure->event_count[staff]; k++) {
            if (events[k].tie_stop && tie->is_open) {
                end_ties(pen, tie, &events[k]);
            }
            if (events[k].tie_start) {
                begin_ties(tie, &events[k]);
                begun = &events[k];
            }
        }
    }
    if (tie->is_open && begun != NULL) {
        leave_ties(pen, tie, begun, measure[-1].bar_x);
    }
}

/* ---- tuplets ---- */

enum { BRACKET = 16, TUPLET_NUMBER = 3, TUPLET_BYTES = 512 };

/* Where the number stands, or the bracket and the number. */
struct tuplet {
    int way; /* -1 above, 1 below */
    int middle;
    int y; /* of the number's baseline */
};

/* On the side of most stems. */
static int tuplet_way(const struct svg_event *events, size_t count) {
    int votes = 0;
    for (size_t i = 0; i < count; i++) {
        votes += events[i].direction;
    }
    return votes > 0 ? 1 : -1;
}

static int farther(int edge, int other, int way) {
    return way < 0 ? svg_least(edge, other) : svg_most(edge, other);
}

static int glyph_edge(unsigned int glyph, int y, int way) {
    return y + (way < 0 ? staccato_glyphs[glyph].top : staccato_glyphs[glyph].bottom);
}

/* Where a stem ends, or its flag. */
static int stem_edge(const struct svg_event *event, int way) {
    if (event->beam_count > 0) {
        const struct svg_event *first = event - event->beam_place;
        return first->beam_y + (event->direction < 0 ? svg_least(0, first->beam_rise)
                                                     : svg_most(0, first->beam_rise));
    }
    const int end = staccato_svg_stem_end(event);
    return event->flag == 0 ? end : glyph_edge(event->flag, end, way);
}

/* How far an event reaches up (way -1) or down. */
static int event_edge(const struct svg_event *event, int way) {
    if (event->head_count == 0) {
        int y = svg_rest_y(event);
        return farther(way < 0 ? 100 : 300, glyph_edge(event->glyph, y, way), way);
    }
    int edge = way < 0 ? svg_y(event->heads[event->head_count - 1].pos) - 50
                       : svg_y(event->heads[0].pos) + 50;
    for (size_t i = 0; i < event->head_count; i++) {
        const struct svg_head *head = &event->heads[i];
        if (head->accidental != 0) {
            edge = farther(edge, glyph_edge(head->accidental, svg_y(head->pos), way), way);
        }
    }
    return event->type < STACCATO_WHOLE ? farther(edge, stem_edge(event, way), way) : edge;
}

/* From its end to the gap at the number. */
static void draw_half_bracket(struct svg_pen *pen, int x, int to, int line, int hook) {
    char *at = svg_put_command(pen->at, 'M', x);
    at = svg_put(at, line + hook);
    at = svg_put_command(at, 'v', -hook);
    at = svg_put_command(at, 'H', to);
    at = svg_put_command(at, 'v', hook > 0 ? BRACKET : -BRACKET);
    at = svg_put_command(at, 'H', to > x ? x + BRACKET : x - BRACKET);
    at = svg_put_command(at, 'V', line + hook);
    *at++ = 'z';
    pen->at = at;
}

static struct tuplet draw_bracket(struct svg_pen *pen, const struct svg_event *events, size_t count,
                                  int way) {
    enum { CLEAR = 95, STAFF_CLEAR = 75, NUMBER_GAP = 35, HOOK = 60, BASELINE = 56 };
    const struct svg_event *last = &events[count - 1];
    const int left = events->x + svg_least(events->left, 0);
    const int right =
        last->x + (last->head_count == 0 ? last->right : staccato_glyphs[last->glyph].right);
    int edge = event_edge(events, way);
    for (size_t i = 1; i < count; i++) {
        edge = farther(edge, event_edge(&events[i], way), way);
    }
    const int line = way < 0 ? svg_least(edge - CLEAR, -STAFF_CLEAR)
                             : svg_most(edge + CLEAR, SVG_STAFF_HEIGHT + STAFF_CLEAR);
    const int middle = (left + right) / 2;
    const int gap = staccato_svg_number_width(TUPLET_NUMBER) / 2 + NUMBER_GAP;
    PUT(pen->at, "<path class=\"tupletBracket\" d=\"");
    draw_half_bracket(pen, left, middle - gap, line, -way * HOOK);
    draw_half_bracket(pen, right, middle + gap, line, -way * HOOK);
    PUT(pen->at, "\"/>");
    svg_reach(pen, line - 8, line + 8, 0);
    return (struct tuplet){way, middle, line + BASELINE};
}

/* Over or under a beam of its own, without a bracket. */
static struct tuplet over_beam(const struct svg_event *first, int way) {
    enum { CLEAR = 40, DIGIT = 110 };
    const struct svg_event *last = first + first->beam_count - 1;
    const int end = first->beam_y + first->beam_rise;
    return (struct tuplet){
        .way = way,
        .middle = (first->x + first->stem_x + last->x + last->stem_x + SVG_STEM) / 2,
        .y = way < 0 ? svg_least(svg_least(first->beam_y, end) - CLEAR, -CLEAR)
                     : svg_most(svg_most(first->beam_y, end) + CLEAR + DIGIT,
                                SVG_STAFF_HEIGHT + CLEAR + DIGIT),
    };
}

static void draw_tuplet(struct svg_pen *pen, const struct svg_event *events, size_t count) {
    const int way = tuplet_way(events, count);
    const bool is_beam = events->beam_place == 0 && events->beam_count == count;
    if (!svg_pen_reserve(pen, TUPLET_BYTES)) {
        return;
    }
    PUT(pen->at, "<g class=\"tuplet\">");
    const struct tuplet tuplet =
        is_beam ? over_beam(events, way) : draw_bracket(pen, events, count, way);
    staccato_svg_draw_number(pen, STACCATO_TEXT("tupletNum"), TUPLET_NUMBER,
                             tuplet.middle - staccato_svg_number_width(TUPLET_NUMBER) / 2,
                             tuplet.y);
    PUT(pen->at, "</g>");
}

void staccato_svg_draw_tuplets(struct svg_pen *pen, const struct svg_event *events, size_t count) {
    const struct svg_event *first = NULL;
    for (size_t i = 0; i < count; i++) {
        first = events[i].triplet_start ? &events[i] : first;
        if (events[i].triplet_stop && first != NULL) {
            draw_tuplet(pen, first, (size_t)(&events[i] - first) + 1);
            first = NULL;
        }
    }
}
