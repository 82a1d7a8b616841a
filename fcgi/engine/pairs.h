/* Name-value pairs, as FCGI_PARAMS and FCGI_GET_VALUES hold them (FastCGI specification 1.0,
 * section 3.4), and a request's parameters before libfcgi reads them.
 *
 * libfcgi takes the lengths of a name and a value at their word: it allocates their sum before it
 * looks whether so much is there, adds them up in an int (CVE-2025-23016), and aborts where that
 * fails. What has been looked through here can't promise more than there is.
 */
#ifndef STACCATO_PAIRS_H
#define STACCATO_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* Takes the first pair off. False, with *pairs anywhere, if it is cut off; *pairs must not be
 * empty. */
bool pairs_take(struct staccato_text *pairs, struct staccato_text *name,
                struct staccato_text *value);

/* Whether these bytes are pairs to the last one; *count is how many, then. Each NUL in them becomes
 * SUB, the character that ASCII has for one that can't be had: libfcgi's strings would end there,
 * and
 * "/health\0x" would be "/health". */
bool pairs_prepare(char *bytes, size_t length, size_t *count);

#endif
