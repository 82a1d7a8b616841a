/* Weights: what folk songs do after such a note, the chord, the arch, the cadence ahead. */
#include "weights.h"

#include "parts.h"

enum { QUARTER = 12 };

/* What is the same for all pitches that a note may have. */
struct liking {
    const struct staccato_sight_moves *moves;
    const struct staccato_sight_note *note;
    const uint16_t *songs; /* where folk songs go from the note before; NULL: a phrase begins */
    const uint16_t *after; /* how they go on after the move before, by the class of the move */
    const uint16_t (*next)[15]; /* where they go from each degree to the next note, */
    uint32_t cadence;           /* with which its phrase ends, on these; NULL: it does not */
    unsigned int run;           /* of a repeated pitch */
    uint8_t tones[2][2];        /* twelfths: after a leap, in the chord */
    int8_t mode;                /* 1: minor */
    int8_t seesaw;              /* the symbol that would make it x y x y; -1: none */
    bool is_approach;           /* the last but one of all */
};

/* By letters + 7: 0 a leap down, 1 a step down, 2 none, 3 a step up, 4 a leap up. */
static const uint8_t classes[] = {0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 4, 4, 4, 4, 4};

/* What comes after the move before, 0 if that was between phrases: percent. */
static const uint16_t *find_after(const struct staccato_sight_note *notes, size_t i) {
    size_t was = 0;
    if (i >= 2 && !notes[i - 1].is_first) {
        was = 1u + classes[notes[i - 1].place - notes[i - 2].place + 7];
    }
    return staccato_sight_weights.after[was];
}

static void like(const struct staccato_sight_moves *moves, const struct staccato_sight_reach *reach,
                 size_t i, struct liking *liking) {
    const struct staccato_sight_piece *piece = moves->piece;
    const struct staccato_sight_note *notes = piece->notes;
    const struct staccato_sight_note *note = &notes[i];
    const size_t count = piece->note_count;
    const bool is_short = note->strength == 0 && note->ticks < QUARTER;
    const unsigned int tone = is_short ? 3 : 5;
    const unsigned int other = is_short ? 3 : 2;
    *liking = (struct liking){
        .moves = moves,
        .note = note,
        .mode = piece->key->is_minor,
        .seesaw = -1,
        .is_approach = i + 2 == count,
    };
    if (i == 0) {
        return;
    }
    const int before = moves->degree[note[-1].symbol];
    const bool was_tone = note->chord >> before & 1;
    liking->tones[0][0] = (uint8_t)(12 * other);
    liking->tones[0][1] = (uint8_t)(12 * tone);
    liking->tones[1][0] = (uint8_t)(4 * other);
    liking->tones[1][1] = (uint8_t)((was_tone ? 12 : 8) * tone);
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
    static const uint8_t near[] = {1, 1, 1, 2, 3, 6, 8, 8, 8, 6, 3, 2, 1, 1, 1};
    static const uint8_t least[] = {1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1};
    const size_t at = (size_t)(move + 7);
    uint64_t weight = least[at];
    if (liking->songs != NULL) {
        weight += liking->songs[at];
    } else {
        weight += (staccato_sight_weights.inner[liking->mode][degree] + 20u) * near[at] / 4;
    }
    if (move == 0) {
        weight = weight * 15 / 8;
    }
    if (liking->is_approach) {
        weight = weight * (staccato_sight_weights.approach[liking->mode][degree] + 20u) / 100 + 1;
    }
    if (liking->songs != NULL) {
        const uint64_t percent = liking->after[classes[at]];
        weight = weight * (percent * percent) / 800;
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

/* Any note's but the first. */
static uint64_t weigh_line(const struct liking *liking, unsigned int symbol, int degree) {
    const struct staccato_sight_note *before = liking->note - 1;
    const int move = staccato_sight_letters(before->symbol, symbol);
    const bool is_tone = liking->note->chord >> degree & 1;
    const bool is_leap = move < -1 || move > 1;
    uint64_t weight = weigh_move(liking, degree, move);
    if (liking->next != NULL) {
        weight = weight * weigh_cadence(liking, symbol, degree) / 16;
    }
    weight = weight * liking->tones[is_leap][is_tone] / 12;
    if (move == 0) {
        weight /= liking->run == 2 ? 2 : 6;
    } else if (liking->seesaw == (int)symbol) {
        weight /= 8;
    }
    return weight;
}

static uint64_t weigh_opening(const struct liking *liking, int degree) {
    uint64_t weight = staccato_sight_weights.first[liking->mode][degree] + 20u;
    return weight * (liking->note->chord >> degree & 1 ? 4 : 1);
}

size_t staccato_sight_weigh(const struct staccato_sight_moves *moves,
                            const struct staccato_sight_reach *reach, size_t i, uint32_t symbols,
                            unsigned int run, uint64_t *weights) {
    /* By the letters from the target, which is in the window. */
    static const uint8_t contour[] = {16, 15, 13, 10, 7, 5, 3, 2, 2, 2, 2, 2, 2, 2, 2};
    const int target = moves->piece->notes[i].target - moves->piece->lowest;
    struct liking liking;
    size_t count = 0;
    like(moves, reach, i, &liking);
    liking.run = run;
    for (uint32_t left = symbols; left != 0; left &= left - 1) {
        const unsigned int symbol = (unsigned int)__builtin_ctz(left);
        const int degree = moves->degree[symbol];
        const int above = (int)symbol / 2 - target;
        uint64_t weight =
            i == 0 ? weigh_opening(&liking, degree) : weigh_line(&liking, symbol, degree);
        weight *= (uint64_t)contour[above < 0 ? -above : above] * moves->thrice[symbol];
        weight >>= moves->half[symbol];
        weights[count++] = weight + (weight == 0);
    }
    return count;
}
