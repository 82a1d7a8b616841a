/* The event loop: the listening socket, signals, and whose turn it is.
 *
 * Why it is like this:
 * - The listening socket is shared by all workers. EPOLLEXCLUSIVE wakes one of them instead of all,
 *   and accepting one connection a turn spreads a web server's kept connections over workers.
 * - At the limit of connections, and out of descriptors, the oldest idle connection makes room, or
 *   the one whose request takes longest. While no request takes long, listening is suspended for a
 *   while: the backlog holds the others, and epoll does not report again and again what can't be
 *   accepted.
 * - accept() must not wait, even after epoll has reported a connection: another worker may have
 *   taken it. O_NONBLOCK is not enough. All workers share it with the socket, and systemd takes it
 *   off whenever it starts one. So the socket has a time limit, too, which stays.
 * - A worker is a batch job to the scheduler. Otherwise a request that wakes it might take the
 *   processor from the web server, which is about to send the next one, and the two would change
 *   places for each request. As a batch job a worker finds several requests when its turn comes.
 *   Where a processor is free, its turn comes at once.
 * - Signals that end a worker are events (signalfd). A handler would run only while epoll waits,
 * and a busy worker never waits.
 */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "connections.h"
#include "peers.h"

enum {
    DRAIN_TIME = 900,           /* ms that connections in hand have when the worker is to end */
    SUSPENDED_TIME = 100,       /* ms after which a suspended listener is tried again */
    WAIT_MAX = 60000,           /* ms */
    DESCRIPTORS_ELSEWHERE = 16, /* not for connections: stdio, epoll, listener, memfd … */
};

struct server {
    struct loop loop;
    const struct config *config;
    struct connections connections;
    struct epoll_event *events; /* as many as can come in a turn */
    int listener;
    int signals;         /* a signalfd */
    bool listening;      /* the listener is in epoll */
    int64_t suspended;   /* when listening last was suspended, ms */
    size_t suspended_at; /* how many connections were open then */
    bool end_requested;
    size_t max_connections;
};

static int64_t milliseconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void reject(struct server *server, enum rejection reason, const char *detail) {
    responder_reject(&server->connections.responder, reason, detail);
}

/* ---- new connections ---- */

static void set_listening(struct server *server, bool listening) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = &server->listener};
    if (listening != server->listening &&
        epoll_ctl(server->loop.epoll, listening ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, server->listener,
                  &event) == 0) {
        server->listening = listening;
    }
}

/* Makes room for one more connection, or suspends listening. */
static void make_room(struct server *server) {
    if (!connections_make_room(&server->connections)) {
        set_listening(server, false);
        server->suspended = server->loop.now;
        server->suspended_at = connections_count(&server->connections);
    }
}

/* Listens again when a connection has closed, or by and by: there may be descriptors again. */
static void resume_listening(struct server *server) {
    if (!server->listening && !server->loop.ending &&
        (connections_count(&server->connections) < server->suspended_at ||
         server->loop.now >= server->suspended + SUSPENDED_TIME)) {
        set_listening(server, true);
    }
}

/* Returns false if none waits, or there is no room. */
static bool accept_connection(struct server *server) {
    struct sockaddr_storage peer = {.ss_family = AF_UNSPEC};
    socklen_t length = sizeof(peer);
    if (connections_count(&server->connections) >= server->max_connections) {
        make_room(server);
        return false; /* the listener is still readable, or comes back when there is room */
    }
    int fd =
        accept4(server->listener, (struct sockaddr *)&peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            reject(server, ACCEPT_FAILED, strerror(errno));
            make_room(server);
        }
        return false; /* else another worker was quicker, or the peer is gone */
    }
    if (peer_allowed(&peer, server->config->web_servers)) {
        connections_add(&server->connections, fd);
    } else {
        reject(server, PEER_REFUSED, "its address is not in FCGI_WEB_SERVER_ADDRS");
        (void)close(fd);
    }
    return true;
}

/* Accepts what waits already and then no more: where no other worker has this socket, as under
 * lighttpd's bin-path, its backlog is lost with it. */
static void stop_listening(struct server *server) {
    size_t left = server->max_connections;
    while (left > 0 && accept_connection(server)) {
        left--;
    }
    set_listening(server, false);
}

/* ---- turns ---- */

static void read_signal(struct server *server) {
    struct signalfd_siginfo signal;
    server->end_requested |= read(server->signals, &signal, sizeof(signal)) > 0;
}

static void handle_event(struct server *server, void *source) {
    if (source == &server->listener) {
        (void)accept_connection(server);
    } else if (source == &server->signals) {
        read_signal(server);
    } else {
        connections_handle(&server->connections, source);
    }
}

