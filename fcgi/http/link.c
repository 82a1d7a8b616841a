/* Canonical links, entity tags (RFC 9110, 8.8.3 and 13.1.2) and Cache-Control. */
#include "link.h"

#include <endian.h>
#include <inttypes.h>
#include <limits.h>

#include "query.h"
#include "version.h"

static void write_parameter(const struct staccato_field *row, const struct staccato_item *item,
                            struct staccato_buffer *out) {
    char last = out->length > 0 ? out->data[out->length - 1] : '?';
    staccato_buffer_append_text(out, last == '?' ? STACCATO_TEXT("") : STACCATO_TEXT("&"));
    query_write(row->name, out);
    staccato_buffer_append_text(out, STACCATO_TEXT("="));
    switch (row->kind) {
    case STACCATO_STRING:
    case STACCATO_CHOICE:
        query_write(item->text, out);
        break;
    case STACCATO_INTEGER:
        staccato_buffer_printf(out, "%" PRId64, item->number);
        break;
    case STACCATO_BOOLEAN:
        staccato_buffer_append_text(out, item->number != 0 ? STACCATO_TEXT("true")
                                                           : STACCATO_TEXT("false"));
        break;
    }
}

void link_write_query(const struct play *play, const struct service *service,
                      struct staccato_buffer *out) {
    for (size_t i = 0; i < play->row_count; i++) {
        const struct staccato_argument *argument = &service->fields.arguments[i];
        if (i == play->seed_index) {
            if (play->exercise->draws) {
                write_parameter(play->rows[i], &(struct staccato_item){.text = play->seed}, out);
            }
            continue;
        }
        for (size_t item = 0; item < argument->count; item++) {
            write_parameter(play->rows[i], &argument->items[item], out);
        }
    }
}

static struct staccato_text extension(const struct play *play) {
    return play->target->format != NULL ? play->target->format->extension : STACCATO_TEXT("json");
}

/* Appends the path that the client asked for, as far as a header can hold it. Behind a web server
 * that does not say, the last part of it, to which a relative link leads as well. */
static void write_path(const struct play *play, const struct request *request,
                       struct staccato_buffer *out) {
    struct staccato_text uri = request->uri;
    size_t length = 0;
    while (length < uri.length && uri.data[length] > ' ' && uri.data[length] < 0x7F &&
           uri.data[length] != '?') {
        length++;
    }
    /* "//host/../mary.json" would lead to another host, and browsers read "/\\" as "//". */
    bool is_path = length > 1 && uri.data[0] == '/' && strchr("/\\", uri.data[1]) == NULL &&
                   (length == uri.length || uri.data[length] == '?');
    if (is_path) {
        staccato_buffer_append(out, uri.data, length);
        return;
    }
    staccato_buffer_append_text(out, play->exercise->name);
    staccato_buffer_append_text(out, STACCATO_TEXT("."));
    staccato_buffer_append_text(out, extension(play));
}

/* ---- tags ---- */

enum { LANES = 2, DIGITS = 16, TAG_SIZE = LANES * DIGITS + sizeof("\"\"") };

/* 128 bits, in which every number that goes in changes all that follow. */
struct hash {
    uint64_t lanes[LANES];
};

static void hash_number(struct hash *hash, uint64_t number) {
    static const uint64_t odd[LANES] = {0x9e3779b97f4a7c15, 0xbf58476d1ce4e5b9};
    for (size_t i = 0; i < LANES; i++) {
        uint64_t mixed = (hash->lanes[i] ^ number) * odd[i];
        hash->lanes[i] = mixed ^ mixed >> 32;
    }
}

/* Eight bytes at a time, the same numbers on every machine. The last number holds the zero to seven
 * bytes that are left and, above them, how many there are: 0xF8 and more, a byte that UTF-8 never
 * has. So no other text gives the same numbers. */
static void hash_text(struct hash *hash, struct staccato_text text) {
    enum { NO_UTF_8 = 0xF8 };
    uint64_t bytes;
    for (; text.length >= sizeof(bytes); text.length -= sizeof(bytes)) {
        memcpy(&bytes, text.data, sizeof(bytes));
        hash_number(hash, le64toh(bytes));
        text.data += sizeof(bytes);
    }
    bytes = NO_UTF_8 | text.length;
    while (text.length > 0) {
        bytes = bytes << CHAR_BIT | (unsigned char)text.data[--text.length];
    }
    hash_number(hash, bytes);
}

/* Whether an argument is what stands for its field where it is absent. */
static bool is_default(const struct staccato_field *row, const struct staccato_argument *argument,
                       const struct staccato_argument *absent) {
    if (argument->items == absent->items) {
        return true; /* it is absent */
    }
    bool is_equal = argument->count == absent->count;
    for (size_t i = 0; is_equal && i < argument->count; i++) {
        const struct staccato_item *item = &argument->items[i];
        is_equal = row->kind == STACCATO_STRING
                       ? staccato_text_equal(item->text, absent->items[i].text)
                       : item->number == absent->items[i].number;
    }
    return is_equal;
}

