/* Counting, in a slot of our own, and adding up everybody's. */
#include "metrics.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "log.h"
#include "version.h"

const int64_t duration_bounds[DURATIONS - 1] = {
    10000,   20000,    50000,    100000,   200000,    500000,    1000000,   2000000,
    5000000, 10000000, 20000000, 50000000, 100000000, 200000000, 500000000, 1000000000,
};

const size_t size_bounds[SIZES - 1] = {
    64, 256, 1024, 4096, 16384, 65536, 262144, 1048576,
};

const char *const rejection_names[REJECTIONS] = {
    [PEER_REFUSED] = "peer_refused",
    [ACCEPT_FAILED] = "accept_failed",
    [PROTOCOL_ERROR] = "protocol_error",
    [REQUEST_UNREADABLE] = "request_unreadable",
    [STALLED] = "stalled",
    [CONNECTION_DROPPED] = "connection_dropped",
    [OUT_OF_MEMORY] = "out_of_memory",
};

/* Read by others at any moment: whole, and in no order that matters. */
typedef _Atomic uint64_t shared_number;
static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "numbers are written and read whole");

/* The counters that one request changes: of requests, and a bucket and a sum of two histograms. */
enum { CHANGES = 5 };

struct slot {
    shared_number counts[COUNTS];
    /* What the counters are about to become. While `pending` is set, whoever takes the slot over
     * from a worker that died makes them so. */
    shared_number pending;
    struct {
        shared_number place;
        shared_number value;
    } changes[CHANGES];
    shared_number is_used;    /* by anybody, ever */
    shared_number is_running; /* cleared in an orderly end */
    shared_number connections;
    shared_number resident;
    shared_number descriptors;
    shared_number started;
};

enum {
    CACHE_LINE = 64,
    SLOT_SIZE = (sizeof(struct slot) + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE
};

static uint64_t get(const shared_number *number) {
    return atomic_load_explicit(number, memory_order_relaxed);
}

static void set(shared_number *number, uint64_t value) {
    atomic_store_explicit(number, value, memory_order_relaxed);
}

static struct slot *own_slot(const struct metrics *metrics) {
    return slots_at(&metrics->slots, metrics->slots.own);
}

/* ---- counting ---- */

static void add_one(struct slot *slot, size_t place) {
    set(&slot->counts[place], get(&slot->counts[place]) + 1);
}

static void apply_changes(struct slot *slot) {
    for (size_t i = 0; i < CHANGES; i++) {
        uint64_t place = get(&slot->changes[i].place);
        if (place < COUNTS) { /* what is in a file may be anything */
            set(&slot->counts[place], get(&slot->changes[i].value));
        }
    }
}

static void prepare_change(struct slot *slot, size_t i, size_t place, uint64_t more) {
    set(&slot->changes[i].place, place);
    set(&slot->changes[i].value, get(&slot->counts[place]) + more);
}

void metrics_request(struct metrics *metrics, size_t route, size_t status, size_t body_length,
                     int64_t nanoseconds) {
    struct slot *slot = own_slot(metrics);
    uint64_t duration = nanoseconds < 0 ? 0 : (uint64_t)nanoseconds;
    size_t duration_bucket = 0;
    size_t size_bucket = 0;
    while (duration_bucket < DURATIONS - 1 && nanoseconds > duration_bounds[duration_bucket]) {
        duration_bucket++;
    }
    while (size_bucket < SIZES - 1 && body_length > size_bounds[size_bucket]) {
        size_bucket++;
    }
    prepare_change(slot, 0, COUNT_REQUESTS + route * METRICS_STATUSES + status, 1);
    prepare_change(slot, 1, COUNT_DURATIONS + duration_bucket, 1);
    prepare_change(slot, 2, COUNT_DURATION_SUM, duration);
    prepare_change(slot, 3, COUNT_SIZES + size_bucket, 1);
    prepare_change(slot, 4, COUNT_SIZE_SUM, body_length);
    /* The order is for who reads this after our death: stores of a dead process are all made. */
    atomic_store_explicit(&slot->pending, 1, memory_order_release);
    atomic_signal_fence(memory_order_seq_cst);
    apply_changes(slot);
    atomic_store_explicit(&slot->pending, 0, memory_order_release);
}

void metrics_reject(struct metrics *metrics, enum rejection reason, const char *detail) {
    log_line(rejection_names[reason], detail);
    add_one(own_slot(metrics), COUNT_REJECTED + (size_t)reason);
}

/* ---- measuring ---- */

static void measure_resident(const struct metrics *metrics) {
    char text[128] = "";
    char *resident;
    long page = sysconf(_SC_PAGESIZE);
    if (metrics->statm >= 0 && pread(metrics->statm, text, sizeof(text) - 1, 0) > 0) {
        (void)strtoull(text, &resident, 10); /* pages of address space */
        set(&own_slot(metrics)->resident, strtoull(resident, NULL, 10) * (uint64_t)page);
    }
}

/* Says that we are there: again and again, as somebody may have emptied the file. */
static void sign_in(const struct metrics *metrics) {
    struct slot *slot = own_slot(metrics);
    set(&slot->started, (uint64_t)metrics->started);
    set(&slot->is_running, 1);
    set(&slot->is_used, 1);
}

void metrics_update(struct metrics *metrics, int64_t now, size_t connections) {
    enum { INTERVAL = 1000 /* ms */ };
    struct slot *slot = own_slot(metrics);
    set(&slot->connections, connections);
    set(&slot->descriptors, metrics->descriptors_at_start + connections);
    if (now - metrics->measured >= INTERVAL) {
        metrics->measured = now;
        measure_resident(metrics);
    }
    sign_in(metrics);
}

void metrics_start(struct metrics *metrics) {
    metrics->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    DIR *folder = opendir("/proc/self/fd");
    if (folder != NULL) {
        metrics->descriptors_at_start = 0;
        for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
            metrics->descriptors_at_start += entry->d_name[0] != '.';
        }
        metrics->descriptors_at_start--; /* the folder's own */
        (void)closedir(folder);
    }
    measure_resident(metrics);
    set(&own_slot(metrics)->descriptors, metrics->descriptors_at_start);
}

