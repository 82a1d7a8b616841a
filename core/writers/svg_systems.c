/* Which measures stand in one system, and where their columns stand in it. */
#include "svg_sheet.h"

/* What a break before measure n costs at least, with the one before it; n is the index. */
struct cost {
    int64_t sum;
    uint32_t previous;
};

static int64_t cost_of(int natural, int room) {
    enum { PER_MILLE = 1000, SYSTEM = 1000 };
    int64_t difference = (int64_t)(natural - room) * PER_MILLE;
    int64_t miss = difference / room - (difference % room < 0);
    return SYSTEM + (natural >= room ? miss * miss : miss * miss / 2);
}

/* The cheapest way to break before measure `end`, given those to break before each one earlier. */
static struct cost best_break(const struct svg_sheet *sheet, const struct cost *costs,
                              uint32_t end) {
    struct cost best = {.sum = INT64_MAX};
    int natural = 0;
    int least = 0;
    unsigned int events = 0;
    for (uint32_t first = end; first-- > 0;) {
        const struct svg_measure *measure = &sheet->measures[first];
        int bar = measure->lead + svg_bar_width(measure);
        natural += measure->natural + bar;
        least += measure->least + bar;
        events += measure->event_count[0] + measure->event_count[1];
        int room = sheet->available - (first == 0 ? sheet->prefix_first : sheet->prefix_later) -
                   (measure->system_lead - measure->lead);
        if ((least > room || events > SVG_EVENTS_MAX) && first + 1 < end) {
            break;
        }
        int64_t sum = costs[first].sum + cost_of(natural, room);
        if (sum < best.sum) {
            best = (struct cost){sum, first};
        }
    }
    return best;
}

void staccato_svg_break(struct svg_sheet *sheet) {
    static struct cost costs[SVG_MEASURES_MAX + 1];
    const unsigned int count = sheet->measure_count;
    const unsigned int first_number = sheet->score->upbeat == 0;
    costs[0] = (struct cost){0, 0};
    for (uint32_t end = 1; end <= count; end++) {
        costs[end] = best_break(sheet, costs, end);
    }
    sheet->system_count = 0;
    for (uint32_t end = count; end > 0; end = costs[end].previous) {
        sheet->system_count++;
    }
    unsigned int place = sheet->system_count;
    for (uint32_t end = count; end > 0; end = costs[end].previous) {
        const uint32_t first = costs[end].previous;
        sheet->systems[--place] = (struct svg_system){first, end - first, first + first_number};
    }
}

/* ---- in one system ---- */

/* What its natural rooms are multiplied by. */
struct ratio {
    int64_t above, below;
};

/* Lengths of a system that no ratio changes, and those that one does. */
struct lengths {
    int fixed;
    int natural;
};

static struct lengths lengths_of(const struct svg_sheet *sheet, const struct svg_system *system) {
    struct lengths lengths = {system->first == 0 ? sheet->prefix_first : sheet->prefix_later, 0};
    for (unsigned int i = 0; i < system->count; i++) {
        const struct svg_measure *measure = &sheet->measures[system->first + i];
        lengths.fixed += i == 0 ? measure->system_lead : measure->lead;
        lengths.fixed += svg_bar_width(measure);
        lengths.natural += measure->natural;
    }
    return lengths;
}

static bool is_held(const struct svg_gap *gap, struct ratio ratio) {
    return gap->natural * ratio.above < gap->least * ratio.below;
}

/* The gaps of an empty measure: one. */
static const struct svg_gap empty_gap = {SVG_EMPTY_MEASURE, SVG_EMPTY_MEASURE};

/* The ratio at which the gaps fill a length: those that would fall below their least room are held
 * there, which leaves less for the others. */
