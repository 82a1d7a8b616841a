/* Memory that ends at any point of a worker's life: every allocation fails in turn, once, and with
 * all that follow it. Whoever asks gets the answer, 503, or a closed connection; the worker goes
 * on.
 *
 * libfcgi can't go on without memory, so it is called only when there is as much as it may need. If
 * it does not get it nevertheless, which only the shim brings about, the worker aborts, and its
 * supervisor starts the next. This happens nowhere else, which is tested.
 *
 * Left out is libseccomp (2.5.4), which is used once, at start. Where its memory ends while it
 * writes the filter it may crash, hang, or enter a filter that lacks rules, by which the worker is
 * killed. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fastcgi.h>
#include <json-c/json.h>
#include <libxml/parser.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "faulty.h"
#include "fcgi/program.h"
#include "peer.h"

TestSuite(faults_allocations, .timeout = 300);

enum { ABORTED = 128 + SIGABRT, SITES_MAX = 2000 };

#define NESTED "{\"rhythm\":7,\"tonic\":null,\"x\":[{\"y\":[1,2.5,\"\\u00e9\"]}],\"x\":true}"

static const struct scenario {
    const char *name;
    const char *method;
    const char *path;
    const char *body;
    const char *origin; /* NULL: none */
    int status;
} scenarios[] = {
    {"/mary", "POST", "/mary", PEER_MARY, NULL, 200},
    {"/mary for another origin", "POST", "/mary", PEER_MARY, "http://localhost:3000", 200},
    {"/random", "POST", "/random", HTTP_RANDOM, NULL, 200},
    {"/note-game", "POST", "/note-game", HTTP_NOTE_GAME, NULL, 200},
    {"escaped strings", "POST", "/note-game",
     "{\"\\u0073cale\":\"\\u0044\",\"octave\":\"\\u0034\"}", NULL, 200},
    {"an integer in a string", "POST", "/mary", "{\"tonic\":\"C\",\"octave\":\"4\"}", NULL, 200},
    {"no such tonic", "POST", "/mary", "{\"tonic\":\"H\\n\",\"octave\":4}", NULL, 400},
    {"no such scale", "POST", "/note-game", "{\"scale\":\"\\u00e9\",\"octave\":\"4\"}", NULL, 400},
    {"wrong types", "POST", "/random", NESTED, NULL, 422},
    {"a long integer", "POST", "/mary", "{\"tonic\":\"C\",\"octave\":12345678901234567890123}",
     NULL, 422},
    {"no object", "POST", "/mary", "[1,{\"a\":[]}]", NULL, 422},
    {"no JSON", "POST", "/mary", "{\"tonic\": oops", NULL, 422},
    {"no body", "POST", "/mary", "", NULL, 422},
    {"no such path", "POST", "/nothing", "{}", NULL, 404},
    {"no such method", "GET", "/mary", "", NULL, 405},
    {"a preflight", "OPTIONS", "/mary", "", "http://localhost:3000", 200},
};

static struct staccato_text text(const char *string) {
    return (struct staccato_text){string, strlen(string)};
}

