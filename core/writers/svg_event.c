/* What stands in one column: heads on both sides of a stem, accidentals in columns of their own,
 * ledger lines, dots. */
#include "svg_sheet.h"

enum {
    STEM_LENGTH = 350,
    MIDDLE_LINE_Y = 200,
    LEDGER_REACH = 40, /* beyond the head */
    ACCIDENTAL_GAP = 22,
    DOT_GAP = 40,
    FLAG_DOT_GAP = 20,
    LEDGERS_MAX = 64, /* of a chord from octave 0 to 9, on both sides of any staff */
    BOXES_MAX = LEDGERS_MAX + 2 * STACCATO_CHORD_MAX,
};

struct box {
    int left, top, right, bottom;
};

static int higher_places_first(const struct svg_event *event, int place) {
    return event->head_count - 1 - place;
}

int staccato_svg_stem_end(const struct svg_event *event) {
    if (event->direction < 0) {
        int near = svg_y(event->heads[event->head_count - 1].pos);
        return svg_least(near - STEM_LENGTH, MIDDLE_LINE_Y);
    }
    return svg_most(svg_y(event->heads[0].pos) + STEM_LENGTH, MIDDLE_LINE_Y);
}

/* From the stem's foot: a head a step from one that is in place goes to the stem's other side. */
static void arrange_heads(struct svg_event *event, int width) {
    enum { WHOLE_OVERLAP = 10 };
    const bool is_up = event->direction < 0;
    const int shift = event->type < STACCATO_WHOLE ? width - SVG_STEM : width - WHOLE_OVERLAP;
    const struct svg_head *previous = NULL;
    event->heads_left = event->heads_right = 0;
    for (int i = 0; i < event->head_count; i++) {
        struct svg_head *head = &event->heads[is_up ? i : higher_places_first(event, i)];
        int distance = previous == NULL ? STACCATO_PLACES : head->pos - previous->pos;
        bool is_displaced = distance <= 1 && distance >= -1 && previous->x == 0;
        head->x = (int16_t)(!is_displaced ? 0 : is_up ? shift : -shift);
        event->heads_left = (int16_t)svg_least(event->heads_left, head->x);
        event->heads_right = (int16_t)svg_most(event->heads_right, head->x);
        previous = head;
    }
    event->heads_right = (int16_t)(event->heads_right + width);
    event->stem_x = (int16_t)(is_up ? width - SVG_STEM : 0);
}

void staccato_svg_ledger(const struct svg_event *event, int pos, int *left, int *right) {
    const int width = staccato_glyphs[event->glyph].right;
    *left = INT16_MAX;
    *right = INT16_MIN;
    for (size_t i = 0; i < event->head_count; i++) {
        const struct svg_head *head = &event->heads[i];
        if (pos < 0 ? head->pos <= pos : head->pos >= pos) {
            *left = svg_least(*left, head->x - LEDGER_REACH);
            *right = svg_most(*right, head->x + width + LEDGER_REACH);
        }
    }
}

/* Appends the boxes of the ledger lines above or below, from the staff outwards. */
static size_t add_ledgers(struct svg_event *event, bool is_above, struct box *boxes) {
    size_t count = 0;
    const int step = is_above ? 2 : -2;
    const int far = event->heads[is_above ? event->head_count - 1 : 0].pos;
    for (int pos = is_above ? 10 : -2; is_above ? pos <= far : pos >= far; pos += step) {
        struct box *box = &boxes[count++];
        staccato_svg_ledger(event, pos, &box->left, &box->right);
        box->top = svg_y(pos) - SVG_LEDGER / 2;
        box->bottom = svg_y(pos) + SVG_LEDGER / 2;
        event->ledger_left = (int16_t)svg_least(event->ledger_left, box->left);
        event->ledger_right = (int16_t)svg_most(event->ledger_right, box->right);
    }
    return count;
}

static bool is_close(const struct box *a, const struct box *b) {
    enum { ABOVE = 10 };
    return a->left < b->right + ACCIDENTAL_GAP && b->left < a->right + ACCIDENTAL_GAP &&
           a->top < b->bottom + ABOVE && b->top < a->bottom + ABOVE;
}

/* As far to the right as what is there lets it, but left of the heads. */
static struct box place_accidental(struct svg_event *event, struct svg_head *head,
                                   const struct box *boxes, size_t count) {
    const struct staccato_glyph *glyph = &staccato_glyphs[head->accidental];
    int right = -ACCIDENTAL_GAP;
    for (;;) {
        const struct box box = {right - glyph->right, svg_y(head->pos) + glyph->top, right,
                                svg_y(head->pos) + glyph->bottom};
        int edge = INT16_MAX;
        for (size_t i = 0; i < count; i++) {
            if (is_close(&box, &boxes[i])) {
                edge = svg_least(edge, boxes[i].left);
            }
        }
        if (edge == INT16_MAX) {
            head->accidental_x = (int16_t)box.left;
            event->left = (int16_t)svg_least(event->left, box.left);
            return box;
        }
        right = edge - ACCIDENTAL_GAP;
    }
}

