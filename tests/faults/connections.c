/* Connections without a server: the test sets the clock, and says what comes when. */
#include "connections.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fastcgi.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"

TestSuite(faults_connections, .timeout = 60);

enum { SECOND = 1000, STALL = 10 * SECOND, IDLE = 75 * SECOND };

static const struct config config = {
    .max_body = 60 << 20, .max_connections = 16, .idle_timeout = 75, .stall_timeout = 10};

struct bench {
    struct loop loop;
    struct service service;
    struct connections *connections;
};

static struct bench *open_bench(void) {
    struct bench *bench = calloc(1, sizeof(*bench));
    cr_assert_not_null(bench);
    bench->loop.epoll = epoll_create1(EPOLL_CLOEXEC);
    bench->connections = calloc(1, sizeof(*bench->connections));
    cr_assert(bench->connections != NULL && service_open(&bench->service, &config));
    cr_assert(connections_open(bench->connections, &bench->loop, &bench->service));
    return bench;
}

static void close_bench(struct bench *bench) {
    connections_close(bench->connections);
    service_close(&bench->service);
    (void)close(bench->loop.epoll);
    free(bench->connections);
    free(bench);
}

/* The peer's end of a new connection. */
static int add(struct bench *bench) {
    int ends[2];
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    connections_add(bench->connections, ends[0]);
    return ends[1];
}

/* Handles what has come, once for each connection. Returns how many had something. */
static int handle(struct bench *bench) {
    struct epoll_event events[16];
    int count = epoll_wait(bench->loop.epoll, events, 16, 0);
    for (int i = 0; i < count; i++) {
        connections_handle(bench->connections, events[i].data.ptr);
    }
    return count;
}

/* One turn of the loop at that time. */
static void turn(struct bench *bench, int64_t now) {
    bench->loop.now = now;
    (void)handle(bench);
    connections_tend(bench->connections);
}

/* Sends all of it, while the connections read. */
static void push(struct bench *bench, int fd, const struct staccato_buffer *bytes) {
    for (size_t sent = 0; sent < bytes->length;) {
        ssize_t count = send(fd, bytes->data + sent, bytes->length - sent, MSG_NOSIGNAL);
        cr_assert(count > 0 || errno == EAGAIN);
        sent += count > 0 ? (size_t)count : 0;
        (void)handle(bench);
    }
    while (handle(bench) > 0 && bench->connections->lists[STATE_READY].count == 0) {
    }
}

static void push_bytes(struct bench *bench, int fd, const char *bytes, size_t length) {
    struct staccato_buffer copy = {0};
    staccato_buffer_append(&copy, bytes, length);
    push(bench, fd, &copy);
    staccato_buffer_free(&copy);
}

/* Reads and forgets what has come; false at the stream's end. */
static bool is_open(int fd) {
    char bytes[4096];
    ssize_t count;
    while ((count = recv(fd, bytes, sizeof(bytes), 0)) > 0) {
    }
    return count < 0 && errno == EAGAIN;
}

/* A request without its last bytes: 8 are the record that ends its body. */
static void append_cut(struct staccato_buffer *out, size_t missing) {
    struct staccato_buffer whole = {0};
    peer_append_request(&whole, (struct peer_request){0});
    staccato_buffer_append(out, whole.data, whole.length - missing);
    staccato_buffer_free(&whole);
}

/* 64 MiB in one connection's hands: a request with a body of half as much and a bit. It waits for
 * the rest or, aborted and with the next one begun, for its turn. */
static void append_hog(struct staccato_buffer *out, bool is_ready) {
    enum { BODY = 33 << 20, PIECE = 1 << 15 };
    static const char spaces[PIECE];
    struct staccato_buffer pairs = {0};
    peer_append_pairs(&pairs, "POST", "/mary", BODY);
    peer_append_begin(out, 1, FCGI_RESPONDER, FCGI_KEEP_CONN);
    peer_append_stream(out, FCGI_PARAMS, 1, (struct staccato_text){pairs.data, pairs.length}, 0, 0);
    for (size_t sent = 0; sent < BODY; sent += PIECE) {
        peer_append_record(out, FCGI_STDIN, 1, spaces, PIECE, 0);
    }
    if (is_ready) {
        peer_append_record(out, FCGI_ABORT_REQUEST, 1, NULL, 0, 0);
        peer_append_begin(out, 2, FCGI_RESPONDER, FCGI_KEEP_CONN);
    }
    staccato_buffer_free(&pairs);
}

