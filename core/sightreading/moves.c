/* Which symbol may follow which, asked one by one and as masks. */
#include "moves.h"

#include <stddef.h>
#include <string.h>

#include "parts.h"

enum {
    SIXTH = STACCATO_SIGHT_SIXTH,
    SEVENTH = 6,
    BITS = 32,
};

/* Perfect, major and minor: how many semitones so many letters may be; bit n: n. */
static const uint16_t semitones[8] = {1u << 0, 1u << 1 | 1u << 2, 1u << 3 | 1u << 4, 1u << 5,
                                      1u << 7, 1u << 8 | 1u << 9, 0 /* a seventh */, 1u << 12};

/* Whether the interval is one that the level has. */
static bool is_interval(const struct staccato_sight_moves *moves, unsigned int from,
                        unsigned int to) {
    const struct staccato_sight_wish *wish = moves->wish;
    unsigned int low = from < to ? from : to;
    unsigned int letters = (to > from ? to / 2 - from / 2 : from / 2 - to / 2);
    int half = moves->midi[to] - moves->midi[from];
    if (letters + 1 > wish->leap_max) {
        return false;
    }
    if ((semitones[letters] >> (half < 0 ? -half : half) & 1) == 0) {
        return false;
    }
    return letters < 2 || !wish->has_skips ||
           (wish->level->skips[moves->degree[low]] >> letters & 1) != 0;
}

/* What a leap asks of the next move. */
static int after_leap(const struct staccato_sight_moves *moves, int move) {
    int letters = move < 0 ? -move : move;
    if (letters + 1 <= moves->wish->level->leap_over) {
        return STACCATO_SIGHT_FREE;
    }
    return move > 0 ? STACCATO_SIGHT_DOWN : STACCATO_SIGHT_UP;
}

/* The rules of raised and natural 6 and 7. */
static bool keeps_minor(const struct staccato_sight_moves *moves, unsigned int from,
                        unsigned int to, int move) {
    const int degree = moves->degree[from];
    const int next = moves->degree[to];
    const bool is_raised = from & 1;
    const bool next_is_raised = to & 1;
    if (degree == SEVENTH && !is_raised && move > 0) {
        return false;
    }
    if (degree == SIXTH && is_raised && !(next == SEVENTH && next_is_raised && move == 1)) {
        return false;
    }
    return !(next == SIXTH && next_is_raised) || (move == 1 && degree == SIXTH - 1);
}

/* The state after a move to another symbol where nothing is asked, or -1. */
static int find_after(const struct staccato_sight_moves *moves, unsigned int from,
                      unsigned int to) {
    const bool is_minor = moves->piece->key->is_minor;
    const int move = staccato_sight_letters(from, to);
    if (move == 0 || (is_minor && !keeps_minor(moves, from, to, move))) {
        return -1;
    }
    if (moves->degree[from] == SEVENTH && (!is_minor || (from & 1)) && move != 1) {
        return move == 2 ? STACCATO_SIGHT_FALL : -1;
    }
    if (!is_minor && moves->degree[to] == SEVENTH && move == -1) {
        return STACCATO_SIGHT_PASSING;
    }
    return after_leap(moves, move);
}

static void find_obeyed(struct staccato_sight_moves *moves) {
    const int by = moves->wish->level->leap_by;
    for (int move = -7; move <= 7; move++) {
        unsigned int states = 1u << STACCATO_SIGHT_FREE | 1u << STACCATO_SIGHT_PASSING;
        states |= move < 0 && move > -by ? 1u << STACCATO_SIGHT_DOWN : 0;
        states |= move > 0 && move < by ? 1u << STACCATO_SIGHT_UP : 0;
        states |= move == -1 ? 1u << STACCATO_SIGHT_FALL : 0;
        moves->obeyed[move + 7] = (uint8_t)states;
    }
}

static void find_symbols(struct staccato_sight_moves *moves) {
    const struct staccato_sight_piece *piece = moves->piece;
    const bool is_melodic = piece->key->is_minor && moves->wish->is_melodic;
    for (int place = piece->lowest; place <= piece->highest; place++) {
        int degree = place % 7;
        int midi = staccato_sight_midi(piece, place);
        const int forms = is_melodic && degree >= SIXTH ? 2 : 1;
        for (int raised = 0; raised < forms; raised++) {
            int symbol = 2 * (place - piece->lowest) + raised;
            if (midi + raised > moves->wish->high) {
                continue;
            }
            moves->symbols |= 1u << symbol;
            moves->raised |= (uint32_t)raised << symbol;
            moves->degrees[degree] |= 1u << symbol;
            moves->degree[symbol] = (uint8_t)degree;
            moves->midi[symbol] = (int16_t)(midi + raised);
        }
    }
}

/* Sources of moves, by the state after. */
struct table {
    uint32_t shifts[STACCATO_SIGHT_STATES]; /* bit n: from[][n] is one */
    uint32_t from[STACCATO_SIGHT_STATES][BITS][STACCATO_SIGHT_LANES];
};

static void add_source(struct table *table, int after, unsigned int from, unsigned int to,
                       unsigned int state) {
    const unsigned int shift = (to - from) % BITS;
    if (after < 0) {
        return;
    }
    if ((table->shifts[after] >> shift & 1) == 0) {
        memset(table->from[after][shift], 0, sizeof(table->from[after][shift]));
        table->shifts[after] |= 1u << shift;
    }
    table->from[after][shift][state] |= 1u << from;
}

