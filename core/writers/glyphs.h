/* Made by glyphs.py: not to be edited. The outlines by their SMuFL names.
 *
 * Outlines and metrics from Bravura 1.392 (sha256 of bravura.otf
 * dca2d90c88437a701b1c2e71fa54e76f9fa41d7deee935d74dc871ea66ecfdd2).
 * Copyright (c) 2021, Steinberg Media Technologies GmbH (http://www.steinberg.net/), with Reserved
 * Font Name "Bravura". This file, and no other, is under the SIL Open Font License 1.1: OFL.txt,
 * beside it. Pictures that are drawn with it are free of it. */
/* clang-format off */
#ifndef STACCATO_GLYPHS_H
#define STACCATO_GLYPHS_H

#include <stdint.h>

enum staccato_glyph_name {
    STACCATO_GLYPH_BRACE,
    STACCATO_GLYPH_G_CLEF,
    STACCATO_GLYPH_G_CLEF8VB,
    STACCATO_GLYPH_G_CLEF8VA,
    STACCATO_GLYPH_C_CLEF,
    STACCATO_GLYPH_F_CLEF,
    STACCATO_GLYPH_F_CLEF8VB,
    STACCATO_GLYPH_F_CLEF8VA,
    STACCATO_GLYPH_TIME_SIG0,
    STACCATO_GLYPH_TIME_SIG1,
    STACCATO_GLYPH_TIME_SIG2,
    STACCATO_GLYPH_TIME_SIG3,
    STACCATO_GLYPH_TIME_SIG4,
    STACCATO_GLYPH_TIME_SIG5,
    STACCATO_GLYPH_TIME_SIG6,
    STACCATO_GLYPH_TIME_SIG7,
    STACCATO_GLYPH_TIME_SIG8,
    STACCATO_GLYPH_TIME_SIG9,
    STACCATO_GLYPH_NOTEHEAD_DOUBLE_WHOLE,
    STACCATO_GLYPH_NOTEHEAD_WHOLE,
    STACCATO_GLYPH_NOTEHEAD_HALF,
    STACCATO_GLYPH_NOTEHEAD_BLACK,
    STACCATO_GLYPH_AUGMENTATION_DOT,
    STACCATO_GLYPH_FLAG8TH_UP,
    STACCATO_GLYPH_FLAG8TH_DOWN,
    STACCATO_GLYPH_FLAG16TH_UP,
    STACCATO_GLYPH_FLAG16TH_DOWN,
    STACCATO_GLYPH_FLAG32ND_UP,
    STACCATO_GLYPH_FLAG32ND_DOWN,
    STACCATO_GLYPH_FLAG64TH_UP,
    STACCATO_GLYPH_FLAG64TH_DOWN,
    STACCATO_GLYPH_FLAG128TH_UP,
    STACCATO_GLYPH_FLAG128TH_DOWN,
    STACCATO_GLYPH_ACCIDENTAL_FLAT,
    STACCATO_GLYPH_ACCIDENTAL_NATURAL,
    STACCATO_GLYPH_ACCIDENTAL_SHARP,
    STACCATO_GLYPH_ACCIDENTAL_DOUBLE_SHARP,
    STACCATO_GLYPH_ACCIDENTAL_DOUBLE_FLAT,
    STACCATO_GLYPH_ACCIDENTAL_TRIPLE_SHARP,
    STACCATO_GLYPH_ACCIDENTAL_TRIPLE_FLAT,
    STACCATO_GLYPH_REST_DOUBLE_WHOLE,
    STACCATO_GLYPH_REST_WHOLE,
    STACCATO_GLYPH_REST_HALF,
    STACCATO_GLYPH_REST_QUARTER,
    STACCATO_GLYPH_REST8TH,
    STACCATO_GLYPH_REST16TH,
    STACCATO_GLYPH_REST32ND,
    STACCATO_GLYPH_REST64TH,
    STACCATO_GLYPH_REST128TH,
    STACCATO_GLYPH_TUPLET0,
    STACCATO_GLYPH_TUPLET1,
    STACCATO_GLYPH_TUPLET2,
    STACCATO_GLYPH_TUPLET3,
    STACCATO_GLYPH_TUPLET4,
    STACCATO_GLYPH_TUPLET5,
    STACCATO_GLYPH_TUPLET6,
    STACCATO_GLYPH_TUPLET7,
    STACCATO_GLYPH_TUPLET8,
    STACCATO_GLYPH_TUPLET9,
    STACCATO_GLYPHS /* how many there are */
};

/* Lengths are hundredths of a staff space, y grows downwards. */
struct staccato_glyph {
    char code[5];    /* the SMuFL code point, "E0A4" */
    int16_t left, top, right, bottom;
    int16_t advance; /* from this glyph's origin to the next one's, in a row */
    int16_t tip;     /* y where a flag's stem ends; 0 for the rest */
    uint16_t length; /* of outline */
    const char *outline; /* SVG path data */
};

extern const struct staccato_glyph staccato_glyphs[STACCATO_GLYPHS];

/* The notice and the licence of the outlines, line by line, ended by NULL: for whoever asks a program that has them. */
extern const char *const staccato_glyphs_license[];

#endif
