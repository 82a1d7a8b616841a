/* A request's parameters, looked through before libfcgi reads them.
 *
 * libfcgi takes the lengths of a name and a value at their word: it allocates their sum before it
 * looks whether so much is there, adds them up in an int (CVE-2025-23016), and aborts where that
 * fails. What is looked through here can't promise more than there is.
 */
#ifndef STACCATO_PAIRS_H
#define STACCATO_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

/* Whether the parameters in the records of a whole request, without padding, are name-value pairs
 * to the last byte; and how many they are. */
bool pairs_are_whole(struct staccato_text records, size_t *count);

#endif
