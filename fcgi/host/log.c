/* Log lines, rate-limited. */
#include "log.h"

#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LINES_A_SECOND = 10, LINE_MAX_BYTES = 400 };

/* Copies a text with quotes and backslashes escaped, and whatever is not printable ASCII; cut where
 * room ends. */
static void escape(const char *text, char *out, size_t size) {
    size_t length = 0;
    for (; *text != '\0' && length + sizeof("\\xFF") <= size; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte >= 0x7F) {
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

/* Writes a line with one write, so that workers' lines do not run into each other, and only if that
 * does not wait. stderr is not made non-blocking for it: that would hold for everyone who has it,
 * the web server and the terminal included. Between the look and the write others may fill a pipe,
 * but it is found ready only with a page of 4,096 bytes free, which takes ten of these lines. */
static bool write_line(const char *line, size_t length) {
    struct pollfd out = {.fd = STDERR_FILENO, .events = POLLOUT};
    return poll(&out, 1, 0) == 1 && (out.revents & (POLLOUT | POLLERR)) == POLLOUT &&
           write(STDERR_FILENO, line, length) == (ssize_t)length;
}

void log_line(const char *event, const char *detail) {
    static time_t second;
    static unsigned int tried;
    static unsigned long suppressed;
    time_t now = time(NULL);
    if (now != second) {
        second = now;
        tried = 0;
    }
    if (tried == LINES_A_SECOND) {
        suppressed++;
        return;
    }
    tried++;
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
    suppressed = write_line(line, (size_t)length) ? 0 : suppressed + 1;
}
