/* What the service says and counts, asked without a server. */
#include "service.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "folder.h"
#include "prometheus.h"

TestSuite(service, .timeout = 30, .init = folder_make, .fini = folder_remove);

static const struct config config = {.max_body = 65536};

static void ask(struct service *service, const char *method, const char *path, const char *body) {
    struct request request = {.method = {method, strlen(method)},
                              .path = {path, strlen(path)},
                              .body = {body, strlen(body)}};
    service_answer(service, &request, metrics_clock());
}

/* The answer's body as a C string. */
static const char *said(struct response *response) {
    staccato_buffer_append(&response->body, "", 1);
    cr_assert_not(response->body.failed);
    return response->body.data;
}

static uint64_t sum_of(const struct service *service, size_t place) {
    uint64_t sums[COUNTS];
    metrics_sum(&service->metrics, sums);
    return sums[place];
}

/* Neither the head counts, nor the body that HEAD is told the length of. */
Test(service, counts_the_bytes_of_bodies) {
    struct service service;
    cr_assert(service_open(&service, &config));
    ask(&service, "POST", "/mary", "{\"tonic\":\"C\",\"octave\":4}");
    size_t length = service.response.body.length;
    cr_assert_gt(length, 0U);
    cr_expect_eq(sum_of(&service, COUNT_SIZE_SUM), length);
    ask(&service, "HEAD", "/health", "");
    cr_assert_eq(service.response.status, 200);
    cr_assert_eq(service.response.body.length, 0);
    cr_expect_eq(sum_of(&service, COUNT_SIZE_SUM), length);
    cr_expect_eq(sum_of(&service, COUNT_SIZES), 1, "of 64 bytes and less");
    ask(&service, "GET", "/nowhere", "");
    length += service.response.body.length;
    cr_expect_eq(sum_of(&service, COUNT_SIZE_SUM), length);
    service_close(&service);
}

/* What nothing is known of belongs to no route. */
Test(service, counts_refusals_with_other_routes) {
    struct service service;
    cr_assert(service_open(&service, &config));
    service_refuse(&service, 431, "Request header fields too large", metrics_clock());
    service_refuse(&service, 503, NO_MEMORY_MESSAGE, metrics_clock());
    struct response metrics = {0};
    prometheus_metrics(&service.metrics, &metrics);
    const char *text = said(&metrics);
    cr_expect_not_null(strstr(text, "\nstaccato_requests_total{route=\"other\",code=\"431\"} 1\n"));
    cr_expect_not_null(strstr(text, "\nstaccato_requests_total{route=\"other\",code=\"503\"} 1\n"));
    response_free(&metrics);
    service_close(&service);
}

/* Of times, too, which have nine digits behind the point. */
Test(service, sums_are_of_all_that_was_counted) {
    struct service service;
    struct response metrics = {0};
    cr_assert(service_open(&service, &config));
    metrics_request(&service.metrics, 0, 0, 300, 2000000007);
    metrics_request(&service.metrics, 0, 0, 21, 1000000);
    prometheus_metrics(&service.metrics, &metrics);
    static const char *const lines[] = {
        "\nstaccato_request_duration_seconds_sum 2.001000007\n",
        "\nstaccato_request_duration_seconds_count 2\n",
        "\nstaccato_request_duration_seconds_bucket{le=\"0.0005\"} 0\n",
        "\nstaccato_request_duration_seconds_bucket{le=\"0.001\"} 1\n",
        "\nstaccato_request_duration_seconds_bucket{le=\"1\"} 1\n",
        "\nstaccato_request_duration_seconds_bucket{le=\"+Inf\"} 2\n",
        "\nstaccato_response_size_bytes_sum 321\n",
        "\nstaccato_response_size_bytes_count 2\n",
        "\nstaccato_response_size_bytes_bucket{le=\"64\"} 1\n",
        "\nstaccato_response_size_bytes_bucket{le=\"256\"} 1\n",
        "\nstaccato_response_size_bytes_bucket{le=\"1024\"} 2\n",
        "\nstaccato_response_size_bytes_bucket{le=\"+Inf\"} 2\n",
    };
    const char *text = said(&metrics);
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        cr_expect_not_null(strstr(text, lines[i]), "%s", lines[i]);
    }
    response_free(&metrics);
    service_close(&service);
}

