/* System calls that fail, or do half of what they are asked for: nothing is lost where they can be
 * made again; otherwise one connection is. The worker goes on. */
#include <criterion/criterion.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "faulty.h"
#include "peer.h"

TestSuite(faults_calls, .timeout = 120);

/* What becomes of the request that meets the failure. */
enum hope {
    ANSWERED,
    LOST /* it may get 503, or its connection be closed; never is it answered wrongly, or silence */
};

static const struct fault {
    const char *name;
    enum shim_call call;
    int error;
    enum hope hope;
} faults[] = {
    {"accept4 EINTR", SHIM_ACCEPT4, EINTR, ANSWERED},
    {"accept4 EAGAIN", SHIM_ACCEPT4, EAGAIN, ANSWERED},
    {"accept4 ECONNABORTED", SHIM_ACCEPT4, ECONNABORTED, ANSWERED},
    {"accept4 EMFILE", SHIM_ACCEPT4, EMFILE, ANSWERED},
    {"accept4 ENFILE", SHIM_ACCEPT4, ENFILE, ANSWERED},
    {"accept4 ENOBUFS", SHIM_ACCEPT4, ENOBUFS, ANSWERED},
    {"accept4 ENOMEM", SHIM_ACCEPT4, ENOMEM, ANSWERED},
    {"accept4 EPERM", SHIM_ACCEPT4, EPERM, ANSWERED},
    {"epoll_wait EINTR", SHIM_EPOLL_WAIT, EINTR, ANSWERED},
    {"epoll_ctl ENOMEM", SHIM_EPOLL_CTL, ENOMEM, LOST},
    {"epoll_ctl ENOSPC", SHIM_EPOLL_CTL, ENOSPC, LOST},
    {"recv EINTR", SHIM_RECV, EINTR, ANSWERED},
    {"recv EAGAIN", SHIM_RECV, EAGAIN, ANSWERED},
    {"recv ECONNRESET", SHIM_RECV, ECONNRESET, LOST},
    {"recv ENOMEM", SHIM_RECV, ENOMEM, LOST},
    {"send EINTR", SHIM_SEND, EINTR, ANSWERED},
    {"send EAGAIN", SHIM_SEND, EAGAIN, ANSWERED},
    {"send ECONNRESET", SHIM_SEND, ECONNRESET, LOST},
    {"send EPIPE", SHIM_SEND, EPIPE, LOST},
    {"send ENOBUFS", SHIM_SEND, ENOBUFS, LOST},
    {"send ENOMEM", SHIM_SEND, ENOMEM, LOST},
    {"lseek EINVAL", SHIM_LSEEK, EINVAL, LOST},
    {"read EIO", SHIM_READ, EIO, LOST},
    {"read EINTR", SHIM_READ, EINTR, LOST /* libfcgi does not try again */},
    {"read ENOMEM", SHIM_READ, ENOMEM, LOST},
    {"close EIO", SHIM_CLOSE, EIO, ANSWERED},
    {"madvise ENOMEM", SHIM_MADVISE, ENOMEM, ANSWERED},
    {"shutdown ENOTCONN", SHIM_SHUTDOWN, ENOTCONN, LOST},
};

/* Above what the decoder keeps, above STACCATO_MAX_BODY; bytes. */
enum { LARGE = 300000, OVERSIZE = 4000000 };
static const struct worker_options options = {.tcp = true,
                                              .environment = {"STACCATO_MAX_BODY=400000"}};

/* Requests that between them make all of the calls: a usual one, one with the largest answer, one
 * whose connection is to be closed, one with a large body, and one with too large a body. */
static void ask_all(const struct worker *worker, const struct fault *fault, unsigned int first) {
    static char spaces[OVERSIZE];
    memset(spaces, ' ', sizeof(spaces));
    const struct {
        struct peer_request request;
        int status;
    } steps[] = {
        {{0}, 200},
        {peer_large_request(), 200},
        {{.is_last = true}, 200},
        {{.body = {spaces, LARGE}}, 422},
        {{.body = {spaces, OVERSIZE}}, 413},
    };
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        int fd = peer_connect(worker);
        int status = peer_ask(fd, steps[i].request);
        cr_expect(status == steps[i].status ||
                      (fault->hope == LOST && (status == 503 || status == -(int)PEER_CLOSED)),
                  "%s, call %u, request %zu: %d", fault->name, first, i, status);
        /* What a worker does behind an answer is part of the step. */
        cr_expect(status != 413 || peer_sees_end(fd, WORKER_PATIENCE), "%s: no end", fault->name);
        (void)close(fd);
    }
}

/* Each call of the row fails in turn. */
static void fail_each(struct shim_control *control, const struct fault *fault) {
    enum { CALLS_MAX = 1000 };
    unsigned int first = 0;
    struct worker worker = faulty_start(options);
    faulty_await(control);
    do {
        faulty_arm(control, fault->call, ++first, 1, fault->error);
        ask_all(&worker, fault, first);
        faulty_disarm(control);
        peer_expect_service(&worker, fault->name);
    } while (control->failed > 0 && first < CALLS_MAX);
    cr_log_info("%s: %u calls\n", fault->name, first - 1);
    cr_expect(first > 1 && first < CALLS_MAX, "%s: %u calls", fault->name, first - 1);
    worker_end(&worker);
}

Test(faults_calls, each_fails_once) {
    struct shim_control *control = faulty_prepare();
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        fail_each(control, &faults[i]);
    }
}

/* libfcgi closes the file that it reads requests from when it can't; the next request then needs a
 * new file. */
