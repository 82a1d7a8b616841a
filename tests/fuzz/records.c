/* Fuzzes the FastCGI side: the input is what a web server sends on one connection. It is served
 * twice, as it is and received in pieces without any padding, which must make no difference; and
 * what is sent back must be whole records with whole answers in them. */
#include <fastcgi.h>
#include <stdlib.h>

#include "answer.h"
#include "responder.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Small, so that a small input can go beyond it. */
enum { MAX_BODY = 1024 };

static struct service service;
static struct responder responder;
static struct staccato_buffer at_once, in_pieces, content;

/* Takes the padding out of the whole records at the start of the input. Returns its length then. */
static size_t drop_padding(char *bytes, size_t length) {
    FCGI_Header header;
    size_t from = 0;
    size_t to = 0;
    while (length - from >= sizeof(header)) {
        memcpy(&header, bytes + from, sizeof(header));
        size_t kept =
            sizeof(header) + (size_t)(header.contentLengthB1 << 8 | header.contentLengthB0);
        if (header.version != FCGI_VERSION_1 || kept + header.paddingLength > length - from) {
            break;
        }
        memmove(bytes + to, bytes + from, kept);
        bytes[to + offsetof(FCGI_Header, paddingLength)] = 0;
        from += kept + header.paddingLength;
        to += kept;
    }
    memmove(bytes + to, bytes + from, length - from);
    return to + length - from;
}

/* Serves what has come. Returns whether the connection stays open. */
static bool serve(struct assembly *assembly, struct staccato_buffer *out) {
    enum responder_result result = RESPONDER_AGAIN;
    while (result == RESPONDER_AGAIN) {
        result = responder_step(&responder, assembly, out);
    }
    return result == RESPONDER_WAIT;
}

/* Serves a connection that receives the bytes in pieces: 0 for all of them at once, or a seed. */
static bool converse(struct staccato_text bytes, unsigned int seed, struct staccato_buffer *out) {
    struct assembly assembly = {0};
    bool is_open = true;
    answer_restart_draws();
    staccato_buffer_clear(out, SIZE_MAX);
    while (is_open && bytes.length > 0) {
        size_t piece = seed == 0 ? bytes.length : 1 + (seed >> 16) % 40;
        piece = piece < bytes.length ? piece : bytes.length;
        seed = seed == 0 ? 0 : seed * 1103515245 + 12345;
        staccato_buffer_append(&assembly.bytes, bytes.data, piece);
        bytes.data += piece;
        bytes.length -= piece;
        is_open = serve(&assembly, out);
    }
    answer_require(!out->failed, "answers fit");
    assembly_free(&assembly);
    return is_open;
}

/* Whether an answer tells of time or of what was served before, so that it can't be the same twice:
 * those are not to be cached. */
static bool tells_of_before(const struct staccato_buffer *sent) {
    static const char mark[] = "\r\nCache-Control: no-store\r\n";
    return sent->length > 0 && memmem(sent->data, sent->length, mark, sizeof(mark) - 1) != NULL;
}

/* Checks one record, whose stream is collected in content until it ends. */
static void check_record(const FCGI_Header *header, struct staccato_text record, bool *is_ended) {
    switch (header->type) {
    case FCGI_STDOUT:
        staccato_buffer_append_text(&content, record);
        if (record.length == 0) {
            (void)answer_check((struct staccato_text){content.data, content.length}, false);
            staccato_buffer_clear(&content, SIZE_MAX);
            *is_ended = true;
        }
        break;
    case FCGI_END_REQUEST:
        answer_require(record.length == sizeof(FCGI_EndRequestBody), "an end's size");
        answer_require(content.length == 0, "answers end before requests do");
        answer_require(!*is_ended || record.data[4] == FCGI_REQUEST_COMPLETE, "complete");
        *is_ended = false;
        break;
    case FCGI_UNKNOWN_TYPE:
        answer_require(record.length == sizeof(FCGI_UnknownTypeBody), "an unknown type's size");
        break;
    default:
        answer_require(header->type == FCGI_GET_VALUES_RESULT, "a record that we send");
    }
}

static void check_records(struct staccato_text rest) {
    bool is_ended = false;
    staccato_buffer_clear(&content, SIZE_MAX);
    while (rest.length > 0) {
        FCGI_Header header;
        answer_require(rest.length >= sizeof(header), "whole headers");
        memcpy(&header, rest.data, sizeof(header));
        struct staccato_text record = {
            rest.data + sizeof(header),
            (size_t)(header.contentLengthB1 << 8 | header.contentLengthB0)};
        size_t size = sizeof(header) + record.length + header.paddingLength;
        answer_require(header.version == FCGI_VERSION_1 && size <= rest.length, "whole records");
        check_record(&header, record, &is_ended);
        rest.data += size;
        rest.length -= size;
    }
    answer_require(!is_ended && content.length == 0, "whole answers");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    if (service.config == NULL) {
        answer_require(service_open(&service, answer_config(MAX_BODY)) &&
                           responder_open(&responder, &service),
                       "a responder");
    }
    unsigned int seed = 1;
    for (size_t i = 0; i < length; i++) {
        seed = 31 * seed + bytes[i];
    }
    char *copy = answer_copy(bytes, length);
    bool is_open = converse((struct staccato_text){copy, length}, 0, &at_once);
    length = length == 0 ? 0 : drop_padding(copy, length);
    bool is_open_again = converse((struct staccato_text){copy, length}, seed | 1, &in_pieces);
    answer_require(
        is_open == is_open_again &&
            (tells_of_before(&at_once) ||
             staccato_text_equal((struct staccato_text){at_once.data, at_once.length},
                                 (struct staccato_text){in_pieces.data, in_pieces.length})),
        "neither pieces nor padding make a difference");
    check_records((struct staccato_text){at_once.data, at_once.length});
    free(copy);
    return 0;
}
