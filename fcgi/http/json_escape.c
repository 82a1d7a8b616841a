/* Reading is json-c's (0.16), whose buffers leave out what they have no memory for, and say
 * nothing: so memory is asked for before. Writing is a table and a loop, as json-c takes ten times
 * as long for a document. */
#include "json_escape.h"

#include <endian.h>
#include <limits.h>
#include <stdint.h>

#include "memory.h"

bool json_read_string(struct json_tokener *tokener, struct staccato_text source,
                      struct staccato_buffer *decoded, struct staccato_text *text) {
    /* A buffer that doubles, the one before it, and the string; and a little for each. */
    enum { TIMES = 4, MORE = 1024 };
    *text = (struct staccato_text){source.data + 1, source.length - 2};
    if (memchr(text->data, '\\', text->length) == NULL) {
        return true;
    }
    if (!memory_is_there(TIMES * source.length + MORE)) {
        return false;
    }
    json_tokener_reset(tokener);
    struct json_object *string = json_tokener_parse_ex(tokener, source.data, (int)source.length);
    const char *from = decoded->data + decoded->length;
    size_t length = (size_t)json_object_get_string_len(string);
    staccato_buffer_append(decoded, json_object_get_string(string), length);
    bool is_read = string != NULL && !decoded->failed;
    json_object_put(string);
    *text = (struct staccato_text){from, length};
    return is_read;
}

/* The letter behind the backslash for each byte; 'u': four hexadecimal digits; 0: it stays. */
static const char escapes[256] = {
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', 'b',         't',           'n', 'u',
    'f', 'r', 'u', 'u', 'u', 'u', 'u', 'u', 'u',         'u',           'u', 'u',
    'u', 'u', 'u', 'u', 'u', 'u', 'u', 'u', ['"'] = '"', ['\\'] = '\\',
};

/* Writes the escape of a byte and returns where it ends. */
static char *put_escape(char *at, unsigned char byte) {
    static const char digits[] = "0123456789abcdef";
    *at++ = '\\';
    *at++ = escapes[byte];
    if (escapes[byte] == 'u') {
        memcpy(at, "00", 2);
        at[2] = digits[byte >> 4];
        at[3] = digits[byte & 0xF];
        at += 4;
    }
    return at;
}

/* Sixteen bytes that are looked at together. No function takes or returns them: how that is done
 * differs on processors that may or may not have such registers. */
typedef unsigned char vector __attribute__((vector_size(16)));
enum { TOGETHER = sizeof(vector), HALVES = TOGETHER / sizeof(uint64_t) };

/* Copies sixteen bytes, and returns how many come before the first that needs an escape. */
static size_t copy_plain(const char *from, char *to) {
    vector bytes;
    uint64_t halves[HALVES];
    memcpy(&bytes, from, sizeof(bytes));
    memcpy(to, &bytes, sizeof(bytes));
    const vector odd = (vector)((bytes < ' ') | (bytes == '"') | (bytes == '\\'));
    memcpy(halves, &odd, sizeof(odd)); /* 0xFF for each byte that needs one, 0 for the others */
    if ((halves[0] | halves[1]) == 0) {
        return TOGETHER;
    }
    size_t half = halves[0] == 0; /* in which the first is */
    size_t bits = (size_t)__builtin_ctzll(le64toh(halves[half]));
    return half * sizeof(halves[0]) + bits / CHAR_BIT;
}

void json_write_string(struct staccato_text text, struct staccato_buffer *out) {
    enum { SLACK = TOGETHER + sizeof("\\u0000") + sizeof("\"\"") };
    const char *from = text.data;
    const char *end = from + text.length;
    char *at = staccato_buffer_reserve(out, text.length + SLACK);
    if (at == NULL) {
        return;
    }
    *at++ = '"';
    for (;;) {
        size_t plain = TOGETHER;
        while (plain == TOGETHER && end - from >= TOGETHER) {
            plain = copy_plain(from, at);
            from += plain;
            at += plain;
        }
        while (from < end && escapes[(unsigned char)*from] == 0) {
            *at++ = *from++;
        }
        if (from == end) {
            break;
        }
        out->length = (size_t)(put_escape(at, (unsigned char)*from++) - out->data);
        at = staccato_buffer_reserve(out, (size_t)(end - from) + SLACK);
        if (at == NULL) {
            return;
        }
    }
    *at++ = '"';
    out->length = (size_t)(at - out->data);
}
