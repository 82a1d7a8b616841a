/* Reading is json-c's (0.16), whose buffers leave out what they have no memory for, and say
 * nothing: so memory is asked for before. Writing is a table and a loop, as json-c takes ten times
 * as long for a document. */
#include "json_escape.h"

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

void json_write_string(struct staccato_text text, struct staccato_buffer *out) {
    enum { LONGEST = sizeof("\\u0000") - 1, QUOTES = 2 };
    char *start = staccato_buffer_reserve(out, text.length + QUOTES);
    if (start == NULL) {
        return;
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("\""));
    for (size_t i = 0; i < text.length;) {
        size_t plain = i;
        while (plain < text.length && escapes[(unsigned char)text.data[plain]] == 0) {
            plain++;
        }
        staccato_buffer_append(out, text.data + i, plain - i);
        i = plain;
        char *at = i < text.length ? staccato_buffer_reserve(out, LONGEST) : NULL;
        if (at != NULL) {
            out->length += (size_t)(put_escape(at, (unsigned char)text.data[i++]) - at);
        } else if (i < text.length) {
            return; /* out->failed */
        }
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("\""));
}
