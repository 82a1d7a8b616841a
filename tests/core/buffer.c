/* The growable buffer: growth, dropping, clearing and keeping, and the flag of a failure. */
#include "buffer.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <wchar.h>

static void expect_content(const struct staccato_buffer *buffer, const char *expected,
                           const char *why) {
    cr_assert_eq(buffer->length, strlen(expected), "%s: %zu bytes", why, buffer->length);
    cr_expect_eq(strncmp(buffer->data, expected, buffer->length), 0, "%s: %.*s", why,
                 (int)buffer->length, buffer->data);
}

Test(core_buffer, appends_bytes_texts_and_formats) {
    struct staccato_buffer buffer = {0};
    staccato_buffer_append(&buffer, "note!", 4);
    staccato_buffer_append_text(&buffer, STACCATO_TEXT(" and "));
    staccato_buffer_printf(&buffer, "%s %d", "rest", 16);
    staccato_buffer_append(&buffer, "", 0);
    staccato_buffer_printf(&buffer, "%s", "");
    cr_expect_not(buffer.failed);
    expect_content(&buffer, "note and rest 16", "one behind another");
    staccato_buffer_free(&buffer);
}

Test(core_buffer, appends_numbers) {
    struct staccato_buffer buffer = {0};
    staccato_buffer_append_number(&buffer, 0);
    staccato_buffer_append(&buffer, " ", 1);
    staccato_buffer_append_number(&buffer, 9);
    staccato_buffer_append(&buffer, " ", 1);
    staccato_buffer_append_number(&buffer, 1050);
    staccato_buffer_append(&buffer, " ", 1);
    staccato_buffer_append_number(&buffer, SIZE_MAX);
    char expected[64];
    snprintf(expected, sizeof(expected), "0 9 1050 %zu", SIZE_MAX);
    expect_content(&buffer, expected, "in decimal, zeros too");
    staccato_buffer_free(&buffer);
}

/* An empty text may have no bytes to point to. */
Test(core_buffer, appends_nothing_to_nothing) {
    struct staccato_buffer buffer = {0};
    staccato_buffer_append_text(&buffer, (struct staccato_text){NULL, 0});
    cr_expect_eq(buffer.length, 0);
    cr_expect_not(buffer.failed);
    staccato_buffer_append(&buffer, "C", 1);
    staccato_buffer_append_text(&buffer, (struct staccato_text){NULL, 0});
    expect_content(&buffer, "C", "as it was");
    staccato_buffer_free(&buffer);
}

/* NULL is the sign of a failure, and of nothing else. */
Test(core_buffer, has_a_place_for_no_bytes) {
    struct staccato_buffer buffer = {0};
    cr_expect_not_null(staccato_buffer_reserve(&buffer, 0));
    cr_expect_not(buffer.failed);
    staccato_buffer_free(&buffer);
}

/* A million bytes one by one, and steps that fall on either side of any block size. */
Test(core_buffer, grows_and_keeps_what_it_has) {
    static const size_t steps[] = {1, 7, 4095, 4096, 4097, 100000};
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        struct staccato_buffer buffer = {0};
        while (buffer.length < 1000000) {
            char *room = staccato_buffer_reserve(&buffer, steps[i]);
            cr_assert_not_null(room, "steps of %zu", steps[i]);
            cr_assert_eq(room, buffer.data + buffer.length, "room is behind the content");
            cr_assert_leq(steps[i], buffer.capacity - buffer.length, "all of it");
            for (size_t j = 0; j < steps[i]; j++) {
                room[j] = (char)((buffer.length + j) % 251);
            }
            buffer.length += steps[i];
        }
        size_t wrong = 0;
        for (size_t j = 0; j < buffer.length; j++) {
            wrong += buffer.data[j] != (char)(j % 251);
        }
        cr_expect_eq(wrong, 0, "steps of %zu: %zu bytes differ", steps[i], wrong);
        staccato_buffer_free(&buffer);
    }
}

/* O(n) for n bytes: a handful of blocks, not one for each append. */
Test(core_buffer, grows_by_doubling) {
    struct staccato_buffer buffer = {0};
    int blocks = 0;
    size_t capacity = 0;
    while (buffer.length < 1 << 20) {
        staccato_buffer_append(&buffer, "0123456789abcdef", 16);
        blocks += buffer.capacity != capacity;
        capacity = buffer.capacity;
    }
    cr_expect_leq(blocks, 21, "%d blocks for 2 to the power of 20 bytes", blocks);
    cr_expect_leq(buffer.capacity, 2 * buffer.length, "not more than twice what it holds");
    staccato_buffer_free(&buffer);
}

/* A format needs room for its text, and for the NUL that vsnprintf writes behind it. */
Test(core_buffer, formats_across_the_end_of_a_block) {
    for (size_t left = 0; left <= 4; left++) {
        struct staccato_buffer buffer = {0};
        cr_assert_not_null(staccato_buffer_reserve(&buffer, 1));
        buffer.length = buffer.capacity - left;
        memset(buffer.data, 'x', buffer.length);
        size_t before = buffer.length;
        staccato_buffer_printf(&buffer, "%s", "abc");
        cr_assert_eq(buffer.length, before + 3, "%zu bytes left", left);
        cr_assert_lt(buffer.length, buffer.capacity, "%zu bytes left", left);
        cr_expect_eq(memcmp(buffer.data + before - 1, "xabc", 4), 0, "%zu bytes left", left);
        staccato_buffer_free(&buffer);
    }
}

