/* Memory that the workers of a host share: a file, mapped, with a slot for each worker.
 *
 * Only the worker that holds a slot writes to it, and everybody reads all of them; so nothing is
 * ever counted twice or lost, and no worker waits for another. Who holds a slot the kernel says: an
 * open-file-description lock on one byte of the file, which ends with the process however it ends.
 * So there are no process ids to be reused, a worker that is killed at any moment leaves nothing to
 * clear up, and who starts next takes its slot over, with what was counted there.
 *
 * Where there is no file to share, the same memory is private to the process.
 */
#ifndef STACCATO_SLOTS_H
#define STACCATO_SLOTS_H

#include <stdbool.h>
#include <stddef.h>

enum {
    SLOTS = 256, /* workers that can share a file */
    SLOT_LAYOUT_MAX = 63,
};

struct slots {
    int file; /* -1: the memory is private */
    char *memory;
    size_t slot_size;
    size_t own; /* the slot that is ours */
};

/* Maps the file, made if there is none, and takes a slot that nobody holds. The layout, one short
 * line, names what slots hold: a file with another one, left by another version, is replaced. A
 * file that is not one of ours, or somebody else's, is left alone. path NULL, and whatever else is
 * in the way, gives private memory; *reason then says why, and is NULL where path is. Returns
 * false if there is no memory either.
 *
 * The process has SIGBUS caught from then on: where the file is cut short under a worker, the
 * worker goes on with private memory. That is so for the last that was opened only. */
bool slots_open(struct slots *slots, const char *path, const char *layout, size_t slot_size,
                const char **reason);

/* A slot's memory: zero until somebody has used it. */
void *slots_at(const struct slots *slots, size_t slot);

/* Whether a process holds the slot. */
bool slots_is_held(const struct slots *slots, size_t slot);

/* Whether other workers see what is counted here: false for private memory, and once the file has
 * been removed or cut short. */
bool slots_are_shared(const struct slots *slots);

void slots_close(struct slots *slots);

#endif
