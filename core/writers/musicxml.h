/* A score as a MusicXML 4.0 document.
 *
 *     struct staccato_buffer out = {0};
 *     staccato_musicxml_write(&score, "2026-01-31", &out);
 *     if (!out.failed) fwrite(out.data, 1, out.length, stdout);
 *     staccato_buffer_free(&out);
 */
#ifndef STACCATO_MUSICXML_H
#define STACCATO_MUSICXML_H

#include "buffer.h"
#include "score.h"

enum { STACCATO_DATE_SIZE = sizeof("2026-01-31") };

/* Appends the score as a score-partwise document: XML declaration, DOCTYPE, no white space between
 * elements. date is <encoding-date>, "YYYY-MM-DD". The same score and date give the same bytes.
 * Check out->failed afterwards. */
void staccato_musicxml_write(const struct staccato_score *score,
                             const char date[STACCATO_DATE_SIZE], struct staccato_buffer *out);

#endif
