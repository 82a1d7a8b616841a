/* Strings, integers, booleans and choices, in texts and in JSON. */
#include "scalar.h"

#include <math.h>
#include <stdlib.h>
#include <strings.h>

static bool is_seed(struct staccato_text text) {
    enum { SEED_MAX = 64 };
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool is_digit = byte >= '0' && byte <= '9';
        if (!is_letter && !is_digit && byte != '_' && byte != '.' && byte != '-') {
            return false;
        }
    }
    return text.length >= 1 && text.length <= SEED_MAX;
}

/* ---- integers ---- */

/* The number that a sign and decimal digits, with or without underscores between, stand for. */
static enum fault read_digits(struct staccato_text digits, int64_t *number) {
    bool is_negative = digits.data[0] == '-';
    *number = 0;
    for (size_t i = is_negative || digits.data[0] == '+'; i < digits.length; i++) {
        if (digits.data[i] == '_') {
            continue;
        }
        int digit = digits.data[i] - '0';
        if (__builtin_mul_overflow(*number, 10, number) ||
            __builtin_add_overflow(*number, is_negative ? -digit : digit, number)) {
            return TOO_LARGE;
        }
    }
    return SOUND;
}

/* What Python's str.strip takes off beyond one byte, in UTF-8: U+0085, U+00A0, U+1680, U+2000 to
 * U+200A, U+2028, U+2029, U+202F, U+205F and U+3000. */
static const char *const wide_spaces[] = {
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81",
    "\xE2\x80\x82", "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86",
    "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8",
    "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80",
};

