/* staccato.fcgi: options, configuration, and the choice between FastCGI and CGI. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "assembly.h"
#include "cgi.h"
#include "config.h"
#include "decoder.h"
#include "exercise.h"
#include "license.h"
#include "server.h"
#include "service.h"
#include "system_limits.h"
#include "version.h"

enum { EXIT_USAGE = 2 };

static const char usage[] = "usage: staccato.fcgi [--help | --license | --routes | --version]\n";

static const char help[] =
    "\n"
    "Writes music exercises as MusicXML: POST /mary, /random and /note-game.\n"
    "GET /health and /metrics tell operators how it does.\n"
    "\n"
    "A web server or spawn-fcgi starts it with a listening socket as descriptor 0,\n"
    "and it speaks FastCGI there. Without one it answers one request as a CGI program.\n"
    "SIGTERM, SIGINT and SIGHUP end it gracefully.\n"
    "\n"
    "Environment:\n";

static bool print_help(void) {
    bool printed = fputs(usage, stdout) >= 0 && fputs(help, stdout) >= 0;
    for (const struct variable *row = variables; row < variables + VARIABLES; row++) {
        printed = printed && printf("  %-25s %s", row->name, row->help) >= 0 &&
                  (row->most == 0 || printf(" (%lu)", row->usual) >= 0) && puts("") >= 0;
    }
    return printed && fflush(stdout) == 0;
}

/* Whoever started us may have closed a standard descriptor. The next one we open would take its
 * place, and log lines would go to a web server's connection. */
static bool fill_standard_descriptors(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd) {
            return false;
        }
    }
    return true;
}

/* Whether descriptor 0 is a socket that listens; CGI gives pipes, files and connected sockets. */
static bool has_listener(void) {
    int listens = 0;
    socklen_t size = sizeof(listens);
    return getsockopt(STDIN_FILENO, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens;
}

static int serve(void) {
    struct config config;
    if (!config_read(&config, stderr)) {
        return EXIT_FAILURE;
    }
    bool is_server = has_listener();
    if (!is_server) {
        config.metrics = NULL; /* a process for each request has nothing to tell the next */
    } else if (!system_allows_memory_files(decoder_capacity(assembly_length_max(&config)),
                                           stderr)) {
        return EXIT_FAILURE;
    }
    struct service *service = malloc(sizeof(*service));
    if (service == NULL || !service_open(service, &config)) {
        (void)fputs("staccato: out of memory\n", stderr);
        free(service);
        return EXIT_FAILURE;
    }
    int status = is_server ? server_run(STDIN_FILENO, service) : cgi_run(service);
    service_close(service);
    free(service);
    return status;
}

/* A line for each exercise: its path, a tab, and a body that it takes. */
static bool print_routes(void) {
    bool printed = true;
    for (const struct staccato_exercise *const *exercise = staccato_exercises; *exercise != NULL;
         exercise++) {
        printed = printed && printf("/%.*s\t%s\n", (int)(*exercise)->name.length,
                                    (*exercise)->name.data, (*exercise)->example) >= 0;
    }
    return printed && fflush(stdout) == 0;
}

/* What a person asks for at a terminal. */
static int answer_arguments(int count, char *arguments[]) {
    if (count == 2 && strcmp(arguments[1], "--version") == 0) {
        return puts("staccato " STACCATO_VERSION) < 0 || fflush(stdout) != 0;
    }
    if (count == 2 && strcmp(arguments[1], "--help") == 0) {
        return !print_help();
    }
    if (count == 2 && strcmp(arguments[1], "--license") == 0) {
        return fputs(license_text, stdout) < 0 || fflush(stdout) != 0;
    }
    if (count == 2 && strcmp(arguments[1], "--routes") == 0) {
        return !print_routes();
    }
    (void)fputs(usage, stderr);
    return EXIT_USAGE;
}

/* A web server passes the words of a query without "=" as arguments to a CGI program (RFC 3875,
 * section 4.4). They are a client's, so arguments mean nothing where a web server has started us.
 */
int main(int argument_count, char *arguments[]) {
    bool is_started_by_server = has_listener() || getenv("REQUEST_METHOD") != NULL;
    if (argument_count > 1 && !is_started_by_server) {
        return answer_arguments(argument_count, arguments);
    }
    if (!fill_standard_descriptors()) {
        perror("staccato: a standard descriptor is closed, and /dev/null does not open");
        return EXIT_FAILURE;
    }
    return serve();
}
