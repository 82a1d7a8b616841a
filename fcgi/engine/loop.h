/* What a worker's event loop and its connections share. The server owns it and sets it; connections
 * only read it. */
#ifndef STACCATO_LOOP_H
#define STACCATO_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop {
    int epoll;   /* watches connections, with the connection as data.ptr, and the server's own */
    int64_t now; /* ms of a clock that only goes forward, the same for all of a turn */
    bool ending; /* no connection is to become idle any more */
};

#endif