/* Half requests and those that wait for their turn are held to one measure. */
Test(faults_connections, too_many_bytes_cost_who_moved_longest_ago) {
    for (int is_ready = 0; is_ready <= 1; is_ready++) {
        for (int hog_is_older = 0; hog_is_older <= 1; hog_is_older++) {
            struct bench *bench = open_bench();
            struct staccato_buffer hog = {0};
            struct staccato_buffer half = {0};
            append_hog(&hog, is_ready);
            append_cut(&half, 20);
            int large = add(bench);
            int small = add(bench);
            bench->loop.now = 1000;
            push(bench, hog_is_older ? large : small, hog_is_older ? &hog : &half);
            bench->loop.now = 2000;
            push(bench, hog_is_older ? small : large, hog_is_older ? &half : &hog);
            cr_expect_eq(is_open(large), !hog_is_older, "%d, %d", is_ready, hog_is_older);
            cr_expect_eq(is_open(small), hog_is_older, "%d, %d", is_ready, hog_is_older);
            (void)close(large);
            (void)close(small);
            staccato_buffer_free(&hog);
            staccato_buffer_free(&half);
            close_bench(bench);
        }
    }
}

/* Records of no request are passed over, and questions are answered; neither is a request. */
Test(faults_connections, what_is_no_request_does_not_keep_an_idle_one) {
    static const uint8_t types[] = {FCGI_STDIN, FCGI_ABORT_REQUEST, FCGI_GET_VALUES, 77};
    for (size_t i = 0; i < sizeof(types); i++) {
        struct bench *bench = open_bench();
        struct staccato_buffer bytes = {0};
        peer_append_record(&bytes, types[i], types[i] == FCGI_GET_VALUES || types[i] == 77 ? 0 : 9,
                           NULL, 0, 0);
        int fd = add(bench);
        for (int64_t now = 0; now < IDLE; now += 5 * SECOND) {
            turn(bench, now);
            cr_assert(is_open(fd), "type %u at %d ms", types[i], (int)now);
            push(bench, fd, &bytes);
        }
        turn(bench, IDLE);
        cr_expect_not(is_open(fd), "type %u keeps it", types[i]);
        (void)close(fd);
        staccato_buffer_free(&bytes);
        close_bench(bench);
    }
}

/* Nor half a request, while its own bytes do. */
Test(faults_connections, what_is_no_part_of_a_request_does_not_keep_it) {
    struct bench *bench = open_bench();
    struct staccato_buffer half = {0};
    struct staccato_buffer nothing = {0};
    append_cut(&half, FCGI_HEADER_LEN);
    peer_append_record(&nothing, FCGI_STDIN, 9, "x", 1, 7);
    int stuck = add(bench);
    int slow = add(bench);
    push(bench, stuck, &half);
    push(bench, slow, &half);
    for (int64_t now = 0; now < STALL; now += 4 * SECOND) {
        turn(bench, now);
        cr_assert(is_open(stuck) && is_open(slow), "at %d ms", (int)now);
        push(bench, stuck, &nothing);
        push_bytes(bench, slow, " ", 1);
    }
    turn(bench, STALL);
    cr_expect_not(is_open(stuck));
    cr_expect(is_open(slow));
    turn(bench, 8 * SECOND + STALL);
    cr_expect_not(is_open(slow), "it has made no progress either");
    (void)close(stuck);
    (void)close(slow);
    staccato_buffer_free(&half);
    staccato_buffer_free(&nothing);
    close_bench(bench);
}

/* A record that comes byte by byte and then means nothing buys time once, not for ever. */
Test(faults_connections, a_trickle_of_nothing_ends) {
    struct bench *bench = open_bench();
    struct staccato_buffer nothing = {0};
    peer_append_record(&nothing, FCGI_STDIN, 9, "x", 1, 0);
    int fd = add(bench);
    int64_t now = 0;
    size_t most = 20 * nothing.length;
    size_t sent = 0;
    for (; sent < most && bench->connections->lists[STATE_DEAD].count == 0 && is_open(fd); sent++) {
        push_bytes(bench, fd, nothing.data + sent % nothing.length, 1);
        now += 9 * SECOND;
        turn(bench, now);
    }
    cr_expect_lt(sent, most);
    (void)close(fd);
    staccato_buffer_free(&nothing);
    close_bench(bench);
}

