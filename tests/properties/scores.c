/* Any request that can be played gives a score that follows every rule and is as long as it should
 * be, whatever was asked for before it. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "invariants.h"
#include "requests.h"

enum { REQUESTS = 5000 };

/* A failing request is found again by its number. */
static const uint64_t seed = 20260131;

Test(properties_scores, follow_the_rules) {
    struct requests_source source = {.state = seed};
    struct requests_request *made = calloc(1, sizeof(*made));
    struct staccato_score *score = calloc(1, sizeof(*score));
    struct document *document = calloc(1, sizeof(*document));
    struct staccato_buffer out = {0};
    cr_assert(made != NULL && score != NULL && document != NULL);
    for (int i = 0; i < REQUESTS; i++) {
        requests_make(&source, made);
        staccato_buffer_clear(&out, SIZE_MAX);
        cr_assert(requests_play(made, score, &out), "request %d is refused", i);
        const char *fault = document_read(out.data, out.length, document);
        fault = fault == NULL ? invariants_fault(document) : fault;
        cr_assert_null(fault, "request %d: %s", i, fault);
        int sum = 0;
        for (size_t m = 0; m < document->measure_count; m++) {
            sum += document_measure_duration(document, &document->measures[m]);
        }
        cr_assert_eq(sum, made->sixteenths, "request %d: %d sixteenths, not %d", i, sum,
                     made->sixteenths);
    }
    staccato_buffer_free(&out);
    free(document);
    free(score);
    free(made);
}
