/* Log lines, rate-limited. */
#include "log.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LINES_A_SECOND = 10, LINE_MAX_BYTES = 400 };

/* Copies a text with quotes, backslashes and control characters escaped; cut where room ends. */
static void escape(const char *text, char *out, size_t size) {
    size_t length = 0;
    for (; *text != '\0' && length + sizeof("\\xFF") <= size; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte == 0x7F) {
            length += (size_t)snprintf(out + length, size - length, "\\x%02X", byte);
        } else {
            if (byte == '"' || byte == '\\') {
                out[length++] = '\\';
            }
            out[length++] = (char)byte;
        }
    }
    out[length] = '\0';
}

void staccato_log(const char *event, const char *detail) {
    static time_t second;
    static unsigned int written;
    static unsigned long suppressed;
    time_t now = time(NULL);
    if (now != second) {
        second = now;
        written = 0;
    }
    if (written == LINES_A_SECOND) {
        suppressed++;
        return;
    }
    written++;
    struct tm calendar;
    char stamp[sizeof("2026-01-31T00:00:00Z")] = "";
    char escaped[LINE_MAX_BYTES / 2];
    char line[LINE_MAX_BYTES];
    if (gmtime_r(&now, &calendar) != NULL) {
        (void)strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%SZ", &calendar);
    }
    escape(detail, escaped, sizeof(escaped));
    int length =
        snprintf(line, sizeof(line), "time=%s pid=%ld event=%s detail=\"%s\" suppressed=%lu\n",
                 stamp, (long)getpid(), event, escaped, suppressed);
    /* One write, so that workers' lines do not run into each other; a full pipe must not stop us,
     * but there is no telling whose it is, so it is left as blocking as it was found. */
    if (write(STDERR_FILENO, line, (size_t)length) == length) {
        suppressed = 0;
    }
}
