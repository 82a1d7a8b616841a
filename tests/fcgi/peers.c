/* Who may connect over TCP: the allow-list of FCGI_WEB_SERVER_ADDRS. */
#include "peers.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>

/* A peer of that address; one on a local socket if it is NULL. */
static struct sockaddr_storage peer_at(const char *address) {
    struct sockaddr_storage peer = {.ss_family = AF_UNIX};
    struct sockaddr_in ipv4 = {.sin_family = AF_INET};
    struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
    if (address != NULL && inet_pton(AF_INET, address, &ipv4.sin_addr) == 1) {
        memcpy(&peer, &ipv4, sizeof(ipv4));
    } else if (address != NULL) {
        cr_assert_eq(inet_pton(AF_INET6, address, &ipv6.sin6_addr), 1, "%s", address);
        memcpy(&peer, &ipv6, sizeof(ipv6));
    }
    return peer;
}

Test(fcgi_peers, over_tcp_must_be_in_the_list) {
    static const struct {
        const char *peer, *list;
        bool allowed;
    } cases[] = {
        {"127.0.0.1", "127.0.0.1", true},
        {"127.0.0.1", "127.0.0.2", false},
        {"127.0.0.1", "10.0.0.1,127.0.0.1", true},
        {"127.0.0.1", "127.0.0.1,10.0.0.1", true},
        {"127.0.0.1", "10.0.0.1,127.0.0.1,10.0.0.2", true},
        {"127.0.0.1", "10.0.0.1,,127.0.0.1", true},
        {"127.0.0.1", ",", false},
        {"127.0.0.1", "127.0.0.10", false},
        {"127.0.0.10", "127.0.0.1", false},
        {"127.0.0.1", "27.0.0.1", false},
        {"127.0.0.1", "10.0.0.1 , 127.0.0.1 ", true},
        {"127.0.0.1", "127.0.0.1;10.0.0.1", false},
        {"127.0.0.1", "localhost", false},
        {"::1", "::1", true},
        {"::1", "127.0.0.1,::1", true},
        {"::1", "127.0.0.1", false},
        {"::1", "0:0::0001", true},
        {"2001:db8::7", "2001:db8::7", true},
        {"2001:db8::7", "2001:db8::8", false},
        /* An IPv4 address that came in over IPv6 counts as what it is. */
        {"::ffff:127.0.0.1", "127.0.0.1", true},
        {"::ffff:127.0.0.1", "127.0.0.2", false},
        {"::ffff:127.0.0.1", "::ffff:127.0.0.1", true},
        {"127.0.0.1", "::ffff:127.0.0.1", true},
        /* As long as an address can be, and longer. */
        {"127.100.100.101", "0000:0000:0000:0000:0000:ffff:127.100.100.101", true},
        {"127.100.100.101", "0000:0000:0000:0000:0000:ffff:127.100.100.1010", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct sockaddr_storage peer = peer_at(cases[i].peer);
        struct staccato_text list = {cases[i].list, strlen(cases[i].list)};
        cr_expect_eq(peer_allowed(&peer, list), cases[i].allowed, "%s in %s", cases[i].peer,
                     cases[i].list);
    }
}

Test(fcgi_peers, may_be_anyone_without_a_list) {
    static const char *const peers[] = {"127.0.0.1", "192.0.2.1", "::1", NULL};
    for (size_t i = 0; i < sizeof(peers) / sizeof(peers[0]); i++) {
        struct sockaddr_storage peer = peer_at(peers[i]);
        cr_expect(peer_allowed(&peer, STACCATO_TEXT("")));
    }
}

Test(fcgi_peers, on_a_local_socket_need_no_address) {
    struct sockaddr_storage peer = peer_at(NULL);
    cr_expect(peer_allowed(&peer, STACCATO_TEXT("127.0.0.1")));
}
