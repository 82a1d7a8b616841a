/* Composing questions, and writing them down as the request wants them. */
#include "play.h"

#include <stdio.h>
#include <stdlib.h>

#include "json_escape.h"
#include "sounds.h"

enum { DOCUMENT_KEPT = 128 * 1024, COUNT_MAX = 100, COUNTED_SEED_MAX = 56, SKIPS_MAX = 16 };

static const struct staccato_field seed_row = {
    .name = STACCATO_TEXT_INIT("seed"),
    .kind = STACCATO_STRING,
    .is_nullable = true,
    .is_seed = true,
    .absent = "null",
    .pattern = "^[0-9A-Za-z_.-]{1,64}$",
    .help = "The same seed draws the same; without one, something new.",
};

static const struct staccato_field count_row = {
    .name = STACCATO_TEXT_INIT("count"),
    .kind = STACCATO_INTEGER,
    .is_nullable = true,
    .least = 1,
    .most = COUNT_MAX,
    .absent = "null",
    .help = "So many questions at once, as an array.",
};

static bool has_row(const struct play *play, struct staccato_text name) {
    bool is_there = false;
    for (size_t i = 0; i < play->row_count; i++) {
        is_there |= staccato_text_equal(play->rows[i]->name, name);
    }
    return is_there;
}

void play_begin(struct play *play, const struct staccato_exercise *exercise,
                const struct target *target) {
    const struct staccato_format *format = target->format;
    *play = (struct play){.exercise = exercise, .target = target};
    for (size_t i = 0; i < exercise->field_count; i++) {
        play->rows[play->row_count++] = &exercise->fields[i];
    }
    play->seed_index = play->count_index = SIZE_MAX;
    if (exercise->draws || target->is_link) {
        play->seed_index = play->row_count;
        play->rows[play->row_count++] = &seed_row;
    }
    if (exercise->draws && format == NULL) {
        play->count_index = play->row_count;
        play->rows[play->row_count++] = &count_row;
    }
    for (size_t i = 0; format != NULL && i < format->field_count; i++) {
        if (!has_row(play, format->fields[i].name)) {
            play->rows[play->row_count++] = &format->fields[i];
        }
    }
}

/* The format's arguments, which may be the exercise's own. */
static void take_format(struct play *play, const struct service *service) {
    const struct staccato_format *format = play->target->format;
    for (size_t i = 0; format != NULL && i < format->field_count; i++) {
        size_t row = 0;
        while (!staccato_text_equal(play->rows[row]->name, format->fields[i].name)) {
            row++;
        }
        play->format_arguments[i] = service->fields.arguments[row];
    }
}

/* Eight characters of 36 from one random number, as each number costs a system call. The number has
 * six million times as many values as there are seeds: all seeds are as good as equally likely. */
static void draw_seed(struct play *play) {
    static const char characters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    enum { CHARACTERS = sizeof(characters) - 1 };
    uint64_t number;
    arc4random_buf(&number, sizeof(number));
    for (size_t i = 0; i < SEED_DRAWN; i++, number /= CHARACTERS) {
        play->own_seed[i] = characters[number % CHARACTERS];
    }
    play->seed = (struct staccato_text){play->own_seed, SEED_DRAWN};
}

bool play_take(struct play *play, struct service *service) {
    const struct staccato_argument *arguments = service->fields.arguments;
    const bool is_told = play->target->is_link || play->exercise->tells_seed;
    take_format(play, service);
    if (!play->exercise->draws) {
        return true;
    }
    if (play->count_index != SIZE_MAX && arguments[play->count_index].count > 0) {
        play->count = (size_t)arguments[play->count_index].items->number;
    }
    play->seed_was_given = arguments[play->seed_index].count > 0;
    if (play->seed_was_given) {
        play->seed = arguments[play->seed_index].items->text;
    } else if (is_told || play->count > 0) {
        draw_seed(play);
    }
    return play->count == 0 || play->seed.length <= COUNTED_SEED_MAX;
}

/* Composes the question that the seed draws; false with the refusal. */
static bool compose(struct service *service, const struct play *play, struct staccato_text seed,
                    struct staccato_refusal *refusal) {
    struct staccato_draw draw = {0};
    if (play->exercise->draws) {
        draw = seed.length > 0 ? staccato_draw_seeded(seed) : staccato_draw_random();
    }
    return play->exercise->compose(service->fields.arguments, &draw, &service->question, refusal);
}

bool play_is_playable(const struct play *play, struct service *service) {
    struct staccato_refusal refusal;
    return compose(service, play, play->seed, &refusal);
}

/* 400: in plain text or, from an exercise whose answers are JSON, as a JSON string. */
static void answer_refusal(struct service *service, const struct play *play,
                           const struct staccato_refusal *refusal) {
    struct response *response = &service->response;
    struct staccato_buffer *document = &service->document;
    response->status = 400;
    if (play->exercise->reply == STACCATO_REPLY_SCORE) {
        response->content_type = CONTENT_PLAIN;
        staccato_refusal_write(refusal, &response->body);
        return;
    }
    staccato_buffer_clear(document, DOCUMENT_KEPT);
    staccato_refusal_write(refusal, document);
    json_write_string((struct staccato_text){document->data, document->length}, &response->body);
    response->body.failed |= document->failed;
}