/* Adds a move in every state that its source can be in: only 7 passes, only 2 has to fall. */
static void add_moves(const struct staccato_sight_moves *moves, unsigned int from, unsigned int to,
                      struct table *table) {
    const unsigned int degree = moves->degree[from];
    unsigned int states =
        1u << STACCATO_SIGHT_BETWEEN | moves->obeyed[staccato_sight_letters(from, to) + 7];
    states &= degree == SEVENTH ? UINT32_MAX : ~(1u << STACCATO_SIGHT_PASSING);
    states &= degree == 1 ? UINT32_MAX : ~(1u << STACCATO_SIGHT_FALL);
    for (unsigned int left = states; left != 0; left &= left - 1) {
        unsigned int state = (unsigned int)__builtin_ctz(left);
        add_source(table, staccato_sight_move(moves, from, to, state), from, to, state);
    }
}

static void fill_table(struct staccato_sight_moves *moves, struct table *table) {
    for (uint32_t a = moves->symbols; a != 0; a &= a - 1) {
        unsigned int from = (unsigned int)__builtin_ctz(a);
        moves->near[from] = 1u << from;
        for (uint32_t b = moves->symbols & ~(1u << from); b != 0; b &= b - 1) {
            unsigned int to = (unsigned int)__builtin_ctz(b);
            if (is_interval(moves, from, to)) {
                moves->near[from] |= 1u << to;
                moves->after[from][to] = (int8_t)find_after(moves, from, to);
                add_moves(moves, from, to, table);
            }
        }
    }
}

void staccato_sight_moves(const struct staccato_sight_wish *wish,
                          const struct staccato_sight_piece *piece,
                          struct staccato_sight_moves *moves) {
    struct table table;
    size_t count = 0;
    memset(moves, 0, offsetof(struct staccato_sight_moves, after));
    memset(table.shifts, 0, sizeof(table.shifts));
    moves->wish = wish;
    moves->piece = piece;
    find_symbols(moves);
    find_obeyed(moves);
    fill_table(moves, &table);
    for (unsigned int after = 0; after < STACCATO_SIGHT_STATES; after++) {
        moves->begins[after] = (uint8_t)count;
        for (uint32_t left = table.shifts[after]; left != 0; left &= left - 1) {
            struct staccato_sight_step *step = &moves->steps[count++];
            step->shift = (uint8_t)__builtin_ctz(left);
            memcpy(step->from, table.from[after][step->shift], sizeof(step->from));
        }
    }
    moves->begins[STACCATO_SIGHT_STATES] = (uint8_t)count;
}

/* The symbols from which moves lead to good ones of the states after them, by the state before. */
static void step_back(const struct staccato_sight_moves *moves,
                      const uint32_t good[STACCATO_SIGHT_STATES],
                      uint32_t found[STACCATO_SIGHT_LANES]) {
    memset(found, 0, STACCATO_SIGHT_LANES * sizeof(found[0]));
    for (size_t after = 0; after < STACCATO_SIGHT_STATES; after++) {
        const size_t end = good[after] != 0 ? moves->begins[after + 1] : 0;
        for (size_t i = moves->begins[after]; i < end; i++) {
            const struct staccato_sight_step *step = &moves->steps[i];
            uint32_t to = good[after] >> step->shift | good[after] << (BITS - step->shift) % BITS;
            for (size_t state = 0; state < STACCATO_SIGHT_LANES; state++) {
                found[state] |= step->from[state] & to;
            }
        }
    }
}

/* The ways of a note by those of the next; between phrases only what asks nothing may go on.
 * Returns all symbols that have one. */
static uint32_t reach_one(const struct staccato_sight_moves *moves, size_t i,
                          struct staccato_sight_reach *reach) {
    const bool is_end = moves->piece->notes[i].is_end;
    const uint32_t allowed = reach->allowed[i + 1];
    uint32_t good[STACCATO_SIGHT_STATES];
    uint32_t from[STACCATO_SIGHT_LANES];
    uint32_t all = 0;
    for (size_t state = 0; state < STACCATO_SIGHT_STATES; state++) {
        good[state] = reach->ways[i + 1][state][0] & allowed;
    }
    step_back(moves, good, from);
    for (unsigned int state = 0; state < STACCATO_SIGHT_STATES; state++) {
        bool asks = state != STACCATO_SIGHT_FREE && state != STACCATO_SIGHT_PASSING;
        uint32_t found = from[is_end ? STACCATO_SIGHT_BETWEEN : state];
        const uint32_t *next = reach->ways[i + 1][is_end ? STACCATO_SIGHT_FREE : state];
        uint32_t *ways = reach->ways[i][state];
        if (is_end && asks) {
            ways[0] = ways[1] = ways[2] = 0;
            continue;
        }
        ways[0] = found | (next[1] & allowed);
        ways[1] = found | (next[2] & allowed);
        ways[2] = found;
        all |= ways[0];
    }
    return all & reach->allowed[i];
}

/* The last note may be reached in a state that asks nothing. */
static void reach_end(size_t last, struct staccato_sight_reach *reach) {
    for (unsigned int state = 0; state < STACCATO_SIGHT_STATES; state++) {
        bool asks = state != STACCATO_SIGHT_FREE && state != STACCATO_SIGHT_PASSING;
        for (size_t run = 0; run < STACCATO_SIGHT_RUN_MAX; run++) {
            reach->ways[last][state][run] = asks ? 0 : UINT32_MAX;
        }
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
        if (reach_one(moves, --i, reach) == 0) {
            memset(reach->ways[first], 0, sizeof(reach->ways[first]));
            return false;
        }
    }
    return true;
}
