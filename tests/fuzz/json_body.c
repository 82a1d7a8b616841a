/* Fuzzes JSON bodies: the input is the body of one POST to each exercise. */
#include <stdio.h>
#include <stdlib.h>

#include "answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct service service;
static struct staccato_buffer out;

static void post(struct staccato_text path, struct staccato_text body, bool with_invariants) {
    const struct request request = {.method = STACCATO_TEXT("POST"), .path = path, .body = body};
    service_answer(&service, &request, metrics_clock());
    answer_require(!service.response.head.failed, "there is an answer");
    staccato_buffer_clear(&out, SIZE_MAX);
    staccato_buffer_append(&out, service.response.head.data, service.response.head.length);
    staccato_buffer_append(&out, service.response.body.data, service.response.body.length);
    int status = answer_check((struct staccato_text){out.data, out.length}, with_invariants);
    answer_require(status == 200 || status == 400 || status == 422, "200, 400 or 422 to a body");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    if (service.config == NULL) {
        answer_require(service_open(&service, answer_config(65536)), "a service");
    }
    answer_restart_draws();
    struct staccato_text body = {answer_copy(bytes, length), length};
    for (size_t i = 0; staccato_exercises[i] != NULL; i++) {
        char path[64];
        int end = snprintf(path, sizeof(path), "/%.*s", (int)staccato_exercises[i]->name.length,
                           staccato_exercises[i]->name.data);
        /* the invariants are about the first three */
        post((struct staccato_text){path, (size_t)end}, body, i < 3);
    }
    free((char *)body.data);
    return 0;
}
