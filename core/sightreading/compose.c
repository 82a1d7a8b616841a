/* Composing: what is drawn once, then attempts until one passes the gate. */
#include "moves.h"
#include "parts.h"

struct session {
    const struct staccato_sight_wish *wish;
    struct staccato_draw *draw;
    struct staccato_sight_piece *piece;
    struct staccato_sight_patterns patterns;
    struct staccato_sight_rules rules;
};

static bool attempt(struct session *session) {
    struct staccato_sight_piece *piece = session->piece;
    struct staccato_draw *draw = session->draw;
    struct staccato_sight_rhythm rhythm;
    staccato_sight_window(session->wish, draw, piece);
    if (!staccato_sight_rhythm(session->wish, &session->patterns, draw, piece, &rhythm) ||
        !staccato_sight_notes(&rhythm, piece)) {
        return false;
    }
    staccato_sight_harmony(draw, piece);
    if (!staccato_sight_melody(session->wish, &session->rules, draw, piece)) {
        return false;
    }
    staccato_sight_chromatic(session->wish, draw, piece);
    piece->left_count = 0;
    switch (session->wish->hand) {
    case STACCATO_SIGHT_APART:
        return staccato_sight_apart(session->wish, draw, piece);
    case STACCATO_SIGHT_TOGETHER:
        return staccato_sight_together(session->wish, draw, piece);
    case STACCATO_SIGHT_RIGHT:
    case STACCATO_SIGHT_LEFT:
        break;
    }
    return true;
}

/* The first attempt that passes the gate; if none does, the last whose key is hard to hear or,
 * where limits were asked for, the last dull one. An attempt is drawn again from where it began. */
static enum staccato_sight_outcome try(struct session *session) {
    struct staccato_draw in_other_key = {0}, dull = {0};
    bool has_other = false, has_dull = false;
    for (int i = 0; i < STACCATO_SIGHT_ATTEMPTS_MAX; i++) {
        const struct staccato_draw start = *session->draw;
        if (!attempt(session)) {
            continue;
        }
        if (staccato_sight_is_dull(session->piece)) {
            dull = start;
            has_dull = true;
        } else if (!staccato_sight_is_heard(session->piece)) {
            in_other_key = start;
            has_other = true;
        } else {
            return STACCATO_SIGHT_DRAWN;
        }
    }
    if (has_other || (has_dull && session->wish->is_loose)) {
        *session->draw = has_other ? in_other_key : dull;
        (void)attempt(session);
        return STACCATO_SIGHT_DRAWN;
    }
    return STACCATO_SIGHT_NOTHING;
}

enum staccato_sight_outcome staccato_sight_compose(const struct staccato_sight_wish *wish,
                                                   struct staccato_draw *draw,
                                                   struct staccato_sight_piece *piece) {
    struct session session;
    int low, high;
    staccato_sight_rows(wish, draw, piece);
    if (piece->fifths < -7 || piece->fifths > 7) {
        return STACCATO_SIGHT_SIGNS;
    }
    if (!staccato_sight_inside(wish, piece, &low, &high)) {
        return STACCATO_SIGHT_NARROW;
    }
    if (wish->is_five_finger && !staccato_sight_has_position(wish, piece)) {
        return STACCATO_SIGHT_POSITION;
    }
    if (!staccato_sight_sort_patterns(wish, piece, &session.patterns)) {
        return STACCATO_SIGHT_VALUES_UNFIT;
    }
    session.wish = wish;
    session.draw = draw;
    session.piece = piece;
    staccato_sight_rules(wish, piece, &session.rules);
    return try(&session);
}
