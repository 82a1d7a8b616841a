/* Reading, answering and writing, for many connections at once.
 *
 * How bytes flow: a readable connection is read once, into its assembly; a whole request is
 * decoded, answered and framed into one buffer; that is sent with one call, and what the peer does
 * not take at once waits with the connection. Nothing here ever blocks.
 *
 * Why it is like this:
 * - epoll is level-triggered: it reports a connection again as long as there is something to read.
 *   So one read for each event suffices, and a busy peer gets one read a turn, like all others.
 * - Some peers send several requests in a row. One of them is answered each turn, and the
 * connection is not read from meanwhile. So no peer waits for all requests of another.
 * - A peer that does not read its answer costs memory, but no time. The answer waits with the
 *   connection, and no request of that peer is read meanwhile. After STACCATO_STALL_TIMEOUT without
 *   progress the connection is closed. To wait in send() instead would make all peers wait.
 * - All requests in hand may take HELD_MAX bytes together, and all untaken answers as much. Beyond
 *   that the connection longest without progress is closed.
 * - A peer that sends a byte now and then makes progress, and could hold its connection for days.
 *   So when there is no room and nobody is idle, the connection whose request began longest ago is
 *   closed, if that is STACCATO_STALL_TIMEOUT ago. A burst of quick requests loses none: it waits
 * in the backlog.
 * - Before an idle connection is closed, it is read from once more. A request may have arrived, and
 *   not every web server would send it again.
 */
#include "connections.h"

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    OUT_KEPT = 256 * 1024, /* of the buffer that answers are framed in */
    HELD_MAX = 64 << 20,   /* bytes, of all requests in hand, and likewise of all untaken answers */
    RELEASED_MAX = 8 << 20, /* bytes that connections give up before malloc must */
};

bool connections_open(struct connections *connections, const struct loop *loop,
                      struct service *service) {
    connections->config = service->config;
    connections->loop = loop;
    return responder_open(&connections->responder, service);
}

size_t connections_count(const struct connections *connections) {
    size_t count = 0;
    for (enum connection_state standing = 0; standing < STATE_DEAD; standing++) {
        count += connections->lists[standing].count;
    }
    return count;
}

static void reject(struct connections *connections, enum rejection reason, const char *detail) {
    responder_reject(&connections->responder, reason, detail);
}

static void close_connection(struct connections *connections, struct connection *connection) {
    if (connection->standing == STATE_DEAD) {
        return;
    }
    (void)close(connection->fd); /* which takes it out of epoll, too */
    connection_remove(&connections->lists[connection->standing], connection);
    connections->released += connection->held;
    assembly_free(&connection->assembly);
    staccato_buffer_free(&connection->unsent);
    connection->standing = STATE_DEAD;
    connection->progress = connections->loop->now; /* none is later: it is filed at once */
    connection_insert(&connections->lists[STATE_DEAD], connection);
}

/* Closes the ones longest without progress while what is received, or what is to be sent, takes too
 * much memory. An idle connection holds next to nothing. */
static void keep_bounds(struct connections *connections) {
    struct connection_list *lists = connections->lists;
    while (lists[STATE_RECEIVING].held + lists[STATE_READY].held > HELD_MAX) {
        reject(connections, CONNECTION_DROPPED,
               "too many bytes of requests that are not answered yet");
        close_connection(connections, connection_slowest(lists));
    }
    while (lists[STATE_SENDING].held > HELD_MAX) {
        reject(connections, CONNECTION_DROPPED, "too many bytes wait for peers that do not read");
        close_connection(connections, lists[STATE_SENDING].oldest);
    }
}

/* Files the connection where it belongs. */
static void move(struct connections *connections, struct connection *connection,
                 enum connection_state standing) {
    size_t held = connection->held;
    connection_remove(&connections->lists[connection->standing], connection);
    connection->standing = standing;
    connection_insert(&connections->lists[standing], connection);
    connections->released += held > connection->held ? held - connection->held : 0;
    keep_bounds(connections);
}

void connections_add(struct connections *connections, int fd) {
    struct connection *connection = calloc(1, sizeof(*connection));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (connection == NULL || epoll_ctl(connections->loop->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        reject(connections, ACCEPT_FAILED, strerror(errno));
        free(connection);
        (void)close(fd);
        return;
    }
    connection->fd = fd;
    connection->progress = connections->loop->now;
    connection->began = connections->loop->now;
    connection->standing = STATE_IDLE;
    connection_insert(&connections->lists[STATE_IDLE], connection);
}

static void watch(struct connections *connections, struct connection *connection, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(connections->loop->epoll, EPOLL_CTL_MOD, connection->fd, &event) != 0) {
        close_connection(connections, connection);
    }
}

/* ---- writing ---- */

