/* A <note> and what is in it, in the order that MusicXML 4.0's schema wants. */
#include "musicxml_note.h"

#include <assert.h>

enum {
    NOTE_BYTES_MAX = 1024,
    NOTES_AT_ONCE = 16, /* that room is made for */
};

/* A few elements, copied whole: a copy of fixed size costs less than one of the length it has. */
struct element {
    uint8_t length;
    char bytes[39];
};
#define ELEMENT(literal)                                                                           \
    { sizeof(literal) - 1, literal }

static char *put_element(char *at, const struct element *element) {
    memcpy(at, element->bytes, sizeof(element->bytes));
    return at + element->length;
}

#define TYPE(name) ELEMENT("<type>" name "</type>")
static const struct element types[STACCATO_TYPES] = {
    TYPE("128th"),   TYPE("64th"), TYPE("32nd"),  TYPE("16th"),  TYPE("eighth"),
    TYPE("quarter"), TYPE("half"), TYPE("whole"), TYPE("breve"),
};

#define ACCIDENTAL(name) ELEMENT("<accidental>" name "</accidental>")
static const struct element accidentals[STACCATO_ALTERS] = {
    ACCIDENTAL("triple-flat"),  ACCIDENTAL("flat-flat"), ACCIDENTAL("flat"),
    ACCIDENTAL("natural"),      ACCIDENTAL("sharp"),     ACCIDENTAL("double-sharp"),
    ACCIDENTAL("triple-sharp"),
};

static const struct element stems[] = {
    [STACCATO_STEM_NONE] = ELEMENT(""),
    [STACCATO_STEM_UP] = ELEMENT("<stem>up</stem>"),
    [STACCATO_STEM_DOWN] = ELEMENT("<stem>down</stem>"),
};

/* Behind the number of the beam. */
static const struct element beams[] = {
    [STACCATO_BEAM_BEGIN] = ELEMENT("\">begin</beam>"),
    [STACCATO_BEAM_CONTINUE] = ELEMENT("\">continue</beam>"),
    [STACCATO_BEAM_END] = ELEMENT("\">end</beam>"),
    [STACCATO_BEAM_FORWARD_HOOK] = ELEMENT("\">forward hook</beam>"),
    [STACCATO_BEAM_BACKWARD_HOOK] = ELEMENT("\">backward hook</beam>"),
};

