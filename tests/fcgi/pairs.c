/* Name-value pairs: which bytes are pairs to the last one, and what becomes of a NUL. */
#include "pairs.h"

#include <criterion/criterion.h>
#include <stdlib.h>

/* Prepares a copy, whose every byte is its own: a sanitizer sees one more that is read. */
static bool prepare(struct staccato_text pairs, size_t *count, char **copy) {
    *copy = malloc(pairs.length + (pairs.length == 0));
    cr_assert_not_null(*copy);
    memcpy(*copy, pairs.data, pairs.length);
    return pairs_prepare(*copy, pairs.length, count);
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
        size_t count;
        char *copy;
        cr_expect_eq(prepare(cases[i].pairs, &count, &copy), cases[i].are_whole, "case %zu", i);
        free(copy);
    }
}

/* A value as long as the limit lets it be. */
Test(fcgi_pairs, may_be_long) {
    enum { LENGTH = 65535 - 6 };
    static char pairs[6 + LENGTH] = "\1\200\0\377\371N"; /* 1 + 65529 */
    size_t count;
    memset(pairs + 6, 'v', LENGTH);
    cr_expect(pairs_prepare(pairs, sizeof(pairs), &count));
    cr_expect_eq(count, 1U);
}

/* With short lengths and long ones, empty names and values. */
Test(fcgi_pairs, are_counted) {
    size_t count;
    char *copy;
    cr_expect(prepare(STACCATO_TEXT("\1\2Nvv"
                                    "\0\0"
                                    "\200\0\0\1\1Nv"
                                    "\1\200\0\0\0N"
                                    "\0\3vvv"),
                      &count, &copy));
    cr_expect_eq(count, 5U, "%zu", count);
    free(copy);
}

/* In names and values; the lengths, which have some too, stay. */
Test(fcgi_pairs, have_no_nul_then) {
    static const char before[] = "\2\3N\0v\0\0\0\1\0\200\0\0\2\0\0v\1\0N";
    static const char after[] = "\2\3N\32v\32\32\0\1\32\200\0\0\2\0\32v\1\0N";
    size_t count;
    char *copy;
    cr_expect(prepare((struct staccato_text){before, sizeof(before) - 1}, &count, &copy));
    cr_expect_eq(count, 4U, "%zu", count);
    cr_expect_eq(memcmp(copy, after, sizeof(after) - 1), 0);
    free(copy);
}
