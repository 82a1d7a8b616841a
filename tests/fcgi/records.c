/* Records: how answers are framed. */
#include "records.h"

#include <criterion/criterion.h>
#include <fastcgi.h>

enum { ID = 0x0102, HEADER = sizeof(FCGI_Header) };

static FCGI_Header header_at(const struct staccato_buffer *out, size_t at) {
    FCGI_Header header;
    cr_assert_leq(at + HEADER, out->length);
    memcpy(&header, out->data + at, sizeof(header));
    return header;
}

/* Expects a record of our request with so much content, and returns where the next begins. */
static size_t expect_record(const struct staccato_buffer *out, size_t at, int type, size_t length) {
    FCGI_Header header = header_at(out, at);
    cr_expect_eq(header.version, FCGI_VERSION_1);
    cr_expect_eq(header.type, type);
    cr_expect_eq(header.requestIdB1 << 8 | header.requestIdB0, ID);
    cr_expect_eq((size_t)(header.contentLengthB1 << 8 | header.contentLengthB0), length);
    cr_expect_eq(header.paddingLength, 0);
    return at + HEADER + length;
}

/* With the head and the body of any share of it. */
Test(fcgi_records, an_answer_is_cut_where_a_record_is_full) {
    enum { FULL = 65528, LONGEST = 2 * FULL + 7 };
    static const struct {
        size_t length;
        size_t records[3]; /* then the empty one */
    } cases[] = {
        {0, {0}},
        {1, {1}},
        {FULL - 1, {FULL - 1}},
        {FULL, {FULL}},
        {FULL + 1, {FULL, 1}},
        {LONGEST, {FULL, FULL, 7}},
    };
    static const size_t heads[] = {0, 1, 100, FULL, FULL + 1, LONGEST};
    static char bytes[LONGEST];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (char)(i % 251);
    }
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (size_t j = 0; j < sizeof(heads) / sizeof(heads[0]) && heads[j] <= cases[i].length;
             j++) {
            struct staccato_buffer out = {0};
            size_t at = 0;
            size_t sent = 0;
            records_stdout(ID, (struct staccato_text){bytes, heads[j]},
                           (struct staccato_text){bytes + heads[j], cases[i].length - heads[j]},
                           &out);
            for (size_t k = 0; k < 3 && cases[i].records[k] > 0; k++) {
                size_t content = at + HEADER;
                at = expect_record(&out, at, FCGI_STDOUT, cases[i].records[k]);
                cr_expect_eq(memcmp(out.data + content, bytes + sent, cases[i].records[k]), 0);
                sent += cases[i].records[k];
            }
            cr_expect_eq(sent, cases[i].length);
            at = expect_record(&out, at, FCGI_STDOUT, 0);
            cr_expect_eq(at, out.length, "case %zu: the empty record is the last", i);
            staccato_buffer_free(&out);
        }
    }
}

Test(fcgi_records, an_end_has_its_status) {
    struct staccato_buffer out = {0};
    records_end(ID, FCGI_CANT_MPX_CONN, &out);
    cr_assert_eq(expect_record(&out, 0, FCGI_END_REQUEST, 8), out.length);
    cr_expect_eq(memcmp(out.data + HEADER, "\0\0\0\0\1\0\0\0", 8), 0);
    staccato_buffer_free(&out);
}
