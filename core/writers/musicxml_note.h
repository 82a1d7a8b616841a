/* One note of a MusicXML document: for musicxml.c only. */
#ifndef STACCATO_MUSICXML_NOTE_H
#define STACCATO_MUSICXML_NOTE_H

#include "buffer.h"
#include "measure.h"
#include "put.h"

/* Appends a rest, a note or all notes of a chord, on the staff of a voice, 0 or 1. */
void staccato_musicxml_write_note(const struct staccato_note *note,
                                  const struct staccato_score *score, size_t voice,
                                  struct staccato_buffer *out);

#endif
