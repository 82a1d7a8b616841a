/* Workers with the shim. */
#include "faulty.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

char faulty_preload[PATH_MAX + 32];
char faulty_shim[64];

static struct shim_control *shared;

struct shim_control *faulty_prepare(void) {
    const char *binary = getenv("STACCATO_BINARY");
    char path[PATH_MAX];
    char resolved[PATH_MAX];
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("a sanitizer has its own malloc");
    }
    binary = binary == NULL ? "build/staccato.fcgi" : binary;
    const char *slash = strrchr(binary, '/');
    int length = slash == NULL ? 0 : (int)(slash - binary + 1);
    (void)snprintf(path, sizeof(path), "%.*stests/shim.so", length, binary);
    cr_assert_not_null(realpath(path, resolved), "%s is not there", path);
    int fd = memfd_create("staccato-shim", MFD_CLOEXEC);
    cr_assert(fd >= 0 && ftruncate(fd, sizeof(*shared)) == 0);
    shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    cr_assert_neq(shared, MAP_FAILED);
    (void)snprintf(faulty_preload, sizeof(faulty_preload), "LD_PRELOAD=%s", resolved);
    (void)snprintf(faulty_shim, sizeof(faulty_shim), "STACCATO_SHIM=/proc/%d/fd/%d", (int)getpid(),
                   fd);
    return shared;
}

struct worker faulty_start(struct worker_options options) {
    size_t count = 0;
    while (options.environment[count] != NULL) {
        count++;
    }
    options.environment[count++] = faulty_preload;
    options.environment[count++] = faulty_shim;
    options.environment[count] = NULL;
    cr_assert_not_null(shared, "faulty_prepare comes first");
    shared->made[SHIM_EPOLL_WAIT] = 0;
    return worker_start(options);
}

void faulty_await(const struct shim_control *control) {
    int64_t end = worker_clock() + WORKER_PATIENCE;
    while (control->made[SHIM_EPOLL_WAIT] == 0) {
        cr_assert_lt(worker_clock(), end, "the worker does not wait for connections");
        (void)poll(NULL, 0, 1);
    }
}

void faulty_arm(struct shim_control *control, enum shim_call call, unsigned int first,
                unsigned int times, int error) {
    control->call = SHIM_NONE;
    control->made[call] = 0;
    control->failed = 0;
    control->first = first;
    control->times = times;
    control->error = error;
    control->call = call; /* last, as the worker looks here first */
}

void faulty_disarm(struct shim_control *control) {
    control->call = SHIM_NONE;
    control->piece = 0;
}
