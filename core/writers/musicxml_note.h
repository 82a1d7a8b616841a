/* The notes of a MusicXML document: for musicxml.c only. */
#ifndef STACCATO_MUSICXML_NOTE_H
#define STACCATO_MUSICXML_NOTE_H

#include "buffer.h"
#include "measure.h"
#include "put.h"

/* Appends the rests, notes and chords of a measure, on the staff of a voice, 0 or 1. */
void staccato_musicxml_write_notes(const struct staccato_measure *measure,
                                   const struct staccato_score *score, size_t voice,
                                   struct staccato_buffer *out);

#endif
