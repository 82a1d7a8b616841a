/* Runs the tests, with a lighttpd and an nginx for those that speak HTTP. Takes Criterion's
 * options; to be started from the repository's root. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "servers.h"

/* Asked by LeakSanitizer, if it is there: Criterion does not free all of its own. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libcriterion";
}

int main(int argument_count, char *arguments[]) {
    bool passed = true;
    struct criterion_test_set *tests = criterion_initialize();
    if (criterion_handle_args(argument_count, arguments, true)) {
        bool serving = servers_start();
        passed = serving && criterion_run_all_tests(tests) != 0;
        passed = servers_stop() && passed;
    }
    criterion_finalize(tests);
    return passed ? EXIT_SUCCESS : EXIT_FAILURE;
}
