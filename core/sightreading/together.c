/* Hands together: under the melody the left hand plays one or two notes a measure, of the chord and
 * consonant where they begin, by the best path through one position of the hand. */
#include "parts.h"

#include <stddef.h>
#include <string.h>

enum {
    OCTAVE = 12,
    PLACES_MAX = 32,        /* letters of the left hand's range */
    FORMS = 2 * PLACES_MAX, /* 2 n: letter n, 2 n + 1: the same raised */
    CUTS_MAX = 5,           /* one measure's, its end included */
    NONE = INT16_MIN,       /* the worth of what can't be */
    FIFTH = 7,              /* semitones */
    SEVENTH = 6,
};

/* One note of the left hand to come. */
struct spot {
    int16_t on;
    int16_t over; /* the first of the melody's notes that sound with it, */
    uint8_t over_count;
    bool has_here; /* which begins no later */
    uint8_t measure;
    uint8_t ticks;
    uint8_t token;
    uint8_t root; /* of its chord, from 1 */
};

struct search {
    const struct staccato_sight_wish *wish;
    const struct staccato_sight_piece *piece;
    int low, high; /* places: that the range has below the melody's lowest note */
    int best;      /* the worth of the best path */
    uint8_t count;
    int8_t path[STACCATO_SIGHT_LEFT_MAX]; /* the best one's forms */
    struct spot spots[STACCATO_SIGHT_LEFT_MAX];
    uint64_t forms[STACCATO_SIGHT_LEFT_MAX];       /* bit n: form n can be at that spot, */
    uint64_t octaves[STACCATO_SIGHT_LEFT_MAX];     /* and is so far below a note of the melody */
    uint64_t fifths[STACCATO_SIGHT_LEFT_MAX];      /* that begins no later */
    uint64_t from_forms[FORMS];                    /* bit m: a move from form m is allowed */
    int16_t midi[FORMS];                           /* of forms, */
    int16_t worth[STACCATO_SIGHT_LEFT_MAX][FORMS]; /* at each spot, whatever came before */
    int16_t sums[STACCATO_SIGHT_LEFT_MAX][FORMS];  /* with the best way to there, */
    int8_t from[STACCATO_SIGHT_LEFT_MAX][FORMS];   /* and the form from which it comes */
    int16_t melody[STACCATO_SIGHT_NOTES_MAX];      /* MIDI keys */
};

/* ---- when it plays ---- */

/* The note value of so many ticks that the level has, or -1. */
static int find_token(const struct staccato_sight_wish *wish, int ticks) {
    for (int token = 0; token < STACCATO_SIGHT_VALUES; token++) {
        if ((wish->values >> token & 1) != 0 && staccato_sight_ticks[token] == ticks) {
            return token;
        }
    }
    return -1;
}

/* The last group of beats between two times that parts them into note values; -1: none does. */
static int part(const struct search *search, int from, int end) {
    const struct staccato_sight_meter *meter = search->piece->meter;
    int found = -1;
    for (size_t i = 0; i < meter->group_count; i++) {
        int at = meter->groups[i];
        if (from < at && at < end && find_token(search->wish, at - from) >= 0 &&
            find_token(search->wish, end - at) >= 0) {
            found = at;
        }
    }
    return found;
}

/* Where the notes of a measure begin, and its end: once or twice, and with the last note of all. */
static size_t draw_cuts(const struct search *search, size_t k, struct staccato_draw *draw,
                        int cuts[CUTS_MAX]) {
    const struct staccato_sight_piece *piece = search->piece;
    const bool is_last = k == piece->measures - 1u;
    const int length = piece->meter->ticks - (is_last ? piece->upbeat : 0);
    int second = 0;
    size_t count = 0;
    if (piece->chords[k][0] != piece->chords[k][1] || find_token(search->wish, length) < 0 ||
        staccato_sight_chance(draw, 30)) {
        second = piece->meter->split;
    }
    if (is_last) {
        second = piece->notes[piece->note_count - 1].on - (int)k * piece->meter->ticks;
    }
    cuts[count++] = 0;
    if (second > 0 && second < length) {
        cuts[count++] = second;
    }
    cuts[count] = length;
    return count;
}

