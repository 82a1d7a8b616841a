/* Writing records. */
#include "records.h"

#include <fastcgi.h>
#include <stdio.h>

#include "pairs.h"

void records_write_header(uint8_t type, uint16_t request_id, size_t content_length, char *at) {
    const FCGI_Header header = {
        .version = FCGI_VERSION_1,
        .type = type,
        .requestIdB1 = (unsigned char)(request_id >> 8),
        .requestIdB0 = (unsigned char)(request_id & 0xFF),
        .contentLengthB1 = (unsigned char)(content_length >> 8),
        .contentLengthB0 = (unsigned char)(content_length & 0xFF),
    };
    memcpy(at, &header, sizeof(header));
}

static void append_header(uint8_t type, uint16_t request_id, size_t content_length,
                          struct staccato_buffer *out) {
    char *room = staccato_buffer_reserve(out, sizeof(FCGI_Header));
    if (room != NULL) {
        records_write_header(type, request_id, content_length, room);
        out->length += sizeof(FCGI_Header);
    }
}

/* Moves up to `most` bytes from the front of the text to out; returns how many. */
static size_t move_bytes(struct staccato_text *from, size_t most, struct staccato_buffer *out) {
    size_t length = from->length < most ? from->length : most;
    staccato_buffer_append(out, from->data, length);
    from->data += length;
    from->length -= length;
    return length;
}

void records_stdout(uint16_t request_id, struct staccato_text head, struct staccato_text body,
                    struct staccato_buffer *out) {
    /* The largest content that needs no padding to keep records aligned to 8 bytes. */
    enum { MOST = 65528 };
    while (head.length + body.length > 0) {
        size_t left = head.length + body.length;
        size_t length = left < MOST ? left : MOST;
        append_header(FCGI_STDOUT, request_id, length, out);
        length -= move_bytes(&head, length, out);
        (void)move_bytes(&body, length, out);
    }
    append_header(FCGI_STDOUT, request_id, 0, out);
}

void records_end(uint16_t request_id, uint8_t status, struct staccato_buffer *out) {
    const FCGI_EndRequestBody body = {.protocolStatus = status};
    append_header(FCGI_END_REQUEST, request_id, sizeof(body), out);
    staccato_buffer_append(out, (const char *)&body, sizeof(body));
}

void records_unknown_type(uint8_t type, struct staccato_buffer *out) {
    const FCGI_UnknownTypeBody body = {.type = type};
    append_header(FCGI_UNKNOWN_TYPE, FCGI_NULL_REQUEST_ID, sizeof(body), out);
    staccato_buffer_append(out, (const char *)&body, sizeof(body));
}

void records_values(struct staccato_text content, unsigned int max_connections,
                    struct staccato_buffer *out) {
    const struct {
        struct staccato_text name;
        unsigned int value;
    } values[] = {
        {STACCATO_TEXT(FCGI_MAX_CONNS), max_connections},
        {STACCATO_TEXT(FCGI_MAX_REQS), max_connections},
        {STACCATO_TEXT(FCGI_MPXS_CONNS), 0},
    };
    enum { VALUE_COUNT = sizeof(values) / sizeof(values[0]), PAIR_MAX = 32 };
    bool asked[VALUE_COUNT] = {false}; /* each is told once, however often it is asked for */
    struct staccato_text name;
    struct staccato_text ignored;
    while (content.length > 0 && pairs_take(&content, &name, &ignored)) {
        for (size_t i = 0; i < VALUE_COUNT; i++) {
            asked[i] = asked[i] || staccato_text_equal(name, values[i].name);
        }
    }
    char result[VALUE_COUNT * PAIR_MAX];
    size_t length = 0;
    for (size_t i = 0; i < VALUE_COUNT; i++) {
        char value[12];
        int digits = snprintf(value, sizeof(value), "%u", values[i].value);
        if (asked[i]) {
            length += (size_t)snprintf(result + length, sizeof(result) - length, "%c%c%s%s",
                                       (char)values[i].name.length, (char)digits,
                                       values[i].name.data, value);
        }
    }
    append_header(FCGI_GET_VALUES_RESULT, FCGI_NULL_REQUEST_ID, length, out);
    staccato_buffer_append(out, result, length);
}
