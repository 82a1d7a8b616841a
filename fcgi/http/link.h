/* What a link's answer says to caches: the link itself, its tag, and how long it keeps. */
#ifndef STACCATO_LINK_H
#define STACCATO_LINK_H

#include "play.h"

/* Appends the canonical query of a play whose fields are read: "tonic=C&octave=4". Defaults are
 * written out, fields are in the order of their rows, and seed is the play's. */
void link_write_query(const struct play *play, const struct service *service,
                      struct staccato_buffer *out);

/* Appends the header lines of a 200 or 304, and says whether the client has it already: then it is
 * a 304. */
bool link_write_headers(const struct play *play, struct service *service,
                        const struct request *request);

#endif
