/* application/x-www-form-urlencoded, in and out. */
#include "query.h"

#include "json_scan.h"

static int hex_value(char digit) {
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
           : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                          : -1;
}

/* Decodes onto a buffer with room for the text's length; false where a % has no two digits. */
static bool decode(struct staccato_text text, struct staccato_buffer *to) {
    char *at = to->data + to->length;
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
        *at++ = byte;
    }
    to->length = (size_t)(at - to->data);
    return true;
}

/* Bytes that are looked at twice. */
enum kind { PLAIN, ENDS, CODED };
static const unsigned char kinds[256] = {['&'] = ENDS, ['='] = ENDS, ['%'] = CODED, ['+'] = CODED};

/* Takes a name or a value off the front of what is left, up to the & behind it or, of a name, the
 * =. It is decoded where there is anything to decode; false if that can't be done. */
static bool take_part(struct query *query, struct staccato_text *rest, bool is_name,
                      struct staccato_text *part) {
    const char *at = rest->data;
    const char *end = at + rest->length;
    bool is_coded = false;
    unsigned char all = 0; /* bits of all bytes: the highest tells of what is beyond ASCII */
    for (; at < end; at++) {
        while (at < end && kinds[(unsigned char)*at] == PLAIN) {
            all |= (unsigned char)*at++;
        }
        if (at == end || *at == '&' || (*at == '=' && is_name)) {
            break;
        }
        is_coded |= kinds[(unsigned char)*at] == CODED;
    }
    *part = (struct staccato_text){rest->data, (size_t)(at - rest->data)};
    *rest = (struct staccato_text){at, (size_t)(end - at)};
    if (!is_coded && all < 0x80) {
        return true;
    }
    size_t start = query->decoded.length;
    bool is_decoded = decode(*part, &query->decoded);
    *part = (struct staccato_text){query->decoded.data + start, query->decoded.length - start};
    return is_decoded && json_is_utf8(*part);
}

static void skip_byte(struct staccato_text *rest) {
    rest->data++;
    rest->length--;
}

enum query_result query_read(struct query *query, query_parameter *parameter, void *context) {
    enum { KEPT = 64 * 1024 };
    struct staccato_text rest = query->text;
    struct staccato_text name;
    struct staccato_text value;
    staccato_buffer_clear(&query->decoded, KEPT);
    if (staccato_buffer_reserve(&query->decoded, rest.length) == NULL) {
        return QUERY_NO_MEMORY;
    }
    while (rest.length > 0) {
        if (rest.data[0] == '&') { /* behind a parameter, or instead of one */
            skip_byte(&rest);
            continue;
        }
        query->offset = (size_t)(rest.data - query->text.data);
        if (!take_part(query, &rest, true, &name)) {
            return QUERY_INVALID;
        }
        if (rest.length > 0 && rest.data[0] == '=') {
            skip_byte(&rest);
        }
        if (!take_part(query, &rest, false, &value)) {
            return QUERY_INVALID;
        }
        parameter(context, name, value);
    }
    return QUERY_READ;
}

void query_free(struct query *query) {
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