static struct ratio ratio_for(const struct svg_sheet *sheet, const struct svg_system *system,
                              int length, int natural) {
    struct ratio ratio = {length, natural}; /* if none is held */
    while (ratio.above > 0) {
        int64_t held = 0;
        int64_t free = 0;
        for (unsigned int i = 0; i < system->count; i++) {
            const struct svg_measure *measure = &sheet->measures[system->first + i];
            const bool is_empty = measure->gap_count == 0;
            const struct svg_gap *gaps = is_empty ? &empty_gap : &sheet->gaps[measure->first_gap];
            const size_t count = is_empty ? 1 : measure->gap_count;
            for (size_t gap = 0; gap < count; gap++) {
                if (is_held(&gaps[gap], ratio)) {
                    held += gaps[gap].least;
                } else {
                    free += gaps[gap].natural;
                }
            }
        }
        const struct ratio next = {length - held, free};
        if (free == 0) {
            break;
        }
        if (next.above * ratio.below == ratio.above * next.below) {
            return next;
        }
        ratio = next;
    }
    return (struct ratio){0, 1};
}

/* Whether a system takes all the room there is, or its natural one. A lone system that fits has its
 * natural room; so has the last that fills less than two thirds. */
static bool is_justified(const struct svg_sheet *sheet, const struct svg_system *system,
                         int natural) {
    const bool is_last = system == &sheet->systems[sheet->system_count - 1];
    if (sheet->system_count == 1) {
        return natural > sheet->available;
    }
    return !is_last || natural * 3 >= sheet->available * 2;
}

/* A natural length as the ratio makes it. A division of 64 bits costs several of 32, which is what
 * most lengths fit. */
static int64_t stretched(int64_t natural, struct ratio ratio) {
    const int64_t product = natural * ratio.above;
    return product >= 0 && product <= UINT32_MAX && ratio.below <= UINT32_MAX
               ? (int64_t)((uint32_t)product / (uint32_t)ratio.below)
               : product / ratio.below;
}

/* Events of a measure by their columns' x. */
static void place_events(struct svg_sheet *sheet, const struct svg_measure *measure,
                         const int32_t *columns) {
    for (size_t staff = 0; staff < sheet->staff_count; staff++) {
        struct svg_event *events = &sheet->events[measure->first_event[staff]];
        for (size_t i = 0; i < measure->event_count[staff]; i++) {
            events[i].x = columns[events[i].column];
        }
        if (measure->event_count[staff] == 1 && events->fills_measure) {
            int width = staccato_glyphs[events->glyph].right;
            events->x = (measure->x + measure->bar_x - width) / 2;
        }
    }
}

int staccato_svg_place(struct svg_sheet *sheet, const struct svg_system *system) {
    int32_t columns[2 * STACCATO_MEASURE_NOTES_MAX];
    const struct lengths lengths = lengths_of(sheet, system);
    struct ratio ratio = {1, 1};
    if (is_justified(sheet, system, lengths.fixed + lengths.natural)) {
        ratio = ratio_for(sheet, system, sheet->available - lengths.fixed, lengths.natural);
    }
    int64_t done = 0;   /* natural lengths so far, exact: rounding does not add up */
    int64_t filled = 0; /* by them */
    int x = system->first == 0 ? sheet->prefix_first : sheet->prefix_later;
    for (unsigned int i = 0; i < system->count; i++) {
        struct svg_measure *measure = &sheet->measures[system->first + i];
        const bool is_empty = measure->gap_count == 0;
        const struct svg_gap *gaps = is_empty ? &empty_gap : &sheet->gaps[measure->first_gap];
        const size_t count = is_empty ? 1 : measure->gap_count;
        measure->x = x;
        x += i == 0 ? measure->system_lead : measure->lead;
        for (size_t gap = 0; gap < count; gap++) {
            columns[gap] = x;
            if (is_held(&gaps[gap], ratio)) {
                x += gaps[gap].least;
            } else {
                const int64_t before = filled;
                done += gaps[gap].natural;
                filled = stretched(done, ratio);
                x += (int)(filled - before);
            }
        }
        measure->bar_x = x;
        place_events(sheet, measure, columns);
        x += svg_bar_width(measure);
    }
    return x;
}
