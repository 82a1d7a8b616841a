/* Weights: what folk songs do after such a note, the chord, the arch, the cadence ahead. */
#include "weights.h"

#include "parts.h"

enum { QUARTER = 12, FIFTH = 4, SEVENTH = 6 };

/* What is the same for all pitches that a note may have. */
struct liking {
    const struct staccato_sight_moves *moves;
    const struct staccato_sight_note *note;
    const uint16_t *songs; /* where folk songs go from the note before; NULL: a phrase begins */
    const uint16_t *after; /* how they go on after the move before, by the class of the move */
    const uint16_t (*next)[15]; /* where they go from each degree to the next note, */
    uint32_t cadence;           /* with which its phrase ends, on these; NULL: it does not */
    unsigned int run;           /* of a repeated pitch */
    uint8_t tone, other;        /* in the chord or not */
    int8_t mode;                /* 1: minor */
    int8_t seesaw;              /* the symbol that would make it x y x y; -1: none */
    bool is_approach;           /* the last but one of all */
    bool was_tone;
};

/* The class of a move: 0 a leap down, 1 a step down, 2 none, 3 a step up, 4 a leap up. */
static size_t classify(int move) {
    return (size_t)(move < -1 ? 0 : move > 1 ? 4 : move + 2);
}

/* What comes after the move before, 0 if that was between phrases: percent. */
static const uint16_t *find_after(const struct staccato_sight_note *notes, size_t i) {
    size_t was = 0;
    if (i >= 2 && !notes[i - 1].is_first) {
        was = 1 + classify(notes[i - 1].place - notes[i - 2].place);
    }
    return staccato_sight_weights.after[was];
}

/* Where the hand has no 5 above the tonic. */
static bool is_plagal(const struct staccato_sight_piece *piece) {
    return piece->highest < piece->lowest + (7 - piece->lowest % 7) % 7 + FIFTH;
}

static void like(const struct staccato_sight_moves *moves, const struct staccato_sight_reach *reach,
                 size_t i, struct liking *liking) {
    const struct staccato_sight_piece *piece = moves->piece;
    const struct staccato_sight_note *notes = piece->notes;
    const struct staccato_sight_note *note = &notes[i];
    const size_t count = piece->note_count;
    const bool is_short = note->strength == 0 && note->ticks < QUARTER;
    *liking = (struct liking){
        .moves = moves,
        .note = note,
        .tone = is_short ? 3 : 5,
        .other = is_short ? 3 : 2,
        .mode = piece->key->is_minor,
        .seesaw = -1,
        .is_approach = i + 2 == count,
    };
    if (i == 0) {
        return;
    }
    const int before = moves->degree[note[-1].symbol];
    liking->was_tone = note->chord >> before & 1;
    if (!note->is_first) {
        liking->songs = staccato_sight_weights.moves[liking->mode][note->strength][before];
        liking->after = find_after(notes, i);
    }
    if (i + 1 < count && note[1].is_end) {
        liking->next = staccato_sight_weights.moves[liking->mode][note[1].strength];
        liking->cadence = reach->allowed[i + 1] & moves->symbols;
    }
    if (i > 2 && note[-3].symbol == note[-1].symbol) {
        liking->seesaw = (int8_t)note[-2].symbol;
    }
}

/* How likely folk songs are to go there from here. */
static uint64_t weigh_move(const struct liking *liking, int degree, int move) {
    static const uint8_t near[] = {8, 8, 6, 3, 2, 1, 1, 1};
    const int letters = move < 0 ? -move : move;
    uint64_t weight = 0;
    if (liking->songs != NULL) {
        weight = liking->songs[move + 7];
    } else {
        weight = (staccato_sight_weights.inner[liking->mode][degree] + 20u) * near[letters] / 4;
    }
    weight += letters < 4 ? 2 : 1;
    weight = move == 0 ? weight * 15 / 8 : weight;
    if (liking->is_approach) {
        weight = weight * (staccato_sight_weights.approach[liking->mode][degree] + 20u) / 100 + 1;
    }
    if (liking->songs != NULL) {
        const uint64_t percent = liking->after[classify(move)];
        weight = weight * percent * percent / 800;
    }
    return weight;
}

/* How well it leads into the degrees on which the phrase may end. */
static uint64_t weigh_cadence(const struct liking *liking, unsigned int symbol, int degree) {
    enum { NEAR = 6 };
    const uint16_t *ahead = liking->next[degree];
    uint64_t sum = 8;
    for (uint32_t left = liking->cadence; left != 0; left &= left - 1) {
        int move = __builtin_ctz(left) / 2 - (int)symbol / 2;
        sum += move > -NEAR && move < NEAR ? ahead[move + 7] : 0;
    }
    return sum;
}

/* Where a line that turns about 3 would be heard in the relative key, the 5 below makes its own
 * clear, and 6 and 7 make it less so. */
static uint64_t weigh_plagal(uint64_t weight, int degree) {
    return degree == FIFTH ? weight * 3 : degree > FIFTH ? weight / 2 : weight;
}

/* Any note's but the first. */
static uint64_t weigh_line(const struct liking *liking, unsigned int symbol, int degree) {
    const struct staccato_sight_note *before = liking->note - 1;
    const int move = liking->moves->piece->lowest + (int)symbol / 2 - before->place;
    const bool is_tone = liking->note->chord >> degree & 1;
    uint64_t weight = weigh_move(liking, degree, move);
    if (liking->next != NULL) {
        weight = weight * weigh_cadence(liking, symbol, degree) / 16;
    }
    weight *= is_tone ? liking->tone : liking->other;
    if (move < -1 || move > 1) {
        weight = weight * (!is_tone ? 4 : liking->was_tone ? 12 : 8) / 12;
    }
    if (symbol == before->symbol) {
        weight /= liking->run == 2 ? 2 : 6;
    }
    return move != 0 && liking->seesaw == (int)symbol ? weight / 8 : weight;
}

static uint64_t weigh_opening(const struct liking *liking, int degree) {
    uint64_t weight = staccato_sight_weights.first[liking->mode][degree] + 20u;
    return weight * (liking->note->chord >> degree & 1 ? 4 : 1);
}

size_t staccato_sight_weigh(const struct staccato_sight_moves *moves,
                            const struct staccato_sight_reach *reach, size_t i, uint32_t symbols,
                            unsigned int run, uint64_t *weights) {
    static const uint8_t contour[] = {16, 15, 13, 10, 7, 5, 3, 2, 2};
    const bool has_plagal = is_plagal(moves->piece);
    const int lowest = moves->piece->lowest - moves->piece->notes[i].target;
    struct liking liking;
    size_t count = 0;
    like(moves, reach, i, &liking);
    liking.run = run;
    for (uint32_t left = symbols; left != 0; left &= left - 1) {
        const unsigned int symbol = (unsigned int)__builtin_ctz(left);
        const int degree = moves->degree[symbol];
        const int above = lowest + (int)symbol / 2;
        const int distance = above < 0 ? -above : above;
        uint64_t weight =
            i == 0 ? weigh_opening(&liking, degree) : weigh_line(&liking, symbol, degree);
        weight *= contour[distance < 8 ? distance : 8];
        if (liking.mode == 1 && degree == SEVENTH && (symbol & 1)) {
            weight *= 3;
        }
        weight = has_plagal ? weigh_plagal(weight, degree) : weight;
        weights[count++] = weight > 0 ? weight : 1;
    }
    return count;
}
