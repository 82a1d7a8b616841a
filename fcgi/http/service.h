/* The service of one worker: an HTTP request goes in, its answer comes out.
 *
 * It knows nothing of sockets and keeps nothing between requests but memory to reuse, what it
 * counts and today's date. So the server, plain CGI, the tests and the fuzzers all call the same
 * function.
 *
 *     struct service service;
 *     if (!service_open(&service, &config)) ...             // memory ran out
 *     struct request request = request_read(environ, &config);
 *     service_answer(&service, &request, metrics_clock());  // service.response: its head and body
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
    struct staccato_question question;
    struct staccato_buffer document; /* a text on its way into JSON */
    struct response response;
    struct metrics metrics;
    time_t day; /* days since 1970, UTC, of `date` */
    char date[STACCATO_DATE_SIZE];
};

/* The configuration is borrowed and must outlive the service. Returns false if memory ran out. */
bool service_open(struct service *service, const struct config *config);

/* Begins to measure the process for /metrics, and enters the sandbox, as configured: to be called
 * when all that serving takes is open. Returns false, with a line on stderr, if a sandbox is
 * required and there is none. */
bool service_confine(struct service *service);

/* Makes service->response the answer, finished, and counts it. Whatever happens there is one,
 * unless response.head.failed is set; that one is not counted. started is metrics_clock() of the
 * moment at which the request was whole. */
void service_answer(struct service *service, const struct request *request, int64_t started);

/* The same where nothing is known of the request, not even its origin: the answer is an error. The
 * message needs no escaping. */
void service_refuse(struct service *service, int status, const char *message, int64_t started);

void service_close(struct service *service);

#endif