/* How long epoll may wait: until the next deadline, -1 for ever. */
static int wait_time(const struct server *server, int64_t end) {
    int64_t now = server->loop.now;
    int64_t next = connections_deadline(&server->connections);
    next = end < next ? end : next;
    if (!server->listening && !server->loop.ending && now + SUSPENDED_TIME < next) {
        next = now + SUSPENDED_TIME;
    }
    if (next == INT64_MAX) {
        return -1;
    }
    int64_t wait = next - now;
    return wait < 0 ? 0 : wait > WAIT_MAX ? WAIT_MAX : (int)wait;
}

/* As many as there can be at once, so that a turn is a round: each connection is read from once,
 * and one request of each that has sent more is answered, before any comes again. */
static size_t events_max(const struct server *server) {
    enum { OTHERS = 2 }; /* the listener and signals */
    return server->max_connections + OTHERS;
}

static bool is_time_to_end(const struct server *server) {
    unsigned int most = server->config->max_requests;
    return server->end_requested || (most > 0 && server->connections.responder.answered >= most);
}

static void run(struct server *server) {
    struct connections *connections = &server->connections;
    struct loop *loop = &server->loop;
    int64_t end = INT64_MAX;
    loop->now = milliseconds();
    while (!loop->ending || (connections_count(connections) > 0 && loop->now < end)) {
        int count = epoll_wait(loop->epoll, server->events, (int)events_max(server),
                               wait_time(server, end));
        loop->now = milliseconds();
        for (int i = 0; i < count; i++) {
            handle_event(server, server->events[i].data.ptr);
        }
        if (!loop->ending && is_time_to_end(server)) {
            end = loop->now + DRAIN_TIME;
            stop_listening(server);
            loop->ending = true;
            connections_end(connections);
        }
        connections_tend(connections);
        metrics_update(&connections->responder.service->metrics, loop->now,
                       connections_count(connections));
        resume_listening(server);
    }
}

/* ---- start and end ---- */

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
    rlim_t allowed = limit.rlim_cur > 2 * DESCRIPTORS_ELSEWHERE
                         ? limit.rlim_cur - DESCRIPTORS_ELSEWHERE
                         : DESCRIPTORS_ELSEWHERE;
    return configured < allowed ? configured : (size_t)allowed;
}

/* Turns the signals that end a worker into events. One that is ignored, as under nohup, becomes one
 * too: Linux queues a blocked signal, whatever is to be done with it. */
static int open_signals(void) {
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGHUP);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static bool add_events(struct server *server) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &server->signals};
    const struct timeval moment = {.tv_usec = 1000};
    const int on = 1;
    int flags = fcntl(server->listener, F_GETFL);
    if (server->signals < 0 ||
        epoll_ctl(server->loop.epoll, EPOLL_CTL_ADD, server->signals, &event) != 0 ||
        fcntl(server->listener, F_SETFL, flags | O_NONBLOCK) != 0 ||
        setsockopt(server->listener, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof(moment)) != 0) {
        return false;
    }
    /* An answer is one send: there is nothing to wait for. Connections take this over from the
     * listener; a local socket has no such option. */
    (void)setsockopt(server->listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    set_listening(server, true);
    return server->listening;
}

/* Unless whoever started us has chosen otherwise. It needs no privilege; without it all goes on. */
static void become_batch_job(void) {
    const struct sched_param none = {.sched_priority = 0};
    if (sched_getscheduler(0) == SCHED_OTHER) {
        (void)sched_setscheduler(0, SCHED_BATCH, &none);
    }
}

/* Everything but the service's sandbox. Returns false, with a line on stderr, if the system has not
 * what it takes. */
static bool open_server(struct server *server, int listener, struct service *service) {
    server->listener = listener;
    server->config = service->config;
    server->max_connections = connection_limit(service->config->max_connections);
    server->signals = open_signals();
    server->loop.epoll = epoll_create1(EPOLL_CLOEXEC);
    server->events = calloc(events_max(server), sizeof(*server->events));
    if (server->loop.epoll < 0 || server->events == NULL ||
        !connections_open(&server->connections, &server->loop, service)) {
        perror("staccato: can't serve");
        return false;
    }
    if (!add_events(server)) {
        perror("staccato: can't listen on descriptor 0");
        connections_close(&server->connections);
        return false;
    }
    return true;
}

static void free_server(struct server *server) {
    const int descriptors[] = {server->signals, server->loop.epoll};
    for (size_t i = 0; i < sizeof(descriptors) / sizeof(descriptors[0]); i++) {
        if (descriptors[i] >= 0) {
            (void)close(descriptors[i]);
        }
    }
    free(server->events);
    free(server);
}

int server_run(int listener, struct service *service) {
    int status = 1;
    struct server *server = calloc(1, sizeof(*server));
    if (server == NULL) {
        perror("staccato: can't serve");
        return status;
    }
    become_batch_job();
    if (open_server(server, listener, service)) {
        if (service_confine(service)) {
            run(server);
            status = 0;
        }
        connections_close(&server->connections);
    }
    free_server(server);
    return status;
}
