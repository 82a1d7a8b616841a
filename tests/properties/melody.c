/* The rules for melodies, checked note by note. */
#include "melody.h"

#include "rule.h"

#define PASS_ON(fault)                                                                             \
    do {                                                                                           \
        const char *found = (fault);                                                               \
        if (found != NULL) {                                                                       \
            return found;                                                                          \
        }                                                                                          \
    } while (0)

/* ---- measures ---- */

static const char *value_fault(const struct document_note *note, int full) {
    RULE(note->duration > 0 && !note->in_chord, "a note lasts, and is alone");
    RULE(note->fills_measure == (note->is_rest && note->duration == full),
         "a rest fills its measure or does not");
    RULE(note->fills_measure ? note->type == 0 : note->type == note->duration,
         "a value lasts as long as its note");
    RULE(note->tie_start == note->tied_start && note->tie_stop == note->tied_stop,
         "a <tied> for each <tie>");
    return NULL;
}

static const char *measure_fault(const struct document *document, size_t index, int full) {
    const struct document_measure *measure = &document->measures[index];
    bool is_last = index + 1 == document->measure_count;
    int duration = document_measure_duration(document, measure);
    RULE(measure->number == (int)index + 1, "measures are numbered from 1");
    RULE(measure->has_attributes == (index == 0), "attributes in measure 1");
    RULE(measure->is_final == is_last, "one final barline");
    RULE(is_last ? duration <= full : duration == full, "measures add up");
    RULE(duration > 0 || document->measure_count == 1, "no empty measure beside another");
    for (size_t i = measure->first; i < measure->first + measure->count; i++) {
        PASS_ON(value_fault(&document->notes[i], full));
    }
    return NULL;
}

/* ---- beams ---- */

static bool joins_before(char beam) {
    return beam == DOCUMENT_CONTINUE || beam == DOCUMENT_END;
}

static bool joins_after(char beam) {
    return beam == DOCUMENT_BEGIN || beam == DOCUMENT_CONTINUE;
}

/* The levels of a note, beside the note before it in the measure; NULL: there is none. */
static const char *beams_fault(const struct document_note *note,
                               const struct document_note *before) {
    bool is_beamed = note->beams[0] != DOCUMENT_NONE;
    RULE(!is_beamed || (!note->is_rest && note->flags > 0), "beams on notes with flags");
    RULE(note->beams[0] != DOCUMENT_FORWARD && note->beams[0] != DOCUMENT_BACKWARD,
         "no hooks at level 1");
    RULE((note->stem != DOCUMENT_NONE) == is_beamed, "stems on beamed notes");
    RULE(!is_beamed || !joins_before(note->beams[0]) || note->stem == before->stem,
         "a group's stems point the same way");
    for (int level = 0; level < DOCUMENT_BEAM_LEVELS; level++) {
        char beam = note->beams[level];
        bool goes_on = before != NULL && joins_after(before->beams[level]);
        RULE((beam != DOCUMENT_NONE) == (is_beamed && level < note->flags),
             "as many levels as flags");
        RULE(joins_before(beam) == goes_on, "a beam that begins goes on and ends");
        RULE(level == 0 || !goes_on || joins_before(note->beams[level - 1]),
             "a beam lies inside the one below");
        RULE(level == 0 || !joins_after(beam) || joins_after(note->beams[level - 1]),
             "a beam ends with the one below at the latest");
    }
    return NULL;
}

static const char *all_beams_fault(const struct document *document,
                                   const struct document_measure *measure) {
    const struct document_note *before = NULL;
    for (size_t i = measure->first; i < measure->first + measure->count; i++) {
        PASS_ON(beams_fault(&document->notes[i], before));
        before = &document->notes[i];
    }
    for (int level = 0; before != NULL && level < DOCUMENT_BEAM_LEVELS; level++) {
        RULE(!joins_after(before->beams[level]), "beams end before the barline");
    }
    return NULL;
}

/* ---- what was typed ---- */

