/* Reading a measure, and the room that its columns need. With two staves, what begins at one time
 * has one column. */
#include "svg_sheet.h"

enum {
    COLUMN_GAP = 45,
    LEDGER_GAP = 25,
    TIE_GAP = 120, /* between tied heads */
    BAR_GAP = 80,
    TIE_BAR_GAP = 120, /* for a tie that goes on, perhaps in the next system */
    LEAD_BAR = 150,
    LEAD_SYSTEM = 200,
    LEAD_TIE = 230, /* for a tie that comes from the system before */
    REACH_BAR = 75, /* for what stands left of the first head */
    REACH_SYSTEM = 110,
};

static const uint8_t head_glyphs[STACCATO_TYPES] = {
    [STACCATO_128TH] = STACCATO_GLYPH_NOTEHEAD_BLACK,
    [STACCATO_64TH] = STACCATO_GLYPH_NOTEHEAD_BLACK,
    [STACCATO_32ND] = STACCATO_GLYPH_NOTEHEAD_BLACK,
    [STACCATO_16TH] = STACCATO_GLYPH_NOTEHEAD_BLACK,
    [STACCATO_EIGHTH] = STACCATO_GLYPH_NOTEHEAD_BLACK,
    [STACCATO_QUARTER] = STACCATO_GLYPH_NOTEHEAD_BLACK,
    [STACCATO_HALF] = STACCATO_GLYPH_NOTEHEAD_HALF,
    [STACCATO_WHOLE] = STACCATO_GLYPH_NOTEHEAD_WHOLE,
    [STACCATO_BREVE] = STACCATO_GLYPH_NOTEHEAD_DOUBLE_WHOLE,
};

static const uint8_t rest_glyphs[STACCATO_TYPES] = {
    [STACCATO_128TH] = STACCATO_GLYPH_REST128TH,
    [STACCATO_64TH] = STACCATO_GLYPH_REST64TH,
    [STACCATO_32ND] = STACCATO_GLYPH_REST32ND,
    [STACCATO_16TH] = STACCATO_GLYPH_REST16TH,
    [STACCATO_EIGHTH] = STACCATO_GLYPH_REST8TH,
    [STACCATO_QUARTER] = STACCATO_GLYPH_REST_QUARTER,
    [STACCATO_HALF] = STACCATO_GLYPH_REST_HALF,
    [STACCATO_WHOLE] = STACCATO_GLYPH_REST_WHOLE,
    [STACCATO_BREVE] = STACCATO_GLYPH_REST_DOUBLE_WHOLE,
};

static const uint8_t accidental_glyphs[STACCATO_ALTERS] = {
    STACCATO_GLYPH_ACCIDENTAL_TRIPLE_FLAT,  STACCATO_GLYPH_ACCIDENTAL_DOUBLE_FLAT,
    STACCATO_GLYPH_ACCIDENTAL_FLAT,         STACCATO_GLYPH_ACCIDENTAL_NATURAL,
    STACCATO_GLYPH_ACCIDENTAL_SHARP,        STACCATO_GLYPH_ACCIDENTAL_DOUBLE_SHARP,
    STACCATO_GLYPH_ACCIDENTAL_TRIPLE_SHARP,
};

void staccato_svg_rewind(struct svg_sheet *sheet) {
    for (size_t staff = 0; staff < sheet->staff_count; staff++) {
        staccato_measures_begin(&sheet->reading[staff], sheet->score, staff);
    }
}

/* ---- one event ---- */

/* Heads from low to high on the staff, which is not always the order of their pitches. */
static void take_heads(struct svg_event *event, const struct staccato_note *note, int bottom) {
    event->head_count = note->event->pitch_count;
    event->has_accidentals = note->accidentals != 0;
    for (size_t i = 0; i < event->head_count; i++) {
        const struct staccato_pitch pitch = note->pitches[i];
        const bool is_marked = (note->accidentals >> i & 1) != 0;
        const struct svg_head head = {
            .pos = (int8_t)(staccato_pitch_diatonic_number(pitch) - bottom),
            .accidental = is_marked ? accidental_glyphs[pitch.alter + STACCATO_ALTER_MAX] : 0,
        };
        size_t place = i;
        for (; place > 0 && event->heads[place - 1].pos > head.pos; place--) {
            event->heads[place] = event->heads[place - 1];
        }
        event->heads[place] = head;
    }
}

