/* What draws: SVG elements written one behind the other, and how far they reach. For svg*.c only.
 *
 *     if (svg_pen_reserve(pen, SVG_MARK_BYTES)) {
 *         svg_draw_glyph(pen, "notehead", STACCATO_GLYPH_NOTEHEAD_BLACK, x, y);
 *     }
 *
 * Room is reserved before it is written, so that writing is copying and nothing else.
 */
#ifndef STACCATO_SVG_PEN_H
#define STACCATO_SVG_PEN_H

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"
#include "put.h"
#include "svg_sheet.h"

enum { SVG_MARK_BYTES = 160 }; /* no mark, with a group around it, is longer */

struct svg_pen {
    char *at;        /* where the next mark is written */
    const char *end; /* of the room for marks */
    struct staccato_buffer *out;
    uint64_t used;                                             /* bit n: glyph n */
    int right;                                                 /* of the ink in the system */
    int top[STACCATO_VOICES_MAX], bottom[STACCATO_VOICES_MAX]; /* of that of each staff */
    size_t staff;                                              /* the one that is drawn on */
};

/* svg_draw.c: what reserve does where there is no room yet. */
bool staccato_svg_pen_grow(struct svg_pen *pen, size_t bytes);

/* Makes room for so many bytes; false if memory ran out. */
static inline bool svg_pen_reserve(struct svg_pen *pen, size_t bytes) {
    const bool has_room = pen->at != NULL && bytes <= (size_t)(pen->end - pen->at);
    return has_room || staccato_svg_pen_grow(pen, bytes);
}

/* What is in the buffer, the marks drawn last too. */
static inline size_t svg_pen_length(const struct svg_pen *pen) {
    return pen->at == NULL ? pen->out->length : (size_t)(pen->at - pen->out->data);
}

static inline void svg_reach(struct svg_pen *pen, int top, int bottom, int right) {
    pen->top[pen->staff] = svg_least(pen->top[pen->staff], top);
    pen->bottom[pen->staff] = svg_most(pen->bottom[pen->staff], bottom);
    pen->right = svg_most(pen->right, right);
}

/* The put functions write at `at` and return where they stopped: room is made by their callers. The
 * next number of path data: a sign parts it from the one before, or a space. */
static inline char *svg_put(char *at, int number) {
    if (number >= 0) {
        *at++ = ' ';
    }
    return put_signed(at, number);
}

/* A command of path data and its first number. */
static inline char *svg_put_command(char *at, char command, int number) {
    *at++ = command;
    return put_signed(at, number);
}

static inline char *svg_put_rectangle(char *at, int x, int y, int width, int height) {
    at = svg_put_command(at, 'M', x);
    at = svg_put(at, y);
    at = svg_put_command(at, 'h', width);
    at = svg_put_command(at, 'v', height);
    at = svg_put_command(at, 'h', -width);
    *at++ = 'z';
    return at;
}

/* ` x="1" y="2"/>` */
static inline char *svg_put_place(char *at, int x, int y) {
    PUT(at, "\" x=\"");
    at = put_signed(at, x);
    PUT(at, "\" y=\"");
    at = put_signed(at, y);
    PUT(at, "\"/>");
    return at;
}

/* A glyph; class_attribute is ` class="notehead"` or nothing, a literal. */
#define svg_draw_glyph(pen, class_attribute, glyph, x, y)                                          \
    do {                                                                                           \
        PUT((pen)->at, "<use" class_attribute " xlink:href=\"#");                                  \
        svg_finish_glyph((pen), (glyph), (x), (y));                                                \
    } while (0)

static inline void svg_finish_glyph(struct svg_pen *pen, unsigned int name, int x, int y) {
    const struct staccato_glyph *glyph = &staccato_glyphs[name];
    pen->used |= UINT64_C(1) << name;
    svg_reach(pen, y + glyph->top, y + glyph->bottom, x + glyph->right);
    memcpy(pen->at, glyph->code, 4);
    pen->at = svg_put_place(pen->at + 4, x, y);
}

/* Up to SVG_MARK_BYTES, for which room is made. */
static inline void svg_draw_text(struct svg_pen *pen, struct staccato_text text) {
    if (svg_pen_reserve(pen, SVG_MARK_BYTES)) {
        pen->at = put_text(pen->at, text);
    }
}

/* svg_prefix.c: how high a clef reaches; where clef, key and time end; and their marks. */
int staccato_svg_clef_top(const struct staccato_clef *clef);
int staccato_svg_prefix_end(const struct svg_sheet *sheet, bool is_first);
void staccato_svg_draw_prefix(struct svg_pen *pen, const struct svg_sheet *sheet, size_t staff,
                              bool is_first);

/* svg_draw.c: the events of a measure on one staff, with their beams. */
void staccato_svg_draw_events(struct svg_pen *pen, struct svg_event *events, size_t count);

/* svg_lines.c: the tuplets of a measure on one staff; and the ties of a system on one staff, of
 * which the last may go on in the next system. */
void staccato_svg_draw_tuplets(struct svg_pen *pen, const struct svg_event *events, size_t count);
void staccato_svg_draw_ties(struct svg_pen *pen, struct svg_sheet *sheet,
                            const struct svg_system *system, size_t staff);

/* svg_number.c: the digits of a number, the last one at [0]; returns how many. */
enum { SVG_DIGITS = 10 };
size_t staccato_svg_digits(unsigned int number, uint8_t digits[SVG_DIGITS]);

/* A number at three quarters of its size, the first digit at x, on the baseline y. There must be
 * room for SVG_MARK_BYTES a digit and once more. */
void staccato_svg_draw_number(struct svg_pen *pen, struct staccato_text name, unsigned int number,
                              int x, int y);
int staccato_svg_number_width(unsigned int number);

/* svg_words.c: appends the title, what the exercise is and what opens its staves, as the content of
 * an element: "Name this note: bass clef, four flats". At most SVG_TITLE_BYTES are added to a title
 * whose letters are all escaped. */
enum { SVG_TITLE_BYTES = 128 };
char *staccato_svg_put_title(char *at, const struct svg_sheet *sheet, struct staccato_text title);

/* A quarter note, "=" and a number, from x on and clear of ink that reaches up to `bottom`. */
void staccato_svg_draw_tempo(struct svg_pen *pen, unsigned int tempo, int x, int bottom);
int staccato_svg_tempo_width(unsigned int tempo);

/* Draws a system whose columns have their places, and which is so wide. Appends nothing but what
 * is in its group. Returns the distance of its staves, 0 if it has one. */
int staccato_svg_draw_system(struct svg_pen *pen, struct svg_sheet *sheet,
                             const struct svg_system *system, int width);

#endif
