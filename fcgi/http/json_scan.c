/* A recursive-descent reader of RFC 8259, bounded in depth, that builds nothing. */
#include "json_scan.h"

#include <stdint.h>

struct scanner {
    const unsigned char *at;
    const unsigned char *end;
    const unsigned char *start;
    unsigned int depth;
    json_member *on_member;
    void *context;
    struct json_error *error;
};

static bool scan_value(struct scanner *scanner);

static bool fail(struct scanner *scanner, const unsigned char *where, const char *reason) {
    scanner->error->offset = (size_t)(where - scanner->start);
    scanner->error->reason = reason;
    return false;
}

/* The next byte, or -1 at the end. */
static int peek(const struct scanner *scanner) {
    return scanner->at < scanner->end ? *scanner->at : -1;
}

static bool take(struct scanner *scanner, char byte) {
    if (peek(scanner) != (unsigned char)byte) {
        return false;
    }
    scanner->at++;
    return true;
}

static void skip_space(struct scanner *scanner) {
    while (scanner->at < scanner->end && memchr(" \t\n\r", *scanner->at, 4) != NULL) {
        scanner->at++;
    }
}

static bool is_digit(int byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_hex(int byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

/* The bytes from `from` to where the scanner is. */
static struct staccato_text since(const struct scanner *scanner, const unsigned char *from) {
    return (struct staccato_text){(const char *)from, (size_t)(scanner->at - from)};
}

/* Well-formed UTF-8, Unicode 15 table 3-7: by first byte, how many follow and the range of the
 * second; those after it are 80..BF. */
static const struct {
    uint8_t first, last, following, second_min, second_max;
} utf8[] = {
    {0xC2, 0xDF, 1, 0x80, 0xBF}, {0xE0, 0xE0, 2, 0xA0, 0xBF}, {0xE1, 0xEC, 2, 0x80, 0xBF},
    {0xED, 0xED, 2, 0x80, 0x9F}, {0xEE, 0xEF, 2, 0x80, 0xBF}, {0xF0, 0xF0, 3, 0x90, 0xBF},
    {0xF1, 0xF3, 3, 0x80, 0xBF}, {0xF4, 0xF4, 3, 0x80, 0x8F},
};

/* One character of more than one byte. */
static bool scan_utf8(struct scanner *scanner) {
    const unsigned char *at = scanner->at;
    size_t left = (size_t)(scanner->end - at);
    for (size_t row = 0; row < sizeof(utf8) / sizeof(utf8[0]); row++) {
        if (at[0] < utf8[row].first || at[0] > utf8[row].last) {
            continue;
        }
        size_t following = utf8[row].following;
        if (left <= following || at[1] < utf8[row].second_min || at[1] > utf8[row].second_max) {
            break;
        }
        for (size_t i = 2; i <= following; i++) {
            if ((at[i] & 0xC0) != 0x80) {
                return fail(scanner, at, "Invalid UTF-8");
            }
        }
        scanner->at += 1 + following;
        return true;
    }
    return fail(scanner, at, "Invalid UTF-8");
}

static bool scan_escape(struct scanner *scanner) {
    const unsigned char *backslash = scanner->at++;
    if (take(scanner, 'u')) {
        for (int i = 0; i < 4; i++) {
            if (!is_hex(peek(scanner))) {
                return fail(scanner, backslash + 1, "Invalid \\uXXXX escape");
            }
            scanner->at++;
        }
        return true;
    }
    if (scanner->at == scanner->end) {
        return true; /* the string's end is what is missing */
    }
    if (memchr("\"\\/bfnrt", *scanner->at, 8) == NULL) {
        return fail(scanner, backslash, "Invalid \\escape");
    }
    scanner->at++;
    return true;
}

/* Steps over what needs no second look. */
static void skip_plain(struct scanner *scanner) {
    enum { PLAIN = 0x7F - 0x20 };
    const unsigned char *at = scanner->at;
    while (at < scanner->end && (unsigned char)(*at - 0x20) <= PLAIN && *at != '"' && *at != '\\') {
        at++;
    }
    scanner->at = at;
}

static bool scan_string(struct scanner *scanner) {
    const unsigned char *quote = scanner->at++;
    for (;;) {
        skip_plain(scanner);
        if (scanner->at == scanner->end) {
            return fail(scanner, quote, "Unterminated string starting at");
        }
        unsigned char byte = *scanner->at;
        if (byte == '"') {
            scanner->at++;
            return true;
        }
        if (byte < 0x20) {
            return fail(scanner, scanner->at, "Invalid control character at");
        }
        if (byte == '\\' ? !scan_escape(scanner) : !scan_utf8(scanner)) {
            return false;
        }
    }
}

/* Whether there is a digit; steps over all there are. */
static bool take_digits(struct scanner *scanner) {
    const unsigned char *from = scanner->at;
    while (is_digit(peek(scanner))) {
        scanner->at++;
    }
    return scanner->at > from;
}

/* A number ends where it can't go on. What stands there, the point of "1." too, is then refused for
 * not being what may follow a value, as in Python. */
static bool scan_number(struct scanner *scanner) {
    const unsigned char *end = scanner->at;
    (void)take(scanner, '-');
    if (!take(scanner, '0') && !take_digits(scanner)) {
        return fail(scanner, end, "Expecting value");
    }
    end = scanner->at;
    if (take(scanner, '.') && take_digits(scanner)) {
        end = scanner->at;
    }
    scanner->at = end;
    if (take(scanner, 'e') || take(scanner, 'E')) {
        (void)(take(scanner, '+') || take(scanner, '-'));
        if (take_digits(scanner)) {
            end = scanner->at;
        }
    }
    scanner->at = end;
    return true;
}

static bool scan_word(struct scanner *scanner, struct staccato_text word) {
    if ((size_t)(scanner->end - scanner->at) < word.length ||
        memcmp(scanner->at, word.data, word.length) != 0) {
        return fail(scanner, scanner->at, "Expecting value");
    }
    scanner->at += word.length;
    return true;
}

static bool scan_array(struct scanner *scanner) {
    scanner->at++;
    skip_space(scanner);
    if (take(scanner, ']')) {
        return true;
    }
    do {
        skip_space(scanner);
        if (!scan_value(scanner)) {
            return false;
        }
        skip_space(scanner);
    } while (take(scanner, ','));
    return take(scanner, ']') || fail(scanner, scanner->at, "Expecting ',' delimiter");
}

static bool scan_object(struct scanner *scanner) {
    scanner->at++;
    skip_space(scanner);
    if (take(scanner, '}')) {
        return true;
    }
    do {
        skip_space(scanner);
        const unsigned char *name = scanner->at;
        if (peek(scanner) != '"') {
            return fail(scanner, name, "Expecting property name enclosed in double quotes");
        }
        if (!scan_string(scanner)) {
            return false;
        }
        struct staccato_text name_text = since(scanner, name);
        skip_space(scanner);
        if (!take(scanner, ':')) {
            return fail(scanner, scanner->at, "Expecting ':' delimiter");
        }
        skip_space(scanner);
        const unsigned char *value = scanner->at;
        if (!scan_value(scanner)) {
            return false;
        }
        if (scanner->depth == 1) {
            scanner->on_member(scanner->context, name_text, since(scanner, value));
        }
        skip_space(scanner);
    } while (take(scanner, ','));
    return take(scanner, '}') || fail(scanner, scanner->at, "Expecting ',' delimiter");
}

static bool scan_nested(struct scanner *scanner, bool (*scan)(struct scanner *)) {
    if (scanner->depth == JSON_DEPTH_MAX) {
        return fail(scanner, scanner->at, "Nesting too deep");
    }
    scanner->depth++;
    bool ok = scan(scanner);
    scanner->depth--;
    return ok;
}

static bool scan_value(struct scanner *scanner) {
    int byte = peek(scanner);
    switch (byte) {
    case '{':
        return scan_nested(scanner, scan_object);
    case '[':
        return scan_nested(scanner, scan_array);
    case '"':
        return scan_string(scanner);
    case 't':
        return scan_word(scanner, STACCATO_TEXT("true"));
    case 'f':
        return scan_word(scanner, STACCATO_TEXT("false"));
    case 'n':
        return scan_word(scanner, STACCATO_TEXT("null"));
    default:
        return byte == '-' || is_digit(byte) ? scan_number(scanner)
                                             : fail(scanner, scanner->at, "Expecting value");
    }
}

bool json_scan(struct staccato_text text, json_member *on_member, void *context,
               struct staccato_text *value, struct json_error *error) {
    const unsigned char *start = (const unsigned char *)text.data;
    struct scanner scanner = {.at = start,
                              .end = start + text.length,
                              .start = start,
                              .on_member = on_member,
                              .context = context,
                              .error = error};
    skip_space(&scanner);
    const unsigned char *from = scanner.at;
    if (!scan_value(&scanner)) {
        return false;
    }
    *value = since(&scanner, from);
    skip_space(&scanner);
    return scanner.at == scanner.end || fail(&scanner, scanner.at, "Extra data");
}

/* What a member is told to where nobody asked. */
static void ignore_member(void *context, struct staccato_text name, struct staccato_text value) {
    (void)context, (void)name, (void)value;
}

bool json_next_item(struct staccato_text *rest, struct staccato_text *item) {
    struct json_error error;
    const unsigned char *start = (const unsigned char *)rest->data;
    struct scanner scanner = {.at = start,
                              .end = start + rest->length,
                              .start = start,
                              .on_member = ignore_member,
                              .error = &error};
    skip_space(&scanner);
    scanner.at++; /* the bracket, or the comma behind the item before */
    skip_space(&scanner);
    const unsigned char *from = scanner.at;
    if (scanner.at >= scanner.end || !scan_value(&scanner)) {
        return false;
    }
    *item = since(&scanner, from);
    rest->length -= (size_t)(scanner.at - start);
    rest->data = (const char *)scanner.at;
    return true;
}

bool json_is_utf8(struct staccato_text text) {
    struct json_error error;
    const unsigned char *start = (const unsigned char *)text.data;
    struct scanner scanner = {
        .at = start, .end = start + text.length, .start = start, .error = &error};
    while (scanner.at < scanner.end) {
        if (*scanner.at < 0x80) {
            scanner.at++;
        } else if (!scan_utf8(&scanner)) {
            return false;
        }
    }
    return true;
}
