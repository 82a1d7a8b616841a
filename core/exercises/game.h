/* What the games have in common: fields, roots, and what a clef means for an octave. */
#ifndef STACCATO_GAME_H
#define STACCATO_GAME_H

#include "exercise.h"

enum { STACCATO_WHOLE_NOTE = STACCATO_VALUE(STACCATO_WHOLE, 0) };

/* The field `clefs`: treble alone if absent. */
#define STACCATO_CLEFS_FIELD                                                                       \
    {                                                                                              \
        .name = STACCATO_TEXT_INIT("clefs"), .kind = STACCATO_CHOICE, .is_list = true,             \
        .choice_count = STACCATO_NAMED_CLEFS, .choices = staccato_clef_names,                      \
        .absent = "[\"treble\"]", .help = "Clefs to draw from."                                    \
    }

/* The field `octave`: chosen by the clef if absent. */
#define STACCATO_OCTAVE_FIELD                                                                      \
    {                                                                                              \
        .name = STACCATO_TEXT_INIT("octave"), .kind = STACCATO_INTEGER, .is_nullable = true,       \
        .least = 1, .most = 7, .absent = "null",                                                   \
        .help = "Octave of the lowest note; the clef's own if absent or null."                     \
    }

/* The answer `clef`. */
#define STACCATO_CLEF_ANSWER                                                                       \
    { STACCATO_TEXT_INIT("clef"), STACCATO_ANSWER_TEXT }

#define STACCATO_ROOT_NAMES "a letter from A to G in capitals, then # or - or b, or nothing"

/* The same as a pattern. */
#define STACCATO_ROOT_PATTERN "^[A-G][#b-]?$"

/* Draws a clef. */
const struct staccato_clef *staccato_draw_clef(struct staccato_draw *draw,
                                               const struct staccato_argument *clefs);

/* The octave that was asked for, or the one in which a game starts in that clef. */
int8_t staccato_game_octave(const struct staccato_argument *octave,
                            const struct staccato_clef *clef);

/* Reads STACCATO_ROOT_NAMES; the octave is left 0. Returns false for anything else. */
bool staccato_root_parse(struct staccato_text name, struct staccato_pitch *root);

/* A name without octave that the question keeps. */
struct staccato_text staccato_question_name(struct staccato_question *question,
                                            struct staccato_pitch pitch);

/* Begins a score of one measure in that clef, in which every note prints what its key does not
 * give. */
void staccato_game_begin(struct staccato_question *question, const struct staccato_clef *clef);

#endif
