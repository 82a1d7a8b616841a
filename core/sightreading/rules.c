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
    int16_t midi[3 * LETTERS]; /* of the degrees in three octaves */
};

/* Perfect, major and minor: how many semitones so many letters may be; bit n: n. */
static const uint16_t semitones[8] = {1u << 0, 1u << 1 | 1u << 2, 1u << 3 | 1u << 4, 1u << 5,
                                      1u << 7, 1u << 8 | 1u << 9, 0 /* a seventh */, 1u << 12};

/* Whether the interval is one that the level has. */
static bool is_interval(const struct source *source, const struct move *move) {
    const struct staccato_sight_wish *wish = source->wish;
    const int letters = move->letters < 0 ? -move->letters : move->letters;
    const int half = source->midi[move->from + move->letters + LETTERS] + move->to_raised -
                     source->midi[move->from + LETTERS] - move->is_raised;
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

/* Forms of moves, by their class, the state after and the shift + SHIFT_MAX. */
struct table {
    uint32_t shifts[STACCATO_SIGHT_CLASSES][STACCATO_SIGHT_STATES]; /* bits: which have forms */
    uint16_t forms[STACCATO_SIGHT_CLASSES][STACCATO_SIGHT_STATES][SHIFTS];
    uint32_t of_form[STACCATO_SIGHT_CLASSES]; /* bits: shifts of the form at hand */
};

static void add_step(struct table *table, enum staccato_sight_class class, int after, size_t shift,
                     unsigned int form) {
    if ((table->shifts[class][after] >> shift & 1) == 0) {
        table->forms[class][after][shift] = 0;
        table->shifts[class][after] |= 1u << shift;
    }
    table->forms[class][after][shift] |= (uint16_t)(1u << form);
    table->of_form[class] |= 1u << shift;
}

/* The class of a move of so many letters from FREE. */
static enum staccato_sight_class classify(const struct staccato_sight_wish *wish, int letters) {
    const int by = wish->level->leap_by;
    return letters < 0 && letters > -by  ? STACCATO_SIGHT_TO_LOWER
           : letters > 0 && letters < by ? STACCATO_SIGHT_TO_UPPER
                                         : STACCATO_SIGHT_ONLY_FREE;
}

/* Adds a move to the classes that it is of: only 7 passes, only 2 has to fall. */
static void add_move(const struct source *source, const struct move *move, struct table *table,
                     struct staccato_sight_rules *rules) {
    const unsigned int form = 2u * (unsigned int)move->from + move->is_raised;
    const int shift = 2 * move->letters + move->to_raised - move->is_raised;
    const size_t at = (size_t)(shift + STACCATO_SIGHT_SHIFT_MAX);
    const int after = find_after(source, move);
    rules->near[form] |= 1u << at;
    rules->after[form][at] = (int8_t)after;
    if (move->letters == -1 && move->from == SEVENTH) {
        add_step(table, STACCATO_SIGHT_IN_PASSING, STACCATO_SIGHT_FREE, at, form);
    }
    if (after < 0) {
        return;
    }
    add_step(table, classify(source->wish, move->letters), after, at, form);
    if (move->letters == -1 && move->from == 1) {
        add_step(table, STACCATO_SIGHT_IN_FALL, after, at, form);
    }
}

/* Says what each state allows after a form whose moves are added. */
static void find_allowed(const struct table *table, unsigned int form,
                         struct staccato_sight_rules *rules) {
    const uint32_t repeat = 1u << STACCATO_SIGHT_SHIFT_MAX;
    const uint32_t lower = table->of_form[STACCATO_SIGHT_TO_LOWER];
    const uint32_t upper = table->of_form[STACCATO_SIGHT_TO_UPPER];
    const uint32_t all = table->of_form[STACCATO_SIGHT_ONLY_FREE] | lower | upper;
    rules->may[STACCATO_SIGHT_FREE][form] = repeat | all;
    rules->may[STACCATO_SIGHT_DOWN][form] = repeat | lower;
    rules->may[STACCATO_SIGHT_UP][form] = repeat | upper;
    rules->may[STACCATO_SIGHT_PASSING][form] =
        repeat | all | table->of_form[STACCATO_SIGHT_IN_PASSING];
    rules->may[STACCATO_SIGHT_FALL][form] = repeat | table->of_form[STACCATO_SIGHT_IN_FALL];
}

/* All moves from a form. */
static void add_moves(const struct source *source, unsigned int form, struct table *table,
                      struct staccato_sight_rules *rules) {
    const int most = source->wish->leap_max - 1;
    struct move move = {.from = (int)form / 2, .is_raised = form & 1};
    rules->near[form] = 1u << STACCATO_SIGHT_SHIFT_MAX;
    memset(table->of_form, 0, sizeof(table->of_form));
    for (move.letters = -LETTERS; move.letters <= LETTERS; move.letters++) {
        if (move.letters == 0 || move.letters < -most || move.letters > most) {
            continue;
        }
        const int to = move.from + move.letters;
        move.to = to < 0 ? to + LETTERS : to >= LETTERS ? to - LETTERS : to;
        for (int raised = 0; raised < 2; raised++) {
            move.to_raised = raised;
            if ((rules->forms >> (2 * move.to + raised) & 1) != 0 && is_interval(source, &move)) {
                add_move(source, &move, table, rules);
            }
        }
    }
    find_allowed(table, form, rules);
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
    for (int place = 0; place < 3 * LETTERS; place++) {
        source.midi[place] = (int16_t)staccato_sight_midi(piece, place);
    }
    rules->forms = PLAIN | (source.is_minor && wish->is_melodic ? RAISED : 0);
    for (uint32_t left = rules->forms; left != 0; left &= left - 1) {
        add_moves(&source, (unsigned int)__builtin_ctz(left), &table, rules);
    }
    list_steps(&table, &rules->steps);
}
