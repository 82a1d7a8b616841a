/* The document, element by element, in the order that MusicXML 4.0's schema wants. */
#include "musicxml.h"

#include <assert.h>

#include "accidentals.h"
#include "beams.h"
#include "clef.h"
#include "measure.h"
#include "stems.h"
#include "version.h"

#define HEAD_BEFORE_DATE                                                                           \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<!DOCTYPE score-partwise PUBLIC \"-//Recordare//DTD MusicXML 4.0 Partwise//EN\" "             \
    "\"http://www.musicxml.org/dtds/partwise.dtd\">\n"                                             \
    "<score-partwise version=\"4.0\"><work><work-title/></work><movement-title/>"                  \
    "<identification><creator type=\"composer\"/><encoding><encoding-date>"
#define HEAD_AFTER_DATE                                                                            \
    "</encoding-date><software>staccato " STACCATO_VERSION "</software></encoding>"                \
    "</identification><defaults><scaling><millimeters>7</millimeters><tenths>40</tenths>"          \
    "</scaling></defaults><part-list><score-part id=\"P1\"><part-name/>"                           \
    "<part-abbreviation>Pno</part-abbreviation><score-instrument id=\"I1\">"                       \
    "<instrument-name>Piano</instrument-name>"                                                     \
    "<instrument-abbreviation>Pno</instrument-abbreviation></score-instrument>"                    \
    "<midi-instrument id=\"I1\"><midi-channel>1</midi-channel>"                                    \
    "<midi-program>1</midi-program></midi-instrument></score-part></part-list><part id=\"P1\">"
#define FINAL_BARLINE "<barline location=\"right\"><bar-style>light-heavy</bar-style></barline>"

/* No element group below is longer; room for a whole measure is reserved before it is written, so
 * that writing it is copying and nothing else. */
enum { NOTE_BYTES_MAX = 512, MEASURE_BYTES_MAX = 512 };

static const struct staccato_text type_of_duration[STACCATO_QUARTER + 1] = {
    [STACCATO_SIXTEENTH] = {"<type>16th</type>", 17},
    [STACCATO_EIGHTH] = {"<type>eighth</type>", 19},
    [STACCATO_QUARTER] = {"<type>quarter</type>", 20},
};

static const struct staccato_text accidental_of_alter[2 * STACCATO_ALTER_MAX + 1] = {
    {"<accidental>triple-flat</accidental>", 36},  {"<accidental>flat-flat</accidental>", 34},
    {"<accidental>flat</accidental>", 29},         {"", 0},
    {"<accidental>sharp</accidental>", 30},        {"<accidental>double-sharp</accidental>", 37},
    {"<accidental>triple-sharp</accidental>", 37},
};

static const struct staccato_text stem_text[] = {
    [STACCATO_STEM_NONE] = {"", 0},
    [STACCATO_STEM_UP] = {"<stem>up</stem>", 15},
    [STACCATO_STEM_DOWN] = {"<stem>down</stem>", 17},
};

static const struct staccato_text beam_text[] = {
    [STACCATO_BEAM_BEGIN] = {"begin", 5},
    [STACCATO_BEAM_CONTINUE] = {"continue", 8},
    [STACCATO_BEAM_END] = {"end", 3},
    [STACCATO_BEAM_FORWARD_HOOK] = {"forward hook", 12},
    [STACCATO_BEAM_BACKWARD_HOOK] = {"backward hook", 13},
};

/* The put functions write at `at`, where there is room, and return where they stopped. */
#define PUT(at, literal)                                                                           \
    ((at) = (char *)memcpy((at), (literal), sizeof(literal) - 1) + sizeof(literal) - 1)

static inline char *put_text(char *at, struct staccato_text text) {
    memcpy(at, text.data, text.length);
    return at + text.length;
}

static inline char *put_digit(char *at, int digit) {
    *at = (char)('0' + digit);
    return at + 1;
}

static char *put_attributes(char *at, const struct staccato_score *score,
                            const struct staccato_clef *clef) {
    static_assert(STACCATO_QUARTER == 4, "<divisions> says 4");
    PUT(at, "<attributes><divisions>4</divisions>");
    if (score->has_key) {
        PUT(at, "<key><fifths>");
        if (score->fifths < 0) {
            PUT(at, "-");
        }
        at = put_digit(at, score->fifths < 0 ? -score->fifths : score->fifths);
        PUT(at, "</fifths></key>");
    }
    PUT(at, "<time><beats>4</beats><beat-type>4</beat-type></time><clef><sign>");
    *at++ = clef->sign;
    PUT(at, "</sign><line>");
    at = put_digit(at, clef->line);
    PUT(at, "</line>");
    if (clef->octave_change > 0) {
        PUT(at, "<clef-octave-change>1</clef-octave-change>");
    } else if (clef->octave_change < 0) {
        PUT(at, "<clef-octave-change>-1</clef-octave-change>");
    }
    PUT(at, "</clef></attributes>");
    return at;
}

