/* Where on the staff the piece lies: a five-finger position, or some letters of the range. */
#include "parts.h"

#include "pitch.h"

enum { PLACES_MAX = STACCATO_STEPS * (STACCATO_OCTAVE_MAX + 1) };

bool staccato_sight_inside(const struct staccato_sight_wish *wish,
                           const struct staccato_sight_piece *piece, int *low, int *high) {
    const int places = PLACES_MAX - piece->tonic;
    *low = 0;
    while (*low < places && staccato_sight_midi(piece, *low) < wish->low) {
        ++*low;
    }
    *high = *low - 1;
    while (*high + 1 < places && staccato_sight_midi(piece, *high + 1) <= wish->high) {
        ++*high;
    }
    int tonic = *low + (7 - *low % 7) % 7;
    return *high - *low >= 4 && tonic <= *high;
}

/* Whether a five-finger position may begin on a place. */
static bool may_begin(const struct staccato_sight_wish *wish, int place) {
    return wish->level->lowest >> place % 7 & 1;
}

bool staccato_sight_has_position(const struct staccato_sight_wish *wish,
                                 const struct staccato_sight_piece *piece) {
    int low, high;
    (void)staccato_sight_inside(wish, piece, &low, &high);
    for (int place = low; place < high - 3; place++) {
        if (may_begin(wish, place)) {
            return true;
        }
    }
    return false;
}

/* Whether the seventh degree is among five letters. */
static bool has_seventh(int place) {
    return place % 7 >= 2;
}

/* A five-finger position; where raised notes of minor are new, 40 % are to have the seventh. */
static void draw_position(const struct staccato_sight_wish *wish, int low, int high,
                          struct staccato_draw *draw, struct staccato_sight_piece *piece) {
    static const uint8_t liked[STACCATO_STEPS] = {[0] = 8, [4] = 4, [3] = 1, [5] = 1, [6] = 3};
    uint64_t weights[PLACES_MAX] = {0};
    int8_t places[PLACES_MAX] = {0};
    size_t count = 0;
    bool with_seventh = false;
    if (piece->key->is_minor && wish->level->new_raised && staccato_sight_chance(draw, 40)) {
        for (int place = low; place < high - 3; place++) {
            with_seventh |= may_begin(wish, place) && has_seventh(place);
        }
    }
    for (int place = low; place < high - 3; place++) {
        if (may_begin(wish, place) && (!with_seventh || has_seventh(place))) {
            weights[count] = liked[place % 7];
            places[count++] = (int8_t)place;
        }
    }
    piece->lowest = places[staccato_sight_weighted(draw, weights, count)];
    piece->highest = (int8_t)(piece->lowest + 4);
}

/* How much a passage of `span` letters from a place is liked; 0: it has no tonic. */
static unsigned int like_span(int place, int span, int low, int high) {
    int below = (7 - place % 7) % 7;
    int above = span - 1 - below;
    if (above < 0) {
        return 0;
    }
    int from_middle = 2 * place + span - 1 - (low + high);
    unsigned int good = above >= 4 && (below == 0 || below == 1 || below == 3) ? 12
                        : above >= 4                                           ? 8
                        : above >= 2 && below == 3                             ? 3
                                                                               : 1;
    return from_middle > -6 && from_middle < 6 ? 2 * good : good;
}

void staccato_sight_window(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                           struct staccato_sight_piece *piece) {
    uint64_t weights[PLACES_MAX] = {0};
    int8_t places[PLACES_MAX] = {0};
    size_t count = 0;
    int low, high;
    (void)staccato_sight_inside(wish, piece, &low, &high);
    if (wish->is_five_finger) {
        draw_position(wish, low, high, draw, piece);
        return;
    }
    int span = wish->span < high - low + 1 ? wish->span : high - low + 1;
    for (int place = low; place <= high - span + 1; place++) {
        unsigned int liked = like_span(place, span, low, high);
        if (liked > 0) {
            weights[count] = liked;
            places[count++] = (int8_t)place;
        }
    }
    piece->lowest = places[staccato_sight_weighted(draw, weights, count)];
    piece->highest = (int8_t)(piece->lowest + span - 1);
}
