/* What a score costs: plays one exercise COUNT times and prints what it saw, for tests/bench/run.
 *
 *     cost mary 1000           the core alone: exercise.h and musicxml.h
 *     cost request:mary 1000   a whole FastCGI request: assembled, decoded, answered, framed
 *     cost request:link_mary 1000   likewise, by a link
 *     cost start PROGRAM       the time from starting PROGRAM to its first answer, and its memory
 *
 * Prints "ns BYTES ALLOCATIONS" of one play, the first as the median over batches; under callgrind
 * the instructions of two runs of different COUNT give those of one play.
 */
#include <fastcgi.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "exercise.h"
#include "musicxml.h"
#include "responder.h"
#include "routes.h"
#include "workloads.h"

/* ---- allocations, counted: this program's malloc is everybody's, the libraries' too ---- */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static size_t allocations;

void *malloc(size_t size) {
    allocations++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    allocations++;
    return __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    allocations++;
    return __libc_realloc(block, size);
}

static void fail(const char *what) {
    (void)fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static int64_t nanoseconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    const double *left = a;
    const double *right = b;
    return (*left > *right) - (*left < *right);
}

/* ---- the core alone ---- */

static struct staccato_question question;
static struct staccato_buffer document;

static const struct staccato_exercise *find_exercise(const char *path) {
    return route_at(route_find((struct staccato_text){path, strlen(path)}).route).exercise;
}

static struct staccato_buffer body;

/* 112112…, or scales with ties, dots and accidentals, in 4/4. */
static void make_body(const struct workload *workload) {
    static const char *const notes[] = {"c4 ",  "d8 ",  "e ",    "f#16 ", "g ",
                                        "a8.~", " a4 ", "b-4. ", "c'4 ",  "r8. "};
    if (workload->link != NULL) {
        return;
    }
    staccato_buffer_printf(&body, "%s",
                           workload->body != NULL ? workload->body
                           : workload->events > 0 ? "{\"notation\":\""
                                                  : "{\"rhythm\":\"");
    for (size_t i = 0; i < workload->events; i++) {
        staccato_buffer_printf(&body, "%s", notes[i % (sizeof(notes) / sizeof(notes[0]))]);
    }
    for (size_t i = 0; i < workload->digits; i++) {
        staccato_buffer_append(&body, &"112"[i % 3], 1);
    }
    staccato_buffer_printf(&body, "%s",
                           workload->body != NULL ? ""
                           : workload->events > 0 ? "\"}"
                                                  : "\",\"rhythmType\":16,\"tonic\":\"f#4\"}");
}

static struct fields fields;
static const struct staccato_exercise *exercise;
static const struct staccato_format *format;

/* Reads the fields, which is no part of the core. */
static void open_core(const struct workload *workload) {
    const struct staccato_field *rows[STACCATO_FIELDS_MAX];
    const struct fields_source source = {.where = "body", .text = {body.data, body.length}};
    exercise = find_exercise(workload->path);
    const struct target target =
        route_find((struct staccato_text){workload->path, strlen(workload->path)});
    format = target.format != NULL ? target.format : &staccato_musicxml;
    for (size_t i = 0; i < exercise->field_count; i++) {
        rows[i] = &exercise->fields[i];
    }
    if (!fields_open(&fields) ||
        fields_read(&fields, rows, exercise->field_count, &source, &document) != FIELDS_READ) {
        fail("invalid");
    }
}

static void play_core(const struct workload *workload) {
    (void)workload;
    struct staccato_refusal refusal;
    struct staccato_draw draw = {1};
    document.length = 0;
    if (!exercise->compose(fields.arguments, &draw, &question, &refusal)) {
        fail("refused");
    }
    if (exercise->reply != STACCATO_REPLY_FACTS) {
        const struct staccato_page page = {.date = "2026-01-31", .title = exercise->title};
        format->write(&question.score, &page, &document);
    }
}

/* ---- a whole request, as nginx sends it ---- */

