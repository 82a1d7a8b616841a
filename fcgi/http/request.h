/* An HTTP request, as a web server hands it to FastCGI or CGI: parameters and a body. */
#ifndef STACCATO_REQUEST_H
#define STACCATO_REQUEST_H

#include <stdbool.h>

#include "config.h"
#include "text.h"

/* What CONTENT_LENGTH says of the body. */
enum announced {
    ANNOUNCED_NOTHING, /* it is absent or empty */
    ANNOUNCED_LENGTH,  /* content_length bytes */
    ANNOUNCED_STREAM,  /* it is no number: the body ends where its stream ends */
};

/* All texts are borrowed from the parameters; one that was not sent is empty, its data NULL. */
struct request {
    struct staccato_text method;
    struct staccato_text path;  /* below the base path and "/music", one trailing slash taken off */
    struct staccato_text query; /* QUERY_STRING */
    struct staccato_text uri;   /* REQUEST_URI: path and query as the client sent them */
    struct staccato_text if_none_match; /* If-None-Match */
    struct staccato_text origin;
    struct staccato_text preflight_method;  /* Access-Control-Request-Method */
    struct staccato_text preflight_headers; /* Access-Control-Request-Headers */
    enum announced announced;
    size_t content_length; /* 0 unless announced; SIZE_MAX for all that does not fit */
    struct staccato_text body;
    bool body_too_large; /* it is over the limit, and may not have been read */
    bool body_differs;   /* it has not as many bytes as were announced */
    bool body_lost;      /* there was no memory to read it into */
};

/* Reads a list of parameters, "NAME=value" strings that end with a NULL pointer. The path is
 * PATH_INFO, or SCRIPT_NAME where that is empty. The body is left to the caller. */
struct request request_read(char *const list[], const struct config *config);

#endif
