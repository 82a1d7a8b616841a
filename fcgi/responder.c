/* One request after the other: assembled, decoded, answered, framed. */
#include "responder.h"

#include <fastcgi.h>

#include "log.h"
#include "pairs.h"
#include "records.h"
#include "router.h"

bool staccato_responder_open(struct staccato_responder *responder,
                             struct staccato_service *service) {
    *responder = (struct staccato_responder){.service = service};
    return staccato_decoder_open(&responder->decoder,
                                 staccato_assembly_length_max(service->config));
}

void staccato_responder_close(struct staccato_responder *responder) {
    staccato_decoder_close(&responder->decoder);
}

static void reject(struct staccato_responder *responder, enum staccato_rejection reason,
                   const char *detail) {
    staccato_metrics_reject(&responder->service->metrics, reason, detail);
}

/* Frames the answer to the assembly's request, and counts it. */
static void frame_answer(struct staccato_responder *responder,
                         const struct staccato_assembly *assembly, int64_t start,
                         struct staccato_buffer *out) {
    const struct staccato_buffer *head = &responder->service->response.head;
    const struct staccato_buffer *body = &responder->service->response.body;
    staccato_records_stdout(assembly->request_id, (struct staccato_text){head->data, head->length},
                            (struct staccato_text){body->data, body->length}, out);
    staccato_records_end(assembly->request_id, FCGI_REQUEST_COMPLETE, out);
    out->failed |= head->failed;
    if (!out->failed) {
        staccato_service_count(responder->service, staccato_metrics_clock() - start);
    }
    responder->answered++;
}

/* Answers with an error where nothing is known of the request, not even its origin. */
static void refuse(struct staccato_responder *responder, const struct staccato_assembly *assembly,
                   int status, const char *message, int64_t start, struct staccato_buffer *out) {
    struct staccato_response *response = &responder->service->response;
    responder->service->route = STACCATO_ROUTE_OTHER;
    staccato_response_clear(response);
    staccato_response_fail(response, status, message);
    staccato_response_finish(response, false);
    frame_answer(responder, assembly, start, out);
}

/* Answers the request that stands whole in the assembly. False if its parameters are no name-value
 * pairs: then there is nobody to answer. */
static bool answer_request(struct staccato_responder *responder,
                           const struct staccato_assembly *assembly, bool body_too_large,
                           struct staccato_buffer *out) {
    struct staccato_decoder *decoder = &responder->decoder;
    int64_t start = staccato_metrics_clock();
    const struct staccato_config *config = responder->service->config;
    struct staccato_text records = {assembly->bytes.data, assembly->walked};
    size_t count = 0;
    if (!staccato_pairs_are_whole(records, &count)) {
        reject(responder, STACCATO_REQUEST_UNREADABLE, "its parameters are malformed");
        return false;
    }
    char **params = staccato_decoder_decode(decoder, records, count, assembly->body_length);
    if (params == NULL) {
        staccato_log("out_of_memory", "a request is answered 503");
        refuse(responder, assembly, 503, STACCATO_NO_MEMORY, start, out);
        return true;
    }
    struct staccato_http_request request = staccato_request_read(params, config);
    request.body = (struct staccato_text){decoder->body.data, decoder->body.length};
    request.body_too_large |= body_too_large;
    staccato_service_answer(responder->service, &request);
    staccato_decoder_finish(decoder);
    frame_answer(responder, assembly, start, out);
    return true;
}

enum staccato_responder_result staccato_responder_step(struct staccato_responder *responder,
                                                       struct staccato_assembly *assembly,
                                                       struct staccato_buffer *out) {
    bool is_open = true;
    switch (staccato_assembly_walk(assembly, responder->service->config, out)) {
    case STACCATO_ASSEMBLY_INCOMPLETE:
        return STACCATO_RESPONDER_WAIT;
    case STACCATO_ASSEMBLY_WHOLE:
        is_open = answer_request(responder, assembly, false, out) && assembly->keep_connection;
        staccato_assembly_next(assembly);
        break;
    case STACCATO_ASSEMBLY_ENDED:
        is_open = assembly->keep_connection;
        break;
    case STACCATO_ASSEMBLY_BODY_OVER:
        (void)answer_request(responder, assembly, true, out);
        is_open = false;
        break;
    case STACCATO_ASSEMBLY_PARAMS_OVER: /* nothing is known of the request, not even its origin */
        refuse(responder, assembly, 431, "Request header fields too large",
               staccato_metrics_clock(), out);
        is_open = false;
        break;
    case STACCATO_ASSEMBLY_BROKEN:
        reject(responder, STACCATO_PROTOCOL_ERROR, "a peer sent what is no FastCGI request");
        staccato_assembly_free(assembly); /* what else it sends is of no interest */
        is_open = false;
        break;
    }
    return is_open ? STACCATO_RESPONDER_AGAIN : STACCATO_RESPONDER_CLOSE;
}
