/* What the games have in common. */
#include "game.h"

const struct staccato_clef *staccato_draw_clef(struct staccato_draw *draw,
                                               const struct staccato_argument *clefs) {
    return &staccato_clefs[staccato_draw_item(draw, clefs)->number];
}

int8_t staccato_game_octave(const struct staccato_argument *octave,
                            const struct staccato_clef *clef) {
    static const int8_t octaves[STACCATO_NAMED_CLEFS] = {
        [STACCATO_TREBLE] = 4,   [STACCATO_SOPRANO] = 4, [STACCATO_MEZZO_SOPRANO] = 4,
        [STACCATO_ALTO] = 4,     [STACCATO_BASS] = 3,    [STACCATO_TENOR] = 3,
        [STACCATO_BARITONE] = 3,
    };
    return octave->count > 0 ? (int8_t)octave->items->number : octaves[clef - staccato_clefs];
}

bool staccato_root_parse(struct staccato_text name, struct staccato_pitch *root) {
    /* A pitch may have a small letter, more signs and an octave, too; a root has not. */
    char sign = name.length == 2 ? name.data[1] : '\0';
    bool is_short = name.length == 1 || sign == '#' || sign == '-' || sign == 'b';
    if (!is_short || name.data[0] > 'G' || !staccato_pitch_parse(name, root)) {
        return false;
    }
    root->octave = 0;
    return true;
}

struct staccato_text staccato_question_name(struct staccato_question *question,
                                            struct staccato_pitch pitch) {
    char name[STACCATO_PITCH_NAME_SIZE];
    size_t length = staccato_pitch_name(pitch, name);
    return staccato_question_word(question, (struct staccato_text){name, length});
}

void staccato_game_begin(struct staccato_question *question, const struct staccato_clef *clef) {
    question->words_length = 0;
    staccato_score_begin(&question->score);
    question->score.divisions = 4;
    question->score.accidentals = STACCATO_EACH;
    question->score.voices[0].clef = clef;
}
