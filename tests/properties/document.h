/* A score's MusicXML, read back into a flat list of notes. Independent of core: what is checked is
 * what a notation program would see. */
#ifndef TESTS_PROPERTIES_DOCUMENT_H
#define TESTS_PROPERTIES_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

enum {
    /* The longest score has 1,024 events, of up to ten values each in six measures; or, of another
     * exercise, 4 * 1,024 in 512. */
    DOCUMENT_NOTES_MAX = 10 * 1024,
    DOCUMENT_MEASURES_MAX = 6 * 1024,
    DOCUMENT_BEAM_LEVELS = 5,
    DOCUMENT_QUARTER = 96, /* ticks */
};

/* Signs of one beam level at one note, and of a stem. */
enum {
    DOCUMENT_NONE = '.',
    DOCUMENT_BEGIN = '[',
    DOCUMENT_CONTINUE = '=',
    DOCUMENT_END = ']',
    DOCUMENT_FORWARD = '>',
    DOCUMENT_BACKWARD = '<',
    DOCUMENT_UP = 'u',
    DOCUMENT_DOWN = 'd',
};

/* One <note>. Lengths are in ticks of 1/96 quarter, and -1 where they are no whole number of them.
 * type: the ticks that its <type>, dots and <time-modification> stand for; 0: it has no <type>. */
struct document_note {
    int duration, type;
    int flags;              /* of its <type> */
    bool is_rest, in_chord; /* in_chord: sounds with the note before it */
    bool fills_measure;     /* <rest measure="yes"/> */
    bool is_triplet, bracket_start, bracket_stop;
    char step;
    int alter, octave;
    bool tie_start, tie_stop, tied_start, tied_stop;
    bool has_alter, has_accidental;
    int accidental; /* semitones */
    char beams[DOCUMENT_BEAM_LEVELS];
    char stem;
};

struct document_measure {
    int number;
    size_t first, count; /* in notes */
    bool has_attributes, is_final;
};

struct document {
    bool has_key;
    int fifths, divisions, beats, beat_type;
    char clef_sign;
    int clef_line, clef_octave_change;
    size_t measure_count, note_count;
    struct document_measure measures[DOCUMENT_MEASURES_MAX];
    struct document_note notes[DOCUMENT_NOTES_MAX];
};

/* Reads a document; returns NULL, or what is wrong with it: it is not well formed, or holds words
 * that no score of ours has. Nothing is fetched from anywhere. */
const char *document_read(const char *bytes, size_t length, struct document *document);

/* What the notes and rests of a measure sum to, chords counted once, in ticks. */
int document_measure_duration(const struct document *document,
                              const struct document_measure *measure);

#endif