static char *put_pitch(char *at, struct staccato_pitch pitch) {
    PUT(at, "<pitch><step>");
    *at++ = staccato_step_letter(pitch.step);
    PUT(at, "</step>");
    if (pitch.alter < 0) {
        PUT(at, "<alter>-");
        at = put_digit(at, -pitch.alter);
        PUT(at, "</alter>");
    } else if (pitch.alter > 0) {
        PUT(at, "<alter>");
        at = put_digit(at, pitch.alter);
        PUT(at, "</alter>");
    }
    PUT(at, "<octave>");
    at = put_digit(at, pitch.octave);
    PUT(at, "</octave></pitch>");
    return at;
}

static char *put_beams(char *at, const struct staccato_note *note) {
    for (int level = 0; level < STACCATO_BEAM_LEVELS; level++) {
        if (note->beams[level] != STACCATO_BEAM_NONE) {
            PUT(at, "<beam number=\"");
            at = put_digit(at, level + 1);
            PUT(at, "\">");
            at = put_text(at, beam_text[note->beams[level]]);
            PUT(at, "</beam>");
        }
    }
    return at;
}

static char *put_ties(char *at, const struct staccato_note *note) {
    if (note->tie_stop) {
        PUT(at, "<tie type=\"stop\"/>");
    }
    if (note->tie_start) {
        PUT(at, "<tie type=\"start\"/>");
    }
    return at;
}

static char *put_notations(char *at, const struct staccato_note *note) {
    if (!note->tie_stop && !note->tie_start) {
        return at;
    }
    PUT(at, "<notations>");
    if (note->tie_stop) {
        PUT(at, "<tied type=\"stop\"/>");
    }
    if (note->tie_start) {
        PUT(at, "<tied type=\"start\"/>");
    }
    PUT(at, "</notations>");
    return at;
}

/* One <note>: a rest, or one pitch of a note or chord. */
static char *put_note(char *at, const struct staccato_note *note, size_t member) {
    const char *start = at;
    const struct staccato_pitch pitch = note->event->pitches[member];
    PUT(at, "<note>");
    if (note->event->pitch_count == 0) {
        PUT(at, "<rest/>");
    } else {
        if (member > 0) {
            PUT(at, "<chord/>");
        }
        at = put_pitch(at, pitch);
    }
    PUT(at, "<duration>");
    at = put_digit(at, note->duration);
    PUT(at, "</duration>");
    at = put_ties(at, note);
    at = put_text(at, type_of_duration[note->duration]);
    if (note->accidental[member]) {
        at = put_text(at, accidental_of_alter[pitch.alter + STACCATO_ALTER_MAX]);
    }
    if (member == 0) {
        at = put_text(at, stem_text[note->stem]);
        at = put_beams(at, note);
    }
    at = put_notations(at, note);
    PUT(at, "</note>");
    assert(at - start <= NOTE_BYTES_MAX);
    return at;
}

/* A measure but for its number, which has as many digits as it needs. */
static char *put_measure(char *at, const struct staccato_measure *measure,
                         const struct staccato_score *score, const struct staccato_clef *clef) {
    PUT(at, "\">");
    if (measure->number == 1) {
        at = put_attributes(at, score, clef);
    }
    for (size_t i = 0; i < measure->note_count; i++) {
        const struct staccato_note *note = &measure->notes[i];
        at = put_note(at, note, 0);
        for (size_t member = 1; member < note->event->pitch_count; member++) {
            at = put_note(at, note, member);
        }
    }
    if (measure->is_last) {
        PUT(at, FINAL_BARLINE);
    }
    PUT(at, "</measure>");
    return at;
}

void staccato_musicxml_write(const struct staccato_score *score,
                             const char date[STACCATO_DATE_SIZE], struct staccato_buffer *out) {
    const struct staccato_clef *clef = staccato_clef_for(score);
    struct staccato_cutter cutter = {.score = score};
    struct staccato_measure measure;
    staccato_buffer_append_text(out, STACCATO_TEXT(HEAD_BEFORE_DATE));
    staccato_buffer_append(out, date, STACCATO_DATE_SIZE - 1);
    staccato_buffer_append_text(out, STACCATO_TEXT(HEAD_AFTER_DATE));
    while (staccato_measure_next(&cutter, &measure)) {
        staccato_accidentals_mark(&measure, score->fifths);
        staccato_beams_mark(&measure);
        staccato_stems_mark(&measure, clef);
        staccato_buffer_append_text(out, STACCATO_TEXT("<measure implicit=\"no\" number=\""));
        staccato_buffer_append_number(out, measure.number);
        size_t notes = (size_t)measure.note_count * STACCATO_CHORD_MAX;
        char *room = staccato_buffer_reserve(out, MEASURE_BYTES_MAX + notes * NOTE_BYTES_MAX);
        if (room == NULL) {
            return;
        }
        out->length += (size_t)(put_measure(room, &measure, score, clef) - room);
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("</part></score-partwise>\n"));
}