/* What is default says nothing, be it written out or not. */
static void hash_argument(struct hash *hash, size_t index, const struct staccato_field *row,
                          const struct staccato_argument *argument) {
    hash_number(hash, index);
    hash_number(hash, argument->count);
    for (size_t i = 0; i < argument->count; i++) {
        if (row->kind == STACCATO_STRING) {
            hash_text(hash, argument->items[i].text);
        } else { /* of a choice, its place among all */
            hash_number(hash, (uint64_t)argument->items[i].number);
        }
    }
}

/* Writes eight hexadecimal digits, all at once: a half of a byte is moved into each byte, and
 * becomes '0' and so much or, from 10, what lies between '9' and 'a' more. */
static void put_hex(uint32_t number, char *at) {
    enum { FROM_9_TO_A = 'a' - '9' - 1 };
    uint64_t halves = number;
    halves = (halves | halves << 16) & 0x0000ffff0000ffff;
    halves = (halves | halves << 8) & 0x00ff00ff00ff00ff;
    halves = (halves | halves << 4) & 0x0f0f0f0f0f0f0f0f;
    uint64_t letters = (halves + 0x0606060606060606) >> 4 & 0x0101010101010101;
    uint64_t digits = htole64(halves + 0x3030303030303030 + letters * FROM_9_TO_A);
    memcpy(at, &digits, sizeof(digits));
}

/* A strong tag: the version, the format and the canonical request. */
static void make_tag(const struct play *play, const struct service *service, char tag[TAG_SIZE]) {
    struct hash hash = {{1, 2}};
    hash_text(&hash, STACCATO_TEXT(STACCATO_VERSION));
    hash_text(&hash, play->exercise->name);
    hash_text(&hash, extension(play));
    hash_text(&hash, play->exercise->draws ? play->seed : STACCATO_TEXT(""));
    for (size_t i = 0; i < play->row_count; i++) {
        const struct staccato_argument *argument = &service->fields.arguments[i];
        if (i != play->seed_index &&
            !is_default(play->rows[i], argument, &service->fields.absent[i])) {
            hash_argument(&hash, i, play->rows[i], argument);
        }
    }
    tag[0] = '"';
    for (size_t i = 0; i < LANES; i++) {
        put_hex((uint32_t)hash.lanes[i], tag + 1 + i * DIGITS);
        put_hex((uint32_t)(hash.lanes[i] >> 32), tag + 1 + i * DIGITS + DIGITS / 2);
    }
    memcpy(tag + 1 + LANES * DIGITS, "\"", sizeof("\""));
}

static bool is_space(char byte) {
    return byte == ' ' || byte == '\t';
}

static bool is_star(struct staccato_text value) {
    while (value.length > 0 && is_space(value.data[value.length - 1])) {
        value.length--;
    }
    while (value.length > 0 && is_space(value.data[0])) {
        value.data++;
        value.length--;
    }
    return staccato_text_equal(value, STACCATO_TEXT("*"));
}

/* Whether a list of tags names the tag, be it as a weak one (W/"…"). */
static bool is_named(struct staccato_text list, const char tag[TAG_SIZE]) {
    const struct staccato_text wanted = {tag, TAG_SIZE - 1};
    const char *at = list.data;
    const char *end = at + list.length;
    while (at < end) {
        if (is_space(*at) || *at == ',') {
            at++;
            continue;
        }
        at += end - at > 2 && at[0] == 'W' && at[1] == '/' ? 2 : 0;
        const char *close =
            *at == '"' && end - at > 1 ? memchr(at + 1, '"', (size_t)(end - at - 1)) : NULL;
        if (close == NULL) {
            return false; /* this is no list of tags */
        }
        if (staccato_text_equal((struct staccato_text){at, (size_t)(close + 1 - at)}, wanted)) {
            return true;
        }
        at = close + 1;
    }
    return false;
}

enum link_match link_write_headers(const struct play *play, struct service *service,
                                   const struct request *request) {
    struct staccato_buffer *out = &service->response.headers;
    if (play->exercise->draws && !play->seed_was_given) {
        staccato_buffer_append_text(out, STACCATO_TEXT("Cache-Control: no-store\r\n"
                                                       "Content-Location: "));
        write_path(play, request, out);
        staccato_buffer_append_text(out, STACCATO_TEXT("?"));
        link_write_query(play, service, out);
        staccato_buffer_append_text(out, STACCATO_TEXT("\r\n"));
        return LINK_NEW;
    }
    char tag[TAG_SIZE];
    make_tag(play, service, tag);
    staccato_buffer_append_text(
        out, STACCATO_TEXT("Cache-Control: public, max-age=31536000, immutable\r\nETag: "));
    staccato_buffer_append(out, tag, TAG_SIZE - 1);
    staccato_buffer_append_text(out, STACCATO_TEXT("\r\n"));
    return is_star(request->if_none_match)         ? LINK_ANY
           : is_named(request->if_none_match, tag) ? LINK_KNOWN
                                                   : LINK_NEW;
}
