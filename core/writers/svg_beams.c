/* Where a beam lies: its slant, and how far from the heads. Upwards and downwards is the same with
 * the staff turned over, y becoming 400 - y. */
#include "svg_sheet.h"

enum { MIDDLE_LINE_Y = 200, QUARTER_SPACE = 25 };

/* A group with its stems up, or turned over so that they are. */
struct group {
    const struct svg_event *events;
    int count;
    int levels;
    int left, width; /* of the first stem, and from it to the last */
    bool is_turned;
};

static int stem_of(const struct svg_event *event) {
    return event->x + event->stem_x;
}

/* From the first stem to the last. */
static int width_of(const struct svg_event *first) {
    return svg_most(stem_of(&first[first->beam_count - 1]) - stem_of(first), 1);
}

/* How much of a rise there is after so much of a width. Many beams are level: they need no
 * division. */
static int part_of(int rise, int x, int width) {
    return rise == 0 ? 0 : svg_quotient(rise * x, width);
}

static int turned(const struct group *group, int y) {
    return group->is_turned ? SVG_STAFF_HEIGHT - y : y;
}

/* The head nearest to the beam. */
static int nearest_y(const struct group *group, int i) {
    const struct svg_event *event = &group->events[i];
    return turned(group, svg_y(event->heads[group->is_turned ? 0 : event->head_count - 1].pos));
}

static int level_count(const struct svg_event *events, int count) {
    int levels = 0;
    for (int i = 0; i < count; i++) {
        while (levels < STACCATO_BEAM_LEVELS && events[i].beams[levels] != STACCATO_BEAM_NONE) {
            levels++;
        }
    }
    return levels;
}

/* How much further down the last stem ends than the first. */
static int rise_of(const struct group *group) {
    static const int slants[] = {0, 25, 50, 75, 100, 100, 100, 125}; /* by steps */
    enum { SLANTS = sizeof(slants) / sizeof(slants[0]), OUTSIDE_Y = 500, STEEPEST = 5 };
    const int first = nearest_y(group, 0);
    const int last = nearest_y(group, group->count - 1);
    const int steps = (first - last) / 50;
    int slant = slants[svg_least(steps < 0 ? -steps : steps, SLANTS - 1)];
    for (int i = 1; i + 1 < group->count; i++) {
        if (nearest_y(group, i) < svg_least(first, last)) {
            return 0;
        }
    }
    if (first >= OUTSIDE_Y && last >= OUTSIDE_Y) {
        slant = svg_least(slant, QUARTER_SPACE);
    }
    slant = svg_least(slant, group->width / STEEPEST / QUARTER_SPACE * QUARTER_SPACE);
    return steps > 0 ? -slant : slant;
}

/* Where the beam may begin at most, for the accidentals of an event that stand under it. */
static int clear_of_accidentals(const struct group *group, const struct svg_event *event,
                                int rise) {
    enum { ACCIDENTAL_GAP = 20 };
    const int depth = SVG_BEAM + SVG_BEAM_STEP * (group->levels - 1);
    int highest = INT16_MAX;
    for (int i = 0; i < event->head_count; i++) {
        const struct svg_head *head = &event->heads[i];
        if (head->accidental != 0) {
            const struct staccato_glyph *glyph = &staccato_glyphs[head->accidental];
            int top =
                turned(group, svg_y(head->pos) + (group->is_turned ? glyph->bottom : glyph->top));
            int x = event->x + head->accidental_x + (rise < 0 ? 0 : glyph->right);
            int own = part_of(rise, x - group->left, group->width);
            highest = svg_least(highest, top - ACCIDENTAL_GAP - depth - own);
        }
    }
    return highest;
}

/* No beam's centre, at either end, lies in the middle of a space: beams sit on, hang from or
 * straddle lines. */
static bool is_on_lines(const struct group *group, int y) {
    for (int level = 0; level < group->levels; level++) {
        int centre = y + SVG_BEAM / 2 + SVG_BEAM_STEP * level;
        if (centre > 0 && centre < SVG_STAFF_HEIGHT && centre % 100 == 50) {
            return false;
        }
    }
    return true;
}

void staccato_svg_shape_beam(struct svg_event *first) {
    static const int stems[] = {0, 325, 325, 375, 450, 525}; /* the least, by levels */
    struct group group = {
        .events = first,
        .count = first->beam_count,
        .levels = level_count(first, first->beam_count),
        .left = stem_of(first),
        .width = width_of(first),
        .is_turned = first->direction > 0,
    };
    int rise = rise_of(&group);
    /* Five beams at the middle line would reach the first ledger line. */
    const int middle =
        group.levels < STACCATO_BEAM_LEVELS ? MIDDLE_LINE_Y : MIDDLE_LINE_Y - SVG_BEAM_STEP;
    int y = INT16_MAX;
    for (int i = 0; i < group.count; i++) {
        int end = svg_least(nearest_y(&group, i) - stems[group.levels], middle);
        y = svg_least(y, end - part_of(rise, stem_of(&first[i]) - group.left, group.width));
        if (i > 0) {
            y = svg_least(y, clear_of_accidentals(&group, &first[i], rise));
        }
    }
    y = svg_quotient(y, QUARTER_SPACE) * QUARTER_SPACE;
    for (int outward = 0; outward < 100; outward += QUARTER_SPACE) {
        if (is_on_lines(&group, y - outward) &&
            (rise == 0 || is_on_lines(&group, y - outward + rise))) {
            y -= outward;
            break;
        }
    }
    first->beam_levels = (uint8_t)group.levels;
    first->beam_y = turned(&group, y);
    first->beam_rise = group.is_turned ? -rise : rise;
}

int staccato_svg_slanting_at(const struct svg_event *first, int x) {
    return first->beam_y + svg_quotient(first->beam_rise * (x - stem_of(first)), width_of(first));
}
