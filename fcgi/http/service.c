/* A worker's reusable state, and the way of a request through it. */
#include "service.h"

#include <stdio.h>
#include <string.h>

#include "answers.h"
#include "catalogue.h"
#include "cors.h"
#include "levels.h"
#include "log.h"
#include "openapi.h"
#include "prometheus.h"
#include "routes.h"

bool service_open(struct service *service, const struct config *config) {
    *service = (struct service){.config = config, .day = -1};
    return metrics_open(&service->metrics, config->metrics) && fields_open(&service->fields);
}

void service_close(struct service *service) {
    metrics_close(&service->metrics);
    fields_close(&service->fields);
    staccato_buffer_free(&service->document);
    response_free(&service->response);
}

/* Keeps service->date today's; the calendar is asked once a day only. */
static void update_date(struct service *service) {
    enum { SECONDS_A_DAY = 24 * 60 * 60 };
    time_t now = time(NULL);
    struct tm calendar;
    if (now / SECONDS_A_DAY != service->day && gmtime_r(&now, &calendar) != NULL) {
        service->day = now / SECONDS_A_DAY;
        (void)strftime(service->date, sizeof(service->date), "%Y-%m-%d", &calendar);
    }
}

/* Finishes the response and counts it. */
static void finish(struct service *service, size_t route, bool without_body, int64_t started) {
    struct response *response = &service->response;
    response_finish(response, without_body);
    if (!response->head.failed) {
        metrics_request(&service->metrics, route, response_status_index(response->status),
                        response->body.length, metrics_clock() - started);
    }
}

void service_refuse(struct service *service, int status, const char *message, int64_t started) {
    response_clear(&service->response);
    response_fail(&service->response, status, message);
    finish(service, route_count() - 1, false, started);
}

static void answer_preflight(const struct request *request, bool allowed,
                             struct response *response) {
    response->content_type = CONTENT_PLAIN;
    response->status = allowed ? 200 : 400;
    staccato_buffer_append_text(&response->body, allowed ? STACCATO_TEXT("OK")
                                                         : STACCATO_TEXT("Disallowed CORS origin"));
    if (allowed) {
        cors_write_preflight(request, &response->headers);
    }
}

/* Whether a route is asked with POST: an exercise, unless by a link. */
static bool takes_post(const struct route *route, bool is_link) {
    return route->kind == ROUTE_EXERCISE && !is_link;
}

/* What a route is asked with: POST for exercises; GET, which HEAD is answered like, for the rest.
 */
static bool has_method(const struct route *route, bool is_link, struct staccato_text method) {
    return takes_post(route, is_link) ? staccato_text_equal(method, STACCATO_TEXT("POST"))
                                      : staccato_text_equal(method, STACCATO_TEXT("GET")) ||
                                            staccato_text_equal(method, STACCATO_TEXT("HEAD"));
}

/* The route's own answer. */
static void answer_route(struct service *service, const struct route *route,
                         const struct target *target, const struct request *request) {
    switch (route->kind) {
    case ROUTE_EXERCISE:
        answer_exercise(service, route->exercise, target, request);
        break;
    case ROUTE_HEALTH:
        prometheus_health(&service->metrics, &service->response);
        break;
    case ROUTE_METRICS:
        prometheus_metrics(&service->metrics, &service->response);
        break;
    case ROUTE_OPENAPI:
        openapi_answer(service);
        break;
    case ROUTE_LEVELS:
        levels_write(&service->response.body);
        break;
    case ROUTE_CATALOGUE:
        catalogue_write(&service->response.body);
        break;
    case ROUTE_OTHER:
        response_fail(&service->response, 404, "Not Found");
        break;
    }
}

/* What is wrong with the body as a whole: its status and what is to be said. */
static int body_fault(const struct request *request, const char **message) {
    if (request->body_too_large) {
        *message = "Request body too large";
        return 413;
    }
    if (request->body_lost) {
        *message = NO_MEMORY_MESSAGE;
        return 503;
    }
    *message = "The request body is not as long as its Content-Length";
    return request->body_differs ? 400 : 0;
}

/* The route's answer, or what keeps it from one: 400, 405, 413 or 503. */
static void answer_request(struct service *service, const struct route *route,
                           const struct target *target, const struct request *request) {
    struct response *response = &service->response;
    const char *message;
    int fault = body_fault(request, &message);
    if (route->kind != ROUTE_OTHER && !has_method(route, target->is_link, request->method)) {
        response_fail(response, 405, "Method Not Allowed");
        response->allow =
            takes_post(route, target->is_link) ? STACCATO_TEXT("POST") : STACCATO_TEXT("GET, HEAD");
    } else if (route->kind != ROUTE_OTHER && fault != 0) {
        response_fail(response, fault, message);
    } else {
        answer_route(service, route, target, request);
    }
}

void service_answer(struct service *service, const struct request *request, int64_t started) {
    struct response *response = &service->response;
    struct target target = route_find(request->path);
    struct route route = route_at(target.route);
    bool allowed = target.is_link || cors_allowed(service->config, request);
    response_clear(response);
    response->is_link = target.is_link;
    update_date(service);
    if (cors_is_preflight(request)) {
        answer_preflight(request, allowed, response);
    } else {
        answer_request(service, &route, &target, request);
    }
    if (allowed && !target.is_link) {
        cors_write_headers(request->origin, &response->headers);
    }
    finish(service, target.route, staccato_text_equal(request->method, STACCATO_TEXT("HEAD")),
           started);
}

bool service_confine(struct service *service) {
    enum sandbox wanted = service->config->sandbox;
    const char *reason;
    metrics_start(&service->metrics);
    if (wanted == SANDBOX_OFF) {
        return true;
    }
    update_date(service); /* the C library reads the time zone's file on first use */
    if (sandbox_enter(&reason)) {
        return true;
    }
    if (wanted == SANDBOX_ON) {
        log_line("no_sandbox", reason);
        return true;
    }
    (void)fprintf(stderr, "staccato: STACCATO_SANDBOX=require, but there is no sandbox: %s\n",
                  reason);
    return false;
}