/* ---- objects ---- */

/* Appends the name of a member, with what parts it from the one before. It is one of ours, which
 * need no escaping. */
static void write_name(struct staccato_text name, struct staccato_buffer *out) {
    char *at = staccato_buffer_reserve(out, name.length + sizeof(",\"\":"));
    if (at == NULL) {
        return;
    }
    if (out->length > 0 && at[-1] != '{') {
        *at++ = ',';
    }
    *at++ = '"';
    memcpy(at, name.data, name.length);
    at += name.length;
    *at++ = '"';
    *at++ = ':';
    out->length = (size_t)(at - out->data);
}

static void write_seed(struct staccato_text seed, struct staccato_buffer *out) {
    write_name(STACCATO_TEXT("seed"), out);
    json_write_string(seed, out);
}

static void write_document(struct service *service, const struct play *play) {
    struct staccato_buffer *document = &service->document;
    struct staccato_buffer *out = &service->response.body;
    const struct staccato_page page = {
        .date = play->target->is_link ? NULL : service->date,
        .title = play->exercise->title,
    };
    staccato_buffer_clear(document, DOCUMENT_KEPT);
    staccato_musicxml.write(&service->question.score, &page, document);
    write_name(STACCATO_TEXT("generatedXml"), out);
    json_write_string((struct staccato_text){document->data, document->length}, out);
    out->failed |= document->failed;
}

/* Names need no escaping: letters, signs and digits. */
static void write_pitches(const struct staccato_score *score, struct staccato_buffer *out) {
    const size_t longest = STACCATO_PITCH_NAME_SIZE + sizeof(",\"\"0");
    char *at = staccato_buffer_reserve(out, score->pitch_count * longest + sizeof("[]"));
    if (at == NULL) {
        return;
    }
    *at++ = '[';
    for (size_t i = 0; i < score->pitch_count; i++) {
        if (i > 0) {
            *at++ = ',';
        }
        *at++ = '"';
        at += staccato_pitch_name(score->pitches[i], at);
        *at++ = (char)('0' + score->pitches[i].octave);
        *at++ = '"';
    }
    *at++ = ']';
    out->length = (size_t)(at - out->data);
}

static void write_integer(int64_t number, struct staccato_buffer *out) {
    staccato_buffer_append_text(out, number < 0 ? STACCATO_TEXT("-") : STACCATO_TEXT(""));
    staccato_buffer_append_number(out, (size_t)(number < 0 ? -number : number));
}

static void write_answers(const struct service *service, const struct play *play,
                          struct staccato_buffer *out) {
    for (size_t i = 0; i < play->exercise->answer_count; i++) {
        const struct staccato_item *answer = &service->question.answers[i];
        write_name(play->exercise->answers[i].name, out);
        switch (play->exercise->answers[i].kind) {
        case STACCATO_ANSWER_TEXT:
            json_write_string(answer->text, out);
            break;
        case STACCATO_ANSWER_INTEGER:
            write_integer(answer->number, out);
            break;
        case STACCATO_ANSWER_PITCHES:
            write_pitches(&service->question.score, out);
            break;
        }
    }
}

/* A time in quarters, with up to four decimals. */
static void write_quarters(uint32_t ticks, struct staccato_buffer *out) {
    enum { UNITS = 10000, DECIMALS = 4 };
    uint64_t units = ((uint64_t)ticks * UNITS + STACCATO_TICKS / 2) / STACCATO_TICKS;
    char digits[DECIMALS + 1];
    int length = DECIMALS;
    (void)snprintf(digits, sizeof(digits), "%04u", (unsigned int)(units % UNITS));
    while (length > 0 && digits[length - 1] == '0') {
        length--;
    }
    staccato_buffer_append_number(out, (size_t)(units / UNITS));
    staccato_buffer_append_text(out, length > 0 ? STACCATO_TEXT(".") : STACCATO_TEXT(""));
    staccato_buffer_append(out, digits, (size_t)length);
}

static void write_sound(const struct staccato_sound *sound, const struct staccato_score *score,
                        struct staccato_buffer *out) {
    staccato_buffer_append_text(out, STACCATO_TEXT("{\"start\":"));
    write_quarters(sound->start, out);
    staccato_buffer_append_text(out, STACCATO_TEXT(",\"duration\":"));
    write_quarters(sound->ticks, out);
    staccato_buffer_append_text(out, STACCATO_TEXT(",\"midi\":["));
    for (size_t i = 0; i < sound->pitch_count; i++) {
        int midi = staccato_sound_midi(score, sound->pitches[i]);
        staccato_buffer_append_text(out, i > 0 ? STACCATO_TEXT(",") : STACCATO_TEXT(""));
        staccato_buffer_append_number(out, (size_t)midi); /* C---0, the lowest, is 9 */
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("]}"));
}

