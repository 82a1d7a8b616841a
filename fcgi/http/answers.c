/* From a request to a play: fields read, caches told. */
#include "answers.h"

#include "detail.h"
#include "link.h"
#include "play.h"

/* Reads the fields, and writes the 422 where they are wrong: false then. */
static bool read_fields(struct service *service, const struct play *play,
                        const struct request *request) {
    struct staccato_buffer *out = &service->response.body;
    const struct fields_source source = {
        .where = play->target->is_link ? "query" : "body",
        .text = play->target->is_link ? request->query : request->body,
        .is_query = play->target->is_link,
    };
    switch (fields_read(&service->fields, play->rows, play->row_count, &source, out)) {
    case FIELDS_NO_MEMORY:
        out->failed = true; /* which makes it a 503 */
        return false;
    case FIELDS_INVALID:
        service->response.status = 422;
        return false;
    case FIELDS_READ:
        break;
    }
    return true;
}

/* 422 for a seed that leaves no room for the numbers of many questions. */
static void refuse_seed(struct service *service, const struct play *play) {
    struct detail detail = {.out = &service->response.body,
                            .where = play->target->is_link ? "query" : "body",
                            .is_empty = true};
    struct staccato_buffer input = {0};
    staccato_buffer_printf(&input, "\"%.*s\"", (int)play->seed.length, play->seed.data);
    service->response.status = 422;
    detail_add(&detail, LONG_SEED, play->rows[play->seed_index], NO_INDEX,
               (struct staccato_text){input.data, input.length}, 0);
    detail_end(&detail);
    service->response.body.failed |= input.failed;
    staccato_buffer_free(&input);
}

void answer_exercise(struct service *service, const struct staccato_exercise *exercise,
                     const struct target *target, const struct request *request) {
    struct play play;
    play_begin(&play, exercise, target);
    if (!read_fields(service, &play, request)) {
        return;
    }
    if (!play_take(&play, service)) {
        refuse_seed(service, &play);
        return;
    }
    enum link_match match =
        target->is_link ? link_write_headers(&play, service, request) : LINK_NEW;
    if (match == LINK_KNOWN || (match == LINK_ANY && play_is_playable(&play, service))) {
        service->response.status = 304;
    } else {
        play_answer(&play, service);
    }
}
