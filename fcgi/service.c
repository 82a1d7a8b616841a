/* A worker's reusable state, and the way of a request through it. */
#include "service.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cors.h"
#include "log.h"
#include "router.h"

bool staccato_service_open(struct staccato_service *service, const struct staccato_config *config) {
    *service = (struct staccato_service){.config = config, .day = -1};
    return staccato_metrics_open(&service->metrics, config->metrics) &&
           staccato_fields_open(&service->fields);
}

void staccato_service_close(struct staccato_service *service) {
    staccato_metrics_close(&service->metrics);
    staccato_fields_close(&service->fields);
    staccato_buffer_free(&service->document);
    staccato_response_free(&service->response);
}

/* Keeps service->date today's; the calendar is asked once a day only. */
static void update_date(struct staccato_service *service) {
    enum { SECONDS_A_DAY = 24 * 60 * 60 };
    time_t now = time(NULL);
    struct tm calendar;
    if (now / SECONDS_A_DAY != service->day && gmtime_r(&now, &calendar) != NULL) {
        service->day = now / SECONDS_A_DAY;
        (void)strftime(service->date, sizeof(service->date), "%Y-%m-%d", &calendar);
    }
}

void staccato_service_answer(struct staccato_service *service,
                             const struct staccato_http_request *request) {
    struct staccato_response *response = &service->response;
    staccato_response_clear(response);
    update_date(service);
    service->route = staccato_router_find(request->path);
    bool allowed = staccato_cors_allowed(service->config, request);
    if (staccato_cors_is_preflight(request)) {
        response->content_type = STACCATO_PLAIN;
        response->status = allowed ? 200 : 400;
        staccato_buffer_append_text(&response->body, allowed
                                                         ? STACCATO_TEXT("OK")
                                                         : STACCATO_TEXT("Disallowed CORS origin"));
        if (allowed) {
            staccato_cors_write_preflight(request, &response->headers);
        }
    } else {
        staccato_router_answer(service, service->route, request, response);
    }
    if (allowed) {
        staccato_cors_write_headers(request->origin, &response->headers);
    }
    staccato_response_finish(response, staccato_text_equal(request->method, STACCATO_TEXT("HEAD")));
}

void staccato_service_count(struct staccato_service *service, int64_t nanoseconds) {
    const struct staccato_response *response = &service->response;
    staccato_metrics_request(&service->metrics, service->route,
                             staccato_response_status_place(response->status),
                             response->body.length, nanoseconds);
}

bool staccato_service_confine(struct staccato_service *service) {
    enum staccato_sandbox wanted = service->config->sandbox;
    staccato_metrics_start(&service->metrics);
    if (wanted == STACCATO_SANDBOX_OFF) {
        return true;
    }
    update_date(service); /* the C library reads the time zone's file on first use */
    if (staccato_sandbox_enter()) {
        return true;
    }
    if (wanted == STACCATO_SANDBOX_ON) {
        staccato_log("no_sandbox", strerror(errno));
        return true;
    }
    perror("staccato: STACCATO_SANDBOX=require, but there is no sandbox");
    return false;
}
