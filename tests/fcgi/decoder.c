/* libfcgi over a memfd: whole requests, and those that are none, after which the next is read. */
#include "decoder.h"

#include <criterion/criterion.h>
#include <fastcgi.h>
#include <stdint.h>
#include <stdlib.h>

#include "records.h"

enum { CAPACITY = 100000 };

static void append_record(struct staccato_buffer *out, int type, struct staccato_text content) {
    char header[sizeof(FCGI_Header)];
    records_write_header((uint8_t)type, 1, content.length, header);
    staccato_buffer_append(out, header, sizeof(header));
    staccato_buffer_append_text(out, content);
    cr_assert_not(out->failed);
}

static void append_params(struct staccato_buffer *out) {
    append_record(out, FCGI_BEGIN_REQUEST, STACCATO_TEXT("\0\1\1\0\0\0\0\0"));
    append_record(out, FCGI_PARAMS, STACCATO_TEXT("\4\5NAMEvalue"));
    append_record(out, FCGI_PARAMS, STACCATO_TEXT(""));
}

/* A whole request with this body. */
static struct staccato_buffer request_with(struct staccato_text body) {
    struct staccato_buffer records = {0};
    append_params(&records);
    while (body.length > 0) {
        struct staccato_text part = {body.data, body.length < 65535 ? body.length : 65535};
        append_record(&records, FCGI_STDIN, part);
        body.data += part.length;
        body.length -= part.length;
    }
    append_record(&records, FCGI_STDIN, body);
    return records;
}

static char **decode(struct decoder *decoder, const struct staccato_buffer *records,
                     size_t body_length) {
    return decoder_decode(decoder, (struct staccato_text){records->data, records->length}, 1,
                          body_length);
}

static void expect_decoded(struct decoder *decoder, struct staccato_text body) {
    struct staccato_buffer records = request_with(body);
    char **params = decode(decoder, &records, body.length);
    cr_assert_not_null(params, "a body of %zu", body.length);
    cr_expect_str_eq(FCGX_GetParam("NAME", params), "value");
    cr_expect(staccato_text_equal((struct staccato_text){decoder->body.data, decoder->body.length},
                                  body));
    decoder_finish(decoder);
    staccato_buffer_free(&records);
}

Test(fcgi_decoder, reads_one_request_after_the_other) {
    static char long_body[90000];
    struct decoder decoder;
    cr_assert(decoder_open(&decoder, CAPACITY));
    expect_decoded(&decoder, STACCATO_TEXT("{}"));
    expect_decoded(&decoder, (struct staccato_text){long_body, sizeof(long_body)});
    expect_decoded(&decoder, STACCATO_TEXT(""));
    decoder_close(&decoder);
}

/* More than stays in memory between requests. */
Test(fcgi_decoder, reads_on_after_an_outsize_request) {
    enum { OUTSIZE = 600000 };
    char *body = calloc(OUTSIZE, 1);
    struct decoder decoder;
    cr_assert(body != NULL && decoder_open(&decoder, OUTSIZE + CAPACITY));
    for (int i = 0; i < 3; i++) {
        expect_decoded(&decoder, (struct staccato_text){body, OUTSIZE});
        expect_decoded(&decoder, STACCATO_TEXT("{}"));
    }
    decoder_close(&decoder);
    free(body);
}

/* What can't come from an assembly must do no harm either. */
Test(fcgi_decoder, turns_down_what_is_no_request) {
    static char too_long[2 * CAPACITY];
    struct decoder decoder;
    struct staccato_buffer records;
    cr_assert(decoder_open(&decoder, CAPACITY));
    for (int i = 0; i < 3; i++) {
        records = request_with((struct staccato_text){too_long, sizeof(too_long)});
        cr_expect_null(decode(&decoder, &records, sizeof(too_long)), "it does not fit");
        staccato_buffer_free(&records);
        expect_decoded(&decoder, STACCATO_TEXT("{}"));

        records = request_with(STACCATO_TEXT("{}"));
        cr_expect_null(decode(&decoder, &records, 3), "its body is shorter");
        expect_decoded(&decoder, STACCATO_TEXT("{}"));
        staccato_buffer_free(&records);

        records = (struct staccato_buffer){0};
        append_params(&records);
        records.data[sizeof(FCGI_Header)] = 77;
        cr_expect_null(decode(&decoder, &records, 0), "it has an unknown role");
        expect_decoded(&decoder, STACCATO_TEXT("{}"));
        staccato_buffer_free(&records);
    }
    decoder_close(&decoder);
}

Test(fcgi_decoder, needs_memory_for_the_longest_request) {
    struct decoder decoder;
    cr_expect_not(decoder_open(&decoder, (size_t)1 << 62), "no file is so long");
    cr_expect_not(decoder_open(&decoder, (size_t)1 << 50), "no process has so much");
}
