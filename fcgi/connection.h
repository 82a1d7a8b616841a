/* One web server's connection: what it has sent so far, what it has yet to take, and its place
 * among the others, oldest first. */
#ifndef STACCATO_CONNECTION_H
#define STACCATO_CONNECTION_H

#include <stdint.h>

#include "assembly.h"
#include "buffer.h"

/* Where a connection is kept. A list is in the order of the last progress. */
enum staccato_standing {
    STACCATO_IDLE,      /* between requests */
    STACCATO_RECEIVING, /* with part of a request, or closing and waiting for the peer's end */
    STACCATO_READY,     /* with bytes in hand that may hold a whole request */
    STACCATO_SENDING,   /* with an answer that the peer has not taken */
    STACCATO_DEAD,      /* closed, and freed when the events that may still name it are through */
    STACCATO_STANDINGS
};

struct staccato_connection {
    struct staccato_connection *previous;
    struct staccato_connection *next;
    enum staccato_standing standing;
    int fd;
    int64_t progress; /* when it last was heard of or took something, ms */
    size_t held;      /* bytes of memory in the two below, as its list counts them */
    struct staccato_assembly assembly;
    struct staccato_buffer unsent; /* what the peer's socket had no room for */
    bool closing; /* close when all is sent; what comes until then is thrown away */
    bool used;    /* it has had a request */
};

/* A doubly linked list; all zero is an empty one. */
struct staccato_connection_list {
    struct staccato_connection *oldest;
    struct staccato_connection *newest;
    size_t count;
    size_t held; /* bytes of memory, all together */
};

/* Appends as the newest, with `held` made right. */
void staccato_connection_append(struct staccato_connection_list *list,
                                struct staccato_connection *connection);
void staccato_connection_remove(struct staccato_connection_list *list,
                                struct staccato_connection *connection);

#endif
