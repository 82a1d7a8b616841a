/* The event loop.
 *
 * How bytes flow: a readable connection is read once, into its assembly; whole requests are
 * decoded, answered and framed into one buffer; that is sent with one call, and what the peer does
 * not take at once waits with the connection. Nothing here ever blocks but epoll.
 *
 * Why it is like this:
 * - epoll is level-triggered. One read an event then suffices, a busy peer gets one turn in each
 *   round like everyone else, and there is no read that only learns that there is nothing more.
 * - The listening socket is shared by all workers. EPOLLEXCLUSIVE wakes one of them instead of all,
 *   and accepting one connection a turn spreads a web server's kept connections over workers.
 * - A peer that does not read costs memory, not time: its answer is queued, its requests are not
 * read meanwhile, and it is closed when it makes no progress for STACCATO_STALL_TIMEOUT, or
 * earlier, the oldest first, when queued answers exceed UNSENT_MAX.
 * - At the limit of connections, and out of descriptors, the oldest idle connection makes room.
 * With none idle, listening is suspended until one closes: the backlog holds the others, and epoll
 * does not report again and again what can't be accepted.
 */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "connection.h"
#include "log.h"
#include "peers.h"
#include "responder.h"

enum {
    EVENTS = 64,               /* handled a turn */
    READ_SIZE = 64 * 1024,     /* received at once, at most */
    OUT_KEPT = 256 * 1024,     /* of the buffer that answers are framed in */
    UNSENT_MAX = 64 << 20,     /* bytes of answers that wait, all connections together */
    DRAIN_TIME = 900,          /* ms that connections in hand have when the worker is to end */
    SUSPENDED_TIME = 100,      /* ms after which a suspended listener is tried again */
    DESCRIPTORS_ELSEWHERE = 16 /* not for connections: stdio, epoll, listener, memfd … */
};

struct server {
    struct staccato_responder responder;
    const struct staccato_config *config;
    int listener;
    int epoll;
    bool listening;    /* the listener is in epoll */
    int64_t suspended; /* when listening last was, ms */
    bool ending;
    size_t max_connections;
    struct staccato_connection_list lists[STACCATO_STANDINGS];
    size_t unsent; /* bytes, of all connections */
    unsigned int answered;
    int64_t now;                   /* ms of a clock that only goes forward, taken once a turn */
    struct staccato_buffer answer; /* in CGI form */
    struct staccato_buffer out;    /* framed */
    char received[READ_SIZE];
};

static volatile sig_atomic_t end_requested;

static void request_end(int signal_number) {
    (void)signal_number;
    end_requested = 1;
}

static int64_t milliseconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- connections ---- */

static void move(struct server *server, struct staccato_connection *connection,
                 enum staccato_standing standing) {
    staccato_connection_remove(&server->lists[connection->standing], connection);
    connection->standing = standing;
    staccato_connection_append(&server->lists[standing], connection);
}

static bool has_connections(const struct server *server) {
    return server->lists[STACCATO_IDLE].count + server->lists[STACCATO_BUSY].count > 0;
}

static void set_listening(struct server *server, bool listening) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = NULL};
    if (listening != server->listening &&
        epoll_ctl(server->epoll, listening ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, server->listener,
                  &event) == 0) {
        server->listening = listening;
    }
}

static void close_connection(struct server *server, struct staccato_connection *connection) {
    if (connection->standing == STACCATO_DEAD) {
        return;
    }
    (void)close(connection->fd); /* which takes it out of epoll, too */
    server->unsent -= connection->unsent.length;
    staccato_assembly_free(&connection->assembly);
    staccato_buffer_free(&connection->unsent);
    move(server, connection, STACCATO_DEAD);
    set_listening(server, !server->ending);
}

static void bury_dead(struct server *server) {
    struct staccato_connection_list *dead = &server->lists[STACCATO_DEAD];
    while (dead->oldest != NULL) {
        struct staccato_connection *connection = dead->oldest;
        staccato_connection_remove(dead, connection);
        free(connection);
    }
}