/* Sends bytes and returns how many the peer's socket took; closes the connection on an error. */
static size_t send_bytes(struct connections *connections, struct connection *connection,
                         const struct staccato_buffer *bytes) {
    ssize_t sent;
    do {
        sent = send(connection->fd, bytes->data, bytes->length, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0 && errno != EAGAIN) {
        close_connection(connections, connection);
    }
    return sent < 0 ? 0 : (size_t)sent;
}

/* Sends what is framed; the connection keeps what its peer does not take. */
static void send_out(struct connections *connections, struct connection *connection) {
    struct staccato_buffer *out = &connections->out;
    if (out->failed) { /* not even an error fits into memory */
        reject(connections, OUT_OF_MEMORY, "a connection is closed without an answer");
        close_connection(connections, connection);
    } else if (out->length > 0) {
        size_t sent = send_bytes(connections, connection, out);
        if (connection->standing != STATE_DEAD && sent < out->length) {
            staccato_buffer_drop(out, sent);
            connection->unsent = *out; /* with its memory: the worker gets new */
            *out = (struct staccato_buffer){0};
            watch(connections, connection, EPOLLOUT);
        }
    }
    staccato_buffer_clear(out, OUT_KEPT);
}

/* Closes a connection whose answer is sent. After a request that was cut short the peer may still
 * be sending, and to close a socket with unread bytes can destroy an answer on its way. So only our
 * side is closed at once. The other waits for the peer's end, for STACCATO_STALL_TIMEOUT at most.
 */
static void finish_closing(struct connections *connections, struct connection *connection) {
    if (connection->assembly.bytes.length == 0 || shutdown(connection->fd, SHUT_WR) != 0) {
        close_connection(connections, connection);
        return;
    }
    assembly_free(&connection->assembly);
    connection->progress = connections->loop->now;
    move(connections, connection, STATE_RECEIVING);
}

/* ---- answering ---- */

/* Notes progress and returns whether there is any: an answer, or more of a request than there has
 * been yet. Records that mean nothing are none, though they come for ever. */
static bool note_progress(const struct connections *connections, struct connection *connection,
                          enum responder_result result) {
    size_t length = connection->assembly.bytes.length;
    if (result != RESPONDER_WAIT) {
        connection->used = true;
        connection->began = connections->loop->now; /* to answer it, or the next request */
        connection->reached = 0;
    } else if (length > connection->reached) {
        connection->reached = length;
    } else {
        return false;
    }
    connection->progress = connections->loop->now;
    return true;
}

/* Takes one step through what was received, and files the connection where it belongs then. Returns
 * whether that was progress. */
static bool serve(struct connections *connections, struct connection *connection) {
    enum responder_result result =
        responder_step(&connections->responder, &connection->assembly, &connections->out);
    bool is_progress = note_progress(connections, connection, result);
    connection->closing = result == RESPONDER_CLOSE;
    send_out(connections, connection);
    if (connection->standing == STATE_DEAD) {
        return is_progress;
    }
    if (connection->unsent.length > 0) {
        move(connections, connection, STATE_SENDING);
    } else if (connection->closing) {
        finish_closing(connections, connection);
    } else if (connection->assembly.bytes.length > 0) {
        move(connections, connection, result == RESPONDER_AGAIN ? STATE_READY : STATE_RECEIVING);
    } else if (connections->loop->ending) {
        close_connection(connections, connection);
    } else {
        move(connections, connection, STATE_IDLE);
    }
    return is_progress;
}

/* Reads once, and answers if that makes a request whole. Returns false if nothing has come that
 * means anything. */
static bool receive(struct connections *connections, struct connection *connection) {
    struct staccato_buffer *bytes = &connection->assembly.bytes;
    ssize_t count = recv(connection->fd, connections->received, sizeof(connections->received), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return false;
    }
    if (count <= 0) {
        close_connection(connections, connection);
        return true;
    }
    if (connection->closing) {
        return false; /* thrown away */
    }
    if (bytes->length == 0) {
        connection->began = connections->loop->now;
    }
    staccato_buffer_append(bytes, connections->received, (size_t)count);
    if (bytes->failed) {
        reject(connections, OUT_OF_MEMORY, "a connection is closed without an answer");
        close_connection(connections, connection);
        return true;
    }
    return serve(connections, connection);
}

static void send_more(struct connections *connections, struct connection *connection) {
    size_t sent = send_bytes(connections, connection, &connection->unsent);
    if (connection->standing == STATE_DEAD || sent == 0) {
        return;
    }
    connection->progress = connections->loop->now;
    staccato_buffer_drop(&connection->unsent, sent);
    if (connection->unsent.length > 0) {
        move(connections, connection, STATE_SENDING);
        return;
    }
    staccato_buffer_free(&connection->unsent);
    watch(connections, connection, EPOLLIN);
    if (connection->standing == STATE_DEAD) {
        return;
    }
    if (connection->closing) {
        finish_closing(connections, connection);
    } else {
        (void)serve(connections, connection);
    }
}

void connections_handle(struct connections *connections, struct connection *connection) {
    switch (connection->standing) {
    case STATE_IDLE:
    case STATE_RECEIVING:
        (void)receive(connections, connection);
        break;
    case STATE_SENDING:
        send_more(connections, connection);
        break;
    case STATE_READY: /* its turn comes, and then it is read from again */
    case STATE_DEAD:  /* closed earlier in this turn */
    case STATES:
        break;
    }
}

/* ---- the passing of time ---- */

/* Closes the connection whose request began longest ago, if that is long enough ago for any that
 * means to get its answer. It need not have stalled: a byte now and then is progress. */
static bool close_longest(struct connections *connections) {
    int64_t long_ago = connections->loop->now - (int64_t)connections->config->stall_timeout * 1000;
    struct connection *longest = connection_longest(connections->lists);
    if (longest == NULL || longest->began > long_ago) {
        return false;
    }
    reject(connections, CONNECTION_DROPPED, "its request takes long, and another needs the room");
    close_connection(connections, longest);
    return true;
}

bool connections_make_room(struct connections *connections) {
    const struct connection_list *idle = &connections->lists[STATE_IDLE];
    for (size_t left = idle->count; left > 0 && idle->oldest != NULL; left--) {
        struct connection *oldest = idle->oldest;
        if (!receive(connections, oldest)) {
            close_connection(connections, oldest);
        }
        if (oldest->standing == STATE_DEAD) {
            return true;
        }
    }
    return close_longest(connections);
}

/* When the oldest of a list has had its time, in ms; never if the list is empty. */
static int64_t deadline(const struct connections *connections, enum connection_state standing) {
    const struct connection *oldest = connections->lists[standing].oldest;
    unsigned int seconds = standing == STATE_IDLE ? connections->config->idle_timeout
                                                  : connections->config->stall_timeout;
    return oldest == NULL ? INT64_MAX : oldest->progress + (int64_t)seconds * 1000;
}

static const enum connection_state waiting[] = {STATE_IDLE, STATE_RECEIVING, STATE_SENDING};
enum { WAITING = sizeof(waiting) / sizeof(waiting[0]) };

static void close_expired(struct connections *connections) {
    for (size_t i = 0; i < WAITING; i++) {
        while (deadline(connections, waiting[i]) <= connections->loop->now) {
            struct connection *oldest = connections->lists[waiting[i]].oldest;
            if (waiting[i] == STATE_IDLE && receive(connections, oldest)) {
                continue;
            }
            bool is_over =
                waiting[i] == STATE_IDLE || (waiting[i] == STATE_RECEIVING && oldest->closing);
            if (!is_over) {
                reject(connections, STALLED,
                       "a connection made no progress in its request or answer");
            }
            close_connection(connections, oldest);
        }
    }
}

/* malloc keeps a freed block while blocks behind it are in use. A peer could fill the heap with
 * such holes of one size, and then need blocks of another. So whenever connections have freed
 * RELEASED_MAX bytes, the pages of holes are given back to the system. A lower M_MMAP_THRESHOLD
 * helps less, since malloc maps a block only when its heap has no room, and it costs each request
 * system calls. */
static void give_back(struct connections *connections) {
    if (connections->released >= RELEASED_MAX) {
        (void)malloc_trim(0);
        connections->released = 0;
    }
}

void connections_tend(struct connections *connections) {
    const struct connection_list *ready = &connections->lists[STATE_READY];
    struct connection_list *dead = &connections->lists[STATE_DEAD];
    for (size_t left = ready->count; left > 0 && ready->oldest != NULL; left--) {
        (void)serve(connections, ready->oldest);
    }
    close_expired(connections);
    while (dead->oldest != NULL) {
        struct connection *connection = dead->oldest;
        connection_remove(dead, connection);
        free(connection);
    }
    give_back(connections);
}

int64_t connections_deadline(const struct connections *connections) {
    int64_t next = connections->lists[STATE_READY].count > 0 ? connections->loop->now : INT64_MAX;
    for (size_t i = 0; i < WAITING; i++) {
        int64_t own = deadline(connections, waiting[i]);
        next = own < next ? own : next;
    }
    return next;
}

void connections_end(struct connections *connections) {
    const struct connection_list *idle = &connections->lists[STATE_IDLE];
    for (size_t left = idle->count; left > 0 && idle->oldest != NULL; left--) {
        struct connection *oldest = idle->oldest;
        if (receive(connections, oldest) || oldest->standing != STATE_IDLE) {
            continue;
        }
        if (oldest->used) {
            close_connection(connections, oldest);
        } else {
            move(connections, oldest, STATE_IDLE);
        }
    }
}

void connections_close(struct connections *connections) {
    for (enum connection_state standing = 0; standing < STATE_DEAD; standing++) {
        while (connections->lists[standing].oldest != NULL) {
            close_connection(connections, connections->lists[standing].oldest);
        }
    }
    connections_tend(connections);
    responder_close(&connections->responder);
    staccato_buffer_free(&connections->out);
}
