/* What composing eight measures of sight-reading costs, seed after seed: some seeds take more
 * attempts than others.
 *
 *     seeds LEVEL COUNT      prints the median and the 99th percentile in ns
 *
 * Each seed is composed anew REPEATS times, and the quickest counts: the others were interrupted.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "exercise.h"
#include "sight.h"

enum { LEVEL = 0, MEASURES = 3, EIGHT = 2, REPEATS = 5 };

static struct staccato_question question;

static void fail(const char *what) {
    (void)fprintf(stderr, "seeds: %s\n", what);
    exit(1);
}

static long nanoseconds(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

/* One exercise; callgrind writes down what each call took. */
__attribute__((noinline)) static void compose_seed(const struct staccato_argument *arguments,
                                                   unsigned long seed) {
    extern const struct staccato_exercise staccato_sight_reading;
    struct staccato_refusal refusal;
    char text[32];
    int length = snprintf(text, sizeof(text), "seeds.%lu", seed);
    struct staccato_draw draw = staccato_draw_seeded((struct staccato_text){text, (size_t)length});
    if (!staccato_sight_reading.compose(arguments, &draw, &question, &refusal)) {
        fail("refused");
    }
}

static int by_value(const void *a, const void *b) {
    const long *left = a;
    const long *right = b;
    return (*left > *right) - (*left < *right);
}

int main(int argument_count, char *arguments[]) {
    struct staccato_item level = {.number = -1}, measures = {.number = EIGHT};
    struct staccato_argument fields[STACCATO_FIELDS_MAX] = {
        [LEVEL] = {1, &level}, [MEASURES] = {1, &measures}};
    unsigned long count = argument_count == 3 ? strtoul(arguments[2], NULL, 10) : 0;
    for (size_t i = 0; count > 0 && i < STACCATO_SIGHT_LEVELS; i++) {
        struct staccato_text name = staccato_sight_levels_names[i];
        if (strcmp(name.data, arguments[1]) == 0) {
            level = (struct staccato_item){name, (int64_t)i};
        }
    }
    long *costs = malloc((count + 1) * sizeof(*costs));
    if (level.number < 0 || costs == NULL) {
        fail("usage: seeds LEVEL COUNT");
    }
    for (unsigned long seed = 0; seed < count; seed++) {
        costs[seed] = LONG_MAX;
        for (int i = 0; i < REPEATS; i++) {
            long start = nanoseconds();
            compose_seed(fields, seed);
            long cost = nanoseconds() - start;
            costs[seed] = cost < costs[seed] ? cost : costs[seed];
        }
    }
    qsort(costs, count, sizeof(*costs), by_value);
    (void)printf("%ld %ld\n", costs[count / 2], costs[count * 99 / 100]);
    free(costs);
    return 0;
}