/* Asks for the uptime, and expects that of a worker. */
static void expect_uptime(const struct metrics *asked, const struct metrics *oldest) {
    enum { SECOND = 1000000000 };
    static const char before[] = "\"uptime\":";
    struct response health = {0};
    int64_t least = (metrics_clock() - oldest->started) / SECOND;
    prometheus_health(asked, &health);
    int64_t most = (metrics_clock() - oldest->started) / SECOND;
    const char *at = strstr(said(&health), before);
    cr_assert_not_null(at);
    int64_t seconds = strtoll(at + strlen(before), NULL, 10);
    cr_expect(seconds >= least && seconds <= most, "%" PRId64 " s", seconds);
    response_free(&health);
}

/* Whichever worker of three is asked, and whichever of them has the first slot. */
Test(service, uptime_is_the_oldest_worker_s) {
    enum { WORKERS = 3 };
    static const int64_t ages[WORKERS] = {2, 7, 3}; /* s */
    struct metrics workers[WORKERS];
    for (size_t i = 0; i < WORKERS; i++) {
        cr_assert(metrics_open(&workers[i], folder_file));
        workers[i].started -= ages[i] * 1000000000;
        metrics_update(&workers[i], 0, 0);
    }
    for (size_t i = 0; i < WORKERS; i++) {
        expect_uptime(&workers[i], &workers[1]);
    }
    metrics_close(&workers[1]);
    expect_uptime(&workers[0], &workers[2]);
    metrics_close(&workers[2]);
    expect_uptime(&workers[0], &workers[0]);
    metrics_close(&workers[0]);
}

/* A worker that has served on another day dates its scores today. */
Test(service, the_date_is_today_s) {
    struct service service;
    char before[STACCATO_DATE_SIZE];
    char after[STACCATO_DATE_SIZE];
    cr_assert(service_open(&service, &config));
    ask(&service, "GET", "/nowhere", "");
    cr_assert_eq(strlen(service.date), strlen("2026-01-31"));
    for (time_t other = -1; other <= 1; other += 2) {
        time_t now = time(NULL);
        (void)strftime(before, sizeof(before), "%Y-%m-%d", gmtime(&now));
        (void)snprintf(service.date, sizeof(service.date), "1999-12-31");
        service.day += other;
        ask(&service, "GET", "/nowhere", "");
        now = time(NULL);
        (void)strftime(after, sizeof(after), "%Y-%m-%d", gmtime(&now));
        cr_expect(strcmp(service.date, before) == 0 || strcmp(service.date, after) == 0, "%s",
                  service.date);
        cr_expect_eq(service.day, now / 86400);
    }
    service_close(&service);
}

/* An array, be it of one, where a count is sent; else one question. */
Test(service, answers_as_many_questions_as_are_asked_for) {
    static const struct {
        const char *body;
        size_t count; /* 0: no array */
    } cases[] = {{"{}", 0},
                 {"{\"count\":null}", 0},
                 {"{\"count\":1}", 1},
                 {"{\"count\":3}", 3},
                 {"{\"count\":3,\"seed\":\"x\"}", 3},
                 {"{\"count\":100}", 100}};
    struct service service;
    cr_assert(service_open(&service, &config));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ask(&service, "POST", "/chord-game", cases[i].body);
        cr_assert_eq(service.response.status, 200);
        const char *text = said(&service.response);
        size_t count = 0;
        for (const char *at = text; (at = strstr(at, "\"generatedXml\":")) != NULL; at++) {
            count++;
        }
        cr_expect_eq(count, cases[i].count == 0 ? 1 : cases[i].count, "%s: %zu", cases[i].body,
                     count);
        cr_expect_eq(text[0], cases[i].count == 0 ? '{' : '[', "%s: %.20s", cases[i].body, text);
    }
    service_close(&service);
}

/* Each can be asked for again: its seed is the common one and a number, from 0. */
Test(service, numbers_the_seeds_of_many_questions) {
    struct service service;
    cr_assert(service_open(&service, &config));
    ask(&service, "POST", "/chord-game", "{\"count\":100,\"seed\":\"x\"}");
    cr_assert_eq(service.response.status, 200);
    const char *at = said(&service.response);
    long last = -1;
    for (size_t i = 0; i < 100; i++, at++) {
        static const char name[] = "\"seed\":\"x.";
        char *end;
        at = strstr(at, name);
        cr_assert_not_null(at, "%zu", i);
        long number = strtol(at + strlen(name), &end, 10);
        cr_expect(i == 0 ? number == 0 : number > last, "%zu: %ld after %ld", i, number, last);
        cr_expect_eq(*end, '"');
        last = number;
    }
    service_close(&service);
}
