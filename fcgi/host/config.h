/* The configuration: every environment variable that staccato reads, checked once at start. */
#ifndef STACCATO_CONFIG_H
#define STACCATO_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "sandbox.h"
#include "text.h"

enum { ORIGINS_MAX = 64 };

struct config {
    size_t max_body;                /* STACCATO_MAX_BODY, bytes, 1..16777216 */
    unsigned int max_connections;   /* STACCATO_MAX_CONNECTIONS, of one worker, 1..100000 */
    unsigned int max_requests;      /* STACCATO_MAX_REQUESTS, of one worker; 0: no limit */
    unsigned int idle_timeout;      /* STACCATO_IDLE_TIMEOUT, seconds between requests, 1..86400 */
    unsigned int stall_timeout;     /* STACCATO_STALL_TIMEOUT, likewise, without progress in one */
    struct staccato_text base_path; /* STACCATO_BASE_PATH, "" or "/api/music" */
    struct staccato_text web_servers; /* FCGI_WEB_SERVER_ADDRS, comma-separated; "": any */
    enum sandbox sandbox;             /* STACCATO_SANDBOX */
    const char *metrics;              /* STACCATO_METRICS, an absolute path; NULL: none */
    size_t origin_count;
    struct staccato_text origins[ORIGINS_MAX]; /* the usual five and ALLOWED_ORIGINS */
};

/* The variables. STACCATO_MAX_BODY to STACCATO_STALL_TIMEOUT are whole numbers. */
enum {
    VARIABLE_ORIGINS,
    VARIABLE_BASE_PATH,
    VARIABLE_MAX_BODY,
    VARIABLE_MAX_CONNECTIONS,
    VARIABLE_MAX_REQUESTS,
    VARIABLE_IDLE_TIMEOUT,
    VARIABLE_STALL_TIMEOUT,
    VARIABLE_SANDBOX,
    VARIABLE_METRICS,
    VARIABLE_WEB_SERVERS,
    VARIABLES
};

/* A row for each: what the reader, --help and the tests go by. */
struct variable {
    const char *name;
    const char *help;    /* a few words */
    unsigned long least; /* of a number */
    unsigned long most;  /* likewise; 0: it is no number */
    unsigned long usual; /* the number that stands in for an empty variable */
};

extern const struct variable variables[VARIABLES];

/* Reads the environment, which the texts point into and which must stay. A value that can't be used
 * gives one line on errors, which names the variable, and false. */
bool config_read(struct config *config, FILE *errors);

#endif