/* The highest, the lowest, the next highest and so on. */
static void arrange_accidentals(struct svg_event *event, struct box *boxes, size_t count) {
    int low = 0;
    int high = event->head_count - 1;
    for (bool is_high = true; low <= high;) {
        struct svg_head *head = &event->heads[is_high ? high-- : low++];
        if (head->accidental != 0) {
            boxes[count] = place_accidental(event, head, boxes, count);
            count++;
            is_high = !is_high;
        }
    }
}

static void arrange_around(struct svg_event *event, int width, bool has_ledgers) {
    struct box boxes[BOXES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < event->head_count; i++) {
        const struct svg_head *head = &event->heads[i];
        boxes[count++] =
            (struct box){head->x, svg_y(head->pos) - 50, head->x + width, svg_y(head->pos) + 50};
    }
    if (has_ledgers) {
        event->ledger_left = INT16_MAX;
        event->ledger_right = INT16_MIN;
        count += add_ledgers(event, true, boxes + count);
        count += add_ledgers(event, false, boxes + count);
    }
    arrange_accidentals(event, boxes, count);
}

/* Most notes have neither ledger lines nor accidentals. */
static void arrange_outside(struct svg_event *event, int width) {
    const bool has_ledgers =
        event->heads[0].pos <= -2 || event->heads[event->head_count - 1].pos >= 10;
    event->ledger_left = event->ledger_right = 0;
    if (has_ledgers || event->has_accidentals) {
        arrange_around(event, width, has_ledgers);
    }
}

static void reach_dots(struct svg_event *event) {
    int right = event->dots_x + SVG_DOT_WIDTH + (event->dots - 1) * SVG_DOT_STEP;
    event->right = (int16_t)svg_most(event->right, right);
}

static bool has_dots_at(const struct svg_event *event, int pos) {
    for (size_t i = 0; i < event->dot_count; i++) {
        if (event->dot_places[i] == pos) {
            return true;
        }
    }
    return false;
}

/* In the head's space, or the one above its line; if that is taken, in the one below. */
static void arrange_dots(struct svg_event *event) {
    bool meets_flag = false;
    int flag_end = 0;
    if (event->flag != 0 && event->direction < 0) {
        flag_end = staccato_svg_stem_end(event) + staccato_glyphs[event->flag].bottom;
    }
    for (int i = event->head_count - 1; i >= 0; i--) {
        int pos = event->heads[i].pos;
        pos += pos % 2 == 0;
        pos -= has_dots_at(event, pos) ? 2 : 0;
        if (!has_dots_at(event, pos)) {
            event->dot_places[event->dot_count++] = (int8_t)pos;
            meets_flag |= event->direction < 0 && svg_y(pos) - 20 < flag_end + 15;
        }
    }
    event->dots_x = (int16_t)(event->heads_right + DOT_GAP);
    if (event->flag != 0 && meets_flag) {
        int flag_right = event->stem_x + staccato_glyphs[event->flag].right;
        event->dots_x = (int16_t)svg_most(event->dots_x, flag_right + FLAG_DOT_GAP);
    }
    reach_dots(event);
}

static void arrange_rest(struct svg_event *event) {
    event->left = event->heads_left = 0;
    event->right = event->heads_right = staccato_glyphs[event->glyph].right;
    event->ledger_left = event->ledger_right = 0;
    if (event->dots > 0) {
        event->dots_x = (int16_t)(event->right + DOT_GAP);
        event->dot_places[event->dot_count++] = 5;
        reach_dots(event);
    }
}

void staccato_svg_arrange(struct svg_event *event) {
    static const uint8_t flags[][2] = {
        [STACCATO_128TH] = {STACCATO_GLYPH_FLAG128TH_UP, STACCATO_GLYPH_FLAG128TH_DOWN},
        [STACCATO_64TH] = {STACCATO_GLYPH_FLAG64TH_UP, STACCATO_GLYPH_FLAG64TH_DOWN},
        [STACCATO_32ND] = {STACCATO_GLYPH_FLAG32ND_UP, STACCATO_GLYPH_FLAG32ND_DOWN},
        [STACCATO_16TH] = {STACCATO_GLYPH_FLAG16TH_UP, STACCATO_GLYPH_FLAG16TH_DOWN},
        [STACCATO_EIGHTH] = {STACCATO_GLYPH_FLAG8TH_UP, STACCATO_GLYPH_FLAG8TH_DOWN},
    };
    event->dot_count = 0;
    event->flag = 0;
    if (event->head_count == 0) {
        arrange_rest(event);
        return;
    }
    const int width = staccato_glyphs[event->glyph].right;
    arrange_heads(event, width);
    event->left = event->heads_left;
    event->right = event->heads_right;
    arrange_outside(event, width);
    if (event->type <= STACCATO_EIGHTH && event->beam_count == 0) {
        event->flag = flags[event->type][event->direction > 0];
        if (event->direction < 0) {
            int right = event->stem_x + staccato_glyphs[event->flag].right;
            event->right = (int16_t)svg_most(event->right, right);
        }
    }
    if (event->dots > 0) {
        arrange_dots(event);
    }
}
