/* Handlers: a body in, a score or an error out. */
#include "handlers.h"

#include <stdlib.h>

#include "json_escape.h"

enum { DOCUMENT_KEPT = 128 * 1024 };

/* Appends the service's document as a JSON string; false if memory ran out. */
static bool write_document(const struct service *service, struct staccato_buffer *out) {
    const struct staccato_buffer *document = &service->document;
    return !document->failed &&
           json_write_string((struct staccato_text){document->data, document->length}, out);
}

/* 400: in plain text or, from an exercise whose answers are JSON, as a JSON string. */
static bool answer_refusal(struct service *service, const struct staccato_exercise *exercise,
                           const struct staccato_refusal *refusal, struct response *response) {
    response->status = 400;
    if (!exercise->names_note) {
        response->content_type = CONTENT_PLAIN;
        staccato_refusal_write(refusal, &response->body);
        return true;
    }
    staccato_refusal_write(refusal, &service->document);
    return write_document(service, &response->body);
}

/* 200 with the score in a JSON object beside the name and octave of its one note. */
static bool answer_named_note(struct service *service, struct response *response) {
    struct staccato_pitch pitch = service->score.events[0].pitches[0];
    char name[STACCATO_PITCH_NAME_SIZE];
    (void)staccato_pitch_name(pitch, name);
    staccato_musicxml_write(&service->score, service->date, &service->document);
    staccato_buffer_append_text(&response->body, STACCATO_TEXT("{\"generatedXml\":"));
    if (!write_document(service, &response->body)) {
        return false;
    }
    /* A name is a letter and signs, an octave a digit: nothing here needs escaping. */
    staccato_buffer_printf(&response->body, ",\"noteName\":\"%s\",\"noteOctave\":\"%d\"}", name,
                           pitch.octave);
    return true;
}

static bool answer_exercise(struct service *service, const struct staccato_exercise *exercise,
                            struct staccato_text body, struct response *response) {
    union staccato_request request;
    struct staccato_refusal refusal;
    switch (fields_read(&service->fields, exercise, body, &request, &response->body)) {
    case FIELDS_NO_MEMORY:
        return false;
    case FIELDS_INVALID:
        response->status = 422;
        return true;
    case FIELDS_READ:
        break;
    }
    staccato_buffer_clear(&service->document, DOCUMENT_KEPT);
    if (!exercise->compose(&request, arc4random_uniform, &service->score, &refusal)) {
        return answer_refusal(service, exercise, &refusal, response);
    }
    if (exercise->names_note) {
        return answer_named_note(service, response);
    }
    response->content_type = CONTENT_XML;
    staccato_musicxml_write(&service->score, service->date, &response->body);
    return true;
}

void handle_exercise(struct service *service, const struct staccato_exercise *exercise,
                     const struct request *request, struct response *response) {
    if (!answer_exercise(service, exercise, request->body, response)) {
        response->body.failed = true; /* which makes it a 503 */
    }
}
