/* A worker's reusable state, and the way of a request through it. */
#include "service.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cors.h"
#include "log.h"
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

void service_answer(struct service *service, const struct request *request) {
    struct response *response = &service->response;
    response_clear(response);
    update_date(service);
    service->route = route_find(request->path);
    bool allowed = cors_allowed(service->config, request);
    if (cors_is_preflight(request)) {
        response->content_type = CONTENT_PLAIN;
        response->status = allowed ? 200 : 400;
        staccato_buffer_append_text(&response->body, allowed
                                                         ? STACCATO_TEXT("OK")
                                                         : STACCATO_TEXT("Disallowed CORS origin"));
        if (allowed) {
            cors_write_preflight(request, &response->headers);
        }
    } else {
        route_answer(service, service->route, request, response);
    }
    if (allowed) {
        cors_write_headers(request->origin, &response->headers);
    }
    response_finish(response, staccato_text_equal(request->method, STACCATO_TEXT("HEAD")));
}

void service_count(struct service *service, int64_t nanoseconds) {
    const struct response *response = &service->response;
    metrics_request(&service->metrics, service->route, response_status_place(response->status),
                    response->body.length, nanoseconds);
}

bool service_confine(struct service *service) {
    enum sandbox wanted = service->config->sandbox;
    metrics_start(&service->metrics);
    if (wanted == SANDBOX_OFF) {
        return true;
    }
    update_date(service); /* the C library reads the time zone's file on first use */
    if (sandbox_enter()) {
        return true;
    }
    if (wanted == SANDBOX_ON) {
        log_line("no_sandbox", strerror(errno));
        return true;
    }
    perror("staccato: STACCATO_SANDBOX=require, but there is no sandbox");
    return false;
}
