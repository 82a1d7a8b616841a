/* Who may connect: FCGI_WEB_SERVER_ADDRS, the FastCGI specification's own allow-list (section 3.2).
 * libfcgi honours it where it accepts connections itself; here the server does. */
#ifndef STACCATO_PEERS_H
#define STACCATO_PEERS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "text.h"

/* Whether a peer may stay: always on a local socket, or with an empty list; over TCP if its
 * address, as inet_ntop writes it, is one of the comma-separated ones. An IPv4 address that came in
 * over IPv6 counts as what it is. */
bool staccato_peer_allowed(const struct sockaddr_storage *peer, struct staccato_text allowed);

#endif
