/* Fuzzes links: the input is "/mary.json?tonic=C&octave=4" and, behind a newline, If-None-Match. */
#include <stdlib.h>

#include "answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct service service;
static struct staccato_buffer answer;
static struct staccato_buffer first;
static struct staccato_buffer location;

/* Takes what is before a byte off the front; the byte goes, too. */
static struct staccato_text take(struct staccato_text *rest, char until) {
    const char *end = rest->length == 0 ? NULL : memchr(rest->data, until, rest->length);
    struct staccato_text taken = {rest->data,
                                  end == NULL ? rest->length : (size_t)(end - rest->data)};
    size_t gone = taken.length + (end != NULL);
    rest->data += gone;
    rest->length -= gone;
    return taken;
}

static int get(struct staccato_text path, struct staccato_text query, struct staccato_text tags) {
    const struct request request = {
        .method = STACCATO_TEXT("GET"), .path = path, .query = query, .if_none_match = tags};
    service_answer(&service, &request, metrics_clock());
    answer_require(!service.response.head.failed, "there is an answer");
    staccato_buffer_clear(&answer, SIZE_MAX);
    staccato_buffer_append(&answer, service.response.head.data, service.response.head.length);
    staccato_buffer_append(&answer, service.response.body.data, service.response.body.length);
    return answer_check((struct staccato_text){answer.data, answer.length}, false);
}

/* The value of a header of the answer; empty if there is none. */
static struct staccato_text header(struct staccato_text name) {
    struct staccato_text rest = {service.response.head.data, service.response.head.length};
    while (rest.length > 0) {
        struct staccato_text line = take(&rest, '\n');
        if (line.length > name.length && memcmp(line.data, name.data, name.length) == 0) {
            return (struct staccato_text){line.data + name.length, line.length - name.length - 1};
        }
    }
    return (struct staccato_text){"", 0};
}

/* Who has the answer and says so gets none. */
static void ask_again(struct staccato_text path, struct staccato_text query) {
    struct staccato_text tag = header(STACCATO_TEXT("ETag: "));
    staccato_buffer_clear(&location, SIZE_MAX);
    staccato_buffer_append_text(&location, tag);
    tag = (struct staccato_text){location.data, location.length};
    answer_require(tag.length > 2, "what keeps has a tag");
    answer_require(get(path, query, tag) == 304, "a known tag is 304");
    answer_require(get(path, query, STACCATO_TEXT("*")) == 304, "so is any");
}

/* What Content-Location names is what was drawn. */
static void ask_canonical(struct staccato_text path) {
    staccato_buffer_clear(&first, SIZE_MAX);
    staccato_buffer_append(&first, service.response.body.data, service.response.body.length);
    staccato_buffer_clear(&location, SIZE_MAX);
    staccato_buffer_append_text(&location, header(STACCATO_TEXT("Content-Location: ")));
    struct staccato_text query = {location.data, location.length};
    (void)take(&query, '?');
    answer_require(get(path, query, STACCATO_TEXT("")) == 200, "the link of what was drawn is one");
    answer_require(header(STACCATO_TEXT("ETag: ")).length > 0, "and is for ever");
    answer_require(first.length == service.response.body.length &&
                       memcmp(first.data, service.response.body.data, first.length) == 0,
                   "and the same");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    if (service.config == NULL) {
        answer_require(service_open(&service, answer_config(65536)), "a service");
    }
    answer_restart_draws();
    char *copy = answer_copy(bytes, length);
    struct staccato_text rest = {copy, length};
    struct staccato_text link = take(&rest, '\n');
    struct staccato_text path = take(&link, '?');
    int status = get(path, link, rest);
    bool is_link = header(STACCATO_TEXT("Access-Control-Allow-Origin: ")).length > 0;
    if (status == 200 && is_link) {
        bool is_drawn = header(STACCATO_TEXT("Content-Location: ")).length > 0;
        if (is_drawn) {
            ask_canonical(path);
        } else {
            ask_again(path, link);
        }
    }
    free(copy);
    return 0;
}
