/* JSON schemas made from rows. */
#ifndef STACCATO_OPENAPI_SCHEMA_H
#define STACCATO_OPENAPI_SCHEMA_H

#include "play.h"

/* Appends JSON in which ' stands for ". A text that begins with ', { or [ begins a member or an
 * item: a comma goes before it where another one came before. */
void openapi_put(struct staccato_buffer *out, const char *json);

/* Appends a text as a JSON string, likewise: an item, or the name of a member. */
void openapi_put_string(struct staccato_buffer *out, struct staccato_text text);

/* Appends a name as programs spell it, without quotes: "noteGame" or, capital, "NoteGame". */
void openapi_put_word(struct staccato_buffer *out, struct staccato_text name, bool is_capital);

/* Appends a member whose value is a reference to the exercise's schema, "Request" or "Answer". */
void openapi_put_reference(struct staccato_buffer *out, const struct staccato_exercise *exercise,
                           const char *part);

/* Appends the schema of a field, as an object without its braces. A link has no way to say null. */
void openapi_put_field(struct staccato_buffer *out, const struct staccato_field *row, bool is_link);

/* Appends the schema of what an exercise answers in JSON: an object, or many. */
void openapi_put_answer(struct staccato_buffer *out, const struct staccato_exercise *exercise,
                        bool is_link);

/* Appends the members of components/schemas that an exercise has: its request and its answer. */
void openapi_put_schemas(struct staccato_buffer *out, const struct staccato_exercise *exercise);

/* Appends the names of what validation finds, as a JSON array. */
void openapi_put_faults(struct staccato_buffer *out);

#endif
