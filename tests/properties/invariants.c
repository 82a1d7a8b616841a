/* The rules for every score, checked note by note. */
#include "invariants.h"

#include <string.h>

#include "rule.h"

enum { SIXTEENTH = DOCUMENT_QUARTER / 4, FULL = 4 * DOCUMENT_QUARTER, EIGHTHS = 0, SIXTEENTHS = 1 };

static const char *attributes_fault(const struct document *document) {
    RULE(document->clef_octave_change >= -1 && document->clef_octave_change <= 1, "four clefs");
    char clef[4] = {document->clef_sign, (char)('0' + document->clef_line % 10),
                    "-0+"[document->clef_octave_change + 1], '\0'};
    RULE(document->divisions == 4, "four divisions a quarter");
    RULE(document->beats == 4 && document->beat_type == 4, "4/4");
    RULE(!document->has_key || (document->fifths >= -7 && document->fifths <= 7), "fifteen keys");
    RULE(strstr("G2+ G20 F40 F4-", clef) != NULL, "four clefs");
    return NULL;
}

static const char *note_fault(const struct document_note *note) {
    RULE(note->duration > 0 && note->type == note->duration, "the type is the duration");
    RULE(note->tie_start == note->tied_start && note->tie_stop == note->tied_stop,
         "a <tied> for each <tie>");
    if (note->is_rest) {
        RULE(!note->in_chord && note->step == '\0' && !note->has_accidental, "a rest has no pitch");
        RULE(!note->tie_start && !note->tie_stop, "a rest has no tie");
        return NULL;
    }
    RULE(note->step >= 'A' && note->step <= 'G', "seven steps");
    RULE(note->alter >= -3 && note->alter <= 3, "three signs at most");
    RULE(note->octave >= 0 && note->octave <= 9, "octaves 0 to 9");
    RULE(!note->has_accidental || note->accidental == note->alter, "the accidental is the alter");
    RULE(!note->has_accidental || !note->tie_stop, "no accidental on the second half of a tie");
    return NULL;
}

/* One note of one level; *open says whether the level is open before it, and then after it. */
static const char *level_fault(char sign, bool *open) {
    bool joins_before = sign == DOCUMENT_CONTINUE || sign == DOCUMENT_END;
    RULE(joins_before == *open, "a beam goes on until it ends");
    *open = sign == DOCUMENT_BEGIN || sign == DOCUMENT_CONTINUE;
    return NULL;
}

static const char *beams_fault(const struct document_note *note, bool open[DOCUMENT_BEAM_LEVELS]) {
    char first = note->beams[EIGHTHS];
    char second = note->beams[SIXTEENTHS];
    bool is_hook = second == DOCUMENT_FORWARD || second == DOCUMENT_BACKWARD;
    RULE(first != DOCUMENT_FORWARD && first != DOCUMENT_BACKWARD, "no hooks at level 1");
    RULE(!note->is_rest || first == DOCUMENT_NONE, "no beams on rests");
    RULE(first == DOCUMENT_NONE || note->duration < DOCUMENT_QUARTER, "no beams on quarters");
    RULE((second != DOCUMENT_NONE) == (first != DOCUMENT_NONE && note->duration == SIXTEENTH),
         "level 2 on the sixteenths of level 1, and on nothing else");
    RULE((note->stem != DOCUMENT_NONE) == (first != DOCUMENT_NONE), "stems on beamed notes only");
    RULE(!is_hook || (second == DOCUMENT_BACKWARD) == (first == DOCUMENT_END),
         "backward hooks end level 1");
    for (int level = 0; level < DOCUMENT_BEAM_LEVELS; level++) {
        const char *fault = level_fault(note->beams[level], &open[level]);
        RULE(fault == NULL, fault);
    }
    RULE(open[EIGHTHS] || !open[SIXTEENTHS], "level 2 ends with level 1 at the latest");
    return NULL;
}

static bool is_same_pitch(const struct document_note *a, const struct document_note *b) {
    return a->step == b->step && a->alter == b->alter && a->octave == b->octave;
}

/* Ties lie between note i and the one after it, over a barline. */
static const char *tie_fault(const struct document *document,
                             const struct document_measure *measure, size_t i) {
    const struct document_note *note = &document->notes[i];
    bool is_last = i + 1 == measure->first + measure->count;
    RULE(!note->tie_start || (is_last && i + 1 < document->note_count), "ties cross barlines");
    RULE(!note->tie_stop || (i == measure->first && i > 0), "ties come over barlines");
    RULE(!note->tie_stop || note[-1].tie_start, "a tie has a start");
    RULE(!note->tie_start || (note[1].tie_stop && is_same_pitch(note, note + 1)),
         "a tie ends at an equal pitch");
    return NULL;
}

static const char *measure_fault(const struct document *document, size_t index) {
    const struct document_measure *measure = &document->measures[index];
    bool is_last = index + 1 == document->measure_count;
    bool open[DOCUMENT_BEAM_LEVELS] = {false};
    int duration = document_measure_duration(document, measure);
    RULE(measure->number == (int)index + 1, "measures are numbered from 1");
    RULE(measure->has_attributes == (index == 0), "attributes in measure 1");
    RULE(measure->is_final == is_last, "one final barline");
    RULE(is_last ? duration <= FULL : duration == FULL, "measures are full");
    RULE(duration > 0 || index == 0, "no empty measure behind another");
    for (size_t i = measure->first; i < measure->first + measure->count; i++) {
        const struct document_note *note = &document->notes[i];
        const char *fault = note_fault(note);
        RULE(fault == NULL, fault);
        fault = tie_fault(document, measure, i);
        RULE(fault == NULL, fault);
        if (note->in_chord) {
            RULE(i > measure->first && note->duration == note[-1].duration,
                 "a chord sounds as one");
            RULE(note->beams[EIGHTHS] == DOCUMENT_NONE, "a chord's first note has its beams");
        } else {
            fault = beams_fault(note, open);
            RULE(fault == NULL, fault);
        }
    }
    RULE(!open[EIGHTHS] && !open[SIXTEENTHS], "beams end before the barline");
    return NULL;
}

const char *invariants_fault(const struct document *document) {
    RULE(document->measure_count > 0, "a score has a measure");
    const char *fault = attributes_fault(document);
    for (size_t i = 0; fault == NULL && i < document->measure_count; i++) {
        fault = measure_fault(document, i);
    }
    return fault;
}
