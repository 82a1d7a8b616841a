/* Weights: what folk songs do after such a note, the chord, the arch, the cadence ahead. */
#include "weights.h"

#include "parts.h"

enum { QUARTER = 12 };

/* What is asked about: a note that would come from one degree to another. */
struct step {
    const struct staccato_sight_note *notes;
    size_t i;
    int mode; /* 1: minor */
    int degree, before;
    int move, letters; /* letters is what move is without its sign */
    bool is_tone, was_tone;
    uint64_t weight;
};

/* The class of a move: 0 a leap down, 1 a step down, 2 none, 3 a step up, 4 a leap up. */
static size_t classify(int move) {
    return (size_t)(move < -1 ? 0 : move > 1 ? 4 : move + 2);
}

/* How likely folk songs are to go there from here. */
static void weigh_move(struct step *step) {
    static const uint8_t near[] = {8, 8, 6, 3, 2, 1, 1, 1};
    const struct staccato_sight_weights *table = &staccato_sight_weights;
    const struct staccato_sight_note *note = &step->notes[step->i];
    step->weight = note->is_first
                       ? (table->inner[step->mode][step->degree] + 20u) * near[step->letters] / 4
                       : table->moves[step->mode][note->strength][step->before][step->move + 7];
    step->weight += step->letters < 4 ? 2 : 1;
    if (step->move == 0) {
        step->weight = step->weight * 15 / 8;
    }
}

static void weigh_after(struct step *step) {
    const struct staccato_sight_note *notes = &step->notes[step->i];
    size_t was = 0;
    if (notes->is_first) {
        return;
    }
    if (step->i >= 2 && !notes[-1].is_first) {
        was = 1 + classify(notes[-1].place - notes[-2].place);
    }
    uint64_t percent = staccato_sight_weights.after[was][classify(step->move)];
    step->weight = step->weight * percent * percent / 800;
}

/* How well it leads into the degrees on which the phrase may end. */
static void weigh_cadence(struct step *step, const struct staccato_sight_moves *moves,
                          const struct staccato_sight_reach *reach, unsigned int symbol) {
    enum { NEAR = 6 };
    unsigned int strength = step->notes[step->i + 1].strength;
    const uint16_t *ahead = staccato_sight_weights.moves[step->mode][strength][step->degree];
    uint64_t sum = 8;
    for (uint32_t left = reach->allowed[step->i + 1] & moves->symbols; left != 0;
         left &= left - 1) {
        int move = __builtin_ctz(left) / 2 - (int)symbol / 2;
        sum += move > -NEAR && move < NEAR ? ahead[move + 7] : 0;
    }
    step->weight = step->weight * sum / 16;
}

static void weigh_chord(struct step *step) {
    const struct staccato_sight_note *note = &step->notes[step->i];
    step->weight *= note->strength == 0 && note->ticks < QUARTER ? 3 : step->is_tone ? 5 : 2;
    if (step->letters > 1) {
        step->weight = step->weight * (!step->is_tone ? 4 : step->was_tone ? 12 : 8) / 12;
    }
}

static void weigh_repeats(struct step *step, unsigned int symbol, unsigned int run) {
    const struct staccato_sight_note *note = &step->notes[step->i];
    if (run > 1) {
        step->weight /= run == 2 ? 2 : 6;
    }
    if (step->i > 2 && step->move != 0 && note[-2].symbol == symbol &&
        note[-3].symbol == note[-1].symbol) {
        step->weight /= 8; /* x y x y */
    }
}

/* Where the hand has no 5 above the tonic, a line that turns about 3 is heard in the relative key:
 * the 5 below makes its own clear, 6 and 7 make it less so. */
static void weigh_plagal(struct step *step, const struct staccato_sight_piece *piece) {
    const int tonic = piece->lowest + (7 - piece->lowest % 7) % 7;
    if (piece->highest < tonic + 4 && step->degree == 4) {
        step->weight *= 3;
    } else if (piece->highest < tonic + 4 && step->degree > 4) {
        step->weight /= 2;
    }
}

static void weigh_all(struct step *step, const struct staccato_sight_moves *moves,
                      const struct staccato_sight_reach *reach, unsigned int symbol,
                      unsigned int run) {
    const size_t count = moves->piece->note_count;
    weigh_move(step);
    if (step->i + 2 == count) {
        unsigned int percent = staccato_sight_weights.approach[step->mode][step->degree] + 20u;
        step->weight = step->weight * percent / 100 + 1;
    }
    weigh_after(step);
    if (step->i + 1 < count && step->notes[step->i + 1].is_end) {
        weigh_cadence(step, moves, reach, symbol);
    }
    weigh_chord(step);
    weigh_repeats(step, symbol, run);
}

uint64_t staccato_sight_weight(const struct staccato_sight_moves *moves,
                               const struct staccato_sight_reach *reach, size_t i,
                               unsigned int symbol, unsigned int run) {
    static const uint8_t contour[] = {16, 15, 13, 10, 7, 5, 3, 2, 2};
    const struct staccato_sight_note *note = &moves->piece->notes[i];
    const int place = moves->piece->lowest + (int)symbol / 2;
    struct step step = {.notes = moves->piece->notes, .i = i, .mode = moves->piece->key->is_minor};
    step.degree = moves->degree[symbol];
    step.is_tone = note->chord >> step.degree & 1;
    if (i == 0) {
        step.weight = staccato_sight_weights.first[step.mode][step.degree] + 20u;
        step.weight *= step.is_tone ? 4 : 1;
    } else {
        step.before = moves->degree[note[-1].symbol];
        step.was_tone = note->chord >> step.before & 1;
        step.move = place - note[-1].place;
        step.letters = step.move < 0 ? -step.move : step.move;
        weigh_all(&step, moves, reach, symbol, run);
    }
    int distance = place < note->target ? note->target - place : place - note->target;
    step.weight *= contour[distance < 8 ? distance : 8];
    if (step.mode == 1 && step.degree == 6 && (symbol & 1)) {
        step.weight *= 3;
    }
    weigh_plagal(&step, moves->piece);
    return step.weight > 0 ? step.weight : 1;
}
