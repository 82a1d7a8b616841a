/* Reading the environment. */
#include "config.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "commas.h"
#include "peers.h"

/* What a front end is developed on; the original allows the same. */
static const struct staccato_text development_origins[] = {
    STACCATO_TEXT_INIT("http://localhost:5173"), STACCATO_TEXT_INIT("http://localhost:3000"),
    STACCATO_TEXT_INIT("http://127.0.0.1:5173"), STACCATO_TEXT_INIT("http://127.0.0.1:3000"),
    STACCATO_TEXT_INIT("http://localhost:4200"), /* Angular's */
};

const struct variable variables[VARIABLES] = {
    [VARIABLE_ORIGINS] = {"ALLOWED_ORIGINS", "origins that may read answers, comma-separated", 0, 0,
                          0},
    [VARIABLE_BASE_PATH] = {"STACCATO_BASE_PATH",
                            "where it is mounted, if the web server can't say (/api/music)", 0, 0,
                            0},
    [VARIABLE_MAX_BODY] = {"STACCATO_MAX_BODY", "bytes of a request body", 1, 16777216, 65536},
    [VARIABLE_MAX_CONNECTIONS] = {"STACCATO_MAX_CONNECTIONS", "of one worker", 1, 100000, 4096},
    [VARIABLE_MAX_REQUESTS] = {"STACCATO_MAX_REQUESTS", "after which a worker ends, 0: never", 0,
                               UINT32_MAX, 0},
    /* longer than nginx's 60, so that nginx closes first */
    [VARIABLE_IDLE_TIMEOUT] = {"STACCATO_IDLE_TIMEOUT",
                               "seconds that a connection may wait for a request", 1, 86400, 75},
    [VARIABLE_STALL_TIMEOUT] = {"STACCATO_STALL_TIMEOUT",
                                "seconds without progress in a request or answer", 1, 86400, 10},
    [VARIABLE_SANDBOX] = {"STACCATO_SANDBOX",
                          "off, on, or require: a seccomp filter (on, where there is one)", 0, 0,
                          0},
    [VARIABLE_METRICS] = {"STACCATO_METRICS",
                          "file in which all workers of a host count together (none)", 0, 0, 0},
    [VARIABLE_WEB_SERVERS] = {"FCGI_WEB_SERVER_ADDRS",
                              "addresses that may connect over TCP, comma-separated (all)", 0, 0,
                              0},
};

/* Reads a variable that is a number. Clears *is_good, after a line on errors, if the value can't be
 * used. */
static unsigned long read_number(size_t variable, FILE *errors, bool *is_good) {
    const struct variable *row = &variables[variable];
    const char *value = getenv(row->name);
    char *end;
    if (!*is_good || value == NULL || *value == '\0') {
        return row->usual;
    }
    errno = 0;
    unsigned long number = strtoul(value, &end, 10);
    if (*value < '0' || *value > '9' || *end != '\0' || errno != 0 || number < row->least ||
        number > row->most) {
        (void)fprintf(errors,
                      "staccato: %s must be a whole number from %lu to %lu, not \"%.64s\"\n",
                      row->name, row->least, row->most, value);
        *is_good = false;
    }
    return number;
}

static struct staccato_text environment_text(size_t variable) {
    const char *value = getenv(variables[variable].name);
    return value == NULL ? (struct staccato_text){"", 0}
                         : (struct staccato_text){value, strlen(value)};
}

static bool read_sandbox(struct config *config, FILE *errors) {
    static const char *const words[] = {
        [SANDBOX_OFF] = "off",
        [SANDBOX_ON] = "on",
        [SANDBOX_REQUIRE] = "require",
    };
    struct staccato_text value = environment_text(VARIABLE_SANDBOX);
    config->sandbox = SANDBOX_ON;
    for (size_t i = 0; value.length > 0 && i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(value.data, words[i]) == 0) {
            config->sandbox = (enum sandbox)i;
            return true;
        }
    }
    if (value.length > 0) {
        (void)fprintf(errors,
                      "staccato: STACCATO_SANDBOX must be off, on or require, not \"%.64s\"\n",
                      value.data);
    }
    return value.length == 0;
}

/* Reads an absolute path; "" where there is none. */
static bool read_path(size_t variable, struct staccato_text *path, FILE *errors) {
    *path = environment_text(variable);
    if (path->length > 0 && path->data[0] != '/') {
        (void)fprintf(errors, "staccato: %s must begin with /, not \"%.64s\"\n",
                      variables[variable].name, path->data);
        return false;
    }
    return true;
}

static bool read_paths(struct config *config, FILE *errors) {
    struct staccato_text metrics;
    struct staccato_text *base = &config->base_path;
    if (!read_path(VARIABLE_BASE_PATH, base, errors) ||
        !read_path(VARIABLE_METRICS, &metrics, errors)) {
        return false;
    }
    if (base->length > 0 && base->data[base->length - 1] == '/') {
        base->length--;
    }
    config->metrics = metrics.length > 0 ? metrics.data : NULL;
    return true;
}