static struct config config;
static struct service service;
static struct responder responder;
static struct assembly assembly;
static struct staccato_buffer wire;

static void add_record(uint8_t type, const char *content, size_t length) {
    const FCGI_Header header = {.version = FCGI_VERSION_1,
                                .type = type,
                                .requestIdB0 = 1,
                                .contentLengthB1 = (unsigned char)(length >> 8),
                                .contentLengthB0 = (unsigned char)(length & 0xFF)};
    staccato_buffer_append(&wire, (const char *)&header, sizeof(header));
    staccato_buffer_append(&wire, content, length);
}

static void add_param(struct staccato_buffer *params, const char *name, const char *value) {
    staccato_buffer_printf(params, "%c%c%s%s", (char)strlen(name), (char)strlen(value), name,
                           value);
}

/* tag: what If-None-Match says, or NULL. */
static void make_wire(const struct workload *workload, const char *tag) {
    const FCGI_BeginRequestBody begin = {.roleB0 = FCGI_RESPONDER, .flags = FCGI_KEEP_CONN};
    struct staccato_buffer params = {0};
    char length[24];
    (void)snprintf(length, sizeof(length), "%zu", body.length);
    add_param(&params, "SCRIPT_NAME", "");
    add_param(&params, "PATH_INFO", workload->path);
    add_param(&params, "REQUEST_METHOD", workload->link != NULL ? "GET" : "POST");
    add_param(&params, "CONTENT_LENGTH", workload->link != NULL ? "" : length);
    if (workload->link != NULL) {
        add_param(&params, "QUERY_STRING", workload->link);
    }
    if (tag != NULL) {
        add_param(&params, "HTTP_IF_NONE_MATCH", tag);
    }
    wire.length = 0;
    add_record(FCGI_BEGIN_REQUEST, (const char *)&begin, sizeof(begin));
    add_record(FCGI_PARAMS, params.data, params.length);
    add_record(FCGI_PARAMS, NULL, 0);
    if (body.length > 0) {
        add_record(FCGI_STDIN, body.data, body.length);
    }
    add_record(FCGI_STDIN, NULL, 0);
    staccato_buffer_free(&params);
}

static int ask_responder(void) {
    document.length = 0;
    staccato_buffer_append(&assembly.bytes, wire.data, wire.length);
    return responder_step(&responder, &assembly, &document) == RESPONDER_AGAIN
               ? responder.service->response.status
               : 0;
}

static void play_request(const struct workload *workload) {
    if (ask_responder() != (workload->status != 0 ? workload->status : 200)) {
        fail("the request was not answered");
    }
}

/* Makes the wire of one who has the answer already. */
static void make_known(const struct workload *workload) {
    enum { TAG = 34 };
    static const char name[] = "ETag: ";
    char tag[TAG + 1] = "";
    const struct staccato_buffer *headers = &service.response.headers;
    const char *at = ask_responder() == 200
                         ? memmem(headers->data, headers->length, name, sizeof(name) - 1)
                         : NULL;
    if (at == NULL || headers->data + headers->length - at < (ptrdiff_t)(sizeof(name) + TAG)) {
        fail("no tag");
    }
    memcpy(tag, at + sizeof(name) - 1, TAG);
    make_wire(workload, tag);
}

static void open_responder(const struct workload *workload) {
    if (!config_read(&config, stderr) || !service_open(&service, &config) ||
        !responder_open(&responder, &service)) {
        fail("no responder");
    }
    make_wire(workload, NULL);
    if (workload->status == 304) {
        make_known(workload);
    }
}

/* ---- measuring ---- */

static void measure(const struct workload *workload, void (*play)(const struct workload *),
                    unsigned long count) {
    enum { BATCHES = 31, WARM_UP = 3 };
    double costs[BATCHES];
    for (int i = 0; i < WARM_UP; i++) {
        play(workload);
    }
    size_t before = allocations;
    for (int batch = 0; batch < BATCHES; batch++) {
        int64_t start = nanoseconds();
        for (unsigned long i = 0; i < count; i++) {
            play(workload);
        }
        costs[batch] = (double)(nanoseconds() - start) / (double)count;
    }
    double per_play = (double)(allocations - before) / (double)(BATCHES * count);
    qsort(costs, BATCHES, sizeof(costs[0]), by_value);
    (void)printf("%.0f %zu %.2f\n", costs[BATCHES / 2], document.length, per_play);
}

