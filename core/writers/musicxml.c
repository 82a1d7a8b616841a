/* The document, measure by measure. What is in a note is musicxml_note.c's. */
#include "musicxml.h"

#include <assert.h>

#include "musicxml_note.h"
#include "version.h"

#define HEAD_BEFORE_DATE                                                                           \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<!DOCTYPE score-partwise PUBLIC \"-//Recordare//DTD MusicXML 4.0 Partwise//EN\" "             \
    "\"http://www.musicxml.org/dtds/partwise.dtd\">\n"                                             \
    "<score-partwise version=\"4.0\"><work><work-title/></work><movement-title/>"                  \
    "<identification><creator type=\"composer\"/><encoding>"
#define HEAD_AFTER_DATE                                                                            \
    "<software>staccato " STACCATO_VERSION "</software></encoding>"                                \
    "</identification><defaults><scaling><millimeters>7</millimeters><tenths>40</tenths>"          \
    "</scaling></defaults><part-list><score-part id=\"P1\"><part-name> </part-name>"
#define FINAL_BARLINE "<barline location=\"right\"><bar-style>light-heavy</bar-style></barline>"

/* No group of elements below is longer. Room is reserved before it is written, so that writing it
 * is copying and nothing else. */
enum { HEAD_BYTES_MAX = 2048, START_BYTES_MAX = 64, ATTRIBUTES_BYTES_MAX = 1024 };

/* Voices of a score, set out in step. */
struct parts {
    struct staccato_measures measures[STACCATO_VOICES_MAX];
    struct staccato_measure measure[STACCATO_VOICES_MAX];
};

static char *put_instrument(char *at, const struct staccato_instrument *instrument) {
    PUT(at, "<part-abbreviation>");
    at = put_text(at, instrument->abbreviation);
    PUT(at, "</part-abbreviation><score-instrument id=\"I1\"><instrument-name>");
    at = put_text(at, instrument->name);
    PUT(at, "</instrument-name><instrument-abbreviation>");
    at = put_text(at, instrument->abbreviation);
    PUT(at, "</instrument-abbreviation></score-instrument><midi-instrument id=\"I1\">"
            "<midi-channel>1</midi-channel><midi-program>");
    at = put_number(at, instrument->program + 1u);
    PUT(at, "</midi-program></midi-instrument></score-part></part-list><part id=\"P1\">");
    return at;
}

static void write_head(const struct staccato_score *score, const char *date,
                       struct staccato_buffer *out) {
    char *start = staccato_buffer_reserve(out, HEAD_BYTES_MAX);
    if (start == NULL) {
        return;
    }
    char *at = start;
    PUT(at, HEAD_BEFORE_DATE);
    if (date != NULL) {
        PUT(at, "<encoding-date>");
        at = put_text(at, (struct staccato_text){date, STACCATO_DATE_SIZE - 1});
        PUT(at, "</encoding-date>");
    }
    PUT(at, HEAD_AFTER_DATE);
    at = put_instrument(at, score->instrument);
    assert(at - start <= HEAD_BYTES_MAX);
    out->length += (size_t)(at - start);
}

static char *put_key(char *at, const struct staccato_score *score) {
    if (!score->has_key) {
        return at;
    }
    PUT(at, "<key><fifths>");
    at = put_signed(at, score->fifths);
    PUT(at, "</fifths>");
    if (score->has_mode) {
        at = put_text(at, score->is_minor ? STACCATO_TEXT("<mode>minor</mode>")
                                          : STACCATO_TEXT("<mode>major</mode>"));
    }
    PUT(at, "</key>");
    return at;
}

static char *put_time(char *at, const struct staccato_score *score) {
    at = put_text(at, score->meter_is_hidden ? STACCATO_TEXT("<time print-object=\"no\"><beats>")
                                             : STACCATO_TEXT("<time><beats>"));
    at = put_number(at, score->meter->beats);
    PUT(at, "</beats><beat-type>");
    at = put_number(at, score->meter->beat_type);
    PUT(at, "</beat-type></time>");
    return at;
}

static char *put_clef(char *at, const struct staccato_clef *clef) {
    PUT(at, "<sign>");
    *at++ = clef->sign;
    PUT(at, "</sign><line>");
    at = put_number(at, (unsigned int)clef->line);
    PUT(at, "</line>");
    if (clef->octave_change != 0) {
        PUT(at, "<clef-octave-change>");
        at = put_signed(at, clef->octave_change);
        PUT(at, "</clef-octave-change>");
    }
    PUT(at, "</clef>");
    return at;
}

static char *put_clefs(char *at, const struct parts *parts, size_t staves) {
    if (staves == 1) {
        PUT(at, "<clef>");
        return put_clef(at, parts->measures[0].clef);
    }
    PUT(at, "<staves>2</staves>");
    for (size_t i = 0; i < staves; i++) {
        PUT(at, "<clef number=\"");
        at = put_number(at, (unsigned int)i + 1);
        PUT(at, "\">");
        at = put_clef(at, parts->measures[i].clef);
    }
    return at;
}

