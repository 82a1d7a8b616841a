/* The two web servers that the HTTP tests talk to, each started by conf/run from its sample. */
#ifndef TESTS_SERVERS_H
#define TESTS_SERVERS_H

#include <stdbool.h>

/* Origins that the servers are told to allow on top of the usual ones. */
#define SERVERS_ORIGIN       "https://school.example"
#define SERVERS_OTHER_ORIGIN "https://other.example"

/* Starts both and exports their addresses as STACCATO_LIGHTTPD_URL and STACCATO_NGINX_URL. False if
 * one can't be started, which stderr says. They end with this process, whatever becomes of it. To
 * be called once, from the repository's root. */
bool servers_start(void);

/* Ends both by SIGTERM. False if one ended otherwise than with status 0, or left a process or a
 * file, which a line on stderr says. Harmless without servers. */
bool servers_stop(void);

#endif
