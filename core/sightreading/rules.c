/* Which symbol may follow which, wherever the hand is: once for all attempts at a piece. */
#include <string.h>

#include "moves.h"

enum {
    SIXTH = STACCATO_SIGHT_SIXTH,
    SEVENTH = 6,
    LETTERS = 7,
    SHIFTS = 2 * STACCATO_SIGHT_SHIFT_MAX + 1,
};

/* A move of some letters, of the key's degrees. */
struct move {
    int letters; /* down: below 0 */
    int from, to;
    bool is_raised, to_raised;
};

/* What the rules are made of. */
struct source {
    const struct staccato_sight_wish *wish;
    bool is_minor;
    int16_t midi[LETTERS]; /* of the degrees in one octave */
};

/* Perfect, major and minor: how many semitones so many letters may be; bit n: n. */
static const uint16_t semitones[8] = {1u << 0, 1u << 1 | 1u << 2, 1u << 3 | 1u << 4, 1u << 5,
                                      1u << 7, 1u << 8 | 1u << 9, 0 /* a seventh */, 1u << 12};

/* Whether the interval is one that the level has. */
static bool is_interval(const struct source *source, const struct move *move) {
    const struct staccato_sight_wish *wish = source->wish;
    const int letters = move->letters < 0 ? -move->letters : move->letters;
    const int octaves = (move->from + move->letters - move->to) / LETTERS;
    const int half = source->midi[move->to] + move->to_raised + 12 * octaves -
                     source->midi[move->from] - move->is_raised;
    if ((semitones[letters] >> (half < 0 ? -half : half) & 1) == 0) {
        return false;
    }
    const int low = move->letters > 0 ? move->from : move->to;
    return letters < 2 || !wish->has_skips || (wish->level->skips[low] >> letters & 1) != 0;
}

/* What a leap asks of the next move. */
static int after_leap(const struct source *source, int move) {
    int letters = move < 0 ? -move : move;
    if (letters + 1 <= source->wish->level->leap_over) {
        return STACCATO_SIGHT_FREE;
    }
    return move > 0 ? STACCATO_SIGHT_DOWN : STACCATO_SIGHT_UP;
}

/* The rules of raised and natural 6 and 7. */
static bool keeps_minor(const struct move *move) {
    if (move->from == SEVENTH && !move->is_raised && move->letters > 0) {
        return false;
    }
    if (move->from == SIXTH && move->is_raised &&
        !(move->to == SEVENTH && move->to_raised && move->letters == 1)) {
        return false;
    }
    return !(move->to == SIXTH && move->to_raised) ||
           (move->letters == 1 && move->from == SIXTH - 1);
}

/* The state after a move where nothing is asked, or -1. */
static int find_after(const struct source *source, const struct move *move) {
    if (source->is_minor && !keeps_minor(move)) {
        return -1;
    }
    if (move->from == SEVENTH && (!source->is_minor || move->is_raised) && move->letters != 1) {
        return move->letters == 2 ? STACCATO_SIGHT_FALL : -1;
    }
    if (!source->is_minor && move->to == SEVENTH && move->letters == -1) {
        return STACCATO_SIGHT_PASSING;
    }
    return after_leap(source, move->letters);
}

/* The states that a move of so many letters does what is asked in. */
static unsigned int find_obeyed(const struct staccato_sight_wish *wish, int letters) {
    const int by = wish->level->leap_by;
    unsigned int states = 1u << STACCATO_SIGHT_FREE | 1u << STACCATO_SIGHT_PASSING;
    states |= letters < 0 && letters > -by ? 1u << STACCATO_SIGHT_DOWN : 0;
    states |= letters > 0 && letters < by ? 1u << STACCATO_SIGHT_UP : 0;
    states |= letters == -1 ? 1u << STACCATO_SIGHT_FALL : 0;
    return states;
}

/* Forms of moves, by their class, the state after and the shift + SHIFT_MAX. */
struct table {
    uint32_t shifts[STACCATO_SIGHT_CLASSES][STACCATO_SIGHT_STATES]; /* bits: which have forms */
    uint16_t forms[STACCATO_SIGHT_CLASSES][STACCATO_SIGHT_STATES][SHIFTS];
};

static void add_step(struct table *table, enum staccato_sight_class class, int after, size_t shift,
                     unsigned int form) {
    if ((table->shifts[class][after] >> shift & 1) == 0) {
        table->forms[class][after][shift] = 0;
        table->shifts[class][after] |= 1u << shift;
    }
    table->forms[class][after][shift] |= (uint16_t)(1u << form);
}

