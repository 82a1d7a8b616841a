/* Playing an exercise: a body in, a score, an object or an error out. */
#include "answers.h"

#include <inttypes.h>

#include "json_escape.h"

enum { DOCUMENT_KEPT = 128 * 1024 };

/* Appends what stands in the service's document as a JSON string; false if memory ran out. */
static bool write_document(const struct service *service, struct staccato_buffer *out) {
    const struct staccato_buffer *document = &service->document;
    return !document->failed &&
           json_write_string((struct staccato_text){document->data, document->length}, out);
}

/* 400: in plain text or, from an exercise whose answers are JSON, as a JSON string. */
static bool answer_refusal(struct service *service, const struct staccato_exercise *exercise,
                           const struct staccato_refusal *refusal) {
    struct response *response = &service->response;
    response->status = 400;
    if (exercise->reply == STACCATO_REPLY_SCORE) {
        response->content_type = CONTENT_PLAIN;
        staccato_refusal_write(refusal, &response->body);
        return true;
    }
    staccato_refusal_write(refusal, &service->document);
    return write_document(service, &response->body);
}

/* Names need no escaping: letters, signs and digits. */
static void write_pitches(const struct staccato_score *score, struct staccato_buffer *out) {
    for (size_t i = 0; i < score->pitch_count; i++) {
        char name[STACCATO_PITCH_NAME_SIZE];
        (void)staccato_pitch_name(score->pitches[i], name);
        staccato_buffer_printf(out, "%s\"%s%d\"", i == 0 ? "[" : ",", name,
                               score->pitches[i].octave);
    }
    staccato_buffer_append_text(out,
                                score->pitch_count == 0 ? STACCATO_TEXT("[]") : STACCATO_TEXT("]"));
}

static bool write_answer(const struct staccato_question *question, size_t index,
                         enum staccato_answer_kind kind, struct staccato_buffer *out) {
    const struct staccato_item *answer = &question->answers[index];
    switch (kind) {
    case STACCATO_ANSWER_TEXT:
        return json_write_string(answer->text, out);
    case STACCATO_ANSWER_INTEGER:
        staccato_buffer_printf(out, "%" PRId64, answer->number);
        return true;
    case STACCATO_ANSWER_PITCHES:
        write_pitches(&question->score, out);
        return true;
    }
    return false;
}

/* 200 with an object: the document, where there is one, and the answers. */
static bool write_object(struct service *service, const struct staccato_exercise *exercise,
                         const struct staccato_page *page) {
    struct staccato_buffer *out = &service->response.body;
    char separator = '{';
    if (exercise->reply == STACCATO_REPLY_OBJECT) {
        staccato_musicxml.write(&service->question.score, page, &service->document);
        staccato_buffer_append_text(out, STACCATO_TEXT("{\"generatedXml\":"));
        if (!write_document(service, out)) {
            return false;
        }
        separator = ',';
    }
    for (size_t i = 0; i < exercise->answer_count; i++) {
        staccato_buffer_append(out, &separator, 1);
        if (!json_write_string(exercise->answers[i].name, out)) {
            return false;
        }
        staccato_buffer_append_text(out, STACCATO_TEXT(":"));
        if (!write_answer(&service->question, i, exercise->answers[i].kind, out)) {
            return false;
        }
        separator = ',';
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("}"));
    return true;
}

static bool play(struct service *service, const struct staccato_exercise *exercise,
                 struct staccato_text body) {
    struct response *response = &service->response;
    struct staccato_refusal refusal;
    switch (fields_read(&service->fields, exercise->fields, exercise->field_count, body,
                        &response->body)) {
    case FIELDS_NO_MEMORY:
        return false;
    case FIELDS_INVALID:
        response->status = 422;
        return true;
    case FIELDS_READ:
        break;
    }
    struct staccato_draw draw =
        exercise->draws ? staccato_draw_random() : (struct staccato_draw){0};
    staccato_buffer_clear(&service->document, DOCUMENT_KEPT);
    if (!exercise->compose(service->fields.arguments, &draw, &service->question, &refusal)) {
        return answer_refusal(service, exercise, &refusal);
    }
    struct staccato_page page = {.date = service->date, .title = exercise->title};
    if (exercise->reply != STACCATO_REPLY_SCORE) {
        return write_object(service, exercise, &page);
    }
    response->content_type = CONTENT_XML;
    staccato_musicxml.write(&service->question.score, &page, &response->body);
    return true;
}

void answer_exercise(struct service *service, const struct staccato_exercise *exercise,
                     const struct request *request) {
    if (!play(service, exercise, request->body)) {
        service->response.body.failed = true; /* which makes it a 503 */
    }
}