/* By the head farthest from the middle line; at a draw by all of them. */
static int8_t direction_of(const struct svg_event *event) {
    enum { MIDDLE = 4 };
    int far = event->heads[0].pos + event->heads[event->head_count - 1].pos - 2 * MIDDLE;
    int sum = 0;
    for (size_t i = 0; far == 0 && i < event->head_count; i++) {
        sum += event->heads[i].pos - MIDDLE;
    }
    return far < 0 || (far == 0 && sum < 0) ? -1 : 1;
}

static void take_note(struct svg_event *event, const struct staccato_note *note, int bottom) {
    const struct staccato_value *value = &staccato_values[note->value];
    const bool fills = note->fills_measure;
    event->onset = note->onset;
    event->ticks = note->ticks;
    event->type = fills ? STACCATO_WHOLE : value->type;
    event->dots = fills ? 0 : value->dots;
    event->fills_measure = fills;
    event->is_hidden = (note->event->marks & STACCATO_HIDDEN) != 0;
    event->tie_stop = note->tie_stop;
    event->tie_start = note->tie_start;
    event->triplet_start = note->triplet_start;
    event->triplet_stop = note->triplet_stop;
    event->beam_count = event->beam_place = 0;
    memcpy(event->beams, note->beams, sizeof(event->beams));
    take_heads(event, note, bottom);
    event->glyph = event->head_count > 0 ? head_glyphs[event->type] : rest_glyphs[event->type];
    event->direction = 0;
    if (event->head_count > 0) {
        event->direction = note->stem == STACCATO_STEM_UP     ? -1
                           : note->stem == STACCATO_STEM_DOWN ? 1
                                                              : direction_of(event);
    }
}

/* Which events are under one beam. */
static void join_beams(struct svg_event *events, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t first = i;
        if (events[i].beams[0] != STACCATO_BEAM_BEGIN) {
            continue;
        }
        while (i + 1 < count && events[i].beams[0] != STACCATO_BEAM_END) {
            i++;
        }
        for (size_t member = first; member <= i; member++) {
            events[member].beam_place = (uint16_t)(member - first);
            events[member].beam_count = (uint16_t)(i + 1 - first);
        }
    }
}

/* ---- room ---- */

/* The natural room of a duration, about 350 * quarters ** 0.45; straight lines between. */
static int room_for(unsigned int ticks) {
    static const int rooms[] = {140, 165, 200, 260, 350, 480, 655, 895}; /* 64th … breve */
    enum { LAST = sizeof(rooms) / sizeof(rooms[0]) - 2, SIXTY_FOURTH = 6 };
    const unsigned int doubled = ticks / SIXTY_FOURTH; /* how often: the place of its highest bit */
    const int row = doubled < 2 ? 0 : svg_least(LAST, 31 - __builtin_clz(doubled));
    const int base = SIXTY_FOURTH << row;
    if ((int)ticks <= base) {
        return rooms[row];
    }
    return rooms[row] + (rooms[row + 1] - rooms[row]) * ((int)ticks - base) / base;
}

static int reach_left(const struct svg_event *event) {
    return svg_least(event->left, event->ledger_left);
}

/* From an event's column to that of the next one on its staff. */
static int least_between(const struct svg_event *a, const struct svg_event *b) {
    int least = a->right + COLUMN_GAP - b->left;
    if (a->ledger_left < a->ledger_right) {
        least = svg_most(least, a->ledger_right + LEDGER_GAP - reach_left(b));
    }
    if (b->ledger_left < b->ledger_right) {
        least = svg_most(least, a->right + LEDGER_GAP - b->ledger_left);
    }
    if (a->tie_start) {
        least = svg_most(least, a->right + TIE_GAP - b->heads_left);
    }
    return least;
}

static int least_to_bar(const struct svg_event *last) {
    int least = last->right + (last->tie_start ? TIE_BAR_GAP : BAR_GAP);
    bool has_ledgers = last->ledger_left < last->ledger_right;
    return has_ledgers ? svg_most(least, last->ledger_right + LEDGER_GAP) : least;
}

/* Widens the last of some gaps so that together they have a length. */
static void hold_apart(struct svg_gap *gaps, size_t count, int length) {
    for (size_t i = 0; i + 1 < count; i++) {
        length -= gaps[i].least;
    }
    gaps[count - 1].least = svg_most(gaps[count - 1].least, length);
}

