/* The server: one process, one thread, one epoll, thousands of connections. */
#ifndef STACCATO_SERVER_H
#define STACCATO_SERVER_H

#include "service.h"

/* Serves FastCGI on a listening socket until SIGTERM, SIGINT or SIGHUP comes or the configured
 * number of requests is answered. Then it accepts what waits already and no more, finishes what is
 * in hand, closes idle connections and returns, within a second. Returns an exit status: 0, or 1
 * after an error that it has printed. The listening socket is made non-blocking, with a time
 * limit of a millisecond besides; both stay, for all who have it. */
int server_run(int listener, struct service *service);

#endif
