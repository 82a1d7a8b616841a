/* What a worker counts, and the sum over all workers of the host.
 *
 * A request counts when its answer is framed, all at once: a worker that is killed has counted its
 * request in every metric or in none. Counting takes two looks at the clock and some twenty stores
 * into memory that nobody else writes.
 */
#ifndef STACCATO_METRICS_H
#define STACCATO_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "slots.h"

/* How many there may be, so that the layout does not follow every change of a table. */
enum { METRICS_ROUTES = 32, METRICS_STATUSES = 10 };

/* Bounds of a histogram's buckets, of which the last is for all that is above. */
enum { DURATIONS = 17, SIZES = 9 };
extern const int64_t duration_bounds[DURATIONS - 1]; /* ns */
extern const size_t size_bounds[SIZES - 1];          /* bytes */

/* Why a connection is not accepted or is closed with something left unanswered. */
enum rejection {
    PEER_REFUSED,       /* it is not one of FCGI_WEB_SERVER_ADDRS */
    ACCEPT_FAILED,      /* out of descriptors: it waits; or of memory: it is closed */
    PROTOCOL_ERROR,     /* this is not FastCGI */
    REQUEST_UNREADABLE, /* parameters are malformed */
    STALLED,            /* no progress for STACCATO_STALL_TIMEOUT */
    CONNECTION_DROPPED, /* for want of memory or room, though it has not stalled */
    OUT_OF_MEMORY,      /* not even an error fits */
    REJECTIONS
};

/* The word for it in log lines and metrics, e.g. "stalled". */
extern const char *const rejection_names[REJECTIONS];

/* All counters in one row; each name is the place of its first. */
enum {
    COUNT_REQUESTS = 0, /* [route][status] */
    COUNT_DURATIONS = COUNT_REQUESTS + METRICS_ROUTES * METRICS_STATUSES,
    COUNT_DURATION_SUM = COUNT_DURATIONS + DURATIONS, /* ns */
    COUNT_SIZES,
    COUNT_SIZE_SUM = COUNT_SIZES + SIZES, /* bytes */
    COUNT_REJECTED,
    COUNT_RESTARTS_ENDED = COUNT_REJECTED + REJECTIONS,
    COUNT_RESTARTS_DIED,
    COUNTS
};

/* What is measured of one living worker. */
struct worker_gauges {
    uint64_t connections;
    uint64_t resident; /* bytes of memory; 0 where the system does not say */
    uint64_t descriptors;
    uint64_t started; /* ns, of the clock below */
};

struct metrics {
    struct slots slots;
    int statm; /* /proc/self/statm, -1 if there is none */
    uint64_t descriptors_at_start;
    int64_t started;  /* ns */
    int64_t measured; /* when resident memory was last measured, ms */
};

/* path is STACCATO_METRICS, or NULL to count for this process only. Where the file can't be shared
 * the worker counts privately, and says so on stderr. Returns false if memory ran out. */
bool metrics_open(struct metrics *metrics, const char *path);

/* To be called when all that serving takes is open, and files still can be. */
void metrics_start(struct metrics *metrics);

/* Nanoseconds of a clock that only goes forward and is the same for all workers of a host. */
static inline int64_t metrics_clock(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Counts an answered request: the places of its route and status in their tables, the length of the
 * answer's body, and how long it took. */
void metrics_request(struct metrics *metrics, size_t route, size_t status, size_t body_length,
                     int64_t nanoseconds);

/* Counts it, and logs it with a detail. */
void metrics_reject(struct metrics *metrics, enum rejection reason, const char *detail);

/* To be called now and then, with the time in ms and the connections there are: once a turn. */
void metrics_update(struct metrics *metrics, int64_t now, size_t connections);

/* The sums over all workers, those that have ended too. */
void metrics_sum(const struct metrics *metrics, uint64_t sums[COUNTS]);

/* Whether a worker holds the slot; its gauges then. For slots 0 … SLOTS - 1. */
bool metrics_worker(const struct metrics *metrics, size_t slot, struct worker_gauges *gauges);

/* Says that this worker ends in good order, and lets its slot go. */
void metrics_close(struct metrics *metrics);

#endif
