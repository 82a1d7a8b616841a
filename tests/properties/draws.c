/* note-game's draws: uniform over the seven degrees. */
#include <criterion/criterion.h>

#include "composing.h"
#include "key.h"

enum { DRAWS = 70000, SEED = 20260131 };

/* The seed is fixed, so it is the same each time. Of random draws chi-squared exceeds 36 with six
 * degrees of freedom once in 350,000; a degree drawn a tenth more often than the others gives 90.
 */
static const double threshold = 36.0;

Test(properties_draws, are_uniform) {
    static struct staccato_question question;
    const struct staccato_item items[] = {{.text = STACCATO_TEXT("E-")},
                                          {.text = STACCATO_TEXT("4")}};
    struct staccato_draw draw = {SEED};
    long counts[STACCATO_STEPS] = {0};
    for (int i = 0; i < DRAWS; i++) {
        struct staccato_refusal refusal;
        cr_assert(play(play_find("note-game"), items, &draw, &question, &refusal));
        counts[question.score.pitches[0].step]++;
    }
    double chi_squared = 0;
    double expected = (double)DRAWS / STACCATO_STEPS;
    for (int step = 0; step < STACCATO_STEPS; step++) {
        double difference = (double)counts[step] - expected;
        chi_squared += difference * difference / expected;
    }
    cr_expect_lt(chi_squared, threshold, "chi-squared %.1f", chi_squared);
}
