/* The service of one worker: an HTTP request goes in, its answer comes out.
 *
 * It knows nothing of sockets and keeps nothing between requests but memory to reuse and today's
 * date, so the server, plain CGI, the tests and the fuzzers all call the same function.
 *
 *     struct staccato_service service;
 *     if (!staccato_service_open(&service, &config)) ...  // memory ran out
 *     struct staccato_http_request request = staccato_request_read(environ, &config);
 *     staccato_service_answer(&service, &request);        // service.response: its head and body
 *     staccato_service_close(&service);
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

struct staccato_service {
    const struct staccato_config *config;
    struct staccato_fields fields;
    struct staccato_score score;
    struct staccato_buffer document;
    struct staccato_response response;
    struct staccato_metrics metrics;
    size_t route; /* that was answered last */
    time_t day;   /* days since 1970, UTC, of `date` */
    char date[STACCATO_DATE_SIZE];
};

/* The configuration is borrowed and must outlive the service. Returns false if memory ran out. */
bool staccato_service_open(struct staccato_service *service, const struct staccato_config *config);

/* Begins to measure the process for /metrics, and enters the sandbox, as configured: to be called
 * when all that serving takes is open. Returns false, with a line on stderr, if a sandbox is
 * required and there is none. */
bool staccato_service_confine(struct staccato_service *service);

/* Makes service->response the answer, finished. Whatever happens there is one, unless its
 * head.failed is set. */
void staccato_service_answer(struct staccato_service *service,
                             const struct staccato_http_request *request);

/* Counts the answer that was made last, which took that long. */
void staccato_service_count(struct staccato_service *service, int64_t nanoseconds);

void staccato_service_close(struct staccato_service *service);

#endif
