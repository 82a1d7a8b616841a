/* What workers count, whatever becomes of them. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "folder.h"
#include "metrics.h"
#include "response.h"
#include "routes.h"

TestSuite(counts, .timeout = 120, .init = folder_make, .fini = folder_remove);

/* Each request of these tests has this length and took this long. */
enum { ROUTE = 1, STATUS = 0, LENGTH = 100, TOOK = 15000 };

static void count_request(struct metrics *metrics) {
    metrics_request(metrics, ROUTE, STATUS, LENGTH, TOOK);
}

/* Expects that every request was counted in all metrics or in none, and returns how many were. */
static uint64_t expect_whole(const struct metrics *metrics, const char *about) {
    uint64_t sums[COUNTS];
    metrics_sum(metrics, sums);
    uint64_t count = sums[COUNT_REQUESTS + ROUTE * METRICS_STATUSES + STATUS];
    cr_assert_eq(sums[COUNT_DURATIONS + 1], count, "%s: 10 to 20 µs", about);
    cr_assert_eq(sums[COUNT_DURATION_SUM], count * TOOK, "%s: their sum", about);
    cr_assert_eq(sums[COUNT_SIZES + 1], count, "%s: 64 to 256 bytes", about);
    cr_assert_eq(sums[COUNT_SIZE_SUM], count * LENGTH, "%s: their sum", about);
    return count;
}

static uint64_t sum_of(const struct metrics *metrics, size_t place) {
    uint64_t sums[COUNTS];
    metrics_sum(metrics, sums);
    return sums[place];
}

static void open_counts(struct metrics *metrics, const char *path) {
    cr_assert(metrics_open(metrics, path));
    cr_assert(slots_are_shared(&metrics->slots), "the worker counts privately");
}

Test(counts, of_all_workers_are_one) {
    struct metrics workers[3];
    for (size_t i = 0; i < 3; i++) {
        open_counts(&workers[i], folder_file);
    }
    for (size_t i = 0; i < 6; i++) {
        count_request(&workers[i / 2]);
        metrics_reject(&workers[i / 2], STALLED, "a test");
    }
    metrics_close(&workers[0]);
    for (size_t i = 1; i < 3; i++) {
        cr_expect_eq(expect_whole(&workers[i], "after an end"), 6);
        cr_expect_eq(sum_of(&workers[i], COUNT_REJECTED + STALLED), 6);
        cr_expect_eq(sum_of(&workers[i], COUNT_RESTARTS_ENDED), 0);
    }
    open_counts(&workers[0], folder_file);
    cr_expect_eq(sum_of(&workers[0], COUNT_RESTARTS_ENDED), 1);
    cr_expect_eq(sum_of(&workers[0], COUNT_RESTARTS_DIED), 0);
    cr_expect_eq(expect_whole(&workers[0], "after a restart"), 6);
    for (size_t i = 0; i < 3; i++) {
        metrics_close(&workers[i]);
    }
}

/* Dashboards add histograms up by their bounds, so these never change. */
Test(counts, have_bounds_that_stay) {
    for (size_t i = 0; i < DURATIONS - 1; i++) {
        static const int64_t steps[] = {1, 2, 5};
        int64_t bound = steps[i % 3] * 10000;
        for (size_t tens = i / 3; tens > 0; tens--) {
            bound *= 10;
        }
        cr_expect_eq(duration_bounds[i], bound, "bucket %zu", i);
    }
    for (size_t i = 0; i < SIZES - 1; i++) {
        cr_expect_eq(size_bounds[i], (size_t)64 << 2 * i, "bucket %zu", i);
    }
}

