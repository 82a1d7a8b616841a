/* Plain CGI (RFC 3875): one request from the environment and standard input. */
#ifndef STACCATO_CGI_H
#define STACCATO_CGI_H

#include "service.h"

/* Answers on standard output. Returns an exit status: 0 once an answer is written, 2 where there is
 * no request because a person started the program by hand, 1 on any other failure; both of these
 * say why on stderr. */
int cgi_run(struct service *service);

#endif
