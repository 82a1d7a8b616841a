/* A format: how a score is written down. A format is a file of its own and a row in formats.c.
 *
 *     const struct staccato_format *format = staccato_format_find(STACCATO_TEXT("musicxml"));
 *     struct staccato_page page = {.date = "2026-01-31"};
 *     format->write(&score, &page, &out);
 */
#ifndef STACCATO_FORMAT_H
#define STACCATO_FORMAT_H

#include "buffer.h"
#include "field.h"
#include "score.h"

enum { STACCATO_DATE_SIZE = sizeof("2026-01-31") };

/* What a writer is told beside the score. */
struct staccato_page {
    const char *date;           /* "YYYY-MM-DD", or NULL for none */
    struct staccato_text title; /* what the exercise is, e.g. "Name this note"; not what it shows */
    const struct staccato_argument *arguments; /* of the format's fields, in their order; NULL if it
                                                  has none */
};

struct staccato_format {
    struct staccato_text extension;    /* "musicxml" */
    struct staccato_text content_type; /* "application/vnd.recordare.musicxml+xml" */
    size_t field_count;
    const struct staccato_field *fields;
    /* Appends the score. The same score and page give the same bytes. Check out->failed afterwards.
     */
    void (*write)(const struct staccato_score *score, const struct staccato_page *page,
                  struct staccato_buffer *out);
};

/* The formats, in the order in which they are described; ended by NULL. */
extern const struct staccato_format *const staccato_formats[];

/* By its extension; NULL if there is none. */
const struct staccato_format *staccato_format_find(struct staccato_text extension);

#endif
