/* A score's MusicXML, read back into a flat list of notes. Independent of core: what is checked is
 * what a notation program would see. */
#ifndef TESTS_PROPERTIES_DOCUMENT_H
#define TESTS_PROPERTIES_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

enum {
    /* The longest score has 4 * 1024 events; a barline can split one in each of its measures. */
    DOCUMENT_NOTES_MAX = 4 * 1024 + 512,
    DOCUMENT_MEASURES_MAX = 512,
    DOCUMENT_BEAM_LEVELS = 2,
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

/* One <note>. Durations in divisions; type: the divisions that its <type> stands for. */
struct document_note {
    int duration, type;
    bool is_rest, in_chord; /* in_chord: sounds with the note before it */
    char step;
    int alter, octave;
    bool tie_start, tie_stop, tied_start, tied_stop;
    int accidental; /* semitones; 0: none printed */
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

/* What the notes and rests of a measure sum to, chords counted once, in divisions. */
int document_measure_duration(const struct document *document,
                              const struct document_measure *measure);

#endif
