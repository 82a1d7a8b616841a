/* The allow-list of web servers. */
#include "peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>

/* Writes a peer's address; false for one that has none. */
static bool write_address(const struct sockaddr_storage *peer, char address[INET6_ADDRSTRLEN]) {
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;
    if (peer->ss_family == AF_INET) {
        memcpy(&ipv4, peer, sizeof(ipv4));
        return inet_ntop(AF_INET, &ipv4.sin_addr, address, INET6_ADDRSTRLEN) != NULL;
    }
    memcpy(&ipv6, peer, sizeof(ipv6));
    if (IN6_IS_ADDR_V4MAPPED(&ipv6.sin6_addr)) {
        return inet_ntop(AF_INET, &ipv6.sin6_addr.s6_addr[12], address, INET6_ADDRSTRLEN) != NULL;
    }
    return inet_ntop(AF_INET6, &ipv6.sin6_addr, address, INET6_ADDRSTRLEN) != NULL;
}

bool staccato_peer_allowed(const struct sockaddr_storage *peer, struct staccato_text allowed) {
    char address[INET6_ADDRSTRLEN];
    if (allowed.length == 0 || (peer->ss_family != AF_INET && peer->ss_family != AF_INET6)) {
        return true;
    }
    if (!write_address(peer, address)) {
        return false;
    }
    struct staccato_text own = {address, strlen(address)};
    while (allowed.length > 0) {
        const char *comma = memchr(allowed.data, ',', allowed.length);
        size_t length = comma == NULL ? allowed.length : (size_t)(comma - allowed.data);
        if (staccato_text_equal((struct staccato_text){allowed.data, length}, own)) {
            return true;
        }
        allowed.data += length + (comma != NULL);
        allowed.length -= length + (comma != NULL);
    }
    return false;
}
