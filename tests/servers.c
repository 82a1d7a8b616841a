/* By way of the script tests/servers, which outlives this process: it ends them when our end of a
 * pair of sockets closes, whether we are done, are interrupted or crash. Criterion, which reaps
 * children of this process by itself, never meets them. */
#include "servers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { URL_SIZE = 128 };

static FILE *script; /* what it says; shut down for writing, it ends */

static _Noreturn void become_script(int end) {
    (void)setsid(); /* Ctrl-C is not for it */
    (void)setenv("ALLOWED_ORIGINS", SERVERS_ORIGIN "," SERVERS_OTHER_ORIGIN, 1);
    if (dup2(end, STDIN_FILENO) >= 0 && dup2(end, STDOUT_FILENO) >= 0) {
        (void)execl("tests/servers", "tests/servers", (char *)NULL);
    }
    perror("tests/servers");
    _exit(127);
}

bool servers_start(void) {
    int ends[2];
    char line[2 * URL_SIZE] = "";
    char lighttpd[URL_SIZE];
    char nginx[URL_SIZE];
    (void)fflush(NULL);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        perror("tests");
        return false;
    }
    if (fork() == 0) {
        become_script(ends[1]);
    }
    (void)close(ends[1]);
    script = fdopen(ends[0], "r");
    return script != NULL && fgets(line, sizeof(line), script) != NULL &&
           sscanf(line, "%127s %127s", lighttpd, nginx) == 2 && strncmp(line, "http:", 5) == 0 &&
           setenv("STACCATO_LIGHTTPD_URL", lighttpd, 1) == 0 &&
           setenv("STACCATO_NGINX_URL", nginx, 1) == 0;
}

bool servers_stop(void) {
    char words[256] = "";
    if (script == NULL) {
        return true;
    }
    (void)shutdown(fileno(script), SHUT_WR);
    bool ended = fgets(words, sizeof(words), script) != NULL && strcmp(words, "ended\n") == 0;
    if (!ended) {
        (void)fprintf(stderr, "tests: %s\n", words);
    }
    (void)fclose(script);
    script = NULL;
    return ended;
}