static char *put_pitch(char *at, const struct staccato_note *note, size_t member) {
    struct staccato_pitch pitch = note->pitches[member];
    PUT(at, "<pitch><step>");
    *at++ = staccato_step_letter(pitch.step);
    PUT(at, "</step>");
    if (pitch.alter != 0 || (note->naturals >> member & 1) != 0) {
        PUT(at, "<alter>");
        at = put_signed(at, pitch.alter);
        PUT(at, "</alter>");
    }
    PUT(at, "<octave>");
    *at++ = (char)('0' + pitch.octave);
    PUT(at, "</octave></pitch>");
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

static char *put_value(char *at, const struct staccato_note *note,
                       const struct staccato_value *value) {
    if (note->fills_measure) {
        return at;
    }
    at = put_element(at, &types[value->type]);
    for (int dots = value->dots; dots > 0; dots--) {
        PUT(at, "<dot/>");
    }
    return at;
}

static char *put_time_modification(char *at, const struct staccato_note *note,
                                   const struct staccato_value *value) {
    if (!value->triplet || note->fills_measure) {
        return at;
    }
    PUT(at, "<time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes>"
            "<normal-type>");
    const char *unit = staccato_type_names[note->event->unit];
    at = put_text(at, (struct staccato_text){unit, strlen(unit)});
    PUT(at, "</normal-type></time-modification>");
    return at;
}

static char *put_beams(char *at, const struct staccato_note *note) {
    if (note->beams[0] == STACCATO_BEAM_NONE) {
        return at; /* and none at the other levels */
    }
    for (int level = 0; level < note->flags; level++) {
        if (note->beams[level] != STACCATO_BEAM_NONE) {
            PUT(at, "<beam number=\"");
            *at++ = (char)('1' + level);
            at = put_element(at, &beams[note->beams[level]]);
        }
    }
    return at;
}

static char *put_tuplet(char *at, const struct staccato_note *note) {
    const char *unit = staccato_type_names[note->event->unit];
    const struct staccato_text type = {unit, strlen(unit)};
    if (note->triplet_start) {
        PUT(at, "<tuplet bracket=\"yes\" number=\"1\" placement=\"above\" type=\"start\">"
                "<tuplet-actual><tuplet-number>3</tuplet-number><tuplet-type>");
        at = put_text(at, type);
        PUT(at, "</tuplet-type></tuplet-actual><tuplet-normal><tuplet-number>2</tuplet-number>"
                "<tuplet-type>");
        at = put_text(at, type);
        PUT(at, "</tuplet-type></tuplet-normal></tuplet>");
    }
    if (note->triplet_stop) {
        PUT(at, "<tuplet number=\"1\" type=\"stop\"/>");
    }
    return at;
}

static char *put_notations(char *at, const struct staccato_note *note, bool is_first) {
    bool has_tie = note->tie_stop || note->tie_start;
    bool has_tuplet = (note->triplet_start || note->triplet_stop) && is_first;
    if (!has_tie && !has_tuplet) {
        return at;
    }
    PUT(at, "<notations>");
    if (note->tie_stop) {
        PUT(at, "<tied type=\"stop\"/>");
    }
    if (note->tie_start) {
        PUT(at, "<tied type=\"start\"/>");
    }
    if (has_tuplet) {
        at = put_tuplet(at, note);
    }
    PUT(at, "</notations>");
    return at;
}

/* What a note begins with: a rest, or a pitch of a note or chord. */
static char *put_sound(char *at, const struct staccato_note *note, size_t member) {
    if (note->event->marks & STACCATO_HIDDEN) {
        PUT(at, "<note print-object=\"no\" print-spacing=\"yes\">");
    } else {
        PUT(at, "<note>");
    }
    if (note->event->pitch_count == 0) {
        return put_text(at, note->fills_measure ? STACCATO_TEXT("<rest measure=\"yes\"/>")
                                                : STACCATO_TEXT("<rest/>"));
    }
    if (member > 0) {
        PUT(at, "<chord/>");
    }
    return put_pitch(at, note, member);
}

/* Voices have numbers where there are two staves. */
static char *put_voice(char *at, const struct staccato_score *score, size_t voice) {
    if (score->voice_count > 1) {
        PUT(at, "<voice>");
        at = put_number(at, (unsigned int)voice + 1);
        PUT(at, "</voice>");
    }
    return at;
}

static char *put_staff(char *at, const struct staccato_score *score, size_t voice) {
    if (score->voice_count > 1) {
        PUT(at, "<staff>");
        at = put_number(at, (unsigned int)voice + 1);
        PUT(at, "</staff>");
    }
    return at;
}

/* One <note>: a rest, or one pitch of a note or chord. */
static char *put_note(char *at, const struct staccato_note *note,
                      const struct staccato_score *score, size_t voice, size_t member) {
    const struct staccato_value *value = &staccato_values[note->value];
    at = put_sound(at, note, member);
    PUT(at, "<duration>");
    at = put_number(at, (unsigned int)note->ticks * score->divisions / STACCATO_TICKS);
    PUT(at, "</duration>");
    at = put_ties(at, note);
    at = put_voice(at, score, voice);
    at = put_value(at, note, value);
    if ((note->accidentals >> member & 1) != 0) {
        at = put_element(at, &accidentals[note->pitches[member].alter + STACCATO_ALTER_MAX]);
    }
    at = put_time_modification(at, note, value);
    if (member == 0) {
        at = put_element(at, &stems[note->stem]);
    }
    at = put_staff(at, score, voice);
    if (member == 0) {
        at = put_beams(at, note);
    }
    at = put_notations(at, note, member == 0);
    PUT(at, "</note>");
    return at;
}

void staccato_musicxml_write_notes(const struct staccato_measure *measure,
                                   const struct staccato_score *score, size_t voice,
                                   struct staccato_buffer *out) {
    enum { ROOM = NOTES_AT_ONCE * NOTE_BYTES_MAX };
    const struct staccato_note *note = measure->notes;
    const struct staccato_note *end = note + measure->note_count;
    while (note < end) {
        char *start = staccato_buffer_reserve(out, ROOM);
        if (start == NULL) {
            return;
        }
        char *at = start;
        for (size_t written = 0; note < end && written <= NOTES_AT_ONCE - STACCATO_CHORD_MAX;
             note++) {
            size_t member = 0;
            do {
                at = put_note(at, note, score, voice, member++);
                written++;
            } while (member < note->event->pitch_count);
        }
        assert(at - start <= ROOM);
        out->length += (size_t)(at - start);
    }
}
