/* What exercises share: refusals in words, texts that a question keeps, draws from lists. */
#include "exercise.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

bool staccato_refuse(struct staccato_refusal *refusal, const char *sentence,
                     struct staccato_text value) {
    *refusal =
        (struct staccato_refusal){.sentence = sentence, .values = {{false, {.text = value}}}};
    return false;
}

bool staccato_refuse_number(struct staccato_refusal *refusal, const char *sentence,
                            int64_t number) {
    *refusal =
        (struct staccato_refusal){.sentence = sentence, .values = {{true, {.number = number}}}};
    return false;
}

struct staccato_text staccato_question_word(struct staccato_question *question,
                                            struct staccato_text text) {
    assert(text.length <= STACCATO_WORDS_SIZE - question->words_length);
    char *word = question->words + question->words_length;
    memcpy(word, text.data, text.length);
    question->words_length += text.length;
    return (struct staccato_text){word, text.length};
}

const struct staccato_item *staccato_draw_item(struct staccato_draw *draw,
                                               const struct staccato_argument *argument) {
    return &argument->items[staccato_draw_below(draw, (uint32_t)argument->count)];
}

/* How many bytes the UTF-8 character at the start of value takes, at most what is there; a byte
 * that starts none counts alone. */
static size_t character_length(struct staccato_text value) {
    size_t length = 1;
    if (((unsigned char)value.data[0] & 0xC0) == 0xC0) {
        while (length < value.length && ((unsigned char)value.data[length] & 0xC0) == 0x80) {
            length++;
        }
    }
    return length;
}

/* A value as it may stand in a log or on a page: control characters (C0, DEL and C1) as \u00XX, and
 * cut before a character or escape that would take it past 64 bytes. */
static void write_value(struct staccato_text value, struct staccato_buffer *out) {
    enum { VALUE_MAX = 64 };
    size_t written = 0;
    while (value.length > 0) {
        size_t length = character_length(value);
        unsigned int code = (unsigned char)value.data[0];
        if (code == 0xC2 && length == 2 && (unsigned char)value.data[1] < 0xA0) {
            code = (unsigned char)value.data[1]; /* C1 */
        }
        char escape[sizeof("\\u00XX")];
        struct staccato_text shown = {value.data, length};
        if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
            shown.data = escape;
            shown.length = (size_t)snprintf(escape, sizeof(escape), "\\u%04X", code);
        }
        if (written + shown.length > VALUE_MAX) {
            return;
        }
        staccato_buffer_append_text(out, shown);
        written += shown.length;
        value.data += length;
        value.length -= length;
    }
}

void staccato_refusal_write(const struct staccato_refusal *refusal, struct staccato_buffer *out) {
    const char *rest = refusal->sentence;
    const char *place;
    for (size_t i = 0; (place = strstr(rest, "{}")) != NULL; i++) {
        assert(i < STACCATO_REFUSED_MAX);
        staccato_buffer_append(out, rest, (size_t)(place - rest));
        if (refusal->values[i].is_number) {
            staccato_buffer_printf(out, "%" PRId64, refusal->values[i].value.number);
        } else {
            write_value(refusal->values[i].value.text, out);
        }
        rest = place + strlen("{}");
    }
    staccato_buffer_append(out, rest, strlen(rest));
}
