/* The service of one worker: an HTTP request goes in, its answer comes out.
 *
 * It knows nothing of sockets and keeps nothing between requests but memory to reuse and today's
 * date, so the server, plain CGI, the tests and the fuzzers all call the same function.
 *
 *     struct service service;
 *     if (!service_open(&service, &config)) ...  // memory ran out
 *     struct request request = request_read(environ, &config);
 *     service_answer(&service, &request);        // service.response: its head and body
 *     service_close(&service);
 */
#ifndef STACCATO_SERVICE_H
#define STACCATO_SERVICE_H

#include <time.h>

#include "config.h"
#include "exercise.h"
#include "fields.h"
#include "metrics.h"
#include "musicxml.h"
#include "request.h"
#include "response.h"

struct service {
    const struct config *config;
    struct fields fields;
    struct staccato_score score;
    struct staccato_buffer document;
    struct response response;
    struct metrics metrics;
    size_t route; /* that was answered last */
    time_t day;   /* days since 1970, UTC, of `date` */
    char date[STACCATO_DATE_SIZE];
};

/* The configuration is borrowed and must outlive the service. Returns false if memory ran out. */
bool service_open(struct service *service, const struct config *config);

/* Begins to measure the process for /metrics, and enters the sandbox, as configured: to be called
 * when all that serving takes is open. Returns false, with a line on stderr, if a sandbox is
 * required and there is none. */
bool service_confine(struct service *service);

/* Makes service->response the answer, finished. Whatever happens there is one, unless its
 * head.failed is set. */
void service_answer(struct service *service, const struct request *request);

/* Counts the answer that was made last, which took that long. */
void service_count(struct service *service, int64_t nanoseconds);

void service_close(struct service *service);

#endif
