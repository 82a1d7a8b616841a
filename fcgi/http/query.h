/* A link's query string, parameter by parameter.
 *
 *     struct query query = {.text = STACCATO_TEXT("tonic=C%23&octave=4")};
 *     if (query_read(&query, on_parameter, NULL) == QUERY_READ)
 *         ...  // on_parameter was told "tonic" and "C#", then "octave" and "4"
 *     query_free(&query);
 */
#ifndef STACCATO_QUERY_H
#define STACCATO_QUERY_H

#include "buffer.h"

/* Takes a parameter: its name and its value, decoded, and UTF-8. They stay until the query is read
 * again, or its text is gone. */
typedef void query_parameter(void *context, struct staccato_text name, struct staccato_text value);

/* Reusable: text is what is to be read next. */
struct query {
    struct staccato_text text;      /* QUERY_STRING */
    size_t offset;                  /* of an INVALID query: where that parameter begins */
    struct staccato_buffer decoded; /* private: names and values that were not plain */
};

enum query_result {
    QUERY_READ,
    QUERY_INVALID, /* a name or value is not UTF-8, or a percent sign has no two digits */
    QUERY_NO_MEMORY,
};

/* Tells of every parameter in its order, percent-decoded as forms are; empty ones ("&&") are
 * skipped. Of an INVALID query, those before the fault were told of. */
enum query_result query_read(struct query *query, query_parameter *parameter, void *context);

void query_free(struct query *query);

/* Appends a text percent-encoded: all but letters, digits and - . _ ~ (RFC 3986, unreserved). */
void query_write(struct staccato_text text, struct staccato_buffer *out);

#endif
