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
enum { STACCATO_METRICS_ROUTES = 8, STACCATO_METRICS_STATUSES = 10 };

/* Bounds of a histogram's buckets, of which the last is for all that is above. */
enum { STACCATO_DURATIONS = 17, STACCATO_SIZES = 9 };
extern const int64_t staccato_duration_bounds[STACCATO_DURATIONS - 1]; /* ns */
extern const size_t staccato_size_bounds[STACCATO_SIZES - 1];          /* bytes */

/* Why a connection is not accepted or is closed with something left unanswered. */
enum staccato_rejection {
    STACCATO_PEER_REFUSED,       /* it is not one of FCGI_WEB_SERVER_ADDRS */
    STACCATO_ACCEPT_FAILED,      /* out of descriptors: it waits; or of memory: it is closed */
    STACCATO_PROTOCOL_ERROR,     /* this is not FastCGI */
    STACCATO_REQUEST_UNREADABLE, /* parameters are malformed */
    STACCATO_STALLED,            /* no progress for STACCATO_STALL_TIMEOUT */
    STACCATO_CONNECTION_DROPPED, /* too many bytes wait, and this one was longest without progress
                                  */
    STACCATO_OUT_OF_MEMORY,      /* not even an error fits */
    STACCATO_REJECTIONS
};

/* The word for it in log lines and metrics, e.g. "stalled". */
extern const char *const staccato_rejection_names[STACCATO_REJECTIONS];

/* All counters in one row; each name is the place of its first. */
enum {
    STACCATO_COUNT_REQUESTS = 0, /* [route][status] */
    STACCATO_COUNT_DURATIONS =
        STACCATO_COUNT_REQUESTS + STACCATO_METRICS_ROUTES * STACCATO_METRICS_STATUSES,
    STACCATO_COUNT_DURATION_SUM = STACCATO_COUNT_DURATIONS + STACCATO_DURATIONS, /* ns */
    STACCATO_COUNT_SIZES,
    STACCATO_COUNT_SIZE_SUM = STACCATO_COUNT_SIZES + STACCATO_SIZES, /* bytes */
    STACCATO_COUNT_REJECTED,
    STACCATO_COUNT_RESTARTS_ENDED = STACCATO_COUNT_REJECTED + STACCATO_REJECTIONS,
    STACCATO_COUNT_RESTARTS_DIED,
    STACCATO_COUNTS
};

/* What is measured of one living worker. */
struct staccato_worker_gauges {
    uint64_t connections;
    uint64_t resident; /* bytes of memory; 0 where the system does not say */
    uint64_t descriptors;
    uint64_t started; /* ns, of the clock below */
};

struct staccato_metrics {
    struct staccato_slots slots;
    int statm; /* /proc/self/statm, -1 if there is none */
    uint64_t descriptors_at_start;
    int64_t started;  /* ns */
    int64_t measured; /* when resident memory was last measured, ms */
};

/* path is STACCATO_METRICS, or NULL to count for this process only. Where the file can't be shared
 * the worker counts privately, and says so on stderr. Returns false if memory ran out. */
bool staccato_metrics_open(struct staccato_metrics *metrics, const char *path);

/* To be called when all that serving takes is open, and files still can be. */
void staccato_metrics_start(struct staccato_metrics *metrics);

/* Nanoseconds of a clock that only goes forward and is the same for all workers of a host. */
static inline int64_t staccato_metrics_clock(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Counts an answered request: the places of its route and status in their tables, the length of the
 * answer's body, and how long it took. */
void staccato_metrics_request(struct staccato_metrics *metrics, size_t route, size_t status,
                              size_t body_length, int64_t nanoseconds);

/* Counts it, and logs it with a detail. */
void staccato_metrics_reject(struct staccato_metrics *metrics, enum staccato_rejection reason,
                             const char *detail);

/* To be called now and then, with the time in ms and the connections there are: once a turn. */
void staccato_metrics_update(struct staccato_metrics *metrics, int64_t now, size_t connections);

/* The sums over all workers, those that have ended too. */
void staccato_metrics_sum(const struct staccato_metrics *metrics, uint64_t sums[STACCATO_COUNTS]);

/* Whether a worker holds the slot; its gauges then. For slots 0 … STACCATO_SLOTS - 1. */
bool staccato_metrics_worker(const struct staccato_metrics *metrics, size_t slot,
                             struct staccato_worker_gauges *gauges);

/* Says that this worker ends in good order, and lets its slot go. */
void staccato_metrics_close(struct staccato_metrics *metrics);

#endif
