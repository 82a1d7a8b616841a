/* What a link's answer says to caches: the link itself, its tag, and how long it keeps. */
#ifndef STACCATO_LINK_H
#define STACCATO_LINK_H

#include "play.h"

/* Appends the canonical query of a play whose fields are read: "tonic=C&octave=4". Defaults are
 * written out, fields are in the order of their rows, and seed is the play's. */
void link_write_query(const struct play *play, const struct service *service,
                      struct staccato_buffer *out);

/* What If-None-Match says of the answer (RFC 9110, 13.1.2). */
enum link_match {
    LINK_NEW,   /* nothing: the client wants it */
    LINK_KNOWN, /* the client has this very answer */
    LINK_ANY, /* "*": whatever there is, the client has it; where there is nothing, it is to hear so
               */
};

/* Appends the header lines of a 200 or 304. */
enum link_match link_write_headers(const struct play *play, struct service *service,
                                   const struct request *request);

#endif
