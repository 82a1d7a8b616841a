/* application/x-www-form-urlencoded, in and out. */
#include "query.h"

#include <stdint.h>

#include "json_escape.h"
#include "json_scan.h"

static int hex_value(char digit) {
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
           : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                          : -1;
}

/* Decodes onto a buffer with room for the text's length; false where a % has no two digits. */
static bool decode(struct staccato_text text, struct staccato_buffer *to) {
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i] == '+' ? ' ' : text.data[i];
        if (byte == '%') {
            bool has_digits = text.length - i > 2;
            int high = has_digits ? hex_value(text.data[i + 1]) : -1;
            int low = has_digits ? hex_value(text.data[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            byte = (char)(high << 4 | low);
            i += 2;
        }
        staccato_buffer_append(to, &byte, 1);
    }
    return true;
}

/* One parameter: its name and value as they stand in the query. */
struct parameter {
    struct staccato_text name;
    struct staccato_text value;
};

/* Takes the next parameter off the query, empty ones ("&&") skipped; false at its end. */
static bool take_parameter(struct staccato_text *rest, struct parameter *parameter) {
    while (rest->length > 0 && rest->data[0] == '&') {
        rest->data++;
        rest->length--;
    }
    if (rest->length == 0) {
        return false;
    }
    const char *end = memchr(rest->data, '&', rest->length);
    size_t length = end == NULL ? rest->length : (size_t)(end - rest->data);
    const char *equals = memchr(rest->data, '=', length);
    size_t name = equals == NULL ? length : (size_t)(equals - rest->data);
    size_t behind = equals == NULL ? length : name + 1;
    parameter->name = (struct staccato_text){rest->data, name};
    parameter->value = (struct staccato_text){rest->data + behind, length - behind};
    rest->data += length;
    rest->length -= length;
    return true;
}

/* Appends a part of the query as a JSON string; false where it can't be decoded to UTF-8. */
static bool write_string(struct staccato_text text, struct staccato_buffer *decoded,
                         struct staccato_buffer *out) {
    struct staccato_text plain = text;
    if (memchr(text.data, '%', text.length) != NULL ||
        memchr(text.data, '+', text.length) != NULL) {
        staccato_buffer_clear(decoded, SIZE_MAX);
        bool is_decoded = decode(text, decoded);
        out->failed |= decoded->failed;
        if (!is_decoded || decoded->failed) {
            return is_decoded;
        }
        plain = (struct staccato_text){decoded->data, decoded->length};
    }
    json_write_string(plain, out);
    return json_is_utf8(plain);
}

/* Whether a parameter's name, once decoded, is the row's. */
static bool is_named(struct staccato_text name, const struct staccato_field *row,
                     struct staccato_buffer *decoded) {
    if (memchr(name.data, '%', name.length) == NULL) {
        return staccato_text_equal(name, row->name);
    }
    staccato_buffer_clear(decoded, SIZE_MAX);
    return decode(name, decoded) &&
           staccato_text_equal((struct staccato_text){decoded->data, decoded->length}, row->name);
}

static bool is_list(struct staccato_text name, const struct staccato_field *const rows[],
                    size_t count, struct staccato_buffer *decoded) {
    for (size_t i = 0; i < count; i++) {
        if (rows[i]->is_list && is_named(name, rows[i], decoded)) {
            return true;
        }
    }
    return false;
}

/* Appends a list as one member with all its values; nothing if it is not there. */
static bool write_list(struct staccato_text query, const struct staccato_field *row,
                       struct staccato_buffer *decoded, struct staccato_buffer *out,
                       size_t *offset) {
    struct staccato_text rest = query;
    struct parameter parameter;
    bool is_there = false;
    while (take_parameter(&rest, &parameter)) {
        if (!is_named(parameter.name, row, decoded)) {
            continue;
        }
        if (!is_there) {
            json_write_string(row->name, out);
        }
        staccato_buffer_append_text(out, is_there ? STACCATO_TEXT(",") : STACCATO_TEXT(":["));
        *offset = (size_t)(parameter.name.data - query.data);
        if (!write_string(parameter.value, decoded, out)) {
            return false;
        }
        is_there = true;
    }
    staccato_buffer_append_text(out, is_there ? STACCATO_TEXT("],") : STACCATO_TEXT(""));
    return true;
}

bool query_to_json(struct staccato_text query, const struct staccato_field *const rows[],
                   size_t count, struct staccato_buffer *scratch, struct staccato_buffer *out,
                   size_t *offset) {
    struct staccato_text rest = query;
    struct parameter parameter;
    bool is_good = true;
    staccato_buffer_append_text(out, STACCATO_TEXT("{"));
    for (size_t i = 0; is_good && i < count; i++) {
        is_good = !rows[i]->is_list || write_list(query, rows[i], scratch, out, offset);
    }
    while (is_good && take_parameter(&rest, &parameter)) {
        if (is_list(parameter.name, rows, count, scratch)) {
            continue;
        }
        *offset = (size_t)(parameter.name.data - query.data);
        is_good = write_string(parameter.name, scratch, out);
        staccato_buffer_append_text(out, STACCATO_TEXT(":"));
        is_good = is_good && write_string(parameter.value, scratch, out);
        staccato_buffer_append_text(out, STACCATO_TEXT(","));
    }
    if (out->length > 0 && !out->failed && out->data[out->length - 1] == ',') {
        out->length--;
    }
    staccato_buffer_append_text(out, STACCATO_TEXT("}"));
    return is_good;
}

void query_write(struct staccato_text text, struct staccato_buffer *out) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        bool is_unreserved = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                             (byte >= 'a' && byte <= 'z') ||
                             (byte != '\0' && strchr("-._~", byte) != NULL);
        char escape[] = {'%', digits[byte >> 4], digits[byte & 0xF]};
        if (is_unreserved) {
            staccato_buffer_append(out, &text.data[i], 1);
        } else {
            staccato_buffer_append(out, escape, sizeof(escape));
        }
    }
}