Test(core_buffer, reserve_does_not_append) {
    struct staccato_buffer buffer = {0};
    staccato_buffer_append(&buffer, "ab", 2);
    cr_expect_not_null(staccato_buffer_reserve(&buffer, 10000));
    expect_content(&buffer, "ab", "as it was");
    size_t capacity = buffer.capacity;
    cr_expect_not_null(staccato_buffer_reserve(&buffer, capacity - buffer.length));
    cr_expect_eq(buffer.capacity, capacity, "what fits needs no memory");
    staccato_buffer_free(&buffer);
}

Test(core_buffer, drops_from_the_front) {
    static const struct {
        size_t length;
        const char *rest;
    } cases[] = {{0, "abcdef"}, {1, "bcdef"}, {5, "f"}, {6, ""}, {7, ""}, {SIZE_MAX, ""}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct staccato_buffer buffer = {0};
        staccato_buffer_append(&buffer, "abcdef", 6);
        staccato_buffer_drop(&buffer, cases[i].length);
        expect_content(&buffer, cases[i].rest, "dropped");
        staccato_buffer_append(&buffer, "g", 1);
        cr_expect_eq(buffer.data[buffer.length - 1], 'g', "and goes on");
        staccato_buffer_free(&buffer);
    }
}

Test(core_buffer, clear_keeps_memory_up_to_a_limit) {
    struct staccato_buffer buffer = {0};
    staccato_buffer_append(&buffer, "abc", 3);
    size_t capacity = buffer.capacity;
    const char *data = buffer.data;
    staccato_buffer_clear(&buffer, capacity);
    cr_expect_eq(buffer.length, 0, "empty");
    cr_expect(buffer.data == data && buffer.capacity == capacity, "kept: not above the limit");
    staccato_buffer_append(&buffer, "de", 2);
    expect_content(&buffer, "de", "reused");
    staccato_buffer_clear(&buffer, capacity - 1);
    cr_expect(buffer.data == NULL && buffer.capacity == 0, "given back: above the limit");
    cr_expect_eq(buffer.length, 0, "and empty");
    staccato_buffer_append(&buffer, "f", 1);
    expect_content(&buffer, "f", "and usable again");
    staccato_buffer_free(&buffer);
    cr_expect(buffer.data == NULL && buffer.length == 0 && buffer.capacity == 0, "freed");
    staccato_buffer_free(&buffer);
}

/* More than there is address space for; no allocator is even asked. */
Test(core_buffer, remembers_a_failure) {
    struct staccato_buffer buffer = {0};
    staccato_buffer_append(&buffer, "abc", 3);
    cr_expect_null(staccato_buffer_reserve(&buffer, SIZE_MAX));
    cr_expect(buffer.failed, "memory ran out");
    staccato_buffer_append(&buffer, "d", 1);
    staccato_buffer_append_text(&buffer, STACCATO_TEXT("e"));
    staccato_buffer_printf(&buffer, "%d", 6);
    cr_expect_null(staccato_buffer_reserve(&buffer, 1), "nothing goes on");
    expect_content(&buffer, "abc", "what was there stays");
    cr_expect(buffer.failed, "still");
    staccato_buffer_clear(&buffer, SIZE_MAX);
    cr_expect_not(buffer.failed, "cleared");
    staccato_buffer_append(&buffer, "g", 1);
    expect_content(&buffer, "g", "and usable again");
    cr_expect_null(staccato_buffer_reserve(&buffer, SIZE_MAX));
    staccato_buffer_free(&buffer);
    cr_expect_not(buffer.failed, "freed");
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif

/* A block that is just possible: malloc is asked, and refuses. A sanitizer would stop there. */
Test(core_buffer, survives_a_refusal_of_the_allocator) {
#ifdef __SANITIZE_ADDRESS__
    cr_skip("AddressSanitizer ends a program that asks for so much");
#endif
    struct staccato_buffer buffer = {0};
    staccato_buffer_append(&buffer, "abc", 3);
    cr_expect_null(staccato_buffer_reserve(&buffer, PTRDIFF_MAX / 4));
    cr_expect(buffer.failed);
    expect_content(&buffer, "abc", "what was there stays");
    staccato_buffer_free(&buffer);
}

/* To the last byte: a request that fits does not grow the buffer, one that fits a block gets no
 * larger one. */
Test(core_buffer, fills_its_block) {
    struct staccato_buffer buffer = {0};
    cr_assert_not_null(staccato_buffer_reserve(&buffer, 8192));
    cr_expect_eq(buffer.capacity, 8192);
    buffer.length = 8000;
    cr_assert_not_null(staccato_buffer_reserve(&buffer, 192));
    cr_expect_eq(buffer.capacity, 8192);
    cr_assert_not_null(staccato_buffer_reserve(&buffer, 193));
    cr_expect_eq(buffer.capacity, 16384);
    staccato_buffer_free(&buffer);
}

/* A character that the C locale does not have. */
Test(core_buffer, remembers_what_could_not_be_formatted) {
    struct staccato_buffer buffer = {0};
    staccato_buffer_append(&buffer, "C", 1);
    staccato_buffer_printf(&buffer, "%lc", (wint_t)0x1D11E);
    cr_expect(buffer.failed);
    expect_content(&buffer, "C", "as it was");
    staccato_buffer_free(&buffer);
}
