/* Any request that can be played gives a score that follows every rule and is as long as it should
 * be, whatever was asked for before it. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "invariants.h"
#include "requests.h"

/* A failing request is found again by its number. */
enum { REQUESTS = 5000, SEED = 20260131 };

Test(properties_scores, follow_the_rules) {
    struct requests_source source = {.state = SEED};
    struct requests_request *made = calloc(1, sizeof(*made));
    struct staccato_question *question = calloc(1, sizeof(*question));
    struct document *document = calloc(1, sizeof(*document));
    struct staccato_buffer out = {0};
    cr_assert(made != NULL && question != NULL && document != NULL);
    for (int i = 0; i < REQUESTS; i++) {
        requests_make(&source, made);
        staccato_buffer_clear(&out, SIZE_MAX);
        cr_assert(requests_play(made, question, &out), "seed %d, request %d is refused", SEED, i);
        const char *fault = document_read(out.data, out.length, document);
        fault = fault == NULL ? invariants_fault(document) : fault;
        cr_assert_null(fault, "seed %d, request %d: %s", SEED, i, fault);
        int sum = 0;
        for (size_t m = 0; m < document->measure_count; m++) {
            sum += document_measure_duration(document, &document->measures[m]);
        }
        cr_assert_eq(sum, made->sixteenths * DOCUMENT_QUARTER / 4,
                     "seed %d, request %d: %d ticks for %d sixteenths", SEED, i, sum,
                     made->sixteenths);
    }
    staccato_buffer_free(&out);
    free(document);
    free(question);
    free(made);
}
