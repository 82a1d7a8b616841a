/* What operators ask: GET /health and GET /metrics. */
#ifndef STACCATO_EXPOSITION_H
#define STACCATO_EXPOSITION_H

#include "service.h"

struct staccato_exercise;

/* {"status":"ok","version":"1.0.0","uptime":60,"workers":4}: that a worker answers, how many there
 * are, and for how many seconds the oldest of them has been. Cheap: to be asked every second. */
void staccato_handle_health(struct staccato_service *service,
                            const struct staccato_exercise *exercise,
                            const struct staccato_http_request *request,
                            struct staccato_response *response);

/* Everything that is counted, in Prometheus' text format 0.0.4. */
void staccato_handle_metrics(struct staccato_service *service,
                             const struct staccato_exercise *exercise,
                             const struct staccato_http_request *request,
                             struct staccato_response *response);

#endif
