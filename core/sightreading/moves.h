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
    STACCATO_SIGHT_LANES = 8,                       /* for states, and spare: whole vectors */
    STACCATO_SIGHT_FORMS = 14,                      /* 2 d: degree d, 2 d + 1: the same raised */
    STACCATO_SIGHT_SHIFT_MAX = 15,                  /* symbols that a move leads up or down */
    STACCATO_SIGHT_STEPS_MAX = 64,                  /* more than any level has */
};

/* Moves are sorted by the states before them that allow them. A state that allows less than FREE
 * has moves of its own. */
enum staccato_sight_class {
    STACCATO_SIGHT_ONLY_FREE,
    STACCATO_SIGHT_TO_LOWER, /* in FREE and DOWN */
    STACCATO_SIGHT_TO_UPPER, /* in FREE and UP */
    STACCATO_SIGHT_IN_PASSING,
    STACCATO_SIGHT_IN_FALL,
    STACCATO_SIGHT_CLASSES
};

/* Moves of one class, over so many symbols, that come out in one state: the forms, or in a window
 * the symbols, that may make them. */
struct staccato_sight_step {
    uint32_t from;
    int8_t shift;
    uint8_t after;
};

/* steps[begins[c] ... begins[c + 1] - 1] are those of class c. */
struct staccato_sight_steps {
    uint8_t begins[STACCATO_SIGHT_CLASSES + 1];
    struct staccato_sight_step steps[STACCATO_SIGHT_STEPS_MAX];
};

/* What may follow what in a key, wherever the hand is. A move is told by the form it comes from
 * and its shift + SHIFT_MAX. */
struct staccato_sight_rules {
    uint32_t forms;                      /* bit n: the key has form n */
    uint32_t near[STACCATO_SIGHT_FORMS]; /* bits: moves by an interval of the level, and none */
    uint32_t may[STACCATO_SIGHT_STATES]
                [STACCATO_SIGHT_FORMS]; /* those of them that a state allows */
    /* the state after a near move, where nothing is asked; -1: forbidden */
    int8_t after[STACCATO_SIGHT_FORMS][2 * STACCATO_SIGHT_SHIFT_MAX + 1];
    struct staccato_sight_steps steps; /* of forms */
};

/* The same in a window. */
struct staccato_sight_moves {
    const struct staccato_sight_rules *rules;
    const struct staccato_sight_piece *piece;
    uint32_t symbols; /* those there are */
    uint32_t raised;
    uint32_t degrees[7];
    uint8_t degree[STACCATO_SIGHT_SYMBOLS];
    uint8_t thrice[STACCATO_SIGHT_SYMBOLS]; /* weights of symbols are multiplied by this */
    uint8_t half[STACCATO_SIGHT_SYMBOLS];   /* and then halved so often */
    struct staccato_sight_steps steps;      /* of symbols */
};

/* For which notes, in which states, the end can still be reached: sets of symbols. */
struct staccato_sight_reach {
    uint32_t allowed[STACCATO_SIGHT_NOTES_MAX];
    /* by the run - 1 and the state */
    uint32_t ways[STACCATO_SIGHT_NOTES_MAX][STACCATO_SIGHT_RUN_MAX][STACCATO_SIGHT_LANES];
};

/* Fills the rules of the piece's key. */
void staccato_sight_rules(const struct staccato_sight_wish *wish,
                          const struct staccato_sight_piece *piece,
                          struct staccato_sight_rules *rules);

/* Fills the moves of the piece's window. */
void staccato_sight_moves(const struct staccato_sight_wish *wish,
                          const struct staccato_sight_rules *rules,
                          const struct staccato_sight_piece *piece,
                          struct staccato_sight_moves *moves);

/* How many letters one symbol is above another. */
static inline int staccato_sight_letters(unsigned int from, unsigned int to) {
    return (int)(to / 2) - (int)(from / 2);
}

static inline unsigned int staccato_sight_form(const struct staccato_sight_moves *moves,
                                               unsigned int symbol) {
    return 2u * moves->degree[symbol] + (symbol & 1);
}

/* The symbols to which moves lead. */
static inline uint32_t staccato_sight_targets(const struct staccato_sight_moves *moves,
                                              unsigned int symbol, uint32_t shifts) {
    return (uint32_t)((uint64_t)shifts << symbol >> STACCATO_SIGHT_SHIFT_MAX) & moves->symbols;
}

/* The symbols an interval of the level away from one, and itself. */
static inline uint32_t staccato_sight_near(const struct staccato_sight_moves *moves,
                                           unsigned int symbol) {
    return staccato_sight_targets(moves, symbol,
                                  moves->rules->near[staccato_sight_form(moves, symbol)]);
}

/* The symbols that may follow one in a state, or between phrases. */
static inline uint32_t staccato_sight_next(const struct staccato_sight_moves *moves,
                                           unsigned int symbol, unsigned int state) {
    if (state == STACCATO_SIGHT_BETWEEN) {
        const uint32_t raised_sixth = moves->degrees[STACCATO_SIGHT_SIXTH] & moves->raised;
        return staccato_sight_near(moves, symbol) & ~raised_sixth;
    }
    return staccato_sight_targets(moves, symbol,
                                  moves->rules->may[state][staccato_sight_form(moves, symbol)]);
}

/* The state after going from one symbol to one that may follow it in a state, or between phrases.
 */
static inline unsigned int staccato_sight_move(const struct staccato_sight_moves *moves,
                                               unsigned int from, unsigned int to,
                                               unsigned int state) {
    if (state == STACCATO_SIGHT_BETWEEN) {
        return STACCATO_SIGHT_FREE;
    }
    if (from == to) {
        return state;
    }
    if (state == STACCATO_SIGHT_PASSING && staccato_sight_letters(from, to) == -1) {
        return STACCATO_SIGHT_FREE;
    }
    const unsigned int form = staccato_sight_form(moves, from);
    return (unsigned int)moves->rules->after[form][to + STACCATO_SIGHT_SHIFT_MAX - from];
}

/* Works out the ways of notes last … first, backwards, from the notes after them (or the end).
 * Returns false if there is none; then only those of the first are right. */
bool staccato_sight_reach(const struct staccato_sight_moves *moves, size_t first, size_t last,
                          struct staccato_sight_reach *reach);

#endif