/* Adds the notes of a measure; false if they are no note values. */
static bool add_spots(struct search *search, size_t k, struct staccato_draw *draw) {
    const struct staccato_sight_piece *piece = search->piece;
    int cuts[CUTS_MAX];
    size_t count = draw_cuts(search, k, draw, cuts);
    for (size_t i = 0; i < count; i++) {
        int from = cuts[i], end = cuts[i + 1];
        int middle = find_token(search->wish, end - from) < 0 ? part(search, from, end) : end;
        if (middle < 0) {
            return false;
        }
        for (int next = middle; from < end; from = next, next = end) {
            search->spots[search->count++] = (struct spot){
                .on = (int16_t)((int)k * piece->meter->ticks + from),
                .measure = (uint8_t)k,
                .ticks = (uint8_t)(next - from),
                .token = (uint8_t)find_token(search->wish, next - from),
                .root = piece->chords[k][from * 2 >= piece->meter->ticks],
            };
        }
    }
    return true;
}

/* Says for each spot which notes of the melody sound with it. */
static void find_over(struct search *search) {
    const struct staccato_sight_note *notes = search->piece->notes;
    const int count = search->piece->note_count;
    int first = 0;
    for (size_t i = 0; i < search->count; i++) {
        struct spot *spot = &search->spots[i];
        while (first < count && notes[first].on + notes[first].ticks <= spot->on) {
            first++;
        }
        int end = first;
        while (end < count && notes[end].on < spot->on + spot->ticks) {
            end++;
        }
        spot->over = (int16_t)first;
        spot->over_count = (uint8_t)(end - first);
        spot->has_here = end > first && notes[first].on <= spot->on;
    }
}

/* ---- what it may play ---- */

/* How far a note that sounds later rubs, by the semitones between. */
static int rub(int semitones, unsigned int strength) {
    static const uint8_t rubs[OCTAVE] = {[1] = 5, [2] = 1, [6] = 2, [10] = 1, [11] = 5};
    return rubs[semitones % OCTAVE] * (strength > 0 ? 2 : 1);
}

/* Whether a form is below the melody, consonant with the note that is there, and not the same
 * letter with another sign. */
static bool suits(const struct search *search, const struct spot *spot, int form) {
    enum { CONSONANT = 1 << 0 | 1 << 3 | 1 << 4 | 1 << 7 | 1 << 8 | 1 << 9 };
    const struct staccato_sight_note *notes = &search->piece->notes[spot->over];
    const int place = search->low + form / 2;
    for (size_t i = 0; i < spot->over_count; i++) {
        int above = search->melody[(size_t)spot->over + i] - search->midi[form];
        bool is_here = i == 0 && spot->has_here;
        if (above <= 0 || (is_here && (CONSONANT >> above % OCTAVE & 1) == 0)) {
            return false;
        }
        if ((notes[i].place - place) % 7 == 0 && notes[i].is_raised != (form & 1)) {
            return false;
        }
    }
    return true;
}

static int find_worth(const struct search *search, size_t index, int form) {
    enum { DOMINANT = 5, ROOT = 9, THIRD_OR_FIFTH = 6 };
    const struct spot *spot = &search->spots[index];
    const struct staccato_sight_note *notes = &search->piece->notes[spot->over];
    const int degree = (search->low + form / 2) % 7;
    const bool is_raised = form & 1;
    const int above_root = (degree - (spot->root - 1) + 7) % 7;
    if (!suits(search, spot, form) || (index == search->count - 1u && (degree != 0 || is_raised))) {
        return NONE;
    }
    if (degree == SEVENTH && search->piece->key->is_minor && !is_raised && spot->root == DOMINANT) {
        return NONE;
    }
    int worth = above_root == 0 ? ROOT : above_root == 2 || above_root == 4 ? THIRD_OR_FIFTH : 0;
    for (size_t i = 0; i < spot->over_count; i++) {
        int above = search->melody[(size_t)spot->over + i] - search->midi[form];
        worth -= rub(above, notes[i].strength);
    }
    return worth;
}

