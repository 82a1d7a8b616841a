/* Who may connect: FCGI_WEB_SERVER_ADDRS, the FastCGI specification's own allow-list (section 3.2).
 * libfcgi honours it where it accepts connections itself; here the server does. */
#ifndef STACCATO_PEERS_H
#define STACCATO_PEERS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "text.h"

/* Reads an IPv4 or IPv6 address, the former as an IPv6 address that maps it (::ffff:127.0.0.1).
 * Returns false if it is none. */
bool peer_address(struct staccato_text text, struct in6_addr *address);

/* Whether a peer may stay: always on a local socket, or with an empty list; over TCP if its address
 * is one of the comma-separated ones. An IPv4 address that came in over IPv6 counts as what it is.
 */
bool peer_allowed(const struct sockaddr_storage *peer, struct staccato_text allowed);

#endif
