/* JSON strings: what is written is what json-c would write. */
#include "json_escape.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static void expect_as_json_c(struct staccato_text text, const char *about) {
    struct staccato_buffer out = {0};
    struct json_object *string = json_object_new_string_len(text.data, (int)text.length);
    const char *expected = json_object_to_json_string_ext(string, JSON_C_TO_STRING_NOSLASHESCAPE);
    json_write_string(text, &out);
    cr_assert_not(out.failed);
    cr_expect(staccato_text_equal((struct staccato_text){out.data, out.length},
                                  (struct staccato_text){expected, strlen(expected)}),
              "%s: %.*s, not %s", about, (int)out.length, out.data, expected);
    json_object_put(string);
    staccato_buffer_free(&out);
}

/* Sixteen bytes are looked at together: so each byte stands at each place of three sixteens, in a
 * copy that a sanitizer watches. */
Test(fcgi_json_escape, every_byte_at_every_place) {
    enum { LENGTH = 3 * 16 + 1 };
    char *text = malloc(LENGTH);
    cr_assert_not_null(text);
    for (int byte = 0; byte < 256; byte++) {
        for (size_t place = 0; place < LENGTH; place++) {
            char about[64];
            memset(text, 'x', LENGTH);
            text[place] = (char)byte;
            (void)snprintf(about, sizeof(about), "byte %02X at %zu", (unsigned int)byte, place);
            expect_as_json_c((struct staccato_text){text, LENGTH}, about);
        }
    }
    free(text);
}

Test(fcgi_json_escape, texts_of_every_length) {
    enum { LONGEST = 70 };
    static const char plain[LONGEST + 1] =
        "The quick brown fox jumps over the lazy dog. 0123456789 /\x7F \xC3\xA9 \xF0\x9D\x84\x9E";
    char odd[LONGEST];
    memset(odd, '"', sizeof(odd));
    for (size_t length = 0; length <= LONGEST; length++) {
        expect_as_json_c((struct staccato_text){plain, length}, "a text");
        expect_as_json_c((struct staccato_text){odd, length}, "quotes");
    }
}

/* An empty text may come without bytes to point to (text.h). */
Test(fcgi_json_escape, no_bytes) {
    struct staccato_buffer out = {0};
    json_write_string((struct staccato_text){NULL, 0}, &out);
    cr_expect(
        staccato_text_equal((struct staccato_text){out.data, out.length}, STACCATO_TEXT("\"\"")));
    staccato_buffer_free(&out);
}