Test(faults_calls, a_new_file_for_requests_is_not_to_be_had) {
    static const struct fault renewals[] = {
        {"memfd_create EMFILE", SHIM_MEMFD_CREATE, EMFILE, LOST},
        {"ftruncate ENOSPC", SHIM_FTRUNCATE, ENOSPC, LOST},
        {"mmap ENOMEM", SHIM_MMAP, ENOMEM, LOST},
    };
    struct shim_control *control = faulty_prepare();
    struct worker worker = faulty_start(options);
    faulty_await(control);
    for (size_t i = 0; i < sizeof(renewals) / sizeof(renewals[0]); i++) {
        int fd = peer_connect(&worker);
        faulty_arm(control, SHIM_READ, 1, 1, EIO);
        cr_expect_eq(peer_ask(fd, (struct peer_request){0}), 503);
        (void)close(fd);
        faulty_arm(control, renewals[i].call, 1, 2, renewals[i].error);
        ask_all(&worker, &renewals[i], 1);
        cr_expect_eq(control->failed, 2, "%s", renewals[i].name);
        faulty_disarm(control);
        peer_expect_service(&worker, renewals[i].name);
    }
    worker_end(&worker);
}

Test(faults_calls, one_byte_or_a_few_at_a_time) {
    static const unsigned int pieces[] = {1, 7, 8, 4096, 65535};
    struct shim_control *control = faulty_prepare();
    struct worker worker = faulty_start(options);
    struct peer_answer whole = {0};
    struct peer_answer pieced = {0};
    int fd = peer_connect(&worker);
    cr_assert(peer_send_request(fd, (struct peer_request){0}));
    cr_assert_eq(peer_read(fd, &whole), PEER_ANSWERED);
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
        control->piece = pieces[i];
        cr_expect(peer_send_request(fd, (struct peer_request){0}));
        cr_expect_eq(peer_read(fd, &pieced), PEER_ANSWERED, "%u", pieces[i]);
        cr_expect(staccato_text_equal(pieced.body, whole.body), "%u", pieces[i]);
        if (pieces[i] >= 4096) {
            cr_expect_eq(peer_ask(fd, peer_large_request()), 200, "%u", pieces[i]);
        }
    }
    peer_free(&whole);
    peer_free(&pieced);
    (void)close(fd);
    worker_end(&worker);
}

/* As long as no connection can be accepted those that are there are served, and the others wait. */
Test(faults_calls, no_descriptors_for_a_while) {
    struct shim_control *control = faulty_prepare();
    struct worker worker = faulty_start(options);
    int served = peer_connect(&worker);
    cr_assert_eq(peer_ask(served, (struct peer_request){0}), 200);
    cr_assert(peer_send_request(served, (struct peer_request){0}));
    faulty_arm(control, SHIM_ACCEPT4, 1, UINT_MAX, EMFILE);
    int waiting = peer_connect(&worker);
    cr_assert(peer_send_request(waiting, (struct peer_request){0}));
    struct peer_answer answer = {0};
    cr_expect_eq(peer_read(served, &answer), PEER_ANSWERED);
    int64_t end = worker_clock() + WORKER_PATIENCE;
    while (control->failed < 3) {
        cr_assert_lt(worker_clock(), end, "it does not try again");
        (void)poll(NULL, 0, 1);
    }
    faulty_disarm(control);
    cr_expect_eq(peer_read(waiting, &answer), PEER_ANSWERED);
    cr_expect_eq(answer.status, 200);
    peer_free(&answer);
    (void)close(served);
    (void)close(waiting);
    worker_end(&worker);
}

/* ---- start ---- */

/* Whoever starts it is told why, in one line. */
static void expect_reason(int errors, const struct fault *start) {
    char text[1024] = "";
    (void)!read(errors, text, sizeof(text) - 1);
    cr_expect(strstr(text, strerror(start->error)) != NULL ||
                  (start->error == ENOMEM && strstr(text, "out of memory") != NULL),
              "%s: %s", start->name, text);
    cr_expect_eq(strcspn(text, "\n") + 1, strlen(text), "%s: %s", start->name, text);
}

Test(faults_calls, each_of_the_start_fails) {
    static const struct fault starts[] = {
        {"epoll_create1", SHIM_EPOLL_CREATE1, EMFILE, LOST},
        {"epoll_ctl", SHIM_EPOLL_CTL, ENOSPC, LOST},
        {"fcntl", SHIM_FCNTL, EINVAL, LOST},
        {"ftruncate", SHIM_FTRUNCATE, ENOSPC, LOST},
        {"memfd_create", SHIM_MEMFD_CREATE, ENFILE, LOST},
        {"mmap", SHIM_MMAP, ENOMEM, LOST},
        {"signalfd", SHIM_SIGNALFD, EMFILE, LOST},
    };
    struct shim_control *control = faulty_prepare();
    int errors = worker_catch_errors();
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        unsigned int first = 0;
        do {
            faulty_arm(control, starts[i].call, ++first, 1, starts[i].error);
            struct worker worker = faulty_start(options);
            struct pollfd ended = {.fd = worker.process, .events = POLLIN};
            while (control->made[SHIM_EPOLL_WAIT] == 0 && poll(&ended, 1, 1) == 0) {
            }
            faulty_disarm(control);
            if (control->failed > 0) {
                int status = worker_wait(&worker, WORKER_PATIENCE);
                cr_expect_eq(status, 1, "%s, call %u: %d", starts[i].name, first, status);
                expect_reason(errors, &starts[i]);
                (void)close(worker.listener);
            } else {
                peer_expect_service(&worker, starts[i].name);
                worker_end(&worker);
            }
        } while (control->failed > 0);
        cr_expect_gt(first, 1U, "%s is not called", starts[i].name);
    }
}