static bool open_connection(struct server *server, int fd) {
    struct staccato_connection *connection = calloc(1, sizeof(*connection));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (connection == NULL || epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        free(connection);
        return false;
    }
    connection->fd = fd;
    connection->progress = server->now;
    connection->standing = STACCATO_IDLE;
    staccato_connection_append(&server->lists[STACCATO_IDLE], connection);
    return true;
}

/* Makes room for one more connection by closing the oldest idle one, or suspends listening. */
static void make_room(struct server *server) {
    struct staccato_connection *oldest = server->lists[STACCATO_IDLE].oldest;
    if (oldest != NULL) {
        close_connection(server, oldest);
    } else {
        set_listening(server, false);
        server->suspended = server->now;
    }
}

static void accept_connection(struct server *server) {
    struct sockaddr_storage peer;
    socklen_t length = sizeof(peer);
    size_t open = server->lists[STACCATO_IDLE].count + server->lists[STACCATO_BUSY].count;
    if (open >= server->max_connections) {
        make_room(server);
        return; /* the listener is still readable, or comes back when there is room */
    }
    int fd =
        accept4(server->listener, (struct sockaddr *)&peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            staccato_log("accept_failed", strerror(errno));
            make_room(server);
        }
        return; /* else another worker was quicker, or the peer is gone */
    }
    if (peer.ss_family == AF_INET || peer.ss_family == AF_INET6) {
        int on = 1; /* an answer is one send: there is nothing to wait for */
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    }
    if (!staccato_peer_allowed(&peer, server->config->web_servers) ||
        !open_connection(server, fd)) {
        (void)close(fd);
    }
}

/* ---- answers ---- */

static void watch(struct server *server, struct staccato_connection *connection, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    if (epoll_ctl(server->epoll, EPOLL_CTL_MOD, connection->fd, &event) != 0) {
        close_connection(server, connection);
    }
}

/* Everything is sent and the connection is to close. Where its request was cut short the peer may
 * still be sending, and to close a socket that has unread bytes can take back an answer that is on
 * its way. There the peer sees the end of our side at once, and its own end is waited for, within
 * STACCATO_STALL_TIMEOUT. */
static void finish_closing(struct server *server, struct staccato_connection *connection) {
    if (connection->assembly.bytes.length == 0 || shutdown(connection->fd, SHUT_WR) != 0) {
        close_connection(server, connection);
        return;
    }
    staccato_assembly_free(&connection->assembly);
}