/* Gives each event its column and returns how many there are, their gaps with natural room. */
static size_t find_columns(struct svg_sheet *sheet, const struct svg_measure *measure,
                           struct svg_gap *gaps) {
    enum { NONE = UINT16_MAX };
    struct svg_event *next[STACCATO_VOICES_MAX];
    const struct svg_event *end[STACCATO_VOICES_MAX];
    unsigned int onset = NONE;
    size_t count = 0;
    for (size_t staff = 0; staff < sheet->staff_count; staff++) {
        next[staff] = &sheet->events[measure->first_event[staff]];
        end[staff] = next[staff] + measure->event_count[staff];
        onset = next[staff] < end[staff] && next[staff]->onset < onset ? next[staff]->onset : onset;
    }
    while (onset != NONE) {
        unsigned int after = NONE;
        for (size_t staff = 0; staff < sheet->staff_count; staff++) {
            if (next[staff] < end[staff] && next[staff]->onset == onset) {
                next[staff]++->column = (uint16_t)count;
            }
            if (next[staff] < end[staff] && next[staff]->onset < after) {
                after = next[staff]->onset;
            }
        }
        const unsigned int gap_end = after == NONE ? sheet->read.length : after;
        gaps[count++] = (struct svg_gap){.natural = room_for(gap_end - onset)};
        onset = after;
    }
    return count;
}

/* The least room of all gaps, by what stands on one staff, from left to right. */
static void hold_staff_apart(const struct svg_event *events, size_t count, struct svg_gap *gaps,
                             size_t gap_count) {
    for (size_t i = 0; i < count; i++) {
        const struct svg_event *event = &events[i];
        bool is_last = i + 1 == count;
        size_t end = is_last ? gap_count : event[1].column;
        hold_apart(gaps + event->column, end - event->column,
                   is_last ? least_to_bar(event) : least_between(event, event + 1));
    }
}

static void find_leads(const struct svg_sheet *sheet, struct svg_measure *measure) {
    measure->lead = measure->system_lead = 0;
    for (size_t staff = 0; staff < sheet->staff_count; staff++) {
        const struct svg_event *first = &sheet->events[measure->first_event[staff]];
        if (measure->event_count[staff] > 0) {
            int reach = -reach_left(first);
            int lead = svg_most(LEAD_BAR, reach + REACH_BAR);
            int system_lead =
                svg_most(first->tie_stop ? LEAD_TIE : LEAD_SYSTEM, reach + REACH_SYSTEM);
            measure->lead = svg_most(measure->lead, lead);
            measure->system_lead = svg_most(measure->system_lead, system_lead);
        }
    }
}

static void find_room(struct svg_sheet *sheet, struct svg_measure *measure) {
    struct svg_gap *gaps = &sheet->gaps[sheet->gap_count];
    size_t count = find_columns(sheet, measure, gaps);
    measure->first_gap = (uint16_t)sheet->gap_count;
    measure->gap_count = (uint16_t)count;
    sheet->gap_count += (unsigned int)count;
    find_leads(sheet, measure);
    for (size_t staff = 0; staff < sheet->staff_count; staff++) {
        hold_staff_apart(&sheet->events[measure->first_event[staff]], measure->event_count[staff],
                         gaps, count);
    }
    measure->natural = measure->least = count == 0 ? SVG_EMPTY_MEASURE : 0;
    for (size_t i = 0; i < count; i++) {
        gaps[i].natural = svg_most(gaps[i].natural, gaps[i].least);
        measure->natural += gaps[i].natural;
        measure->least += gaps[i].least;
    }
}

bool staccato_svg_read(struct svg_sheet *sheet, struct svg_measure *measure) {
    *measure = (struct svg_measure){0};
    for (size_t staff = 0; staff < sheet->staff_count; staff++) {
        if (!staccato_measures_next(&sheet->reading[staff], &sheet->read)) {
            return false;
        }
        const size_t count = sheet->read.note_count;
        struct svg_event *events = &sheet->events[sheet->event_count];
        measure->first_event[staff] = (uint16_t)sheet->event_count;
        measure->event_count[staff] = (uint16_t)count;
        sheet->event_count += (unsigned int)count;
        for (size_t i = 0; i < count; i++) {
            take_note(&events[i], &sheet->read.notes[i], sheet->bottoms[staff]);
        }
        join_beams(events, count);
        for (size_t i = 0; i < count; i++) {
            staccato_svg_arrange(&events[i]);
        }
    }
    measure->is_last = sheet->read.is_last;
    find_room(sheet, measure);
    return true;
}
