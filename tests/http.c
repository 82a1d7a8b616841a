/* libcurl, told to change nothing of what a test sends. */
#include "http.h"

#include <criterion/criterion.h>
#include <curl/curl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

enum { PATIENCE = 30 }; /* s; what takes longer has hung */

const struct http_server *http_servers(void) {
    static struct http_server servers[3];
    servers[0] = (struct http_server){"lighttpd", getenv("STACCATO_LIGHTTPD_URL")};
    servers[1] = (struct http_server){"nginx", getenv("STACCATO_NGINX_URL")};
    cr_assert(servers[0].url != NULL && servers[1].url != NULL, "no servers were started");
    return servers;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    struct http_answer *answer = context;
    staccato_buffer_append(&answer->body, bytes, size * count);
    return size * count;
}

/* A further status line begins the answer anew: the one before was a 100 Continue. */
static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    struct http_answer *answer = context;
    size_t length = size * count;
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
        length--;
    }
    if (length >= 5 && memcmp(bytes, "HTTP/", 5) == 0) {
        staccato_buffer_clear(&answer->head, SIZE_MAX);
    } else if (length > 0) {
        staccato_buffer_append(&answer->head, bytes, length);
        staccato_buffer_append(&answer->head, "", 1);
    }
    return size * count;
}

static size_t give_body(char *room, size_t size, size_t count, void *context) {
    struct staccato_text *rest = context;
    size_t length = size * count < rest->length ? size * count : rest->length;
    if (length > 0) {
        memcpy(room, rest->data, length);
        rest->data += length;
        rest->length -= length;
    }
    return length;
}

static struct curl_slist *header_list(const struct http_request *request) {
    struct curl_slist *list = NULL;
    bool expects = false;
    for (size_t i = 0;
         i < sizeof(request->headers) / sizeof(request->headers[0]) && request->headers[i] != NULL;
         i++) {
        list = curl_slist_append(list, request->headers[i]);
        expects = expects || strncmp(request->headers[i], "Expect:", strlen("Expect:")) == 0;
    }
    if (!expects) {
        list = curl_slist_append(list, "Expect:"); /* send the body at once */
    }
    if (request->chunked) {
        list = curl_slist_append(list, "Transfer-Encoding: chunked");
    }
    cr_assert_not_null(list);
    return list;
}

static void set_body(CURL *curl, const char *method, const struct http_request *request,
                     struct staccato_text *rest) {
    if (request->body.data == NULL) {
        (void)curl_easy_setopt(curl, CURLOPT_NOBODY, (long)(strcmp(method, "HEAD") == 0));
        if (strcmp(method, "POST") == 0) {
            (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, "");
        }
        return;
    }
    (void)curl_easy_setopt(curl, CURLOPT_POST, 1L);
    if (request->chunked) {
        (void)curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_body);
        (void)curl_easy_setopt(curl, CURLOPT_READDATA, rest);
    } else {
        (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.data);
        (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.length);
    }
}

static void expect_length(const struct http_answer *answer, const char *method, const char *about) {
    const char *announced = http_header(answer, "Content-Length");
    char counted[32];
    (void)snprintf(counted, sizeof(counted), "%zu", answer->body.length);
    if (strcmp(method, "HEAD") == 0) {
        cr_expect_eq(answer->body.length, 0, "%s: a body", about);
        cr_expect_not_null(announced, "%s: no Content-Length", about);
    } else if (answer->status != 304) {
        cr_expect(announced != NULL && strcmp(announced, counted) == 0,
                  "%s: Content-Length %s of %s bytes", about, announced, counted);
    }
}

struct http_answer http_ask(const struct http_server *server, const struct http_request *request) {
    static CURL *curl; /* kept, as its connections are */
    const char *method = request->method == NULL ? "POST" : request->method;
    struct http_answer answer = {0};
    struct staccato_text rest = request->body;
    char about[128];
    long status = 0;
    curl = curl == NULL ? curl_easy_init() : curl;
    cr_assert_not_null(curl);
    curl_easy_reset(curl);
    struct curl_slist *headers = header_list(request);
    (void)curl_easy_setopt(curl, CURLOPT_URL, server->url);
    (void)curl_easy_setopt(curl, CURLOPT_REQUEST_TARGET, request->path);
    (void)curl_easy_setopt(curl, CURLOPT_PROXY, "");
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)PATIENCE);
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    set_body(curl, method, request, &rest);
    (void)curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(headers);
    (void)snprintf(about, sizeof(about), "%s: %s %s", server->name, method, request->path);
    cr_assert_eq(code, CURLE_OK, "%s: %s", about, curl_easy_strerror(code));
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = (int)status;
    expect_length(&answer, method, about);
    staccato_buffer_append(&answer.body, "", 1);
    cr_assert_not(answer.body.failed || answer.head.failed);
    answer.body.length--;
    return answer;
}

struct http_answer http_post(const struct http_server *server, const char *path, const char *body) {
    return http_ask(server, &(struct http_request){.path = path, .body = http_text(body)});
}

const char *http_header(const struct http_answer *answer, const char *name) {
    const char *found = NULL;
    size_t length = strlen(name);
    for (size_t at = 0; at < answer->head.length; at += strlen(answer->head.data + at) + 1) {
        const char *line = answer->head.data + at;
        if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
            cr_expect_null(found, "the header %s is there twice", name);
            found = line + length + 1;
            found += strspn(found, " \t");
        }
    }
    return found;
}

void http_expect_header(const struct http_answer *answer, const char *name, const char *value,
                        const char *about) {
    const char *got = http_header(answer, name);
    cr_expect(value == NULL ? got == NULL : got != NULL && strcmp(got, value) == 0,
              "%s: %s is %s, not %s", about, name, got, value);
}

void http_expect_error(const struct http_answer *answer, int status, const char *message,
                       const char *about) {
    struct json_object *json = json_tokener_parse(answer->body.data);
    struct json_object *detail = NULL;
    cr_expect_eq(answer->status, status, "%s: status %d, not %d", about, answer->status, status);
    http_expect_header(answer, "Content-Type", "application/json", about);
    cr_expect(json_object_is_type(json, json_type_object) && json_object_object_length(json) == 1 &&
                  json_object_object_get_ex(json, "detail", &detail) &&
                  json_object_is_type(detail, json_type_string) &&
                  strcmp(json_object_get_string(detail), message) == 0,
              "%s: %s, not {\"detail\":\"%s\"}", about, answer->body.data, message);
    json_object_put(json);
}

void http_free(struct http_answer *answer) {
    staccato_buffer_free(&answer->head);
    staccato_buffer_free(&answer->body);
}
