/* One request after the other: assembled, decoded, answered, framed. */
#include "responder.h"

#include <fastcgi.h>

#include "log.h"
#include "pairs.h"
#include "records.h"

bool responder_open(struct responder *responder, struct service *service) {
    *responder = (struct responder){.service = service};
    return decoder_open(&responder->decoder, assembly_length_max(service->config));
}

void responder_close(struct responder *responder) {
    decoder_close(&responder->decoder);
}

void responder_reject(struct responder *responder, enum rejection reason, const char *detail) {
    metrics_reject(&responder->service->metrics, reason, detail);
}

/* Frames the service's answer to the assembly's request. */
static void frame_answer(struct responder *responder, const struct assembly *assembly,
                         struct staccato_buffer *out) {
    const struct staccato_buffer *head = &responder->service->response.head;
    const struct staccato_buffer *body = &responder->service->response.body;
    records_stdout(assembly->request_id, (struct staccato_text){head->data, head->length},
                   (struct staccato_text){body->data, body->length}, out);
    records_end(assembly->request_id, FCGI_REQUEST_COMPLETE, out);
    out->failed |= head->failed;
    responder->answered++;
}

/* Answers the request that stands whole in the assembly. False if its parameters are no name-value
 * pairs: then there is nobody to answer. */
static bool answer_request(struct responder *responder, const struct assembly *assembly,
                           bool body_too_large, struct staccato_buffer *out) {
    struct decoder *decoder = &responder->decoder;
    int64_t start = metrics_clock();
    const struct config *config = responder->service->config;
    struct staccato_text records = {assembly->bytes.data, assembly->walked};
    size_t count = 0;
    if (!pairs_prepare(assembly_params(assembly), assembly->params_length, &count)) {
        responder_reject(responder, REQUEST_UNREADABLE, "its parameters are malformed");
        return false;
    }
    char **params = decoder_decode(decoder, records, count, assembly->body_length);
    if (params == NULL) {
        log_line("out_of_memory", "a request is answered 503");
        service_refuse(responder->service, 503, NO_MEMORY_MESSAGE, start);
        frame_answer(responder, assembly, out);
        return true;
    }
    struct request request = request_read(params, config);
    request.body = (struct staccato_text){decoder->body.data, decoder->body.length};
    request.body_too_large |= body_too_large;
    request.body_differs =
        request.announced == ANNOUNCED_LENGTH && request.body.length != request.content_length;
    service_answer(responder->service, &request, start);
    decoder_finish(decoder);
    frame_answer(responder, assembly, out);
    return true;
}

enum responder_result responder_step(struct responder *responder, struct assembly *assembly,
                                     struct staccato_buffer *out) {
    bool is_open = true;
    switch (assembly_walk(assembly, responder->service->config, out)) {
    case ASSEMBLY_INCOMPLETE:
        return RESPONDER_WAIT;
    case ASSEMBLY_WHOLE:
        is_open = answer_request(responder, assembly, false, out) && assembly->keep_connection;
        assembly_next(assembly);
        break;
    case ASSEMBLY_ENDED:
        is_open = assembly->keep_connection;
        break;
    case ASSEMBLY_BODY_OVER:
        (void)answer_request(responder, assembly, true, out);
        is_open = false;
        break;
    case ASSEMBLY_PARAMS_OVER: /* nothing is known of the request, not even its origin */
        service_refuse(responder->service, 431, "Request header fields too large", metrics_clock());
        frame_answer(responder, assembly, out);
        is_open = false;
        break;
    case ASSEMBLY_BROKEN:
        responder_reject(responder, PROTOCOL_ERROR, "a peer sent what is no FastCGI request");
        assembly_free(assembly); /* what else it sends is of no interest */
        is_open = false;
        break;
    }
    return is_open ? RESPONDER_AGAIN : RESPONDER_CLOSE;
}
