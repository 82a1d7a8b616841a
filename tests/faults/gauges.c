/* What a worker says of itself in GET /metrics, beside what the system says of it. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../fcgi/folder.h"
#include "peer.h"

TestSuite(faults_gauges, .timeout = 60, .init = folder_make, .fini = folder_remove);

static char metrics_variable[128];

/* A worker that counts in the test's file. */
static struct worker start_worker(struct worker_options options) {
    size_t last = 0;
    (void)snprintf(metrics_variable, sizeof(metrics_variable), "STACCATO_METRICS=%s", folder_file);
    while (options.environment[last] != NULL) {
        last++;
    }
    options.environment[last] = metrics_variable;
    return worker_start(options);
}

/* The value of a metric, with its labels as they are written; -1 if it is not there. */
static double value_of(const struct peer_answer *answer, const char *name) {
    struct staccato_buffer text = {0};
    char needle[128];
    (void)snprintf(needle, sizeof(needle), "\n%s ", name);
    staccato_buffer_append_text(&text, answer->body);
    staccato_buffer_append(&text, "", 1);
    cr_assert_not(text.failed);
    const char *line = strstr(text.data, needle);
    double value = line == NULL ? -1 : strtod(line + strlen(needle), NULL);
    staccato_buffer_free(&text);
    return value;
}

static void ask_metrics(int fd, struct peer_answer *answer) {
    cr_assert(peer_send_request(fd, (struct peer_request){.method = "GET", .path = "/metrics"}));
    cr_assert_eq(peer_read(fd, answer), PEER_ANSWERED);
    cr_assert_eq(answer->status, 200);
}

static double ask_value(int fd, const char *name) {
    struct peer_answer answer = {0};
    ask_metrics(fd, &answer);
    double value = value_of(&answer, name);
    peer_free(&answer);
    return value;
}

/* Asks until the metric has that value; a worker counts what peers do when it comes to it. */
static void expect_value(int fd, const char *name, double value) {
    int64_t end = worker_clock() + WORKER_PATIENCE;
    double found;
    while ((found = ask_value(fd, name)) != value && worker_clock() < end) {
        (void)usleep(10000);
    }
    cr_expect_eq(found, value, "%s is %f, not %f", name, found, value);
}

Test(faults_gauges, connections_and_descriptors_are_the_system_s) {
    enum { PEERS = 20 };
    struct worker worker = start_worker((struct worker_options){0});
    int fds[PEERS];
    for (size_t i = 0; i < PEERS; i++) {
        fds[i] = peer_connect(&worker);
        cr_expect_eq(peer_ask(fds[i], (struct peer_request){0}), 200);
    }
    expect_value(fds[0], "staccato_connections{worker=\"0\"}", PEERS);
    expect_value(fds[0], "process_open_fds{worker=\"0\"}", worker_descriptors(&worker));
    for (size_t i = 1; i < PEERS; i++) {
        (void)close(fds[i]);
    }
    expect_value(fds[0], "staccato_connections{worker=\"0\"}", 1);
    expect_value(fds[0], "process_open_fds{worker=\"0\"}", worker_descriptors(&worker));
    (void)close(fds[0]);
    worker_end(&worker);
}

/* Measured at most a second ago, so it may be off by what one large answer takes meanwhile. */
Test(faults_gauges, memory_is_the_system_s) {
    struct worker worker = start_worker((struct worker_options){0});
    int fd = peer_connect(&worker);
    double said = ask_value(fd, "process_resident_memory_bytes{worker=\"0\"}") / 1024;
    double is = (double)worker_rss(&worker);
    cr_expect(said > is / 2 && said < is * 2, "%f KiB, but it is %f KiB", said, is);
    (void)close(fd);
    worker_end(&worker);
}

Test(faults_gauges, rejections_have_their_reasons) {
    static const char stalled[] = "staccato_rejected_total{reason=\"stalled\"}";
    static const char protocol[] = "staccato_rejected_total{reason=\"protocol_error\"}";
    static const char unreadable[] = "staccato_rejected_total{reason=\"request_unreadable\"}";
    struct worker worker =
        start_worker((struct worker_options){.environment = {"STACCATO_STALL_TIMEOUT=1"}});
    int fd = peer_connect(&worker);
    expect_value(fd, stalled, 0);
    expect_value(fd, protocol, 0);
    expect_value(fd, unreadable, 0);

    int other = peer_connect(&worker);
    cr_assert(peer_send(other, "GET / HTTP/1.1\r\n\r\n", 18));
    expect_value(fd, protocol, 1);
    (void)close(other);

    other = peer_connect(&worker);
    struct staccato_buffer bytes = {0};
    peer_append_begin(&bytes, 1, 1, 1);
    peer_append_stream(&bytes, 4, 1, STACCATO_TEXT("\xFF\xFF\xFF\xFFmalformed"), 0, 0);
    peer_append_stream(&bytes, 5, 1, STACCATO_TEXT(""), 0, 0);
    cr_assert(peer_send(other, bytes.data, bytes.length));
    expect_value(fd, unreadable, 1);
    (void)close(other);

    other = peer_connect(&worker);
    cr_assert(peer_send(other, bytes.data, 10)); /* and no more */
    expect_value(fd, stalled, 1);
    (void)close(other);

    static const bool is_last[] = {false, true};
    for (int i = 0; i < 2; i++) { /* an answer that nobody reads */
        struct peer_request request = peer_large_request();
        request.is_last = is_last[i];
        other = peer_connect(&worker);
        cr_assert(peer_send_request(other, request));
        expect_value(fd, stalled, 2 + i);
        (void)close(other);
    }
    staccato_buffer_free(&bytes);
    (void)close(fd);
    worker_end(&worker);
}

