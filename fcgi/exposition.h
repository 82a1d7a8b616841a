/* What operators ask: GET /health and GET /metrics. */
#ifndef STACCATO_EXPOSITION_H
#define STACCATO_EXPOSITION_H

#include "metrics.h"
#include "response.h"

/* Both fill a cleared response. */

/* {"status":"ok","version":"1.0.0","uptime":60,"workers":4}: that a worker answers, for how many
 * seconds the oldest one has been there, and how many there are. Cheap: to be asked every second.
 */
void staccato_exposition_health(const struct staccato_metrics *metrics,
                                struct staccato_response *response);

/* Everything that is counted, in Prometheus' text format 0.0.4. */
void staccato_exposition_metrics(const struct staccato_metrics *metrics,
                                 struct staccato_response *response);

#endif
