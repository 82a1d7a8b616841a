/* The door: arguments go in; a question, or the reason why there is none, comes out.
 *
 *     static struct staccato_question question;
 *     struct staccato_refusal refusal;
 *     struct staccato_draw draw = staccato_draw_random();
 *     bool composed = exercise->compose(arguments, &draw, &question, &refusal);
 *
 * An exercise is one file: its fields, the names of its answers, its sentences, its compose
 * function. Its name is its route. Adding one takes two lines in exercises.c. It never sees JSON,
 * query strings or formats.
 */
#ifndef STACCATO_EXERCISE_H
#define STACCATO_EXERCISE_H

#include "buffer.h"
#include "draw.h"
#include "field.h"
#include "score.h"

enum {
    STACCATO_ANSWERS_MAX = 8,
    STACCATO_WORDS_SIZE = 64, /* bytes of texts that a question makes itself */
    STACCATO_REFUSED_MAX = 3, /* values that a refusal names */
};

/* An answer beside the score. TEXT and INTEGER are in question->answers. PITCHES is the list of
 * the score's pitches by name, with octaves: it is in the score. */
enum staccato_answer_kind {
    STACCATO_ANSWER_TEXT,
    STACCATO_ANSWER_INTEGER,
    STACCATO_ANSWER_PITCHES
};

struct staccato_answer {
    struct staccato_text name; /* on the wire */
    enum staccato_answer_kind kind;
};

/* What was composed: a score, and what a player has to find. Texts point to the arguments, to
 * constants or to words. */
struct staccato_question {
    struct staccato_score score;
    struct staccato_item answers[STACCATO_ANSWERS_MAX]; /* in the order of the exercise's row */
    size_t words_length;
    char words[STACCATO_WORDS_SIZE];
};

/* Why a request can't be played: a sentence in which each {} stands for a value. */
struct staccato_refusal {
    const char *sentence;
    struct {
        bool is_number;
        struct staccato_item value; /* text: borrowed from the arguments */
    } values[STACCATO_REFUSED_MAX];
};

/* What the answer of an exercise is. */
enum staccato_reply {
    STACCATO_REPLY_SCORE,  /* the document alone */
    STACCATO_REPLY_OBJECT, /* an object: the document, then the answers */
    STACCATO_REPLY_FACTS,  /* an object of answers: there is nothing to notate */
};

struct staccato_exercise {
    struct staccato_text name;  /* "note-game": the route is /note-game */
    struct staccato_text title; /* of a picture: what it is, not what it shows */
    const char *summary;        /* one English sentence, for descriptions of the service */
    const char *example; /* a JSON object that is a request, for the same and for load tests */
    const char *refused; /* likewise, one that is valid but can't be played; NULL: there is none */
    enum staccato_reply reply;
    bool draws;      /* it takes a seed, and can be asked for many at once */
    bool tells_seed; /* its answer to a POST ends with the seed, too */
    size_t field_count;
    const struct staccato_field *fields;
    size_t answer_count;
    const struct staccato_answer *answers;
    /* arguments: one for each field, in order, valid by the field's row. Fills the question and
     * returns true, or fills refusal and returns false. */
    bool (*compose)(const struct staccato_argument *arguments, struct staccato_draw *draw,
                    struct staccato_question *question, struct staccato_refusal *refusal);
};

/* The exercises, in the order in which they are described; ended by NULL. */
extern const struct staccato_exercise *const staccato_exercises[];

/* ---- what exercises share ---- */

/* Fills refusal with a sentence and the values that it names, and returns false: what compose
 * returns then. */
bool staccato_refuse(struct staccato_refusal *refusal, const char *sentence,
                     struct staccato_text value);
bool staccato_refuse_number(struct staccato_refusal *refusal, const char *sentence, int64_t number);

/* Appends the refusal as one line of English, without newline. Values of texts have their control
 * characters escaped and are cut at 64 bytes. */
void staccato_refusal_write(const struct staccato_refusal *refusal, struct staccato_buffer *out);

/* Keeps a text in the question's words, which must have room, and returns it. */
struct staccato_text staccato_question_word(struct staccato_question *question,
                                            struct staccato_text text);

/* One of an argument's items, drawn uniformly; the argument has one at least. */
const struct staccato_item *staccato_draw_item(struct staccato_draw *draw,
                                               const struct staccato_argument *argument);

/* STACCATO_PITCH_NAMES as a pattern. */
#define STACCATO_PITCH_PATTERN "^[A-Ga-g](#{0,3}|-{0,3}|b{0,3})[0-9]?$"

/* Parts of sentences. */
#define STACCATO_KEY_NAMES "C-, G-, D-, A-, E-, B-, F, C, G, D, A, E, B, F# or C#"
#define STACCATO_PITCH_NAMES                                                                       \
    "a letter from A to G, then up to three # or up to three - or b, then an octave from 0 to 9, " \
    "as in C, f#3 or Ab4"

#endif