/* What a form is worth at each spot. */
static void weigh_form(struct search *search, int form) {
    const uint64_t bit = UINT64_C(1) << form;
    for (size_t i = 0; i < search->count; i++) {
        const struct spot *spot = &search->spots[i];
        const int worth = find_worth(search, i, form);
        if (worth == NONE) {
            continue;
        }
        search->worth[i][form] = (int16_t)worth;
        search->forms[i] |= bit;
        if (spot->has_here) {
            const int above = (search->melody[spot->over] - search->midi[form]) % OCTAVE;
            search->octaves[i] |= above == 0 ? bit : 0;
            search->fifths[i] |= above == FIFTH ? bit : 0;
        }
        if (i == 0) { /* what the best path begins with */
            search->sums[0][form] = (int16_t)worth;
        }
    }
}

/* The range's letters below the melody, their forms and what each is worth. */
static void weigh_forms(struct search *search) {
    const struct staccato_sight_piece *piece = search->piece;
    const bool is_melodic = piece->key->is_minor && search->wish->is_melodic;
    int lowest = INT16_MAX;
    for (size_t i = 0; i < piece->note_count; i++) {
        const struct staccato_sight_note *note = &piece->notes[i];
        int midi = staccato_sight_midi(piece, note->place) + note->is_raised;
        search->melody[i] = (int16_t)midi;
        lowest = midi < lowest ? midi : lowest;
    }
    for (search->low = 0; staccato_sight_midi(piece, search->low) < search->wish->left_low;) {
        search->low++;
    }
    search->high = search->low - 1;
    for (int form = 0; form < FORMS; form++) {
        int place = search->low + form / 2;
        int midi = staccato_sight_midi(piece, place) + (form & 1);
        bool is_form = (form & 1) == 0 || (is_melodic && place % 7 == SEVENTH);
        bool fits = midi <= search->wish->left_high;
        search->midi[form] = (int16_t)(is_form && fits ? midi : NONE);
        if ((form & 1) == 0 && fits && midi < lowest) {
            search->high = place;
        }
        search->sums[0][form] = NONE;
        if (search->midi[form] != NONE) {
            weigh_form(search, form);
        }
    }
}

/* ---- the best path ---- */

/* Whether the left hand may go from one form to another. */
static bool may_go(const struct search *search, int from, int to) {
    enum { TRITONE = 6, SMALL_SEVENTH = 10, LARGE_SEVENTH = 11 };
    enum { FORBIDDEN = 1 << TRITONE | 1 << SMALL_SEVENTH | 1 << LARGE_SEVENTH };
    int half = search->midi[to] - search->midi[from];
    half = half < 0 ? -half : half;
    return (half > LARGE_SEVENTH || (FORBIDDEN >> half & 1) == 0) &&
           ((from & 1) == 0 || to == from || to == from + 1);
}

static void find_moves(struct search *search) {
    uint64_t all = 0;
    for (size_t i = 0; i < search->count; i++) {
        all |= search->forms[i];
    }
    for (uint64_t left = all; left != 0; left &= left - 1) {
        const int to = __builtin_ctzll(left);
        search->from_forms[to] = 0;
        for (uint64_t before = all; before != 0; before &= before - 1) {
            const int from = __builtin_ctzll(before);
            search->from_forms[to] |= may_go(search, from, to) ? before & -before : 0;
        }
    }
}

