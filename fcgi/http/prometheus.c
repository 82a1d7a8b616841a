/* Counts as text, for programs to read. */
#include "prometheus.h"

#include <assert.h>
#include <inttypes.h>

#include "routes.h"
#include "version.h"

enum { NANOSECONDS = 1000000000 };

static_assert((int)STATUSES <= (int)METRICS_STATUSES, "a counter for each status");

/* Nothing here is worth keeping for anybody on the way. */
static void forbid_caching(struct response *response) {
    staccato_buffer_append_text(&response->headers, STACCATO_TEXT("Cache-Control: no-store\r\n"));
}

/* The living workers; the oldest one's start. */
static unsigned int count_workers(const struct metrics *metrics, uint64_t *oldest) {
    unsigned int count = 0;
    struct worker_gauges worker;
    for (size_t slot = 0; slot < SLOTS; slot++) {
        if (metrics_worker(metrics, slot, &worker)) {
            *oldest = count == 0 || worker.started < *oldest ? worker.started : *oldest;
            count++;
        }
    }
    return count;
}

void prometheus_health(const struct metrics *metrics, struct response *response) {
    uint64_t oldest = 0;
    unsigned int workers = count_workers(metrics, &oldest);
    uint64_t now = (uint64_t)metrics_clock();
    uint64_t uptime = oldest < now ? (now - oldest) / NANOSECONDS : 0;
    forbid_caching(response);
    staccato_buffer_printf(&response->body,
                           "{\"status\":\"healthy\",\"version\":\"%s\",\"uptime\":%" PRIu64
                           ",\"workers\":%u}",
                           STACCATO_VERSION, uptime, workers);
}

/* ---- metrics ---- */

static void describe(struct staccato_buffer *out, const char *name, const char *type,
                     const char *help) {
    staccato_buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_service(const struct metrics *metrics, struct staccato_buffer *out) {
    uint64_t oldest;
    describe(out, "staccato_build_info", "gauge", "Always 1; the version is in the label.");
    staccato_buffer_printf(out, "staccato_build_info{version=\"%s\"} 1\n", STACCATO_VERSION);
    describe(out, "staccato_metrics_shared", "gauge",
             "1 if these are the sums over all workers of this host (STACCATO_METRICS), 0 if they "
             "are of the one worker that answered.");
    staccato_buffer_printf(out, "staccato_metrics_shared %d\n", slots_are_shared(&metrics->slots));
    describe(out, "staccato_workers", "gauge", "Workers that live.");
    staccato_buffer_printf(out, "staccato_workers %u\n", count_workers(metrics, &oldest));
}

static void write_requests(const uint64_t *sums, struct staccato_buffer *out) {
    describe(out, "staccato_requests_total", "counter",
             "Requests, counted when their answer is written.");
    for (size_t route = 0; route < route_count(); route++) {
        struct staccato_text label = route_at(route).name;
        const char *slash = route_at(route).kind == ROUTE_OTHER ? "" : "/";
        const uint64_t *counts = &sums[COUNT_REQUESTS + route * METRICS_STATUSES];
        for (size_t status = 0; status < STATUSES; status++) {
            staccato_buffer_printf(
                out, "staccato_requests_total{route=\"%s%.*s\",code=\"%d\"} %" PRIu64 "\n", slash,
                (int)label.length, label.data, response_status(status), counts[status]);
        }
    }
}

static void write_durations(const uint64_t *sums, struct staccato_buffer *out) {
    static const char name[] = "staccato_request_duration_seconds";
    uint64_t count = 0;
    describe(out, name, "histogram",
             "Time of a worker from having a whole request to having its answer written.");
    for (size_t i = 0; i < DURATIONS; i++) {
        count += sums[COUNT_DURATIONS + i];
        if (i < DURATIONS - 1) {
            staccato_buffer_printf(out, "%s_bucket{le=\"%g\"} %" PRIu64 "\n", name,
                                   (double)duration_bounds[i] / NANOSECONDS, count);
        }
    }
    staccato_buffer_printf(out,
                           "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n%s_sum %" PRIu64 ".%09" PRIu64
                           "\n%s_count %" PRIu64 "\n",
                           name, count, name, sums[COUNT_DURATION_SUM] / NANOSECONDS,
                           sums[COUNT_DURATION_SUM] % NANOSECONDS, name, count);
}

static void write_sizes(const uint64_t *sums, struct staccato_buffer *out) {
    static const char name[] = "staccato_response_size_bytes";
    uint64_t count = 0;
    describe(out, name, "histogram", "Length of the bodies of answers; 0 for HEAD.");
    for (size_t i = 0; i < SIZES; i++) {
        count += sums[COUNT_SIZES + i];
        if (i < SIZES - 1) {
            staccato_buffer_printf(out, "%s_bucket{le=\"%zu\"} %" PRIu64 "\n", name, size_bounds[i],
                                   count);
        }
    }
    staccato_buffer_printf(
        out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n%s_sum %" PRIu64 "\n%s_count %" PRIu64 "\n", name,
        count, name, sums[COUNT_SIZE_SUM], name, count);
}

static void write_rejections(const uint64_t *sums, struct staccato_buffer *out) {
    describe(out, "staccato_rejected_total", "counter",
             "Connections that a worker did not accept, or closed with something left unanswered.");
    for (size_t i = 0; i < REJECTIONS; i++) {
        staccato_buffer_printf(out, "staccato_rejected_total{reason=\"%s\"} %" PRIu64 "\n",
                               rejection_names[i], sums[COUNT_REJECTED + i]);
    }
}

static void write_restarts(const uint64_t *sums, struct staccato_buffer *out) {
    describe(out, "staccato_worker_restarts_total", "counter",
             "Workers that took the place of one that had ended in good order, or had died.");
    staccato_buffer_printf(out,
                           "staccato_worker_restarts_total{after=\"end\"} %" PRIu64
                           "\nstaccato_worker_restarts_total{after=\"death\"} %" PRIu64 "\n",
                           sums[COUNT_RESTARTS_ENDED], sums[COUNT_RESTARTS_DIED]);
}

/* One gauge, a line for each living worker. */
static void write_gauge(const struct metrics *metrics, size_t offset, const char *name,
                        const char *help, struct staccato_buffer *out) {
    struct worker_gauges worker;
    describe(out, name, "gauge", help);
    for (size_t slot = 0; slot < SLOTS; slot++) {
        if (metrics_worker(metrics, slot, &worker)) {
            const uint64_t *value = (const void *)((const char *)&worker + offset);
            staccato_buffer_printf(out, "%s{worker=\"%zu\"} %" PRIu64 "\n", name, slot, *value);
        }
    }
}

void prometheus_metrics(const struct metrics *metrics, struct response *response) {
    struct staccato_buffer *out = &response->body;
    uint64_t sums[COUNTS];
    metrics_sum(metrics, sums);
    response->content_type = STACCATO_TEXT("text/plain; version=0.0.4; charset=utf-8");
    forbid_caching(response);
    write_service(metrics, out);
    write_restarts(sums, out);
    write_requests(sums, out);
    write_durations(sums, out);
    write_sizes(sums, out);
    write_rejections(sums, out);
    write_gauge(metrics, offsetof(struct worker_gauges, connections), "staccato_connections",
                "Connections that a worker holds.", out);
    write_gauge(metrics, offsetof(struct worker_gauges, resident), "process_resident_memory_bytes",
                "Memory of a worker, as it measured last: once a second while it works.", out);
    write_gauge(metrics, offsetof(struct worker_gauges, descriptors), "process_open_fds",
                "Descriptors of a worker: those it started with, and its connections.", out);
}