/* With progress now and then, each would stay for days. */
Test(faults_connections, the_longest_request_makes_room) {
    struct bench *bench = open_bench();
    struct staccato_buffer half = {0};
    append_cut(&half, 20);
    int first = add(bench);
    int second = add(bench);
    push(bench, first, &half);
    for (int64_t now = SECOND; now < STALL; now += SECOND) {
        turn(bench, now);
        push_bytes(bench, first, " ", 1);
        if (now == 5 * SECOND) {
            push(bench, second, &half);
        } else if (now > 5 * SECOND) {
            push_bytes(bench, second, " ", 1);
        }
        cr_assert_eq(connections_count(bench->connections), 2);
    }
    int idle = add(bench);
    cr_expect(connections_make_room(bench->connections));
    cr_expect_not(is_open(idle), "an idle one goes first");
    cr_expect_not(connections_make_room(bench->connections), "nobody has been long at it");
    turn(bench, STALL);
    cr_expect(connections_make_room(bench->connections));
    cr_expect_not(is_open(first));
    cr_expect(is_open(second));
    cr_expect_not(connections_make_room(bench->connections));
    (void)close(first);
    (void)close(second);
    (void)close(idle);
    staccato_buffer_free(&half);
    close_bench(bench);
}

/* Who takes an answer bit by bit holds room as well. */
Test(faults_connections, a_slow_reader_makes_room) {
    struct bench *bench = open_bench();
    struct staccato_buffer bytes = {0};
    char taken[32768];
    peer_append_request(&bytes, peer_large_request());
    int fd = add(bench);
    push(bench, fd, &bytes);
    for (int64_t now = SECOND; now < STALL; now += SECOND) {
        turn(bench, now);
        cr_assert_gt(recv(fd, taken, sizeof(taken), 0), 0);
    }
    cr_assert_eq(bench->connections->lists[STATE_SENDING].count, 1);
    cr_expect_not(connections_make_room(bench->connections));
    turn(bench, STALL);
    cr_expect(connections_make_room(bench->connections));
    cr_expect_eq(connections_count(bench->connections), 0);
    (void)close(fd);
    staccato_buffer_free(&bytes);
    close_bench(bench);
}

/* Each is judged by its own progress, in whatever order their answers began. */
Test(faults_connections, a_deaf_peer_ends_before_a_slow_one) {
    struct bench *bench = open_bench();
    struct staccato_buffer bytes = {0};
    char taken[32768];
    peer_append_request(&bytes, peer_large_request());
    int slow = add(bench);
    int deaf = add(bench);
    push(bench, slow, &bytes);
    push(bench, deaf, &bytes);
    cr_assert_eq(bench->connections->lists[STATE_SENDING].count, 2);
    for (int64_t now = SECOND; now < STALL; now += SECOND) {
        cr_assert_gt(recv(slow, taken, sizeof(taken), 0), 0);
        turn(bench, now);
        cr_assert_eq(connections_count(bench->connections), 2);
    }
    turn(bench, STALL);
    cr_expect_eq(connections_count(bench->connections), 1, "the deaf one is over");
    cr_expect_not(is_open(deaf));
    cr_expect(is_open(slow));
    turn(bench, 2 * STALL);
    cr_expect_eq(connections_deadline(bench->connections), 3 * STALL);
    (void)close(slow);
    (void)close(deaf);
    staccato_buffer_free(&bytes);
    close_bench(bench);
}

/* Else epoll would report it again and again. */
Test(faults_connections, nothing_is_reported_once_an_answer_is_taken) {
    struct bench *bench = open_bench();
    struct staccato_buffer bytes = {0};
    peer_append_request(&bytes, peer_large_request());
    int fd = add(bench);
    push(bench, fd, &bytes);
    cr_assert_eq(bench->connections->lists[STATE_SENDING].count, 1);
    for (int turns = 0; turns < 1000 && is_open(fd) && handle(bench) > 0; turns++) {
    }
    cr_expect_eq(bench->connections->lists[STATE_IDLE].count, 1);
    cr_expect_eq(handle(bench), 0);
    (void)close(fd);
    staccato_buffer_free(&bytes);
    close_bench(bench);
}

Test(faults_connections, a_peer_that_has_left_is_closed_when_its_answer_fails) {
    struct bench *bench = open_bench();
    struct staccato_buffer bytes = {0};
    peer_append_request(&bytes, (struct peer_request){0});
    int fd = add(bench);
    cr_assert_eq(send(fd, bytes.data, bytes.length, 0), (ssize_t)bytes.length);
    (void)close(fd);
    cr_expect_eq(handle(bench), 1);
    cr_expect_eq(connections_count(bench->connections), 0);
    staccato_buffer_free(&bytes);
    close_bench(bench);
}