/* The forms of the spot before from which a move to a form makes parallel octaves or fifths. */
static uint64_t find_parallels(const struct search *search, size_t index, int form) {
    const struct spot *spot = &search->spots[index];
    const uint64_t bit = UINT64_C(1) << form;
    const uint64_t parallels = (search->octaves[index] & bit) != 0  ? search->octaves[index - 1]
                               : (search->fifths[index] & bit) != 0 ? search->fifths[index - 1]
                                                                    : 0;
    if (parallels == 0 || search->melody[spot->over] == search->melody[spot[-1].over]) {
        return 0;
    }
    return parallels & ~bit;
}

/* Finds the best way to a form at a spot from those of the spot before; false if there is none. */
static bool find_way(struct search *search, size_t index, uint64_t before, int form) {
    enum { PARALLEL = 12, FARTHEST = 7 };
    /* By the letters: a hand likes steps best. */
    static const int8_t costs[] = {5, 4, 3, 2, 1, 0, -1, 0, -1, 0, 1, 2, 3, 4, 5};
    const uint64_t parallels = find_parallels(search, index, form);
    const int16_t *sums = search->sums[index - 1];
    int best = NONE;
    int best_from = 0;
    for (uint64_t left = before & search->from_forms[form]; left != 0; left &= left - 1) {
        const int from = __builtin_ctzll(left);
        int sum = sums[from] - costs[FARTHEST + form / 2 - from / 2];
        sum -= parallels >> from & 1 ? PARALLEL : 0;
        if (sum > best) {
            best = sum;
            best_from = from;
        }
    }
    if (best == NONE) {
        return false;
    }
    search->from[index][form] = (int8_t)best_from;
    search->sums[index][form] = (int16_t)(best + search->worth[index][form]);
    return true;
}

/* Tries the position of some letters from a place; keeps its best path if it is better. */
static void try_position(struct search *search, int start, int width) {
    const uint64_t position = ((UINT64_C(1) << 2 * width) - 1) << 2 * (start - search->low);
    const size_t last = search->count - 1u;
    uint64_t ways = search->forms[0] & position;
    for (size_t i = 1; i <= last && ways != 0; i++) {
        uint64_t before = ways;
        ways = 0;
        for (uint64_t left = search->forms[i] & position; left != 0; left &= left - 1) {
            int form = __builtin_ctzll(left);
            ways |= find_way(search, i, before, form) ? left & -left : 0;
        }
    }
    for (uint64_t left = ways; left != 0; left &= left - 1) {
        int at = __builtin_ctzll(left);
        if (search->sums[last][at] > search->best) {
            search->best = search->sums[last][at];
            for (size_t i = search->count; i-- > 0;) {
                search->path[i] = (int8_t)at;
                at = search->from[i][at];
            }
        }
    }
}

static bool find_path(struct search *search) {
    const int width = search->wish->is_five_finger ? 5 : 8;
    search->best = NONE;
    find_moves(search);
    for (int start = search->low; start <= search->high; start++) {
        bool has_tonic = (7 - start % 7) % 7 < width;
        if (has_tonic && staccato_sight_midi(search->piece, start + 4) <= search->wish->left_high) {
            try_position(search, start, width);
        }
    }
    return search->best != NONE;
}

bool staccato_sight_together(const struct staccato_sight_wish *wish, struct staccato_draw *draw,
                             struct staccato_sight_piece *piece) {
    struct search search;
    memset(&search, 0, offsetof(struct search, midi));
    search.wish = wish;
    search.piece = piece;
    for (size_t k = 0; k < piece->measures; k++) {
        if (!add_spots(&search, k, draw)) {
            return false;
        }
    }
    find_over(&search);
    weigh_forms(&search);
    if (!find_path(&search)) {
        return false;
    }
    piece->left_count = search.count;
    for (size_t i = 0; i < search.count; i++) {
        piece->left[i] = (struct staccato_sight_left){
            .measure = search.spots[i].measure,
            .token = search.spots[i].token,
            .place = (int8_t)(search.low + search.path[i] / 2),
            .is_raised = search.path[i] & 1,
        };
    }
    return true;
}
