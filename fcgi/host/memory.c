/* Asking for memory, and giving it back. */
#include "memory.h"

#include <stdlib.h>

bool memory_is_there(size_t bytes) {
    enum { MAPPED = 128 * 1024, ROUNDING = 256 * 1024 };
    if (bytes >= MAPPED) { /* it may not be of the heap, which grows by more than is needed */
        bytes += ROUNDING;
    }
    void *volatile block = malloc(bytes); /* volatile, or the compiler knows better */
    bool is_there = block != NULL;
    free(block);
    return is_there;
}
