/* In which states a note may be, backwards from the end: sets of symbols. */
#include "moves.h"

#include <string.h>

enum { BITS = 32, FIFTH = 4, SEVENTH = 6, LANES = STACCATO_SIGHT_LANES };

/* A key's forms in every octave, as the window's symbols. */
static uint32_t spread(const struct staccato_sight_piece *piece, uint64_t forms) {
    enum { OCTAVE = STACCATO_SIGHT_FORMS };
    uint64_t octaves = forms | forms << OCTAVE | forms << 2 * OCTAVE | forms << 3 * OCTAVE;
    return (uint32_t)(octaves >> 2 * (piece->lowest % 7));
}

static void find_symbols(const struct staccato_sight_wish *wish,
                         struct staccato_sight_moves *moves) {
    const struct staccato_sight_piece *piece = moves->piece;
    const unsigned int letters = (unsigned int)(piece->highest - piece->lowest) + 1;
    unsigned int degree = (unsigned int)piece->lowest % 7;
    moves->symbols = spread(piece, moves->rules->forms) & ((1u << 2 * letters) - 1);
    if (staccato_sight_midi(piece, piece->highest) >= wish->high) {
        moves->symbols &= ~(2u << 2 * (letters - 1)); /* there is no room for it raised */
    }
    moves->raised = moves->symbols & 0xAAAAAAAA;
    for (unsigned int i = 0; i < 7; i++) {
        moves->degrees[i] = spread(piece, UINT64_C(3) << 2 * i) & moves->symbols;
    }
    for (unsigned int i = 0; i < 2 * letters; i++) {
        moves->degree[i] = (uint8_t)degree;
        degree = (i & 1) == 0 ? degree : degree == 6 ? 0 : degree + 1;
    }
}

/* Minor likes its raised seventh. Where the hand has no 5 above the tonic, a line that turns about
 * 3 would be heard in the relative key: the 5 below makes its own clear, 6 and 7 make it less so.
 */
static void find_liked(struct staccato_sight_moves *moves) {
    const struct staccato_sight_piece *piece = moves->piece;
    const int tonic = piece->lowest + (7 - piece->lowest % 7) % 7;
    const bool is_plagal = piece->highest < tonic + FIFTH;
    for (size_t i = 0; i < 2u * (size_t)(piece->highest - piece->lowest + 1); i++) {
        const bool is_leading = piece->key->is_minor && moves->degree[i] == SEVENTH && (i & 1) != 0;
        const bool is_fifth = is_plagal && moves->degree[i] == FIFTH;
        moves->thrice[i] = is_leading || is_fifth ? 3 : 1;
        moves->half[i] = is_plagal && moves->degree[i] > FIFTH;
    }
}

/* The symbols from which a shift leads to one in the window. */
static uint32_t have_target(const struct staccato_sight_moves *moves, int shift) {
    return moves->symbols & (shift > 0 ? moves->symbols >> shift : moves->symbols << -shift);
}

void staccato_sight_moves(const struct staccato_sight_wish *wish,
                          const struct staccato_sight_rules *rules,
                          const struct staccato_sight_piece *piece,
                          struct staccato_sight_moves *moves) {
    struct staccato_sight_steps *steps = &moves->steps;
    size_t count = 0;
    moves->rules = rules;
    moves->piece = piece;
    find_symbols(wish, moves);
    find_liked(moves);
    for (size_t class = 0; class < STACCATO_SIGHT_CLASSES; class ++) {
        steps->begins[class] = (uint8_t)count;
        for (size_t i = rules->steps.begins[class]; i < rules->steps.begins[class + 1]; i++) {
            struct staccato_sight_step step = rules->steps.steps[i];
            step.from = spread(piece, step.from) & have_target(moves, step.shift);
            if (step.from != 0) {
                steps->steps[count++] = step;
            }
        }
    }
    steps->begins[STACCATO_SIGHT_CLASSES] = (uint8_t)count;
}

/* The symbols from which moves of a class lead to good ones of the states after them. */
static inline uint32_t step_back(const struct staccato_sight_steps *steps,
                                 enum staccato_sight_class class, const uint32_t good[LANES]) {
    const struct staccato_sight_step *end = &steps->steps[steps->begins[class + 1]];
    uint32_t found = 0;
    for (const struct staccato_sight_step *step = &steps->steps[steps->begins[class]]; step < end;
         step++) {
        /* Around: what comes back in at the other end is not in `from`. */
        const unsigned int shift = (unsigned int)step->shift % BITS;
        const uint32_t to = good[step->after];
        found |= step->from & (to >> shift | to << (BITS - shift) % BITS);
    }
    return found;
}

