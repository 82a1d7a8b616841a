/* The symbols that a hand may play, and which may follow which: SIGHTREADING.md's rules of leaps,
 * recovery, leading notes and minor, as bit masks.
 *
 * Symbol 2 n is the n-th letter of the window, 2 n + 1 the same raised. A set of symbols is a mask,
 * and a move is a shift of it.
 */
#ifndef STACCATO_SIGHT_MOVES_H
#define STACCATO_SIGHT_MOVES_H

#include "sight.h"

/* What the move before asks of the next other pitch in the phrase. */
enum staccato_sight_state {
    STACCATO_SIGHT_FREE,
    STACCATO_SIGHT_DOWN,    /* after a leap up: downwards, */
    STACCATO_SIGHT_UP,      /* after one down: upwards, by at most leap_by */
    STACCATO_SIGHT_PASSING, /* 7 after 1 above: it may go down */
    STACCATO_SIGHT_FALL,    /* 2 after 7: down a step */
    STACCATO_SIGHT_STATES
};

enum {
    STACCATO_SIGHT_SYMBOLS = 30,
    STACCATO_SIGHT_SIXTH = 5,                       /* a degree */
    STACCATO_SIGHT_RUN_MAX = 3,                     /* equal pitches in a row */
    STACCATO_SIGHT_BETWEEN = STACCATO_SIGHT_STATES, /* in place of a state: between phrases */
    STACCATO_SIGHT_LANES = 8,                       /* for states and what is between, and spare */
    STACCATO_SIGHT_STEPS_MAX = STACCATO_SIGHT_STATES * 31, /* more than any window has */
};

/* Moves of one shift that come out in one state: symbols that may make them, by the state before.
 * Symbols are moved down by so many bits, around: none is where another would come. */
struct staccato_sight_step {
    uint32_t from[STACCATO_SIGHT_LANES];
    uint8_t shift; /* 0..31 */
};

struct staccato_sight_moves {
    const struct staccato_sight_wish *wish;
    const struct staccato_sight_piece *piece;
    uint32_t symbols; /* those there are */
    uint32_t raised;
    uint32_t degrees[7];
    uint8_t degree[STACCATO_SIGHT_SYMBOLS];
    int16_t midi[STACCATO_SIGHT_SYMBOLS];
    uint8_t obeyed[15]; /* by letters + 7: bit s: a move of so many does what state s asks */
    uint32_t near[STACCATO_SIGHT_SYMBOLS]; /* those an interval of the level away, and itself */
    /* the state after a move to one near, where nothing is asked; -1: forbidden */
    int8_t after[STACCATO_SIGHT_SYMBOLS][STACCATO_SIGHT_SYMBOLS];
    /* steps that come out in state s: steps[begins[s] … begins[s + 1] - 1] */
    uint8_t begins[STACCATO_SIGHT_STATES + 1];
    struct staccato_sight_step steps[STACCATO_SIGHT_STEPS_MAX];
};

/* For which notes, in which states, the end can still be reached: sets of symbols. */
struct staccato_sight_reach {
    uint32_t allowed[STACCATO_SIGHT_NOTES_MAX];
    uint32_t ways[STACCATO_SIGHT_NOTES_MAX][STACCATO_SIGHT_STATES][STACCATO_SIGHT_RUN_MAX];
};

/* Fills the moves of the piece's window. */
void staccato_sight_moves(const struct staccato_sight_wish *wish,
                          const struct staccato_sight_piece *piece,
                          struct staccato_sight_moves *moves);

/* How many letters one symbol is above another. */
static inline int staccato_sight_letters(unsigned int from, unsigned int to) {
    return (int)(to / 2) - (int)(from / 2);
}

/* The state after going from one symbol to one near it in a state, or between phrases; -1 if that
 * is forbidden. */
static inline int staccato_sight_move(const struct staccato_sight_moves *moves, unsigned int from,
                                      unsigned int to, unsigned int state) {
    if (state == STACCATO_SIGHT_BETWEEN) {
        return (to & 1) && moves->degree[to] == STACCATO_SIGHT_SIXTH ? -1 : STACCATO_SIGHT_FREE;
    }
    if (from == to) {
        return (int)state;
    }
    const int move = staccato_sight_letters(from, to);
    if (state == STACCATO_SIGHT_PASSING && move == -1) {
        return STACCATO_SIGHT_FREE;
    }
    return moves->obeyed[move + 7] >> state & 1 ? moves->after[from][to] : -1;
}

/* Works out the ways of notes last … first, backwards, from the notes after them (or the end).
 * Returns false if there is none; then only those of the first are right. */
bool staccato_sight_reach(const struct staccato_sight_moves *moves, size_t first, size_t last,
                          struct staccato_sight_reach *reach);

#endif
