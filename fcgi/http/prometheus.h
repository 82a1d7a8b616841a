/* What operators ask: GET /health and GET /metrics. */
#ifndef STACCATO_PROMETHEUS_H
#define STACCATO_PROMETHEUS_H

#include "metrics.h"
#include "response.h"

/* Both fill a cleared response. */

/* {"status":"healthy","version":"2.0.0","uptime":60,"workers":4}: that a worker answers, for how
 * many seconds the oldest one has been there, and how many there are. Cheap: to be asked every
 * second.
 */
void prometheus_health(const struct metrics *metrics, struct response *response);

/* Everything that is counted, in Prometheus' text format 0.0.4. */
void prometheus_metrics(const struct metrics *metrics, struct response *response);

#endif