/* ---- cold start ---- */

/* Sends the request to the address and waits for the answer's first bytes. */
static void ask(const struct sockaddr_un *address) {
    char answer[4096];
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)address, sizeof(*address)) != 0 ||
        send(fd, wire.data, wire.length, 0) != (ssize_t)wire.length ||
        recv(fd, answer, sizeof(answer), 0) <= 0) {
        fail("the program does not answer");
    }
    (void)close(fd);
}

static long resident_kib(pid_t pid) {
    char name[64];
    char line[256];
    long kib = -1;
    (void)snprintf(name, sizeof(name), "/proc/%ld/status", (long)pid);
    FILE *status = fopen(name, "r");
    while (status != NULL && fgets(line, sizeof(line), status) != NULL) {
        if (strncmp(line, "VmRSS:", 6) == 0) {
            kib = strtol(line + 6, NULL, 10);
        }
    }
    if (status != NULL) {
        (void)fclose(status);
    }
    return kib;
}

/* Prints "FIRST_US IDLE_KIB": medians over starts of the time to the first answer, and of the
 * memory that the idle worker then holds. */
static void measure_start(const char *program) {
    enum { STARTS = 15 };
    double first[STARTS];
    double idle[STARTS];
    const struct workload *mary = find_workload("mary");
    make_body(mary);
    make_wire(mary, NULL);
    for (int i = 0; i < STARTS; i++) {
        char folder[] = "/tmp/staccato-bench.XXXXXX";
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        if (mkdtemp(folder) == NULL) {
            fail("no temporary folder");
        }
        (void)snprintf(address.sun_path, sizeof(address.sun_path), "%s/socket", folder);
        int listener = socket(AF_UNIX, SOCK_STREAM, 0);
        if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
            listen(listener, 16) != 0) {
            fail("no socket");
        }
        int64_t start = nanoseconds();
        pid_t child = fork();
        if (child == 0) {
            (void)dup2(listener, STDIN_FILENO);
            (void)execl(program, program, (char *)NULL);
            _exit(127);
        }
        ask(&address);
        first[i] = (double)(nanoseconds() - start) / 1000;
        idle[i] = (double)resident_kib(child);
        (void)kill(child, SIGTERM);
        (void)waitpid(child, NULL, 0);
        (void)close(listener);
        (void)unlink(address.sun_path);
        (void)rmdir(folder);
    }
    qsort(first, STARTS, sizeof(first[0]), by_value);
    qsort(idle, STARTS, sizeof(idle[0]), by_value);
    (void)printf("%.0f %.0f\n", first[STARTS / 2], idle[STARTS / 2]);
}

int main(int argument_count, char *arguments[]) {
    static const char request_prefix[] = "request:";
    if (argument_count != 3) {
        fail("usage: cost [request:]WORKLOAD COUNT | cost start PROGRAM");
    }
    if (strcmp(arguments[1], "start") == 0) {
        measure_start(arguments[2]);
        return 0;
    }
    bool is_request = strncmp(arguments[1], request_prefix, sizeof(request_prefix) - 1) == 0;
    const struct workload *workload =
        find_workload(arguments[1] + (is_request ? sizeof(request_prefix) - 1 : 0));
    unsigned long count = strtoul(arguments[2], NULL, 10);
    if (workload == NULL || count == 0 || (workload->link != NULL && !is_request)) {
        fail("no such workload");
    }
    make_body(workload);
    if (is_request) {
        open_responder(workload);
    } else {
        open_core(workload);
    }
    measure(workload, is_request ? play_request : play_core, count);
    return 0;
}