/* ---- opening ---- */

/* Takes up where the slot's last worker left off, however it ended. */
static void take_over(struct slot *slot) {
    if (get(&slot->pending) != 0) {
        apply_changes(slot);
        set(&slot->pending, 0);
    }
    if (get(&slot->is_used) != 0) {
        add_one(slot, get(&slot->is_running) != 0 ? COUNT_RESTARTS_DIED : COUNT_RESTARTS_ENDED);
    }
    set(&slot->connections, 0);
    set(&slot->resident, 0);
    set(&slot->descriptors, 0);
}

bool metrics_open(struct metrics *metrics, const char *path) {
    char layout[SLOT_LAYOUT_MAX + 1];
    const char *reason;
    *metrics = (struct metrics){.statm = -1, .started = metrics_clock()};
    (void)snprintf(layout, sizeof(layout), "version %s, %d slots of %d bytes", STACCATO_VERSION,
                   (int)SLOTS, (int)SLOT_SIZE);
    if (!slots_open(&metrics->slots, path, layout, SLOT_SIZE, &reason)) {
        return false;
    }
    if (reason != NULL) {
        log_line("metrics_private", reason);
    }
    take_over(own_slot(metrics));
    sign_in(metrics);
    return true;
}

void metrics_close(struct metrics *metrics) {
    if (metrics->slots.memory != NULL) {
        set(&own_slot(metrics)->is_running, 0);
    }
    if (metrics->statm >= 0) {
        (void)close(metrics->statm);
    }
    slots_close(&metrics->slots);
    metrics->statm = -1;
}

/* ---- reading ---- */

void metrics_sum(const struct metrics *metrics, uint64_t sums[COUNTS]) {
    for (size_t place = 0; place < COUNTS; place++) {
        sums[place] = 0;
    }
    for (size_t i = 0; i < SLOTS; i++) {
        const struct slot *slot = slots_at(&metrics->slots, i);
        for (size_t place = 0; get(&slot->is_used) != 0 && place < COUNTS; place++) {
            sums[place] += get(&slot->counts[place]);
        }
    }
}

bool metrics_worker(const struct metrics *metrics, size_t slot, struct worker_gauges *gauges) {
    const struct slot *other = slots_at(&metrics->slots, slot);
    if (get(&other->is_used) == 0 || !slots_is_held(&metrics->slots, slot)) {
        return false;
    }
    *gauges = (struct worker_gauges){
        .connections = get(&other->connections),
        .resident = get(&other->resident),
        .descriptors = get(&other->descriptors),
        .started = get(&other->started),
    };
    return true;
}
