/* FastCGI records, written: the framing of answers (FastCGI specification 1.0, sections 3 to 5).
 *
 * libfcgi could write them, but only to a socket that it blocks on, 8 KiB at a time. These append
 * to a buffer, which the server sends as far as the peer takes it.
 */
#ifndef STACCATO_RECORDS_H
#define STACCATO_RECORDS_H

#include <stdint.h>

#include "buffer.h"

/* Writes the 8 bytes of a record's header, without padding; content_length is 0..65535. */
void records_write_header(uint8_t type, uint16_t request_id, size_t content_length, char *at);

/* Appends head and body, one behind the other, as FCGI_STDOUT records, with the empty one that ends
 * the stream. */
void records_stdout(uint16_t request_id, struct staccato_text head, struct staccato_text body,
                    struct staccato_buffer *out);

/* Appends FCGI_END_REQUEST; status is one of fastcgi.h's FCGI_REQUEST_COMPLETE … FCGI_UNKNOWN_ROLE.
 */
void records_end(uint16_t request_id, uint8_t status, struct staccato_buffer *out);

/* Appends FCGI_UNKNOWN_TYPE, the answer to a management record of an unknown type. */
void records_unknown_type(uint8_t type, struct staccato_buffer *out);

/* Appends FCGI_GET_VALUES_RESULT, the answer to the content of an FCGI_GET_VALUES record: what is
 * asked of FCGI_MAX_CONNS, FCGI_MAX_REQS (both max_connections) and FCGI_MPXS_CONNS (0). */
void records_values(struct staccato_text content, unsigned int max_connections,
                    struct staccato_buffer *out);

#endif
