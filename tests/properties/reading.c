/* Whatever is asked of sight-reading is drawn by the rules or refused in words. */
#include <criterion/criterion.h>

#include "sights.h"

/* A failing request is found again by its number. */
enum { REQUESTS = 4000, SEED = 20261126 };

Test(properties_reading, is_drawn_by_the_rules_or_refused_in_words) {
    static struct sights_request made;
    struct requests_source source = {.state = SEED};
    int drawn = 0;
    for (int i = 0; i < REQUESTS; i++) {
        bool is_drawn;
        sights_make(&source, &made);
        const char *fault = sights_fault(&made, &is_drawn);
        cr_assert_null(fault, "seed %d, request %d: %s", SEED, i, fault);
        drawn += is_drawn;
    }
    cr_expect(drawn > REQUESTS / 4 && drawn < REQUESTS * 3 / 4, "%d are drawn, the rest refused",
              drawn);
}
