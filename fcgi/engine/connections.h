/* All connections of a worker: read, answered, written to, closed when their time is over.
 *
 *     struct loop loop = {.epoll = epoll_create1(EPOLL_CLOEXEC), .now = ...};
 *     struct connections *connections = calloc(1, sizeof(*connections)); // it is large
 *     if (!connections_open(connections, &loop, &service)) ...           // errno says why
 *     connections_add(connections, accept4(...));
 *     // each turn: loop.now = …; connections_handle(connections, event.data.ptr) for each event
 *     connections_tend(connections);
 *     connections_close(connections);
 */
#ifndef STACCATO_CONNECTIONS_H
#define STACCATO_CONNECTIONS_H

#include "connection.h"
#include "loop.h"
#include "responder.h"

enum { READ_SIZE = 64 * 1024 }; /* received at once, at most */

struct connections {
    struct responder responder;
    const struct config *config;
    const struct loop *loop;
    struct connection_list lists[STATES];
    size_t released; /* bytes that connections have given up since malloc last gave any back */
    struct staccato_buffer out; /* framed answers of the connection that is being served */
    char received[READ_SIZE];
};

/* All must be zero. The loop and the service are borrowed. Returns false, with errno, if the system
 * has not what it takes; nothing is to be closed then. */
bool connections_open(struct connections *connections, const struct loop *loop,
                      struct service *service);

/* How many are open. */
size_t connections_count(const struct connections *connections);

/* Takes over a non-blocking socket, or closes it if it can't. */
void connections_add(struct connections *connections, int fd);

/* Closes one connection: the oldest idle one or, with none idle, the one whose request began
 * longest ago, if that is STACCATO_STALL_TIMEOUT ago. Returns false if there is none. A connection
 * whose next request has come by now is not idle: it is answered, and the next one is looked at. */
bool connections_make_room(struct connections *connections);

/* Reads from a connection that epoll reported, and answers, or writes to it. */
void connections_handle(struct connections *connections, struct connection *connection);

/* To be called at the end of each turn: answers one more request of each connection that has sent
 * several, closes those whose time is over, and frees what was closed. */
void connections_tend(struct connections *connections);

/* When connections_tend next has something to do, in ms of the loop's clock; INT64_MAX if only
 * another event can tell. */
int64_t connections_deadline(const struct connections *connections);

/* To be called once the loop is ending: closes idle connections now. The others close as soon as
 * their requests are answered. A new one, whose first request must be on its way, is not idle. */
void connections_end(struct connections *connections);

/* Closes what is open, and frees everything. */
void connections_close(struct connections *connections);

#endif