static bool is_pitch(const struct document_note *note, struct staccato_pitch pitch) {
    return note->step == "CDEFGAB"[pitch.step] && note->alter == pitch.alter &&
           note->octave == pitch.octave;
}

/* One value of an event; pitch is NULL for a rest. */
static const char *piece_fault(const struct document_note *note, const struct staccato_pitch *pitch,
                               bool is_first) {
    RULE(note->is_rest == (pitch == NULL), "notes are notes, and rests are rests");
    RULE(pitch == NULL || is_pitch(note, *pitch), "the pitch that was typed");
    RULE(pitch != NULL || (!note->tie_start && !note->tie_stop && !note->has_accidental),
         "a rest has no tie and no accidental");
    RULE(!note->has_accidental || (is_first && !note->tie_stop && note->accidental == note->alter),
         "an accidental is the alter, and stands where the note is struck");
    RULE(!note->has_accidental || note->has_alter, "what prints a natural says so");
    RULE(note->alter == 0 || note->has_alter, "altered notes have an alter");
    return NULL;
}

/* Takes the values of one event off the document, from *at on. is_tied: the event before is. */
static const char *event_fault(const struct document *document, size_t *at,
                               const struct staccato_score *typed,
                               const struct staccato_event *event,
                               const struct staccato_pitch *pitch, bool is_tied) {
    size_t first = *at;
    bool goes_on = event->marks & STACCATO_TIED;
    for (int left = (int)staccato_event_ticks(typed, event); left > 0; (*at)++) {
        RULE(*at < document->note_count, "all of what was typed");
        const struct document_note *note = &document->notes[*at];
        left -= note->duration;
        RULE(left >= 0, "values of a note add up to it");
        PASS_ON(piece_fault(note, pitch, *at == first));
        RULE(pitch == NULL || note->tie_stop == (*at > first || is_tied), "a tie to each value");
        RULE(pitch == NULL || note->tie_start == (left > 0 || goes_on), "a tie from each value");
        RULE(!goes_on || pitch != NULL, "rests are not tied");
        RULE(note->is_triplet == staccato_values[event->value].triplet, "triplets are as typed");
        RULE(note->bracket_start == ((event->marks & STACCATO_TRIPLET_START) != 0) &&
                 note->bracket_stop == ((event->marks & STACCATO_TRIPLET_STOP) != 0),
             "a bracket for each triplet");
    }
    return NULL;
}

static const char *text_fault(const struct document *document, const struct staccato_score *typed) {
    const struct staccato_pitch *pitch = typed->pitches;
    size_t at = 0;
    bool is_tied = false;
    bool is_open = false;
    for (size_t i = 0; i < typed->event_count; i++) {
        const struct staccato_event *event = &typed->events[i];
        bool is_note = event->pitch_count > 0;
        PASS_ON(event_fault(document, &at, typed, event, is_note ? pitch : NULL, is_tied));
        RULE(!is_tied || (is_note && is_pitch(&document->notes[at - 1], pitch[-1])),
             "ties join equal pitches");
        is_tied = event->marks & STACCATO_TIED;
        pitch += event->pitch_count;
        RULE(is_open != ((event->marks & STACCATO_TRIPLET_START) != 0) ||
                 !staccato_values[event->value].triplet,
             "brackets begin in turn");
        is_open = staccato_values[event->value].triplet && !(event->marks & STACCATO_TRIPLET_STOP);
    }
    RULE(!is_tied && !is_open, "what begins ends");
    RULE(at == document->note_count, "nothing but what was typed");
    return NULL;
}

const char *melody_fault(const struct document *document, const struct staccato_score *typed) {
    int full = document->beats * 4 * DOCUMENT_QUARTER / document->beat_type;
    RULE(document->beats == typed->meter->beats && document->beat_type == typed->meter->beat_type &&
             full == typed->meter->ticks,
         "the meter that was typed");
    RULE(document->measure_count > 0, "a score has a measure");
    for (size_t i = 0; i < document->measure_count; i++) {
        PASS_ON(measure_fault(document, i, full));
        PASS_ON(all_beams_fault(document, &document->measures[i]));
    }
    return text_fault(document, typed);
}
