/* One note of a MusicXML document: for musicxml.c only. */
#ifndef STACCATO_MUSICXML_NOTE_H
#define STACCATO_MUSICXML_NOTE_H

#include <string.h>

#include "buffer.h"
#include "measure.h"

/* The put functions write at `at`, where there is room, and return where they stopped. */
#define PUT(at, literal)                                                                           \
    ((at) = (char *)memcpy((at), (literal), sizeof(literal) - 1) + sizeof(literal) - 1)

static inline char *put_text(char *at, struct staccato_text text) {
    memcpy(at, text.data, text.length);
    return at + text.length;
}

/* In decimal. */
static inline char *put_number(char *at, unsigned int number) {
    unsigned int unit = 1;
    if (number < 10) { /* as most are */
        *at = (char)('0' + number);
        return at + 1;
    }
    while (number / unit >= 10) {
        unit *= 10;
    }
    for (; unit > 0; unit /= 10) {
        *at++ = (char)('0' + number / unit % 10);
    }
    return at;
}

static inline char *put_signed(char *at, int number) {
    if (number < 0) {
        *at++ = '-';
    }
    return put_number(at, (unsigned int)(number < 0 ? -number : number));
}

/* Appends a rest, a note or all notes of a chord, on the staff of a voice, 0 or 1. */
void staccato_musicxml_write_note(const struct staccato_note *note,
                                  const struct staccato_score *score, size_t voice,
                                  struct staccato_buffer *out);

#endif
