/* How much a note likes a pitch. */
#ifndef STACCATO_SIGHT_WEIGHTS_H
#define STACCATO_SIGHT_WEIGHTS_H

#include "moves.h"

/* What is the same for all pitches that a note may have, after the ones before it have theirs. */
struct staccato_sight_liking {
    const struct staccato_sight_moves *moves;
    const struct staccato_sight_note *note;
    const uint16_t *songs; /* where folk songs go from the note before; NULL: a phrase begins */
    const uint16_t (*next)[15]; /* where they go from each degree to the next note, */
    uint32_t cadence;           /* with which its phrase ends, on these; NULL: it does not */
    uint32_t after[5];          /* by the class of the move, */
    uint8_t tone, other;        /* and in the chord or not */
    int8_t mode;                /* 1: minor */
    int8_t seesaw;              /* the symbol that would make it x y x y; -1: none */
    bool is_opening;            /* the first of all */
    bool is_approach;           /* the last but one of all */
    bool was_tone;
    bool is_plagal;
};

/* Says what note i likes. */
void staccato_sight_like(const struct staccato_sight_moves *moves,
                         const struct staccato_sight_reach *reach, size_t i,
                         struct staccato_sight_liking *liking);

/* The weight, 1 or more, of a symbol; run: how many equal pitches it would be in a row. */
uint64_t staccato_sight_weight(const struct staccato_sight_liking *liking, unsigned int symbol,
                               unsigned int run);

#endif