/* Where it was to go nobody knows. */
Test(faults_gauges, parameters_over_their_limit_are_counted) {
    static char value[66000];
    struct worker worker = start_worker((struct worker_options){0});
    struct staccato_buffer pairs = {0};
    struct staccato_buffer bytes = {0};
    struct peer_answer answer = {0};
    int fd = peer_connect(&worker);
    int other = peer_connect(&worker);
    peer_append_pairs(&pairs, "POST", "/mary", 0);
    peer_append_pair(&pairs, STACCATO_TEXT("HTTP_X"), (struct staccato_text){value, sizeof(value)});
    peer_append_begin(&bytes, 1, 1, 1);
    peer_append_stream(&bytes, 4, 1, (struct staccato_text){pairs.data, pairs.length}, 0, 0);
    (void)peer_send(other, bytes.data, bytes.length);
    cr_assert_eq(peer_read(other, &answer), PEER_ANSWERED);
    expect_value(fd, "staccato_requests_total{route=\"other\",code=\"431\"}", 1);
    peer_free(&answer);
    staccato_buffer_free(&pairs);
    staccato_buffer_free(&bytes);
    (void)close(other);
    (void)close(fd);
    worker_end(&worker);
}

Test(faults_gauges, a_refused_peer_is_counted) {
    struct worker worker = start_worker(
        (struct worker_options){.tcp = true, .environment = {"FCGI_WEB_SERVER_ADDRS=127.0.0.2"}});
    int refused = peer_connect(&worker); /* from 127.0.0.1 */
    cr_expect(peer_sees_end(refused, WORKER_PATIENCE));
    (void)close(refused);
    /* Who may connect asks another worker with the same file. */
    struct worker second = start_worker((struct worker_options){0});
    int fd = peer_connect(&second);
    expect_value(fd, "staccato_rejected_total{reason=\"peer_refused\"}", 1);
    expect_value(fd, "staccato_workers", 2);
    (void)close(fd);
    worker_end(&second);
    worker_end(&worker);
}

/* The sandbox lets nothing be opened, and the worker needs nothing: not even where the file under
 * it has been cut short. */
Test(faults_gauges, a_worker_outlives_its_file) {
    struct worker worker = start_worker(
        (struct worker_options){.environment = {WORKER_IS_SANITIZED ? "STACCATO_SANDBOX=off"
                                                                    : "STACCATO_SANDBOX=require"}});
    int fd = peer_connect(&worker);
    expect_value(fd, "staccato_metrics_shared", 1);
    cr_assert_eq(truncate(folder_file, 0), 0);
    expect_value(fd, "staccato_metrics_shared", 0);
    cr_expect_eq(peer_ask(fd, (struct peer_request){0}), 200);
    expect_value(fd, "staccato_requests_total{route=\"/mary\",code=\"200\"}", 1);
    (void)close(fd);
    worker_end(&worker);
}

/* What a killed worker has counted stays; the next one in its place says so. */
Test(faults_gauges, the_next_worker_goes_on_counting) {
    static const char mary[] = "staccato_requests_total{route=\"/mary\",code=\"200\"}";
    static const int ends[] = {SIGKILL, SIGTERM};
    struct worker worker = start_worker((struct worker_options){0});
    for (int i = 0; i < 2; i++) {
        int fd = peer_connect(&worker);
        cr_expect_eq(peer_ask(fd, (struct peer_request){0}), 200);
        expect_value(fd, mary, i + 1);
        worker_signal(&worker, ends[i]);
        cr_expect_neq(worker_wait(&worker, WORKER_END_TIME), -1);
        (void)close(fd);
        worker =
            worker_start_next(&worker, (struct worker_options){.environment = {metrics_variable}});
    }
    int fd = peer_connect(&worker);
    expect_value(fd, mary, 2);
    expect_value(fd, "staccato_worker_restarts_total{after=\"death\"}", 1);
    expect_value(fd, "staccato_worker_restarts_total{after=\"end\"}", 1);
    expect_value(fd, "staccato_workers", 1);
    expect_value(fd, "staccato_connections{worker=\"0\"}", 1);
    (void)close(fd);
    worker_end(&worker);
}