static void write_notes(const struct staccato_score *score, struct staccato_buffer *out) {
    struct staccato_sounds sounds;
    struct staccato_sound sound;
    write_name(STACCATO_TEXT("notes"), out);
    staccato_buffer_append_text(out, STACCATO_TEXT("["));
    staccato_sounds_begin(&sounds, score);
    for (bool is_first = true; staccato_sounds_next(&sounds, &sound); is_first = false) {
        staccato_buffer_append_text(out, is_first ? STACCATO_TEXT("") : STACCATO_TEXT(","));
        write_sound(&sound, score, out);
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("]"));
}

/* What of an object does not depend on where its seed stands: first comes the document. */
static void write_members(struct service *service, const struct play *play) {
    if (play->exercise->reply != STACCATO_REPLY_FACTS) {
        write_document(service, play);
    }
    write_answers(service, play, &service->response.body);
}

static void write_end(const struct service *service, const struct play *play,
                      struct staccato_buffer *out) {
    if (play->target->is_link && play->exercise->reply != STACCATO_REPLY_FACTS) {
        write_notes(&service->question.score, out);
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("}"));
}

static void write_object(struct service *service, const struct play *play) {
    struct staccato_buffer *out = &service->response.body;
    staccato_buffer_append_text(out, STACCATO_TEXT("{"));
    write_members(service, play);
    if (play->seed.length > 0 && (play->target->is_link || play->exercise->tells_seed)) {
        write_seed(play->seed, out);
    }
    write_end(service, play, out);
}

/* ---- many at once ---- */

/* Writes the question of a seed with its seed first, and returns where what follows begins. */
static size_t write_item(struct service *service, const struct play *play,
                         struct staccato_text seed) {
    struct staccato_buffer *out = &service->response.body;
    staccato_buffer_append_text(out, STACCATO_TEXT("{"));
    write_seed(seed, out);
    size_t start = out->length;
    write_members(service, play);
    write_end(service, play, out);
    return start;
}

/* Whether the last bytes of the buffer, from `start`, are those of an earlier range. */
static bool is_repeated(const struct staccato_buffer *out, size_t start, size_t earlier,
                        size_t earlier_length) {
    return !out->failed && out->length - start == earlier_length && earlier_length > 0 &&
           memcmp(out->data + start, out->data + earlier, earlier_length) == 0;
}

/* An array of questions; one that is equal to the one before is left out, up to 16 in a row.
 * False with the refusal. */
static bool write_many(struct service *service, const struct play *play,
                       struct staccato_refusal *refusal) {
    struct staccato_buffer *out = &service->response.body;
    size_t previous = 0;
    size_t previous_length = 0;
    size_t skipped = 0;
    staccato_buffer_append_text(out, STACCATO_TEXT("["));
    for (size_t number = 0, written = 0; written < play->count && !out->failed; number++) {
        char seed[SEED_MAX + 1];
        int length = snprintf(seed, sizeof(seed), "%.*s.%zu", (int)play->seed.length,
                              play->seed.data, number);
        struct staccato_text text = {seed, (size_t)length};
        if (!compose(service, play, text, refusal)) {
            return false;
        }
        size_t before = out->length;
        staccato_buffer_append_text(out, written > 0 ? STACCATO_TEXT(",") : STACCATO_TEXT(""));
        size_t start = write_item(service, play, text);
        if (skipped < SKIPS_MAX && is_repeated(out, start, previous, previous_length)) {
            out->length = before;
            skipped++;
            continue;
        }
        previous = start;
        previous_length = out->length - start;
        skipped = 0;
        written++;
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("]"));
    return true;
}

/* ---- answers ---- */

static void write_format(struct service *service, const struct play *play,
                         const struct staccato_format *format, const char *date) {
    const struct staccato_page page = {
        .date = date, .title = play->exercise->title, .arguments = play->format_arguments};
    format->write(&service->question.score, &page, &service->response.body);
}

void play_answer(struct play *play, struct service *service) {
    struct response *response = &service->response;
    struct staccato_refusal refusal;
    bool is_played = play->count > 0 ? write_many(service, play, &refusal)
                                     : compose(service, play, play->seed, &refusal);
    if (!is_played) {
        staccato_buffer_clear(&response->body, DOCUMENT_KEPT);
        answer_refusal(service, play, &refusal);
    } else if (play->target->format != NULL) {
        response->content_type = play->target->format->content_type;
        write_format(service, play, play->target->format, NULL);
    } else if (play->count == 0) {
        bool is_document = !play->target->is_link && play->exercise->reply == STACCATO_REPLY_SCORE;
        if (is_document) {
            response->content_type = CONTENT_XML;
            write_format(service, play, &staccato_musicxml, service->date);
        } else {
            write_object(service, play);
        }
    }
}
