/* One line on stderr for each failure that an operator may have to know of. */
#ifndef STACCATO_LOG_H
#define STACCATO_LOG_H

/* Writes e.g.
 *
 *     time=2026-01-31T03:00:00Z pid=42 event=out_of_memory detail="the answer was 503" suppressed=7
 *
 * event is a word; detail, a constant sentence or a system's message, is escaped. Of a flood ten
 * lines a second are written, and how many were left out is said in the next that is. */
void staccato_log(const char *event, const char *detail);

#endif
