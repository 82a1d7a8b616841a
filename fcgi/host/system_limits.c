/* The limit on file sizes, and a trial memfd. */
#include "system_limits.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static bool raise_file_size(size_t size, FILE *errors) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur >= size) {
        return true;
    }
    if (limit.rlim_max < size) {
        (void)fprintf(errors,
                      "staccato: can't serve with files limited to %llu bytes: requests take %zu; "
                      "raise the hard limit (LimitFSIZE= of systemd, ulimit -f)\n",
                      (unsigned long long)limit.rlim_max, size);
        return false;
    }
    limit.rlim_cur = size;
    (void)setrlimit(RLIMIT_FSIZE, &limit);
    return true;
}

bool system_allows_memory_files(size_t size, FILE *errors) {
    enum { TRIAL = 1 };
    (void)signal(SIGXFSZ, SIG_IGN);
    if (!raise_file_size(size, errors)) {
        return false;
    }
    int file = memfd_create("staccato-trial", MFD_CLOEXEC);
    bool is_allowed = file >= 0 && fallocate(file, 0, 0, TRIAL) == 0;
    if (!is_allowed) {
        (void)fprintf(errors,
                      "staccato: can't serve: the system refuses memory for requests "
                      "(memfd_create and fallocate must be allowed): %s\n",
                      strerror(errno));
    }
    if (file >= 0) {
        (void)close(file);
    }
    return is_allowed;
}
