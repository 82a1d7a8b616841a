/* Fuzzes the small parsers with any bytes: the input is a pitch, a key, a pattern and an octave. */
#include <stdlib.h>

#include "answer.h"
#include "key.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct staccato_buffer out;

/* Whether the spelling is a pitch, said once more in the words of NOTATION: a letter, up to three
 * signs of one kind, an octave or none. */
static bool is_pitch(struct staccato_text spelling) {
    size_t at = 1;
    if (spelling.length == 0 || strchr("CDEFGABcdefgab", spelling.data[0]) == NULL ||
        spelling.data[0] == '\0') {
        return false;
    }
    while (at < spelling.length && at < 4 && spelling.data[at] == spelling.data[1] &&
           (spelling.data[at] == '#' || spelling.data[at] == '-' || spelling.data[at] == 'b')) {
        at++;
    }
    at += at < spelling.length && spelling.data[at] >= '0' && spelling.data[at] <= '9';
    return at == spelling.length;
}

/* A pitch that is written out reads back as itself. */
static void check_pitch(struct staccato_text spelling) {
    struct staccato_pitch pitch = {.step = 99};
    struct staccato_pitch again;
    bool ok = staccato_pitch_parse(spelling, &pitch);
    answer_require(ok == is_pitch(spelling), "a pitch or none");
    if (!ok) {
        answer_require(pitch.step == 99, "what is no pitch leaves pitch alone");
        return;
    }
    char name[STACCATO_PITCH_NAME_SIZE + 1];
    size_t length = staccato_pitch_name(pitch, name);
    answer_require(staccato_pitch_in_range(pitch) && strlen(name) == length, "a pitch has a name");
    name[length++] = (char)('0' + pitch.octave);
    answer_require(staccato_pitch_parse((struct staccato_text){name, length}, &again) &&
                       again.step == pitch.step && again.alter == pitch.alter &&
                       again.octave == pitch.octave,
                   "a name is a spelling");
}

static void check_key(struct staccato_text tonic) {
    const struct staccato_key *key = staccato_key_find(tonic);
    if (key == NULL) {
        return;
    }
    answer_require(key >= staccato_keys && key < staccato_keys + STACCATO_KEY_COUNT, "a key");
    answer_require(is_pitch(tonic) && tonic.length <= 2 &&
                       tonic.data[0] == "CDEFGAB"[key->tonic.step],
                   "its tonic");
}

/* A request is played, or is refused in one printable line. */
static void check_play(const struct staccato_exercise *exercise,
                       const struct staccato_item items[]) {
    static struct staccato_question question;
    struct staccato_argument arguments[STACCATO_FIELDS_MAX];
    struct staccato_refusal refusal;
    struct staccato_draw draw = {0};
    for (size_t i = 0; i < exercise->field_count; i++) {
        bool is_needed = exercise->fields[i].absent == NULL;
        arguments[i] = (struct staccato_argument){is_needed, is_needed ? &items[i] : NULL};
    }
    staccato_buffer_clear(&out, SIZE_MAX);
    if (exercise->compose(arguments, &draw, &question, &refusal)) {
        return; /* scores.c looks at scores */
    }
    staccato_refusal_write(&refusal, &out);
    answer_require(!out.failed && out.length > 0 && out.length < 384, "a short line");
    for (size_t i = 0; i < out.length; i++) {
        answer_require((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7F, "printable");
    }
}

/* The input in place of each field of the first three exercises, beside good ones. */
static void check_exercises(struct staccato_text text, int64_t number) {
    const struct staccato_item any = {text, number};
    const struct staccato_item c = {STACCATO_TEXT("C"), 8};
    const struct staccato_item one = {STACCATO_TEXT("1"), 16};
    const struct staccato_item requests[][3] = {
        {any, one, one}, {one, any, c}, {c, any, c}, {one, c, any}, {one, one, any}, {any, c, any},
    };
    for (size_t exercise = 0; exercise < 3; exercise++) {
        for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
            check_play(staccato_exercises[exercise], requests[i]);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct staccato_text text = {answer_copy(bytes, length), length};
    int64_t number = 0;
    memcpy(&number, length == 0 ? "" : text.data,
           length < sizeof(number) ? length : sizeof(number));
    answer_restart_draws();
    check_pitch(text);
    check_key(text);
    check_exercises(text, number);
    free((char *)text.data);
    return 0;
}