/* Sends bytes and returns how many the peer's socket took; closes the connection on an error. */
static size_t send_bytes(struct server *server, struct staccato_connection *connection,
                         const struct staccato_buffer *bytes) {
    ssize_t sent;
    do {
        sent = send(connection->fd, bytes->data, bytes->length, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0 && errno != EAGAIN) {
        close_connection(server, connection);
    }
    return sent < 0 ? 0 : (size_t)sent;
}

/* Sends what is framed in server->out; the connection keeps what its peer does not take. */
static void send_out(struct server *server, struct staccato_connection *connection) {
    struct staccato_buffer *out = &server->out;
    if (out->failed) { /* not even an error fits into memory */
        staccato_log("out_of_memory", "a connection is closed without an answer");
        close_connection(server, connection);
    }
    if (connection->standing != STACCATO_DEAD && out->length > 0) {
        size_t sent = send_bytes(server, connection, out);
        if (connection->standing != STACCATO_DEAD && sent < out->length) {
            staccato_buffer_drop(out, sent);
            connection->unsent = *out; /* with its memory: the worker gets new */
            *out = (struct staccato_buffer){0};
            server->unsent += connection->unsent.length;
            watch(server, connection, EPOLLOUT);
        }
    }
    staccato_buffer_clear(out, OUT_KEPT);
    while (server->unsent > UNSENT_MAX && server->lists[STACCATO_BUSY].oldest != NULL) {
        staccato_log("answers_dropped", "too many bytes wait for peers that do not read");
        close_connection(server, server->lists[STACCATO_BUSY].oldest);
    }
}

/* Files the connection where it belongs now. */
static void settle(struct server *server, struct staccato_connection *connection) {
    if (connection->standing == STACCATO_DEAD) {
        return;
    }
    bool in_hand = connection->assembly.bytes.length > 0 || connection->unsent.length > 0;
    if (connection->closing && connection->unsent.length == 0) {
        finish_closing(server, connection);
    } else if (server->ending && !in_hand) {
        close_connection(server, connection);
    }
    if (connection->standing != STACCATO_DEAD) {
        move(server, connection, in_hand || connection->closing ? STACCATO_BUSY : STACCATO_IDLE);
    }
}

/* Answers all whole requests that have been received, as long as the peer takes the answers. */
static void serve(struct server *server, struct staccato_connection *connection) {
    enum staccato_step_result result = STACCATO_STEP_AGAIN;
    while (result == STACCATO_STEP_AGAIN && connection->standing != STACCATO_DEAD &&
           connection->unsent.length == 0) {
        result = staccato_responder_step(&server->responder, &connection->assembly, &server->out);
        connection->closing = result == STACCATO_STEP_CLOSE;
        send_out(server, connection);
    }
    settle(server, connection);
}

/* ---- events ---- */

static void receive(struct server *server, struct staccato_connection *connection) {
    ssize_t count = recv(connection->fd, server->received, sizeof(server->received), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (count <= 0) {
        close_connection(server, connection);
        return;
    }
    if (connection->closing) {
        return; /* and so thrown away; this is no progress */
    }
    connection->progress = server->now;
    staccato_buffer_append(&connection->assembly.bytes, server->received, (size_t)count);
    if (connection->assembly.bytes.failed) {
        close_connection(server, connection);
        return;
    }
    serve(server, connection);
}

static void send_more(struct server *server, struct staccato_connection *connection) {
    size_t sent = send_bytes(server, connection, &connection->unsent);
    if (connection->standing == STACCATO_DEAD || sent == 0) {
        return;
    }
    connection->progress = server->now;
    server->unsent -= sent;
    staccato_buffer_drop(&connection->unsent, sent);
    if (connection->unsent.length > 0) {
        move(server, connection, STACCATO_BUSY);
        return;
    }
    staccato_buffer_free(&connection->unsent);
    watch(server, connection, EPOLLIN);
    serve(server, connection);
}

static void handle_event(struct server *server, const struct epoll_event *event) {
    struct staccato_connection *connection = event->data.ptr;
    if (connection == NULL) {
        accept_connection(server);
    } else if (connection->standing == STACCATO_DEAD) {
        return; /* closed earlier in this turn */
    } else if (connection->unsent.length > 0) {
        send_more(server, connection);
    } else {
        receive(server, connection);
    }
}

/* When the oldest of a list has had its time, in ms; never if the list is empty. */
static int64_t deadline(const struct server *server, enum staccato_standing standing) {
    const struct staccato_connection *oldest = server->lists[standing].oldest;
    unsigned int seconds =
        standing == STACCATO_IDLE ? server->config->idle_timeout : server->config->stall_timeout;
    return oldest == NULL ? INT64_MAX : oldest->progress + (int64_t)seconds * 1000;
}

static void close_expired(struct server *server) {
    for (enum staccato_standing standing = STACCATO_IDLE; standing <= STACCATO_BUSY; standing++) {
        while (deadline(server, standing) <= server->now) {
            if (standing == STACCATO_BUSY) {
                staccato_log("stalled", "a connection made no progress in its request or answer");
            }
            close_connection(server, server->lists[standing].oldest);
        }
    }
}

/* Stops accepting and closes idle connections, but not before a last look at what has arrived: a
 * request that crosses our closing on its way would be lost. */
static void begin_ending(struct server *server) {
    server->ending = true;
    set_listening(server, false);
    size_t idle = server->lists[STACCATO_IDLE].count;
    while (idle-- > 0 && server->lists[STACCATO_IDLE].oldest != NULL) {
        struct staccato_connection *connection = server->lists[STACCATO_IDLE].oldest;
        receive(server, connection);
        if (connection->standing == STACCATO_IDLE) {
            close_connection(server, connection);
        }
    }
}

/* How long epoll may wait: until the next deadline, -1 for ever. */
static int wait_time(const struct server *server, int64_t end) {
    int64_t next = deadline(server, STACCATO_IDLE);
    int64_t busy = deadline(server, STACCATO_BUSY);
    next = busy < next ? busy : next;
    if (server->ending) {
        next = end < next ? end : next;
    } else if (!server->listening && server->now + SUSPENDED_TIME < next) {
        next = server->now + SUSPENDED_TIME;
    }
    if (next == INT64_MAX) {
        return -1;
    }
    int64_t wait = next - server->now;
    return wait < 0 ? 0 : wait > 60000 ? 60000 : (int)wait;
}

static bool is_time_to_end(const struct server *server) {
    return end_requested || (server->config->max_requests > 0 &&
                             server->responder.answered >= server->config->max_requests);
}

static void run(struct server *server, const sigset_t *signals) {
    struct epoll_event events[EVENTS];
    int64_t end = INT64_MAX;
    server->now = milliseconds();
    while (!server->ending || (has_connections(server) && server->now < end)) {
        /* Signals are let in here only, so none can slip between the look and the wait. */
        int count = epoll_pwait(server->epoll, events, EVENTS, wait_time(server, end), signals);
        server->now = milliseconds();
        for (int i = 0; i < count; i++) {
            handle_event(server, &events[i]);
        }
        if (!server->ending && is_time_to_end(server)) {
            begin_ending(server);
            end = server->now + DRAIN_TIME;
        }
        close_expired(server);
        bury_dead(server);
        if (!server->ending && server->now >= server->suspended + SUSPENDED_TIME) {
            set_listening(server, true);
        }
    }
}

/* As many connections as are configured and the system's limit on descriptors allows; the soft
 * limit is raised to the hard one first. */
static size_t connection_limit(unsigned int configured) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return configured;
    }
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    (void)getrlimit(RLIMIT_NOFILE, &limit);
    size_t allowed = limit.rlim_cur > 2 * DESCRIPTORS_ELSEWHERE
                         ? limit.rlim_cur - DESCRIPTORS_ELSEWHERE
                         : DESCRIPTORS_ELSEWHERE;
    return configured < allowed ? configured : allowed;
}

