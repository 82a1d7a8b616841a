/* What the system must allow before a worker can serve FastCGI. Whatever is missing would come out
 * with the first request, as its death or as 503 without end; so a worker asks at its start. */
#ifndef STACCATO_SYSTEM_LIMITS_H
#define STACCATO_SYSTEM_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Makes sure that a memfd of so many bytes can be had and filled. Raises the limit on the size of
 * files, which memfds are to the system, if the hard limit allows. Returns false after one line on
 * errors that says what to change. From then on a file that becomes too large is an error (EFBIG),
 * and not the end of the process (SIGXFSZ). */
bool system_allows_memory_files(size_t size, FILE *errors);

#endif