/* MusicXML's octaves go beside the rest, and towards zero. */
static char *put_transpose(char *at, const struct staccato_instrument *instrument) {
    int octaves = instrument->chromatic / 12;
    if (instrument->chromatic == 0 && instrument->diatonic == 0) {
        return at;
    }
    PUT(at, "<transpose><diatonic>");
    at = put_signed(at, instrument->diatonic - 7 * octaves);
    PUT(at, "</diatonic><chromatic>");
    at = put_signed(at, instrument->chromatic - 12 * octaves);
    PUT(at, "</chromatic>");
    if (octaves != 0) {
        PUT(at, "<octave-change>");
        at = put_signed(at, octaves);
        PUT(at, "</octave-change>");
    }
    PUT(at, "</transpose>");
    return at;
}

static char *put_tempo(char *at, unsigned int tempo) {
    if (tempo == 0) {
        return at;
    }
    PUT(at, "<direction placement=\"above\"><direction-type><metronome><beat-unit>quarter"
            "</beat-unit><per-minute>");
    at = put_number(at, tempo);
    PUT(at, "</per-minute></metronome></direction-type><sound tempo=\"");
    at = put_number(at, tempo);
    PUT(at, "\"/></direction>");
    return at;
}

/* What stands before the first note. */
static void write_attributes(const struct parts *parts, const struct staccato_score *score,
                             struct staccato_buffer *out) {
    char *start = staccato_buffer_reserve(out, ATTRIBUTES_BYTES_MAX);
    if (start == NULL) {
        return;
    }
    char *at = start;
    PUT(at, "<attributes><divisions>");
    at = put_number(at, score->divisions);
    PUT(at, "</divisions>");
    at = put_key(at, score);
    at = put_time(at, score);
    at = put_clefs(at, parts, score->voice_count);
    at = put_transpose(at, score->instrument);
    PUT(at, "</attributes>");
    at = put_tempo(at, score->tempo);
    assert(at - start <= ATTRIBUTES_BYTES_MAX);
    out->length += (size_t)(at - start);
}

/* Two staves are written one after the other, with the time turned back between. */
static void write_backup(const struct staccato_measure *measure, const struct staccato_score *score,
                         struct staccato_buffer *out) {
    staccato_buffer_append_text(out, STACCATO_TEXT("<backup><duration>"));
    staccato_buffer_append_number(out, (size_t)measure->length * score->divisions / STACCATO_TICKS);
    staccato_buffer_append_text(out, STACCATO_TEXT("</duration></backup>"));
}

static void write_start(const struct staccato_measure *measure, struct staccato_buffer *out) {
    char *start = staccato_buffer_reserve(out, START_BYTES_MAX);
    if (start == NULL) {
        return;
    }
    char *at = start;
    if (measure->is_upbeat) {
        PUT(at, "<measure implicit=\"yes\" number=\"");
    } else {
        PUT(at, "<measure implicit=\"no\" number=\"");
    }
    at = put_number(at, measure->number);
    PUT(at, "\">");
    assert(at - start <= START_BYTES_MAX);
    out->length += (size_t)(at - start);
}

static void write_measure(const struct parts *parts, const struct staccato_score *score,
                          bool is_first, struct staccato_buffer *out) {
    const struct staccato_measure *measure = &parts->measure[0];
    write_start(measure, out);
    if (is_first) {
        write_attributes(parts, score, out);
    }
    for (size_t voice = 0; voice < score->voice_count; voice++) {
        if (voice > 0) {
            write_backup(&parts->measure[voice - 1], score, out);
        }
        staccato_musicxml_write_notes(&parts->measure[voice], score, voice, out);
    }
    staccato_buffer_append_text(out, measure->is_last ? STACCATO_TEXT(FINAL_BARLINE "</measure>")
                                                      : STACCATO_TEXT("</measure>"));
}

static bool next(struct parts *parts, const struct staccato_score *score) {
    bool is_there = false;
    for (size_t voice = 0; voice < score->voice_count; voice++) {
        is_there = staccato_measures_next(&parts->measures[voice], &parts->measure[voice]);
    }
    return is_there;
}

static void write(const struct staccato_score *score, const struct staccato_page *page,
                  struct staccato_buffer *out) {
    struct parts parts;
    for (size_t voice = 0; voice < score->voice_count; voice++) {
        staccato_measures_begin(&parts.measures[voice], score, voice);
    }
    write_head(score, page->date, out);
    for (bool is_first = true; next(&parts, score); is_first = false) {
        write_measure(&parts, score, is_first, out);
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("</part></score-partwise>\n"));
}

const struct staccato_format staccato_musicxml = {
    .extension = STACCATO_TEXT_INIT("musicxml"),
    .content_type = STACCATO_TEXT_INIT("application/vnd.recordare.musicxml+xml"),
    .write = write,
};
