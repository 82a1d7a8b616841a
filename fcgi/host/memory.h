/* Whether there is memory, for libraries that do not survive its lack. */
#ifndef STACCATO_MEMORY_H
#define STACCATO_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Whether so many bytes can be allocated now, in one block or in many, each with what malloc adds
 * to it counted in. Who is called next finds them free. */
bool memory_is_there(size_t bytes);

#endif
