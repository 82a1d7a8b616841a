/* Parameters: which are name-value pairs to the last byte, however their records are cut. */
#include "pairs.h"

#include <criterion/criterion.h>
#include <fastcgi.h>

#include "records.h"

enum { ID = 1, HEADER = sizeof(FCGI_Header) };

/* A request's records with these pairs, in PARAMS records of at most `piece` bytes. */
static struct staccato_buffer records_with(struct staccato_text pairs, size_t piece) {
    struct staccato_buffer records = {0};
    char *room = staccato_buffer_reserve(&records, 16 + (pairs.length + 2) * (HEADER + 1));
    cr_assert_not_null(room);
    records_write_header(FCGI_BEGIN_REQUEST, ID, 8, room);
    memset(room + HEADER, 1, 8);
    records.length = HEADER + 8;
    do {
        size_t length = pairs.length < piece ? pairs.length : piece;
        records_write_header(FCGI_PARAMS, ID, length, records.data + records.length);
        records.length += HEADER;
        staccato_buffer_append(&records, pairs.data, length);
        pairs.data += length;
        pairs.length -= length;
    } while (pairs.length > 0);
    records_write_header(FCGI_PARAMS, ID, 0, records.data + records.length);
    records.length += HEADER;
    records_write_header(FCGI_STDIN, ID, 3, records.data + records.length);
    records.length += HEADER;
    staccato_buffer_append(&records, "\4\4N", 3); /* half a pair, but no parameter */
    return records;
}

Test(fcgi_pairs, are_pairs_to_the_last_byte) {
    static const struct {
        struct staccato_text pairs;
        bool are_whole;
    } cases[] = {
        {{"", 0}, true},
        {{"\0\0", 2}, true},
        {{"\4\5NAMEvalue", 11}, true},
        {{"\4\0NAME", 6}, true},
        {{"\0\5value", 7}, true},
        {{"\4\5NAMEvalue\0\0\1\1ab", 17}, true},
        {{"\200\0\0\4\5NAMEvalue", 14}, true},
        {{"\4\200\0\0\5NAMEvalue", 14}, true},
        {{"\200\0\0\4\200\0\0\5NAMEvalue", 17}, true},
        {{"\4", 1}, false},
        {{"\0", 1}, false},
        {{"\4\5", 2}, false},
        {{"\4\5NAMEvalu", 10}, false},
        {{"\4\5NAMEvalue\1", 12}, false},
        {{"\4\5NAMEvalue\200\0\0", 14}, false},
        {{"\200", 1}, false},
        {{"\200\0\0\4", 4}, false},
        {{"\200\0\1\4\0NAME", 9}, false},
        {{"\200\1\0\4\0NAME", 9}, false},
        {{"\201\0\0\4\0NAME", 9}, false},
        {{"\377\377\377\377\377\377\377\377NAMEvalue", 17}, false},
        {{"\301\301\301\301\301\301\301\301NAMEvalue", 17}, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (size_t piece = 1; piece <= 18; piece++) {
            struct staccato_buffer records = records_with(cases[i].pairs, piece);
            struct staccato_text text = {records.data, records.length};
            size_t count;
            cr_expect_eq(pairs_are_whole(text, &count), cases[i].are_whole,
                         "case %zu in pieces of %zu", i, piece);
            staccato_buffer_free(&records);
        }
    }
}

/* A value as long as the limit lets it be, over two records. */
Test(fcgi_pairs, may_be_long) {
    enum { LENGTH = 65536 - 6 };
    static char pairs[6 + LENGTH] = "\1\200\0\377\371N"; /* 1 + 65529 */
    for (size_t piece = 65535; piece > 65533; piece--) {
        struct staccato_buffer records =
            records_with((struct staccato_text){pairs, sizeof(pairs) - 1}, piece);
        size_t count;
        cr_expect(pairs_are_whole((struct staccato_text){records.data, records.length}, &count));
        cr_expect_eq(count, 1U);
        staccato_buffer_free(&records);
    }
}

/* With short lengths and long ones, empty names and values, wherever records cut them. */
Test(fcgi_pairs, are_counted) {
    static const char pairs[] = "\1\2Nvv"
                                "\0\0"
                                "\200\0\0\1\1Nv"
                                "\1\200\0\0\0N"
                                "\0\3vvv";
    for (size_t piece = 1; piece < sizeof(pairs); piece++) {
        struct staccato_buffer records =
            records_with((struct staccato_text){pairs, sizeof(pairs) - 1}, piece);
        size_t count;
        cr_expect(pairs_are_whole((struct staccato_text){records.data, records.length}, &count));
        cr_expect_eq(count, 5U, "%zu in pieces of %zu", count, piece);
        staccato_buffer_free(&records);
    }
}
