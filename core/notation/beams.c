/* Beams. Notes get a shape level by level, from left to right, by the note before and the note
 * after; then what no reader would understand is put right. */
#include "beams.h"

/* Where the group ends in which a position lies. */
static unsigned int group_end(const uint16_t groups[STACCATO_GROUPS_MAX], unsigned int position) {
    if (groups[1] == 0) {
        return (position / groups[0] + 1) * groups[0];
    }
    unsigned int end = 0;
    for (size_t i = 0; end <= position; i = (i + 1) % STACCATO_GROUPS_MAX) {
        end += groups[i]; /* 0 behind the last: the list goes on from its start */
    }
    return end;
}

/* An incomplete measure counts as if it stood at the right end of a full one; but the last of a
 * piece with an upbeat is a measure's beginning. */
static unsigned int first_position(const struct staccato_measure *measure,
                                   const struct staccato_score *score) {
    bool begins_measure = score->upbeat > 0 && !measure->is_upbeat;
    return begins_measure ? 0u : (unsigned int)(score->meter->ticks - measure->length);
}

static bool joins_next(const struct staccato_note *note) {
    return (note->beams[0] == STACCATO_BEAM_BEGIN || note->beams[0] == STACCATO_BEAM_CONTINUE) &&
           (note[1].beams[0] == STACCATO_BEAM_CONTINUE || note[1].beams[0] == STACCATO_BEAM_END);
}

/* The shape of a note at a level that it has. before: the shape of its neighbour at this level;
 * after: whether there is a neighbour to join; is_inside: whether the note ends before its group
 * does. */
static uint8_t shape_of(uint8_t before, bool after, bool after_has_level, bool is_inside) {
    if (before == STACCATO_BEAM_BEGIN || before == STACCATO_BEAM_CONTINUE) {
        return after && after_has_level && is_inside ? STACCATO_BEAM_CONTINUE : STACCATO_BEAM_END;
    }
    if (after && (is_inside || before != STACCATO_BEAM_NONE)) {
        return after_has_level ? STACCATO_BEAM_BEGIN : STACCATO_BEAM_FORWARD_HOOK;
    }
    return STACCATO_BEAM_BACKWARD_HOOK;
}

/* Gives all notes their shapes at one level, which is 0 for the eighth beam. */
static void shape_level(struct staccato_measure *measure, const struct staccato_score *score,
                        int level) {
    const uint16_t *groups = level == 0 ? score->meter->beam_groups : score->meter->inner_groups;
    unsigned int start = first_position(measure, score);
    for (size_t i = 0; i < measure->note_count; i++) {
        struct staccato_note *note = &measure->notes[i];
        if (note->flags <= level) {
            continue;
        }
        unsigned int from = start + note->onset;
        bool has_next = i + 1 < measure->note_count && note[1].flags > 0;
        bool after = has_next && (level == 0 || joins_next(note));
        note->beams[level] =
            shape_of(i > 0 ? note[-1].beams[level] : STACCATO_BEAM_NONE, after,
                     after && note[1].flags > level, from + note->ticks < group_end(groups, from));
    }
}

static bool is_hook(uint8_t shape) {
    return shape == STACCATO_BEAM_FORWARD_HOOK || shape == STACCATO_BEAM_BACKWARD_HOOK;
}

/* A note that the eighth beam joins to none has no beams. A hook points to where a lower beam of
 * its note goes. */
static void mend_note(struct staccato_note *note) {
    bool begins = note->beams[0] == STACCATO_BEAM_BEGIN;
    bool ends = note->beams[0] == STACCATO_BEAM_END;
    if (is_hook(note->beams[0])) {
        memset(note->beams, STACCATO_BEAM_NONE, sizeof(note->beams));
        return;
    }
    for (int level = 1; level < note->flags; level++) {
        uint8_t *shape = &note->beams[level];
        if (is_hook(*shape) && (begins || ends)) {
            *shape = begins ? STACCATO_BEAM_FORWARD_HOOK : STACCATO_BEAM_BACKWARD_HOOK;
        }
        begins |= *shape == STACCATO_BEAM_BEGIN;
        ends |= *shape == STACCATO_BEAM_END;
    }
}

/* Two neighbours' shapes at one level, which a single beam joins better. */
static void mend_pair(uint8_t *left, uint8_t *right) {
    static const uint8_t pairs[][4] = {
        {STACCATO_BEAM_FORWARD_HOOK, STACCATO_BEAM_BACKWARD_HOOK, STACCATO_BEAM_BEGIN,
         STACCATO_BEAM_END},
        {STACCATO_BEAM_FORWARD_HOOK, STACCATO_BEAM_BEGIN, STACCATO_BEAM_BEGIN,
         STACCATO_BEAM_CONTINUE},
        {STACCATO_BEAM_END, STACCATO_BEAM_BACKWARD_HOOK, STACCATO_BEAM_CONTINUE, STACCATO_BEAM_END},
    };
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        if (*left == pairs[i][0] && *right == pairs[i][1]) {
            *left = pairs[i][2];
            *right = pairs[i][3];
            return;
        }
    }
}

bool staccato_beams_mark(struct staccato_measure *measure, const struct staccato_score *score) {
    int levels = 0;
    for (size_t i = 0; i < measure->note_count; i++) {
        int flags = measure->notes[i].flags;
        levels = flags > levels ? flags : levels;
    }
    for (int level = 0; level < levels; level++) {
        shape_level(measure, score, level);
    }
    for (size_t i = 0; levels > 0 && i < measure->note_count; i++) {
        if (measure->notes[i].flags > 0) {
            mend_note(&measure->notes[i]);
        }
    }
    for (int level = 1; level < levels; level++) {
        for (size_t i = 1; i < measure->note_count; i++) {
            if (measure->notes[i].beams[level] != STACCATO_BEAM_NONE) {
                mend_pair(&measure->notes[i - 1].beams[level], &measure->notes[i].beams[level]);
            }
        }
    }
    return levels > 0;
}
