/* A worker in which calls fail as a test asks for: the real program, with the shim preloaded.
 *
 *     struct shim_control *control = faulty_prepare();
 *     struct worker worker = faulty_start((struct worker_options){0});
 *     faulty_arm(control, SHIM_RECV, 1, 1, ECONNRESET);
 *     ...
 *     faulty_disarm(control);
 */
#ifndef TESTS_FAULTS_FAULTY_H
#define TESTS_FAULTS_FAULTY_H

#include "shim/shim.h"
#include "worker.h"

/* The memory that the workers of this test process share with it, all zero. To be called first;
 * skips the test where the program has an allocator of a sanitizer, which can't be replaced. */
struct shim_control *faulty_prepare(void);

/* What a program must have in its environment, for those who start it themselves. */
extern char faulty_preload[];
extern char faulty_shim[];

/* Starts a worker, with at most five variables in its options, and does not wait for it. */
struct worker faulty_start(struct worker_options options);

/* Waits until it waits for connections, and no call of its start can be taken for a later one. */
void faulty_await(const struct shim_control *control);

/* From now on the calls numbered first to first + times - 1 fail. UINT_MAX times: all. */
void faulty_arm(struct shim_control *control, enum shim_call call, unsigned int first,
                unsigned int times, int error);
void faulty_disarm(struct shim_control *control);

#endif