/* How many bytes of white space a text begins with, or ends with: those of one character. */
static size_t space_length(struct staccato_text text, bool at_end) {
    unsigned char byte =
        text.length == 0 ? 0 : (unsigned char)text.data[at_end ? text.length - 1 : 0];
    if (text.length == 0) {
        return 0;
    }
    if (byte == ' ' || (byte >= 0x09 && byte <= 0x0D) || (byte >= 0x1C && byte <= 0x1F)) {
        return 1;
    }
    for (size_t i = 0; byte >= 0x80 && i < sizeof(wide_spaces) / sizeof(wide_spaces[0]); i++) {
        size_t length = strlen(wide_spaces[i]);
        if (length <= text.length &&
            memcmp(text.data + (at_end ? text.length - length : 0), wide_spaces[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

static struct staccato_text strip(struct staccato_text text) {
    size_t length;
    while ((length = space_length(text, false)) > 0) {
        text.data += length;
        text.length -= length;
    }
    while ((length = space_length(text, true)) > 0) {
        text.length -= length;
    }
    return text;
}

/* An integer in a string, as pydantic takes it: white space around, a sign, digits with single
 * underscores between them, ".000". */
static enum fault read_integer_string(struct staccato_text text, int64_t *number) {
    text = strip(text);
    const char *at = text.data;
    const char *end = at + text.length;
    at += at < end && (*at == '-' || *at == '+');
    const char *digits = at;
    while (at < end &&
           ((*at >= '0' && *at <= '9') || (*at == '_' && at > digits && at[-1] != '_'))) {
        at++;
    }
    if (at == digits || at[-1] == '_') {
        return NO_INTEGER_STRING;
    }
    struct staccato_text whole = {text.data, (size_t)(at - text.data)};
    if (end - at >= 2 && *at == '.') {
        for (at++; at < end && *at == '0'; at++) {
        }
    }
    return at == end ? read_digits(whole, number) : NO_INTEGER_STRING;
}

/* An integer in a JSON number: 4, 4.0, 40e-1. */
static enum fault read_integer_number(struct staccato_text source, int64_t *number) {
    bool plain = true;
    for (size_t i = 0; i < source.length; i++) {
        plain = plain && memchr(".eE", source.data[i], 3) == NULL;
    }
    if (plain) {
        return read_digits(source, number);
    }
    double value = strtod(source.data, NULL);
    if (isfinite(value) && value != floor(value)) {
        return FRACTION;
    }
    if (!(fabs(value) < 0x1p63)) {
        return TOO_LARGE;
    }
    *number = (int64_t)value;
    return SOUND;
}

static enum fault read_integer(struct staccato_text source, int64_t *number) {
    switch (source.data[0]) {
    case 't': /* true and false are 1 and 0, as in Python */
    case 'f':
        *number = source.data[0] == 't';
        return SOUND;
    case 'n':
    case '[':
    case '{':
        return NO_INTEGER;
    default:
        return read_integer_number(source, number);
    }
}

/* A sound number that the row's bounds leave out is not. */
static enum fault check_bounds(const struct staccato_field *row, enum fault fault,
                               const int64_t *number) {
    if (fault != SOUND || row->is_list || row->least == row->most) {
        return fault;
    }
    return *number < row->least ? TOO_SMALL_NUMBER : *number > row->most ? TOO_BIG_NUMBER : SOUND;
}

/* ---- booleans ---- */

static enum fault read_boolean_string(struct staccato_text text, int64_t *number) {
    static const struct {
        const char *word;
        int64_t number;
    } words[] = {
        {"true", 1},  {"t", 1}, {"yes", 1}, {"y", 1}, {"on", 1},  {"1", 1},
        {"false", 0}, {"f", 0}, {"no", 0},  {"n", 0}, {"off", 0}, {"0", 0},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strlen(words[i].word) == text.length &&
            strncasecmp(words[i].word, text.data, text.length) == 0) {
            *number = words[i].number;
            return SOUND;
        }
    }
    return NO_BOOLEAN_TEXT;
}

static enum fault read_boolean(struct staccato_text source, int64_t *number) {
    enum fault fault;
    switch (source.data[0]) {
    case 't':
    case 'f':
        *number = source.data[0] == 't';
        return SOUND;
    case 'n':
    case '[':
    case '{':
        return NO_BOOLEAN;
    default:
        fault = read_integer_number(source, number);
        if (fault == FRACTION) {
            return NO_BOOLEAN;
        }
        return fault == SOUND && (*number == 0 || *number == 1) ? SOUND : NO_BOOLEAN_TEXT;
    }
}

/* ---- choices ---- */

static enum fault read_choice(const struct staccato_field *row, struct staccato_item *item) {
    for (size_t i = 0; i < row->choice_count; i++) {
        if (staccato_text_equal(row->choices[i], item->text)) {
            item->number = (int64_t)i;
            return SOUND;
        }
    }
    return NO_CHOICE;
}

/* ---- all ---- */

enum fault scalar_read_text(const struct staccato_field *row, struct staccato_text text,
                            struct staccato_item *item) {
    *item = (struct staccato_item){.text = text};
    switch (row->kind) {
    case STACCATO_STRING:
        return row->is_seed && !is_seed(text) ? NO_SEED : SOUND;
    case STACCATO_INTEGER:
        return check_bounds(row, read_integer_string(text, &item->number), &item->number);
    case STACCATO_BOOLEAN:
        return read_boolean_string(text, &item->number);
    case STACCATO_CHOICE:
        return read_choice(row, item);
    }
    return NO_STRING;
}

enum fault scalar_read(const struct staccato_field *row, struct staccato_text source,
                       struct json_tokener *tokener, struct staccato_buffer *decoded,
                       struct staccato_item *item) {
    struct staccato_text text;
    if (source.data[0] == '"') {
        return json_read_string(tokener, source, decoded, &text) ? scalar_read_text(row, text, item)
                                                                 : NO_MEMORY;
    }
    *item = (struct staccato_item){.text = source};
    switch (row->kind) {
    case STACCATO_STRING:
        return NO_STRING;
    case STACCATO_INTEGER:
        return check_bounds(row, read_integer(source, &item->number), &item->number);
    case STACCATO_BOOLEAN:
        return read_boolean(source, &item->number);
    case STACCATO_CHOICE:
        return row->integers ? read_choice(row, item) : NO_CHOICE;
    }
    return NO_STRING;
}
