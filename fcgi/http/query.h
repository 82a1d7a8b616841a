/* A link's query string, as the members that a body would have said the same with. So query strings
 * and bodies are read by one reader (fields.h). */
#ifndef STACCATO_QUERY_H
#define STACCATO_QUERY_H

#include "buffer.h"
#include "field.h"

/* Takes a member: its name and value, JSON both. They stay until the query is read again. */
typedef void query_member(void *context, struct staccato_text name, struct staccato_text value);

/* Reusable: text and rows are what is to be read next. */
struct query {
    struct staccato_text text; /* QUERY_STRING */
    const struct staccato_field *const *rows;
    size_t row_count;
    size_t offset;                  /* of an INVALID query: where that parameter begins */
    struct staccato_buffer json;    /* private: what members point into */
    struct staccato_buffer decoded; /* private: a name or a value */
};

enum query_result {
    QUERY_READ,
    QUERY_INVALID, /* a name or value is not UTF-8, or a percent sign has no two digits */
    QUERY_NO_MEMORY,
};

/* Calls member for every list that a row has, with an array of all its values, then for every other
 * parameter in its order; all are percent-decoded as forms are, every value a string. */
enum query_result query_read(struct query *query, query_member *member, void *context);

void query_free(struct query *query);

/* Appends a text percent-encoded: all but letters, digits and - . _ ~ (RFC 3986, unreserved). */
void query_write(struct staccato_text text, struct staccato_buffer *out);

#endif
