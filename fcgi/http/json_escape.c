/* Reading and writing by json-c (0.16), whose buffers leave out what they have no memory for, and
 * say nothing. So memory is asked for before reading, and what was written is counted. */
#include "json_escape.h"

#include "memory.h"

bool json_read_string(struct json_tokener *tokener, struct staccato_text source,
                      struct json_object **decoded, struct staccato_text *text) {
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
    *decoded = json_tokener_parse_ex(tokener, source.data, (int)source.length);
    *text = (struct staccato_text){json_object_get_string(*decoded),
                                   (size_t)json_object_get_string_len(*decoded)};
    return *decoded != NULL;
}

/* How many bytes json-c writes for the text. */
static size_t written_length(struct staccato_text text) {
    size_t length = 2; /* the quotes */
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte != '\0' && strchr("\"\\\b\f\n\r\t", byte) != NULL) {
            length += 2;
        } else {
            length += byte < ' ' ? sizeof("\\u0000") - 1 : 1;
        }
    }
    return length;
}

bool json_write_string(struct staccato_text text, struct staccato_buffer *out) {
    struct json_object *string = json_object_new_string_len(text.data, (int)text.length);
    const char *written = NULL;
    size_t length = 0;
    if (string != NULL) {
        written = json_object_to_json_string_length(
            string, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
    }
    bool is_whole = written != NULL && length == written_length(text);
    if (is_whole) {
        staccato_buffer_append(out, written, length);
    }
    json_object_put(string);
    return is_whole;
}
