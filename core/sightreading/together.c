/* Hands together: the left hand under the melody. */
#include "parts.h"

bool staccato_sight_together(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                             struct staccato_sight_piece *piece) {
    (void)wish;
    (void)draw;
    (void)piece;
    return false; /* not there yet: nothing can be drawn */
}
