/* Finding one's way in CGI parameters. */
#include "request.h"

#include <errno.h>
#include <fcgiapp.h>
#include <stdint.h>
#include <stdlib.h>

static struct staccato_text param(char *const params[], const char *name) {
    const char *value = FCGX_GetParam(name, (char **)params);
    return (struct staccato_text){value, value == NULL ? 0 : strlen(value)};
}

/* The path below the base path; a path that is not below it is none of ours, and is no route. */
static struct staccato_text below(struct staccato_text base, struct staccato_text path) {
    if (base.length > path.length || memcmp(base.data, path.data, base.length) != 0) {
        return (struct staccato_text){"", 0};
    }
    return (struct staccato_text){path.data + base.length, path.length - base.length};
}

struct staccato_http_request staccato_request_read(char *const params[],
                                                   const struct staccato_config *config) {
    struct staccato_text path = param(params, "PATH_INFO");
    if (path.length == 0) {
        path = param(params, "SCRIPT_NAME");
    }
    if (config->base_path.length > 0) {
        path = below(config->base_path, path);
    }
    if (path.length > 1 && path.data[path.length - 1] == '/') {
        path.length--;
    }
    return (struct staccato_http_request){
        .method = param(params, "REQUEST_METHOD"),
        .path = path,
        .origin = param(params, "HTTP_ORIGIN"),
        .preflight_method = param(params, "HTTP_ACCESS_CONTROL_REQUEST_METHOD"),
        .preflight_headers = param(params, "HTTP_ACCESS_CONTROL_REQUEST_HEADERS"),
        .body_too_large = staccato_request_content_length(params) > config->max_body,
    };
}

size_t staccato_request_content_length(char *const params[]) {
    struct staccato_text value = param(params, "CONTENT_LENGTH");
    if (value.length == 0) {
        return 0;
    }
    char *end;
    errno = 0;
    unsigned long long length = strtoull(value.data, &end, 10);
    bool is_number = value.data[0] >= '0' && value.data[0] <= '9' && *end == '\0' && errno == 0;
    return is_number && length < SIZE_MAX ? (size_t)length : SIZE_MAX;
}
