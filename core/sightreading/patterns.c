/* Which patterns of a meter a level can have, and where in a phrase. */
#include "parts.h"

#include <string.h>

enum { QUARTER = 12, DOTTED_QUARTER = 18, HALF = 24, SIXTEENTH = 8 };

static bool is_rest(char token) {
    return token - 'a' >= STACCATO_SIGHT_RESTS;
}

/* How many notes there are, up to 3: more make no difference. */
static size_t count_sung(const char *tokens) {
    size_t sung = 0;
    for (; *tokens != '\0' && sung < 3; tokens++) {
        sung += !is_rest(*tokens);
    }
    return sung;
}

size_t staccato_sight_cut(const struct staccato_sight_piece *piece,
                          const struct staccato_pattern *pattern) {
    int left = piece->meter->ticks - piece->upbeat;
    size_t i = 0;
    if (piece->upbeat == 0) {
        return strlen(pattern->tokens); /* a pattern fills a measure */
    }
    while (left > 0 && pattern->tokens[i] != '\0') {
        left -= staccato_sight_ticks[pattern->tokens[i++] - 'a'];
    }
    return left == 0 ? i : 0;
}

/* What a last note so long at that place can end. */
static enum staccato_sight_ending find_ending(const struct staccato_sight_piece *piece,
                                              unsigned int at, unsigned int ticks) {
    const struct staccato_sight_meter *meter = piece->meter;
    unsigned int beat = meter->beat > 0 ? meter->beat : QUARTER;
    unsigned int least = piece->upbeat < beat ? beat - piece->upbeat : beat;
    unsigned int least_final = meter->beat == DOTTED_QUARTER              ? DOTTED_QUARTER
                               : meter->beat == 0 || meter->ticks == HALF ? QUARTER
                                                                          : HALF;
    bool on_group = false;
    if (ticks < least) {
        return STACCATO_SIGHT_ENDS_NOTHING;
    }
    for (size_t i = 0; i < meter->group_count; i++) {
        on_group |= meter->groups[i] == at;
    }
    if (!on_group) {
        return STACCATO_SIGHT_ENDS_NOTHING;
    }
    return ticks + piece->upbeat < least_final ? STACCATO_SIGHT_ENDS_PHRASE
                                               : STACCATO_SIGHT_ENDS_PIECE;
}

enum staccato_sight_ending staccato_sight_ending(const struct staccato_sight_piece *piece,
                                                 const struct staccato_pattern *pattern) {
    const char *tokens = pattern->tokens;
    size_t length = staccato_sight_cut(piece, pattern);
    unsigned int end = (unsigned int)piece->meter->ticks - piece->upbeat;
    enum staccato_sight_ending most = STACCATO_SIGHT_ENDS_PIECE;
    if (length == 0) {
        return STACCATO_SIGHT_ENDS_NOTHING;
    }
    for (size_t i = length; tokens[i] != '\0'; i++) {
        if (is_rest(tokens[i]) || (piece->upbeat > 0 && tokens[i] - 'a' == SIXTEENTH)) {
            return STACCATO_SIGHT_ENDS_NOTHING;
        }
    }
    while (length > 0 && is_rest(tokens[length - 1])) {
        end -= staccato_sight_ticks[tokens[--length] - 'a'];
        most = STACCATO_SIGHT_ENDS_PHRASE;
    }
    if (length == 0 || (is_rest(tokens[0]) && length == 1)) {
        return STACCATO_SIGHT_ENDS_NOTHING;
    }
    unsigned int ticks = staccato_sight_ticks[tokens[length - 1] - 'a'];
    enum staccato_sight_ending ending = find_ending(piece, end - ticks, ticks);
    return ending < most ? ending : most;
}

static void add(struct staccato_sight_choice *choice, size_t row) {
    choice->rows[choice->count++] = (uint8_t)row;
}

static void clear(struct staccato_sight_choice *choice) {
    choice->count = 0;
    choice->has_sums = false;
}

/* Whether a pattern has what the focus asks for. */
static bool is_wanted(const struct staccato_sight_focus *focus,
                      const struct staccato_pattern *pattern) {
    bool is_found = focus->is_tie || (pattern->cells & focus->cells) != 0;
    for (const char *token = pattern->tokens; !is_found && *token != '\0'; token++) {
        is_found = focus->tokens >> (*token - 'a') & 1;
    }
    return is_found;
}

static void keep_wanted(const struct staccato_sight_piece *piece,
                        const struct staccato_sight_choice *choice,
                        struct staccato_sight_choice *wanted) {
    clear(wanted);
    for (size_t i = 0; piece->focus != NULL && i < choice->count; i++) {
        if (is_wanted(piece->focus, &piece->meter->patterns[choice->rows[i]])) {
            add(wanted, choice->rows[i]);
        }
    }
}

/* The level's patterns, and which of them serve inside a phrase and at its ends. */
static void sort_table(const struct staccato_sight_wish *wish,
                       const struct staccato_sight_piece *piece,
                       struct staccato_sight_patterns *patterns) {
    const size_t least = piece->meter->ticks >= 2 * HALF ? 3 : 2;
    for (size_t i = 0; i < piece->meter->pattern_count; i++) {
        const struct staccato_pattern *pattern = &piece->meter->patterns[i];
        if ((pattern->cells & ~wish->cells) != 0) {
            continue;
        }
        bool begins = !is_rest(pattern->tokens[0]);
        size_t sung = count_sung(pattern->tokens);
        add(&patterns->table, i);
        if (sung > 1) {
            add(&patterns->inner_any, i);
        }
        if (sung > 1 && begins) {
            add(&patterns->inner, i);
        }
        if (sung >= least && begins) {
            add(&patterns->motif, i);
        }
        enum staccato_sight_ending ending = staccato_sight_ending(piece, pattern);
        if (ending >= STACCATO_SIGHT_ENDS_PHRASE) {
            add(&patterns->cadence, i);
        }
        if (ending == STACCATO_SIGHT_ENDS_PIECE) {
            add(&patterns->final, i);
        }
    }
}

bool staccato_sight_sort_patterns(const struct staccato_sight_wish *wish,
                                  const struct staccato_sight_piece *piece,
                                  struct staccato_sight_patterns *patterns) {
    const struct staccato_sight_choice *table = &patterns->table;
    struct staccato_sight_choice *const all[] = {&patterns->table,   &patterns->motif,
                                                 &patterns->inner,   &patterns->inner_any,
                                                 &patterns->cadence, &patterns->final};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        clear(all[i]);
    }
    sort_table(wish, piece, patterns);
    if (patterns->motif.count == 0) {
        for (size_t i = 0; i < table->count; i++) {
            if (!is_rest(piece->meter->patterns[table->rows[i]].tokens[0])) {
                add(&patterns->motif, table->rows[i]);
            }
        }
    }
    if (patterns->inner.count == 0) {
        patterns->inner = *table;
    }
    if (patterns->inner_any.count == 0) {
        patterns->inner_any = *table;
    }
    keep_wanted(piece, &patterns->motif, &patterns->wanted_motif);
    keep_wanted(piece, &patterns->inner, &patterns->wanted_inner);
    keep_wanted(piece, &patterns->cadence, &patterns->wanted_cadence);
    keep_wanted(piece, &patterns->final, &patterns->wanted_final);
    return patterns->cadence.count > 0 && patterns->final.count > 0 && patterns->motif.count > 0;
}
