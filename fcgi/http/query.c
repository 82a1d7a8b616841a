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

/* Appends a part of the query as a JSON string, which *json becomes; false where it can't be
 * decoded to UTF-8. */
static bool write_string(struct query *query, struct staccato_text text,
                         struct staccato_text *json) {
    struct staccato_text plain = text;
    size_t start = query->json.length;
    if (memchr(text.data, '%', text.length) != NULL ||
        memchr(text.data, '+', text.length) != NULL) {
        staccato_buffer_clear(&query->decoded, SIZE_MAX);
        if (!decode(text, &query->decoded)) {
            return false;
        }
        plain = (struct staccato_text){query->decoded.data, query->decoded.length};
    }
    json_write_string(plain, &query->json);
    *json = (struct staccato_text){query->json.data + start, query->json.length - start};
    return json_is_utf8(plain);
}

/* Whether a parameter's name, once decoded, is the row's. */
static bool is_named(struct query *query, struct staccato_text name,
                     const struct staccato_field *row) {
    if (memchr(name.data, '%', name.length) == NULL) {
        return staccato_text_equal(name, row->name);
    }
    staccato_buffer_clear(&query->decoded, SIZE_MAX);
    return decode(name, &query->decoded) &&
           staccato_text_equal((struct staccato_text){query->decoded.data, query->decoded.length},
                               row->name);
}

static bool is_list(struct query *query, struct staccato_text name) {
    for (size_t i = 0; i < query->row_count; i++) {
        if (query->rows[i]->is_list && is_named(query, name, query->rows[i])) {
            return true;
        }
    }
    return false;
}

/* Hands on a list as one member with all its values; nothing if it is not there. */
static bool read_list(struct query *query, const struct staccato_field *row, query_member *member,
                      void *context) {
    struct staccato_text rest = query->text;
    struct staccato_text name = {NULL, 0};
    struct staccato_text item;
    struct parameter parameter;
    size_t start = 0;
    while (take_parameter(&rest, &parameter)) {
        if (!is_named(query, parameter.name, row)) {
            continue;
        }
        query->offset = (size_t)(parameter.name.data - query->text.data);
        if (name.data == NULL) {
            (void)write_string(query, row->name, &name);
            start = query->json.length;
        }
        staccato_buffer_append_text(&query->json, query->json.length == start ? STACCATO_TEXT("[")
                                                                              : STACCATO_TEXT(","));
        if (!write_string(query, parameter.value, &item)) {
            return false;
        }
    }
    if (name.data != NULL) {
        staccato_buffer_append_text(&query->json, STACCATO_TEXT("]"));
        item = (struct staccato_text){query->json.data + start, query->json.length - start};
        member(context, name, item);
    }
    return true;
}

/* Room for all that a query becomes, so that nothing of it moves: a byte becomes six at most, and
 * each parameter has quotes and a comma. */
static bool make_room(struct query *query) {
    enum { TIMES = 6 + 4, MORE = 128, KEPT = 64 * 1024 };
    staccato_buffer_clear(&query->json, KEPT);
    staccato_buffer_clear(&query->decoded, KEPT);
    return staccato_buffer_reserve(&query->json, TIMES * query->text.length + MORE) != NULL &&
           staccato_buffer_reserve(&query->decoded, query->text.length) != NULL;
}

enum query_result query_read(struct query *query, query_member *member, void *context) {
    struct staccato_text rest = query->text;
    struct staccato_text name;
    struct staccato_text value;
    struct parameter parameter;
    if (!make_room(query)) {
        return QUERY_NO_MEMORY;
    }
    const char *place = query->json.data;
    for (size_t i = 0; i < query->row_count; i++) {
        if (query->rows[i]->is_list && !read_list(query, query->rows[i], member, context)) {
            return QUERY_INVALID;
        }
    }
    while (take_parameter(&rest, &parameter)) {
        if (is_list(query, parameter.name)) {
            continue;
        }
        query->offset = (size_t)(parameter.name.data - query->text.data);
        if (!write_string(query, parameter.name, &name) ||
            !write_string(query, parameter.value, &value)) {
            return QUERY_INVALID;
        }
        member(context, name, value);
    }
    return query->json.data == place ? QUERY_READ : QUERY_NO_MEMORY;
}

void query_free(struct query *query) {
    staccato_buffer_free(&query->json);
    staccato_buffer_free(&query->decoded);
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
