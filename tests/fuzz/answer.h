/* What every answer of the service must be, whatever it was asked. A check that fails says so on
 * stderr and aborts, which a fuzzer takes for a crash. */
#ifndef TESTS_FUZZ_ANSWER_H
#define TESTS_FUZZ_ANSWER_H

#include "service.h"

/* Stops the program unless holds. */
void answer_require(bool holds, const char *rule);

/* Checks an answer in CGI form: lines, headers, a status of the contract, a body as long and of the
 * type that the headers say, and well formed. Returns the status. with_invariants: a score in it is
 * of /mary, /random or /note-game, which tests/properties/invariants.h is about. */
int answer_check(struct staccato_text answer, bool with_invariants);

/* note-game draws from a sequence of ours instead of from the system, so that the same input always
 * does the same; this starts the sequence again. */
void answer_restart_draws(void);

/* A configuration as it is without any variables set, but for the limit of a body. */
const struct config *answer_config(size_t max_body);

/* The input in a block of its own size, where the sanitizer sees the first byte beyond it. To be
 * freed. */
char *answer_copy(const uint8_t *bytes, size_t length);

#endif