/* Blocks the signals that end the worker, and gives the set to wait with, which lets them in. */
static void catch_signals(sigset_t *while_waiting) {
    static const int ends[] = {SIGTERM, SIGINT, SIGHUP};
    struct sigaction action = {.sa_handler = request_end};
    sigset_t blocked;
    (void)sigemptyset(&blocked);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        (void)sigaddset(&blocked, ends[i]);
        (void)sigaction(ends[i], &action, NULL);
    }
    (void)sigprocmask(SIG_BLOCK, &blocked, while_waiting);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        (void)sigdelset(while_waiting, ends[i]);
    }
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL);
}

int staccato_server_run(int listener, struct staccato_service *service) {
    int status = 1;
    sigset_t signals;
    struct server *server = calloc(1, sizeof(*server));
    if (server == NULL) {
        (void)fputs("staccato: out of memory\n", stderr);
        return status;
    }
    server->config = service->config;
    server->listener = listener;
    server->max_connections = connection_limit(service->config->max_connections);
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    catch_signals(&signals);
    if (server->epoll < 0 || !staccato_responder_open(&server->responder, service) ||
        fcntl(listener, F_SETFL, fcntl(listener, F_GETFL) | O_NONBLOCK) != 0) {
        perror("staccato: can't serve");
        goto out;
    }
    set_listening(server, true);
    if (!server->listening) {
        perror("staccato: can't listen on descriptor 0");
        goto out;
    }
    if (!staccato_service_confine(service)) {
        goto out;
    }
    run(server, &signals);
    status = 0;
out:
    for (enum staccato_standing standing = STACCATO_IDLE; standing < STACCATO_DEAD; standing++) {
        while (server->lists[standing].oldest != NULL) {
            close_connection(server, server->lists[standing].oldest);
        }
    }
    bury_dead(server);
    staccato_responder_close(&server->responder);
    staccato_buffer_free(&server->out);
    if (server->epoll >= 0) {
        (void)close(server->epoll);
    }
    free(server);
    return status;
}
