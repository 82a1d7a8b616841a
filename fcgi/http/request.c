/* Finding one's way in CGI parameters. */
#include "request.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* The parameters that are looked at, and where they go. */
struct params {
    struct staccato_text method, path_info, script_name, content_length;
    struct staccato_text query, uri, if_none_match;
    struct staccato_text origin, preflight_method, preflight_headers;
};

static const struct {
    struct staccato_text name;
    size_t offset;
} names[] = {
    {{"REQUEST_METHOD", 14}, offsetof(struct params, method)},
    {{"PATH_INFO", 9}, offsetof(struct params, path_info)},
    {{"SCRIPT_NAME", 11}, offsetof(struct params, script_name)},
    {{"CONTENT_LENGTH", 14}, offsetof(struct params, content_length)},
    {{"QUERY_STRING", 12}, offsetof(struct params, query)},
    {{"REQUEST_URI", 11}, offsetof(struct params, uri)},
    {{"HTTP_IF_NONE_MATCH", 18}, offsetof(struct params, if_none_match)},
    {{"HTTP_ORIGIN", 11}, offsetof(struct params, origin)},
    {{"HTTP_ACCESS_CONTROL_REQUEST_METHOD", 34}, offsetof(struct params, preflight_method)},
    {{"HTTP_ACCESS_CONTROL_REQUEST_HEADERS", 35}, offsetof(struct params, preflight_headers)},
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

/* One walk over all parameters; of two with one name the first counts, as with getenv. */
static struct params find_params(char *const list[]) {
    struct params params = {0};
    for (; *list != NULL; list++) {
        const char *equals = strchr(*list, '=');
        if (equals == NULL) {
            continue;
        }
        size_t length = (size_t)(equals - *list);
        size_t i = 0;
        while (i < NAMES &&
               (length != names[i].name.length || memcmp(*list, names[i].name.data, length) != 0)) {
            i++;
        }
        if (i < NAMES) {
            struct staccato_text *value = (void *)((char *)&params + names[i].offset);
            if (value->data == NULL) {
                *value = (struct staccato_text){equals + 1, strlen(equals + 1)};
            }
        }
    }
    return params;
}

/* Reads CONTENT_LENGTH. Caddy 2.6 sends -1 with every chunked body, so what is no number says as
 * little as nothing would. */
static void read_content_length(struct staccato_text value, struct request *request) {
    if (value.length == 0) {
        return;
    }
    if (strspn(value.data, "0123456789") != value.length) {
        request->announced = ANNOUNCED_STREAM;
        return;
    }
    errno = 0;
    unsigned long long length = strtoull(value.data, NULL, 10);
    request->announced = ANNOUNCED_LENGTH;
    request->content_length = errno == 0 && length < SIZE_MAX ? (size_t)length : SIZE_MAX;
}

/* The path below the base path; a path that is not below it is none of ours, and is no route. */
static struct staccato_text below(struct staccato_text base, struct staccato_text path) {
    if (base.length > path.length || memcmp(base.data, path.data, base.length) != 0) {
        return (struct staccato_text){"", 0};
    }
    return (struct staccato_text){path.data + base.length, path.length - base.length};
}

/* The path without the "/music" below which the original keeps its routes, too. */
static struct staccato_text below_music(struct staccato_text path) {
    static const struct staccato_text music = STACCATO_TEXT_INIT("/music");
    struct staccato_text rest = below(music, path);
    return rest.length > 0 && rest.data[0] == '/' ? rest : path;
}

struct request request_read(char *const list[], const struct config *config) {
    const struct params params = find_params(list);
    struct staccato_text path = params.path_info.length > 0 ? params.path_info : params.script_name;
    if (config->base_path.length > 0) {
        path = below(config->base_path, path);
    }
    path = below_music(path);
    if (path.length > 1 && path.data[path.length - 1] == '/') {
        path.length--;
    }
    struct request request = {
        .method = params.method,
        .path = path,
        .query = params.query,
        .uri = params.uri,
        .if_none_match = params.if_none_match,
        .origin = params.origin,
        .preflight_method = params.preflight_method,
        .preflight_headers = params.preflight_headers,
    };
    read_content_length(params.content_length, &request);
    request.body_too_large = request.content_length > config->max_body;
    return request;
}
