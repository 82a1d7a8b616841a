/* The description of the service for programs: OpenAPI 3.1.
 *
 * What is known of routes is in rows: exercises, their fields and answers, formats. The description
 * is made from the same rows, and its examples are what the service itself answers to the requests
 * that they show, so that it can't say anything else. What has no rows, operators' routes and the
 * errors that all have in common, stands in share/openapi.json around it.
 */
#ifndef STACCATO_OPENAPI_H
#define STACCATO_OPENAPI_H

#include "service.h"

/* Makes the response the description. The service plays the examples meanwhile: what it last read
 * and composed is gone. */
void openapi_answer(struct service *service);

#endif