/* Adds a move to the classes that it is of: only 7 passes, only 2 has to fall. */
static void add_move(const struct source *source, const struct move *move, struct table *table,
                     struct staccato_sight_rules *rules) {
    const unsigned int form = 2u * (unsigned int)move->from + move->is_raised;
    const int shift = 2 * move->letters + move->to_raised - move->is_raised;
    const size_t at = (size_t)(shift + STACCATO_SIGHT_SHIFT_MAX);
    const int after = find_after(source, move);
    unsigned int states = after < 0 ? 0 : find_obeyed(source->wish, move->letters);
    rules->near[form] |= 1u << at;
    rules->after[form][at] = (int8_t)after;
    if (move->letters == -1) {
        states |= 1u << STACCATO_SIGHT_PASSING;
        if (move->from == SEVENTH) {
            add_step(table, STACCATO_SIGHT_IN_PASSING, STACCATO_SIGHT_FREE, at, form);
        }
    }
    for (unsigned int left = states; left != 0; left &= left - 1) {
        rules->may[__builtin_ctz(left)][form] |= 1u << at;
    }
    if (after < 0) {
        return;
    }
    add_step(table,
             states >> STACCATO_SIGHT_DOWN & 1 ? STACCATO_SIGHT_TO_LOWER
             : states >> STACCATO_SIGHT_UP & 1 ? STACCATO_SIGHT_TO_UPPER
                                               : STACCATO_SIGHT_ONLY_FREE,
             after, at, form);
    if (move->letters == -1 && move->from == 1) {
        add_step(table, STACCATO_SIGHT_IN_FALL, after, at, form);
    }
}

/* All moves from a form. */
static void add_moves(const struct source *source, unsigned int form, struct table *table,
                      struct staccato_sight_rules *rules) {
    const int most = source->wish->leap_max - 1;
    struct move move = {.from = (int)form / 2, .is_raised = form & 1};
    rules->near[form] = 1u << STACCATO_SIGHT_SHIFT_MAX;
    for (size_t state = 0; state < STACCATO_SIGHT_STATES; state++) {
        rules->may[state][form] = 1u << STACCATO_SIGHT_SHIFT_MAX;
    }
    for (move.letters = -most; move.letters <= most; move.letters++) {
        if (move.letters == 0) {
            continue;
        }
        move.to = (move.from + move.letters + LETTERS) % LETTERS;
        for (int raised = 0; raised < 2; raised++) {
            move.to_raised = raised;
            if ((rules->forms >> (2 * move.to + raised) & 1) != 0 && is_interval(source, &move)) {
                add_move(source, &move, table, rules);
            }
        }
    }
}

/* Sets out the table's steps, class by class. */
static void list_steps(const struct table *table, struct staccato_sight_steps *steps) {
    size_t count = 0;
    for (size_t class = 0; class < STACCATO_SIGHT_CLASSES; class ++) {
        steps->begins[class] = (uint8_t)count;
        for (size_t after = 0; after < STACCATO_SIGHT_STATES; after++) {
            for (uint32_t left = table->shifts[class][after]; left != 0; left &= left - 1) {
                const int at = __builtin_ctz(left);
                steps->steps[count++] = (struct staccato_sight_step){
                    .from = table->forms[class][after][at],
                    .shift = (int8_t)(at - STACCATO_SIGHT_SHIFT_MAX),
                    .after = (uint8_t)after,
                };
            }
        }
    }
    steps->begins[STACCATO_SIGHT_CLASSES] = (uint8_t)count;
}

void staccato_sight_rules(const struct staccato_sight_wish *wish,
                          const struct staccato_sight_piece *piece,
                          struct staccato_sight_rules *rules) {
    enum { PLAIN = 0x1555, RAISED = 1u << (2 * SIXTH + 1) | 1u << (2 * SEVENTH + 1) };
    struct source source = {.wish = wish, .is_minor = piece->key->is_minor};
    struct table table;
    memset(table.shifts, 0, sizeof(table.shifts));
    for (int degree = 0; degree < LETTERS; degree++) {
        source.midi[degree] = (int16_t)staccato_sight_midi(piece, LETTERS + degree);
    }
    rules->forms = PLAIN | (source.is_minor && wish->is_melodic ? RAISED : 0);
    for (uint32_t left = rules->forms; left != 0; left &= left - 1) {
        add_moves(&source, (unsigned int)__builtin_ctz(left), &table, rules);
    }
    list_steps(&table, &rules->steps);
}
