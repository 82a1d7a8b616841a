/* One line on stderr for each failure that an operator may have to know of. */
#ifndef STACCATO_LOG_H
#define STACCATO_LOG_H

/* Writes e.g.
 *
 *     time=2026-01-31T03:00:00Z pid=42 event=out_of_memory detail="the answer was 503" suppressed=7
 *
 * event is a word; detail, a constant sentence or a system's message, is escaped to printable ASCII
 * and cut at some 200 bytes: never what a client sent. Of a flood ten lines a second are written,
 * and how many were left out since the last is said in the next.
 *
 * A line that stderr can't take at once is left out, and counted like the others: a worker serves,
 * and does not wait for whoever reads its log. So it is where stderr is closed. */
void log_line(const char *event, const char *detail);

#endif