#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* How many bytes at the start of a text are among some. */
static size_t span(struct staccato_text text, const char *some) {
    size_t length = 0;
    while (length < text.length && text.data[length] != '\0' &&
           strchr(some, text.data[length]) != NULL) {
        length++;
    }
    return length;
}

static struct staccato_text after(struct staccato_text text, size_t length) {
    return (struct staccato_text){text.data + length, text.length - length};
}

/* Whether a browser could send this as Origin: scheme://host or scheme://host:port (RFC 6454,
 * section 6.2), and nothing behind. Browsers write both in small letters, and origins are compared
 * byte for byte, so one with capitals would never be allowed. */
static bool is_origin(struct staccato_text text) {
    static const struct staccato_text separator = STACCATO_TEXT_INIT("://");
    size_t scheme = span(text, LOWER DIGITS "+-.");
    struct staccato_text rest = after(text, scheme);
    if (scheme == 0 || span(text, LOWER) == 0 || rest.length < separator.length ||
        memcmp(rest.data, separator.data, separator.length) != 0) {
        return false;
    }
    rest = after(rest, separator.length);
    bool is_ipv6 = rest.length > 0 && rest.data[0] == '[';
    size_t host = span(rest, is_ipv6 ? "[:.]abcdef" DIGITS : LOWER DIGITS ".-_");
    rest = after(rest, host);
    return host > 0 &&
           (rest.length == 0 || (rest.data[0] == ':' && rest.length > 1 &&
                                 span(after(rest, 1), DIGITS) + 1 == rest.length)) &&
           (!is_ipv6 || memchr(text.data, ']', text.length) != NULL);
}

/* How much of a value a message shows: not what would begin another line. */
static int shown(struct staccato_text value) {
    int length = 0;
    while (length < 64 && (size_t)length < value.length && value.data[length] >= ' ') {
        length++;
    }
    return length;
}

static bool read_origins(struct config *config, FILE *errors) {
    enum { DEVELOPMENT_ORIGINS = sizeof(development_origins) / sizeof(development_origins[0]) };
    memcpy(config->origins, development_origins, sizeof(development_origins));
    config->origin_count = DEVELOPMENT_ORIGINS;
    struct staccato_text rest = environment_text(VARIABLE_ORIGINS);
    while (rest.length > 0) {
        struct staccato_text origin = commas_take(&rest);
        if (origin.length == 0) {
            continue;
        }
        if (!is_origin(origin)) {
            (void)fprintf(errors,
                          "staccato: ALLOWED_ORIGINS must be origins (https://music.example.org) "
                          "with commas between, and \"%.*s\" is none\n",
                          shown(origin), origin.data);
            return false;
        }
        if (config->origin_count == ORIGINS_MAX) {
            (void)fprintf(errors, "staccato: ALLOWED_ORIGINS names more than %d origins\n",
                          ORIGINS_MAX - DEVELOPMENT_ORIGINS);
            return false;
        }
        config->origins[config->origin_count++] = origin;
    }
    return true;
}

/* An address that can't be one would lock out the web server it was meant for. */
static bool read_web_servers(struct config *config, FILE *errors) {
    struct in6_addr address;
    config->web_servers = environment_text(VARIABLE_WEB_SERVERS);
    struct staccato_text rest = config->web_servers;
    while (rest.length > 0) {
        struct staccato_text entry = commas_take(&rest);
        if (entry.length > 0 && !peer_address(entry, &address)) {
            (void)fprintf(errors,
                          "staccato: FCGI_WEB_SERVER_ADDRS must be addresses with commas between, "
                          "and \"%.*s\" is none\n",
                          entry.length < 64 ? (int)entry.length : 64, entry.data);
            return false;
        }
    }
    return true;
}

bool config_read(struct config *config, FILE *errors) {
    bool is_good = true;
    *config = (struct config){
        .max_body = read_number(VARIABLE_MAX_BODY, errors, &is_good),
        .max_connections = (unsigned int)read_number(VARIABLE_MAX_CONNECTIONS, errors, &is_good),
        .max_requests = (unsigned int)read_number(VARIABLE_MAX_REQUESTS, errors, &is_good),
        .idle_timeout = (unsigned int)read_number(VARIABLE_IDLE_TIMEOUT, errors, &is_good),
        .stall_timeout = (unsigned int)read_number(VARIABLE_STALL_TIMEOUT, errors, &is_good),
    };
    return is_good && read_sandbox(config, errors) && read_paths(config, errors) &&
           read_origins(config, errors) && read_web_servers(config, errors);
}