/* A value on a bound belongs below it, as "le" says. */
Test(counts, go_into_the_bucket_they_belong_to) {
    struct metrics metrics;
    cr_assert(metrics_open(&metrics, NULL));
    for (size_t i = 0; i < DURATIONS; i++) {
        int64_t above = i == 0 ? 0 : duration_bounds[i - 1] + 1;
        int64_t most = i == DURATIONS - 1 ? INT64_MAX : duration_bounds[i];
        metrics_request(&metrics, 0, 0, 0, above);
        metrics_request(&metrics, 0, 0, 0, most);
        cr_expect_eq(sum_of(&metrics, COUNT_DURATIONS + i), 2, "bucket %zu", i);
    }
    metrics_close(&metrics);
    cr_assert(metrics_open(&metrics, NULL));
    for (size_t i = 0; i < SIZES; i++) {
        size_t above = i == 0 ? 0 : size_bounds[i - 1] + 1;
        size_t most = i == SIZES - 1 ? SIZE_MAX / 4 : size_bounds[i];
        metrics_request(&metrics, 0, 0, above, 1);
        metrics_request(&metrics, 0, 0, most, 1);
        cr_expect_eq(sum_of(&metrics, COUNT_SIZES + i), 2, "bucket %zu", i);
    }
    metrics_close(&metrics);
}

Test(counts, of_each_route_and_status_are_apart) {
    struct metrics metrics;
    cr_assert(metrics_open(&metrics, NULL));
    for (size_t route = 0; route < route_count(); route++) {
        for (size_t status = 0; status < STATUSES; status++) {
            for (size_t i = 0; i <= route * STATUSES + status; i++) {
                metrics_request(&metrics, route, status, 1, 1);
            }
        }
    }
    for (size_t route = 0; route < route_count(); route++) {
        for (size_t status = 0; status < STATUSES; status++) {
            size_t place = COUNT_REQUESTS + route * METRICS_STATUSES + status;
            cr_expect_eq(sum_of(&metrics, place), route * STATUSES + status + 1);
        }
    }
    metrics_close(&metrics);
}

/* In a traced child: counts two requests, between two stops. */
static _Noreturn void count_traced(void) {
    struct metrics metrics;
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!metrics_open(&metrics, folder_file) || ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) {
        _exit(1);
    }
    (void)raise(SIGSTOP);
    count_request(&metrics);
    count_request(&metrics);
    (void)raise(SIGUSR1);
    _exit(0);
}

/* Takes over what a worker leaves that is killed now: a copy of the file, as it is. */
static uint64_t take_over_copy(unsigned int step) {
    static char bytes[SLOTS * 8192];
    char path[96];
    char about[32];
    struct metrics metrics;
    (void)snprintf(path, sizeof(path), "%s.copy", folder_file);
    (void)snprintf(about, sizeof(about), "instruction %u", step);
    size_t size = folder_read(bytes, sizeof(bytes));
    FILE *copy = fopen(path, "wb");
    cr_assert_not_null(copy);
    cr_assert_eq(fwrite(bytes, 1, size, copy), size);
    (void)fclose(copy);
    open_counts(&metrics, path);
    uint64_t count = expect_whole(&metrics, about);
    cr_assert_eq(sum_of(&metrics, COUNT_RESTARTS_DIED), 1);
    metrics_close(&metrics);
    (void)unlink(path);
    return count;
}

/* Between any two instructions of counting a worker may be killed. */
Test(counts, are_whole_after_every_instruction) {
    unsigned int steps = 0;
    uint64_t count = 0;
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        count_traced();
    }
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    if (WIFEXITED(status)) {
        cr_skip_test("no ptrace here");
    }
    while (WIFSTOPPED(status) && WSTOPSIG(status) != SIGUSR1) {
        uint64_t counted = take_over_copy(steps);
        cr_assert(counted == count || counted == count + 1, "never less, or two at once");
        count = counted;
        steps++;
        cr_assert_eq(ptrace(PTRACE_SINGLESTEP, pid, NULL, NULL), 0);
        cr_assert_eq(waitpid(pid, &status, 0), pid);
    }
    cr_expect_eq(count, 2);
    cr_expect_gt(steps, 50U);
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
}

