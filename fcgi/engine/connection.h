/* One web server's connection: what it has sent so far, what it has yet to take, and its place
 * among the others, oldest first. */
#ifndef STACCATO_CONNECTION_H
#define STACCATO_CONNECTION_H

#include <stdint.h>

#include "assembly.h"
#include "buffer.h"

/* Where a connection is kept. */
enum connection_state {
    STATE_IDLE,      /* between requests */
    STATE_RECEIVING, /* with part of a request, or closing and waiting for the peer's end */
    STATE_READY,     /* with bytes in hand that may hold a whole request */
    STATE_SENDING,   /* with an answer that the peer has not taken */
    STATE_DEAD,      /* closed, and freed when the events that may still name it are through */
    STATES
};

struct connection {
    struct connection *previous;
    struct connection *next;
    enum connection_state standing;
    int fd;
    int64_t progress; /* when it last sent what was wanted, or took something, ms */
    int64_t began;    /* when its request, or the answer that it takes, began, ms */
    size_t reached;   /* the most bytes that its request in hand has had */
    size_t held;      /* bytes of memory in the two below, as its list counts them */
    struct assembly assembly;
    struct staccato_buffer unsent; /* what the peer's socket had no room for */
    bool closing; /* close when all is sent; what comes until then is thrown away */
    bool used;    /* it has had a request */
};

/* A doubly linked list, in the order of the last progress; all zero is an empty one. */
struct connection_list {
    struct connection *oldest;
    struct connection *newest;
    size_t count;
    size_t held; /* bytes of memory, all together */
};

/* Files it behind all whose progress is not later, with `held` made right. Takes as many steps as
 * there are others with later progress: mostly none. */
void connection_insert(struct connection_list *list, struct connection *connection);
void connection_remove(struct connection_list *list, struct connection *connection);

/* Of those with a request in hand the one longest without progress; of two that are alike, one that
 * has sent more than a turn's share. NULL if there is none. */
struct connection *connection_slowest(const struct connection_list lists[STATES]);

/* The one whose request, or the answer that it takes, began longest ago; NULL if all are idle.
 * Looks at each. */
struct connection *connection_longest(const struct connection_list lists[STATES]);

#endif
