/* GET /levels.json: the levels of sight-reading, and where each of their rows comes from. */
#ifndef STACCATO_LEVELS_H
#define STACCATO_LEVELS_H

#include "buffer.h"

/* Appends share/levels.json as it is. */
void levels_write(struct staccato_buffer *out);

#endif