/* The same by real kills: nothing is lost but the one request that may have been in hand. */
Test(counts, outlive_kills) {
    enum { KILLS = 100 };
    struct metrics ours;
    volatile uint64_t *tally =
        mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    cr_assert_neq((void *)tally, MAP_FAILED);
    open_counts(&ours, folder_file);
    uint64_t before = 0;
    for (unsigned int kills = 1; kills <= KILLS; kills++) {
        *tally = 0;
        pid_t pid = fork();
        if (pid == 0) {
            struct metrics metrics;
            (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (!metrics_open(&metrics, folder_file)) {
                _exit(1);
            }
            for (;; ++*tally) {
                count_request(&metrics);
            }
        }
        while (*tally < 100) {
            (void)usleep(100);
        }
        (void)usleep((useconds_t)(rand() % 300));
        (void)kill(pid, SIGKILL);
        (void)waitpid(pid, NULL, 0);
        /* The next worker makes whole what this one left. */
        struct metrics next;
        open_counts(&next, folder_file);
        uint64_t counted = expect_whole(&next, "after a kill") - before;
        cr_assert(counted == *tally || counted == *tally + 1, "%lu counted, of %lu",
                  (unsigned long)counted, (unsigned long)*tally);
        cr_assert_eq(sum_of(&ours, COUNT_RESTARTS_DIED), kills);
        before += counted;
        metrics_close(&next);
    }
    metrics_close(&ours);
    (void)munmap((void *)(uintptr_t)tally, sizeof(*tally));
}

/* A file of the right kind whose slots hold anything at all. */
Test(counts, survive_noise_in_the_file) {
    enum { ROUNDS = 50 };
    struct metrics metrics;
    struct stat status;
    open_counts(&metrics, folder_file);
    metrics_close(&metrics);
    cr_assert_eq(stat(folder_file, &status), 0);
    for (unsigned int round = 0; round < ROUNDS; round++) {
        FILE *file = fopen(folder_file, "r+b");
        cr_assert_not_null(file);
        cr_assert_eq(fseek(file, 4096, SEEK_SET), 0);
        for (off_t i = 4096; i < status.st_size; i++) {
            (void)putc(round == 0 ? 0xFF : rand() & 0xFF, file);
        }
        cr_assert_eq(fclose(file), 0);
        open_counts(&metrics, folder_file);
        count_request(&metrics);
        (void)sum_of(&metrics, 0);
        struct worker_gauges gauges;
        unsigned int workers = 0;
        for (size_t slot = 0; slot < SLOTS; slot++) {
            workers += metrics_worker(&metrics, slot, &gauges);
        }
        cr_expect_eq(workers, 1);
        metrics_close(&metrics);
    }
}

/* Makes a file say what /proc/self/statm would. */
static void write_statm(int file, const char *text) {
    cr_assert_eq(ftruncate(file, 0), 0);
    cr_assert_eq(pwrite(file, text, strlen(text), 0), (ssize_t)strlen(text));
}

static uint64_t resident_pages(const struct metrics *metrics) {
    struct worker_gauges gauges;
    cr_assert(metrics_worker(metrics, metrics->slots.own, &gauges));
    return gauges.resident / (uint64_t)sysconf(_SC_PAGESIZE);
}

/* As it takes a system call, which not every turn can have. */
Test(counts, measure_memory_once_a_second) {
    struct metrics metrics;
    cr_assert(metrics_open(&metrics, NULL));
    metrics.statm = memfd_create("statm", MFD_CLOEXEC);
    cr_assert_geq(metrics.statm, 0);
    write_statm(metrics.statm, "100 5 3 1 0 2 0\n");
    metrics_update(&metrics, 1000, 0);
    cr_expect_eq(resident_pages(&metrics), 5);
    write_statm(metrics.statm, "100 9 3 1 0 2 0\n");
    metrics_update(&metrics, 1999, 0);
    cr_expect_eq(resident_pages(&metrics), 5);
    metrics_update(&metrics, 2000, 0);
    cr_expect_eq(resident_pages(&metrics), 9);
    metrics_close(&metrics);
}
