/* What the system says of an open file, by a call that takes no path, so that the sandbox can allow
 * the call. */
#ifndef STACCATO_FILE_STATE_H
#define STACCATO_FILE_STATE_H

#include <stdbool.h>
#include <stdint.h>

struct file_state {
    uint64_t links; /* names that the file has; 0: removed */
    uint64_t size;  /* bytes */
};

/* Returns false, with errno, if the system does not say. */
bool file_state(int file, struct file_state *state);

#endif
