/* The allow-list of web servers. */
#include "peers.h"

#include <arpa/inet.h>

#include "commas.h"

static struct in6_addr mapped(struct in_addr ipv4) {
    struct in6_addr ipv6 = {.s6_addr = {[10] = 0xFF, [11] = 0xFF}};
    memcpy(&ipv6.s6_addr[12], &ipv4, sizeof(ipv4));
    return ipv6;
}

bool peer_address(struct staccato_text text, struct in6_addr *address) {
    char string[INET6_ADDRSTRLEN] = "";
    struct in_addr ipv4;
    if (text.length >= sizeof(string)) {
        return false;
    }
    memcpy(string, text.data, text.length);
    if (inet_pton(AF_INET, string, &ipv4) == 1) {
        *address = mapped(ipv4);
        return true;
    }
    return inet_pton(AF_INET6, string, address) == 1;
}

bool peer_allowed(const struct sockaddr_storage *peer, struct staccato_text allowed) {
    struct in6_addr own;
    struct in6_addr entry;
    if (allowed.length == 0) {
        return true;
    }
    if (peer->ss_family == AF_INET) {
        struct sockaddr_in ipv4;
        memcpy(&ipv4, peer, sizeof(ipv4));
        own = mapped(ipv4.sin_addr);
    } else if (peer->ss_family == AF_INET6) {
        struct sockaddr_in6 ipv6;
        memcpy(&ipv6, peer, sizeof(ipv6));
        own = ipv6.sin6_addr;
    } else {
        return true;
    }
    while (allowed.length > 0) {
        if (peer_address(commas_take(&allowed), &entry) && memcmp(&entry, &own, sizeof(own)) == 0) {
            return true;
        }
    }
    return false;
}