static void append_scenario(struct staccato_buffer *out, const struct scenario *scenario) {
    struct staccato_buffer pairs = {0};
    peer_append_pairs(&pairs, scenario->method, scenario->path, strlen(scenario->body));
    if (scenario->origin != NULL) {
        peer_append_pair(&pairs, text("HTTP_ORIGIN"), text(scenario->origin));
        peer_append_pair(&pairs, text("HTTP_ACCESS_CONTROL_REQUEST_METHOD"), text("POST"));
        peer_append_pair(&pairs, text("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"), text("X-A, X-B"));
    }
    peer_append_begin(out, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
    peer_append_stream(out, FCGI_PARAMS, 1, (struct staccato_text){pairs.data, pairs.length}, 0, 0);
    peer_append_stream(out, FCGI_STDIN, 1, text(scenario->body), 0, 0);
    staccato_buffer_free(&pairs);
}

/* Whether nothing of the body is missing: it is the same as when all went well or, where that is a
 * matter of chance, JSON that holds a document. */
static bool is_whole(struct staccato_text body, const struct staccato_buffer *good) {
    if (staccato_text_equal(body, (struct staccato_text){good->data, good->length})) {
        return true;
    }
    struct json_tokener *tokener = json_tokener_new();
    struct json_object *answer = json_tokener_parse_ex(tokener, body.data, (int)body.length);
    struct json_object *score = NULL;
    xmlDoc *document = NULL;
    if (json_tokener_get_parse_end(tokener) == body.length &&
        json_object_object_get_ex(answer, "generatedXml", &score)) {
        document = xmlReadMemory(json_object_get_string(score), json_object_get_string_len(score),
                                 "score.xml", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    }
    bool is_score = document != NULL;
    xmlFreeDoc(document);
    json_object_put(answer);
    json_tokener_free(tokener);
    return is_score;
}

/* Asks on a new connection; returns the status or, if there is no answer, the negative result. An
 * answer of the status is either taken for a good one or compared with it. */
static int ask(const struct worker *worker, const struct staccato_buffer *bytes, int status,
               struct staccato_buffer *good) {
    struct peer_answer answer = {0};
    int fd = peer_connect(worker);
    enum peer_result result =
        peer_send(fd, bytes->data, bytes->length) ? peer_read(fd, &answer) : PEER_CLOSED;
    int got = result == PEER_ANSWERED ? answer.status : -(int)result;
    if (got == status && good->data == NULL) {
        staccato_buffer_append_text(good, answer.body);
    } else if (got == status) {
        cr_expect(is_whole(answer.body, good), "%d: %.*s", got, (int)answer.body.length,
                  answer.body.data);
    }
    peer_free(&answer);
    (void)close(fd);
    return got;
}

static bool failed_in(const struct shim_control *control, const char *library) {
    return control->failed > 0 && strncmp(control->origin, library, strlen(library)) == 0;
}

/* What becomes of one request and of the worker that it meets, which is new. */
static void expect_survival(struct shim_control *control, const struct scenario *scenario,
                            const struct staccato_buffer *bytes, struct staccato_buffer *good,
                            unsigned int first, unsigned int times) {
    struct worker worker = faulty_start((struct worker_options){0});
    faulty_await(control);
    faulty_arm(control, SHIM_ALLOCATE, first, times, ENOMEM);
    int status = ask(&worker, bytes, scenario->status, good);
    faulty_disarm(control);
    cr_expect(status == -(int)PEER_CLOSED || status == 503 || status == scenario->status,
              "%s: the answer is %d", scenario->name, status);
    if (failed_in(control, "libfcgi") && status == -(int)PEER_CLOSED) {
        int ended = worker_wait(&worker, WORKER_PATIENCE);
        cr_expect_eq(ended, ABORTED, "%s: libfcgi's worker ended with %d", scenario->name, ended);
        (void)close(worker.listener);
        return;
    }
    peer_expect_service(&worker, scenario->name);
    worker_end(&worker);
}

static void fail_each(unsigned int times) {
    struct shim_control *control = faulty_prepare();
    for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
        struct staccato_buffer bytes = {0};
        append_scenario(&bytes, &scenarios[i]);
        struct staccato_buffer good = {0};
        unsigned int first = 0;
        struct worker worker = faulty_start((struct worker_options){0});
        faulty_await(control);
        faulty_disarm(control);
        cr_assert_eq(ask(&worker, &bytes, scenarios[i].status, &good), scenarios[i].status);
        worker_end(&worker);
        do {
            expect_survival(control, &scenarios[i], &bytes, &good, ++first, times);
        } while (control->failed > 0 && first < SITES_MAX);
        cr_log_info("%s: %u allocations\n", scenarios[i].name, first - 1);
        cr_expect(first > 1 && first < SITES_MAX, "%s: %u", scenarios[i].name, first);
        staccato_buffer_free(&bytes);
        staccato_buffer_free(&good);
    }
}

Test(faults_allocations, each_of_a_request_fails_once) {
    fail_each(1);
}

Test(faults_allocations, each_of_a_request_fails_with_all_that_follow) {
    fail_each(UINT_MAX);
}

/* Whichever allocation of a request fails, the 503 says the same. Whoever asked to keep the
 * connection may ask again on that connection. */
Test(faults_allocations, a_refusal_keeps_the_connection) {
    static const char detail[] = "{\"detail\":\"Out of memory, try again\"}";
    struct shim_control *control = faulty_prepare();
    struct worker worker = faulty_start((struct worker_options){0});
    struct peer_answer answer = {0};
    unsigned int refused = 0;
    unsigned int first = 0;
    int fd = peer_connect(&worker);
    do {
        cr_assert_eq(peer_ask(fd, (struct peer_request){0}), 200, "after %u", first);
        faulty_arm(control, SHIM_ALLOCATE, ++first, 1, ENOMEM);
        enum peer_result result =
            peer_send_request(fd, (struct peer_request){0}) ? peer_read(fd, &answer) : PEER_CLOSED;
        faulty_disarm(control);
        if (result != PEER_ANSWERED) { /* it was not even received, or libfcgi gave up */
            cr_assert_eq(result, PEER_CLOSED);
            if (failed_in(control, "libfcgi")) {
                cr_assert_eq(worker_wait(&worker, WORKER_PATIENCE), ABORTED);
                (void)close(worker.listener);
                worker = faulty_start((struct worker_options){0});
            }
            (void)close(fd);
            fd = peer_connect(&worker);
        } else if (answer.status != 200) {
            cr_expect_eq(answer.status, 503, "allocation %u: %d", first, answer.status);
            cr_expect(staccato_text_equal(answer.body, STACCATO_TEXT(detail)), "allocation %u",
                      first);
            refused++;
        }
    } while (control->failed > 0 && first < SITES_MAX);
    cr_log_info("%u of %u allocations are refused\n", refused, first - 1);
    cr_expect_gt(refused, 0U);
    peer_free(&answer);
    (void)close(fd);
    worker_end(&worker);
}

/* ---- a limit of the system's ---- */

static long worker_data(const struct worker *worker) {
    char path[64];
    char line[256];
    long size = -1;
    (void)snprintf(path, sizeof(path), "/proc/%d/status", (int)worker->pid);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    while (size < 0 && fgets(line, sizeof(line), file) != NULL) {
        (void)sscanf(line, "VmData: %ld", &size);
    }
    (void)fclose(file);
    cr_assert_gt(size, 0);
    return size;
}

static void limit_memory(const struct worker *worker, size_t spare) {
    const struct rlimit limit = {spare, RLIM_INFINITY};
    cr_assert_eq(prlimit(worker->pid, RLIMIT_DATA, &limit, NULL), 0);
}

/* No call is made to fail here: the worker may have no more memory than it has, and a little. All
 * that it asks for then, libfcgi's part too, is there or is missed in time. */
Test(faults_allocations, a_worker_survives_the_end_of_its_memory) {
    enum { STEP = 128 * 1024, STEPS = 32, PAIRS = 20000, DIGITS = 1000 };
    if (WORKER_IS_SANITIZED) {
        cr_skip_test("a sanitizer ends the program where its memory ends");
    }
    struct staccato_buffer params = {0};
    unsigned int counts[3] = {0};
    peer_append_begin(&params, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
    struct staccato_buffer pairs = {0};
    struct staccato_buffer body = {0};
    struct staccato_buffer good = {0};
    staccato_buffer_printf(&body, "{\"rhythmType\":16,\"tonic\":\"f#3\",\"rhythm\":\"");
    for (int i = 0; i < DIGITS; i++) { /* which json-c decodes, in a buffer that grows */
        staccato_buffer_append_text(&body, STACCATO_TEXT("\\u0031"));
    }
    staccato_buffer_append_text(&body, STACCATO_TEXT("\"}"));
    peer_append_pairs(&pairs, "POST", "/random", body.length);
    for (int i = 0; i < PAIRS; i++) { /* each of which libfcgi keeps in a block of its own */
        peer_append_pair(&pairs, text("A"), text(""));
    }
    peer_append_stream(&params, FCGI_PARAMS, 1, (struct staccato_text){pairs.data, pairs.length}, 0,
                       0);
    peer_append_stream(&params, FCGI_STDIN, 1, (struct staccato_text){body.data, body.length}, 0,
                       0);
    for (size_t step = 0; step < STEPS; step++) {
        struct worker worker = worker_start((struct worker_options){0});
        peer_expect_service(&worker, "the start");
        if (good.data == NULL) {
            cr_assert_eq(ask(&worker, &params, 200, &good), 200);
        }
        limit_memory(&worker, (size_t)worker_data(&worker) * 1024 + step * STEP);
        int status = ask(&worker, &params, 200, &good);
        cr_expect(status == 200 || status == 503 || status == -(int)PEER_CLOSED, "%zu bytes: %d",
                  step * STEP, status);
        counts[status == 200 ? 0 : status == 503 ? 1 : 2]++;
        int fd = peer_connect(&worker);
        int large = peer_ask(fd, peer_large_request());
        cr_expect(large == 200 || large == 503 || large == -(int)PEER_CLOSED, "%zu bytes: %d",
                  step * STEP, large);
        (void)close(fd);
        cr_expect(worker_lives(&worker), "%zu bytes to spare", step * STEP);
        limit_memory(&worker, RLIM_INFINITY);
        peer_expect_service(&worker, "the end of memory");
        worker_end(&worker);
    }
    cr_log_info("%u answered, %u answered 503, %u closed\n", counts[0], counts[1], counts[2]);
    cr_expect_gt(counts[1] + counts[2], 0U, "memory never ended");
    cr_expect_gt(counts[0], 0U, "there never was enough");
    staccato_buffer_free(&pairs);
    staccato_buffer_free(&params);
    staccato_buffer_free(&body);
    staccato_buffer_free(&good);
}

/* ---- start, and plain CGI ---- */

/* Waits until the worker waits for connections, or has ended, or has failed in libseccomp. */
static void await_start(const struct shim_control *control, const struct worker *worker) {
    int64_t end = worker_clock() + WORKER_PATIENCE;
    while (control->made[SHIM_EPOLL_WAIT] == 0 && worker_lives(worker) &&
           !failed_in(control, "libseccomp")) {
        cr_assert_lt(worker_clock(), end, "the worker neither starts nor ends");
        (void)poll(NULL, 0, 1);
    }
}

/* One start; false if there is no further allocation to fail, or if it is libseccomp's. */
static bool start_without(struct shim_control *control, const char *sandbox, unsigned int first) {
    faulty_arm(control, SHIM_ALLOCATE, first, 1, ENOMEM);
    struct worker worker = faulty_start((struct worker_options){.environment = {sandbox}});
    await_start(control, &worker);
    bool is_libseccomp = failed_in(control, "libseccomp");
    bool has_failed = control->failed > 0;
    if (is_libseccomp) {
        worker_signal(&worker, SIGKILL);
    }
    if (is_libseccomp || !worker_lives(&worker)) {
        int ended = worker_wait(&worker, WORKER_PATIENCE);
        cr_expect(is_libseccomp || ended == 1, "allocation %u: the start ends with %d", first,
                  ended);
        (void)close(worker.listener);
    } else {
        faulty_disarm(control);
        peer_expect_service(&worker, "an allocation of the start failed");
        worker_end(&worker);
    }
    return has_failed && !is_libseccomp;
}

Test(faults_allocations, each_of_the_start_fails) {
    static const char *const sandboxes[] = {"STACCATO_SANDBOX=require", "STACCATO_SANDBOX=off"};
    struct shim_control *control = faulty_prepare();
    for (size_t i = 0; i < sizeof(sandboxes) / sizeof(sandboxes[0]); i++) {
        unsigned int first = 1;
        while (start_without(control, sandboxes[i], first) && first < SITES_MAX) {
            first++;
        }
        cr_log_info("start, %s: %u allocations\n", sandboxes[i], first - 1);
        cr_expect(first > 1 && first < SITES_MAX);
    }
}

/* An answer, or status 1, no output and a line that says why. */
static void expect_cgi(const struct shim_control *control, const struct program_result *result) {
    if (result->status == 0) {
        struct http_answer answer = program_answer(result);
        cr_expect(answer.status == 200 || answer.status == 503, "%s: %d", control->origin,
                  answer.status);
        http_free(&answer);
    } else {
        cr_expect_eq(result->status, 1, "%s: status %d", control->origin, result->status);
        cr_expect_eq(result->output.length, 0);
        cr_expect_gt(result->errors.length, 0, "%s: nothing is said", control->origin);
    }
}

Test(faults_allocations, each_of_a_cgi_request_fails) {
    struct shim_control *control = faulty_prepare();
    const struct program_run run = {.environment = {"REQUEST_METHOD=POST", "PATH_INFO=/note-game",
                                                    "CONTENT_LENGTH=29", "STACCATO_SANDBOX=off",
                                                    faulty_preload, faulty_shim},
                                    .input = text(HTTP_NOTE_GAME)};
    cr_assert_eq(run.input.length, 29U);
    unsigned int first = 0;
    do {
        faulty_arm(control, SHIM_ALLOCATE, ++first, 1, ENOMEM);
        struct program_result result = program_run(&run);
        expect_cgi(control, &result);
        program_free(&result);
    } while (control->failed > 0 && first < SITES_MAX);
    cr_log_info("CGI: %u allocations\n", first - 1);
    cr_expect(first > 1 && first < SITES_MAX);
}