static void find_within(const struct staccato_sight_moves *moves, const uint32_t good[LANES],
                        uint32_t found[LANES]) {
    const struct staccato_sight_steps *steps = &moves->steps;
    const uint32_t lower = step_back(steps, STACCATO_SIGHT_TO_LOWER, good);
    const uint32_t upper = step_back(steps, STACCATO_SIGHT_TO_UPPER, good);
    const uint32_t all = step_back(steps, STACCATO_SIGHT_ONLY_FREE, good) | lower | upper;
    memset(found, 0, LANES * sizeof(found[0]));
    found[STACCATO_SIGHT_FREE] = all;
    found[STACCATO_SIGHT_DOWN] = lower;
    found[STACCATO_SIGHT_UP] = upper;
    found[STACCATO_SIGHT_PASSING] =
        (all & moves->degrees[SEVENTH]) | step_back(steps, STACCATO_SIGHT_IN_PASSING, good);
    found[STACCATO_SIGHT_FALL] = step_back(steps, STACCATO_SIGHT_IN_FALL, good);
}

/* The ways of a note by those of the next in its phrase. Returns all symbols that have one. */
static uint32_t reach_within(const struct staccato_sight_moves *moves, size_t i,
                             struct staccato_sight_reach *reach) {
    const uint32_t allowed = reach->allowed[i + 1];
    uint32_t(*next)[LANES] = reach->ways[i + 1];
    uint32_t(*ways)[LANES] = reach->ways[i];
    uint32_t good[LANES];
    uint32_t found[LANES];
    for (size_t state = 0; state < LANES; state++) {
        good[state] = next[0][state] & allowed;
    }
    find_within(moves, good, found);
    for (size_t state = 0; state < LANES; state++) {
        ways[0][state] = found[state] | (next[1][state] & allowed);
        ways[1][state] = found[state] | (next[2][state] & allowed);
        ways[2][state] = found[state];
    }
    return ways[0][STACCATO_SIGHT_FREE] | ways[0][STACCATO_SIGHT_DOWN] |
           ways[0][STACCATO_SIGHT_UP] | ways[0][STACCATO_SIGHT_PASSING] |
           ways[0][STACCATO_SIGHT_FALL];
}

/* The same for the last note of a phrase: only what asks nothing may go on. */
static uint32_t reach_between(const struct staccato_sight_moves *moves, size_t i,
                              struct staccato_sight_reach *reach) {
    const uint32_t allowed = reach->allowed[i + 1];
    const uint32_t raised_sixth = moves->degrees[STACCATO_SIGHT_SIXTH] & moves->raised;
    uint32_t found = 0;
    for (uint32_t left = reach->ways[i + 1][0][STACCATO_SIGHT_FREE] & allowed & ~raised_sixth;
         left != 0; left &= left - 1) {
        found |= staccato_sight_near(moves, (unsigned int)__builtin_ctz(left)) & ~(left & -left);
    }
    memset(reach->ways[i], 0, sizeof(reach->ways[i]));
    for (size_t run = 0; run < STACCATO_SIGHT_RUN_MAX; run++) {
        const bool may_repeat = run + 1 < STACCATO_SIGHT_RUN_MAX;
        const uint32_t repeated =
            may_repeat ? reach->ways[i + 1][run + 1][STACCATO_SIGHT_FREE] & allowed : 0;
        reach->ways[i][run][STACCATO_SIGHT_FREE] = found | repeated;
        reach->ways[i][run][STACCATO_SIGHT_PASSING] = found | repeated;
    }
    return reach->ways[i][0][STACCATO_SIGHT_FREE];
}

/* The last note may be reached in a state that asks nothing. */
static void reach_end(size_t last, struct staccato_sight_reach *reach) {
    memset(reach->ways[last], 0, sizeof(reach->ways[last]));
    for (size_t run = 0; run < STACCATO_SIGHT_RUN_MAX; run++) {
        reach->ways[last][run][STACCATO_SIGHT_FREE] = UINT32_MAX;
        reach->ways[last][run][STACCATO_SIGHT_PASSING] = UINT32_MAX;
    }
}

bool staccato_sight_reach(const struct staccato_sight_moves *moves, size_t first, size_t last,
                          struct staccato_sight_reach *reach) {
    size_t i = last + 1;
    if (last + 1 == moves->piece->note_count) {
        reach_end(last, reach);
        i = last;
    }
    while (i > first) {
        i--;
        uint32_t all =
            (moves->piece->notes[i].is_end ? reach_between : reach_within)(moves, i, reach);
        if ((all & reach->allowed[i]) == 0) {
            memset(reach->ways[first], 0, sizeof(reach->ways[first]));
            return false;
        }
    }
    return true;
}
