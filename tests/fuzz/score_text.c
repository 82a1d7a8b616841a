/* Fuzzes the reader of melodies: the input is a byte of choices and a text. What it reads must come
 * back from the document; what it refuses must be refused where the text goes wrong. */
#include <stdlib.h>

#include "../properties/melody.h"
#include "../properties/picture.h"
#include "answer.h"
#include "musicxml.h"
#include "tinynotation.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct staccato_score score;
static struct staccato_score again;
static struct staccato_buffer out;
static struct document document;

/* Signatures, rules of accidentals and clefs, whichever the byte chooses. */
static void begin(uint8_t choices) {
    enum { KEYS = 15, CLEFS = STACCATO_NAMED_CLEFS + 1 };
    unsigned int clef = choices / KEYS / 2 % CLEFS;
    staccato_score_begin(&score);
    score.has_key = true;
    score.fifths = (int8_t)(choices % KEYS - 7);
    score.accidentals = choices / KEYS % 2 == 0 ? STACCATO_REMINDERS : STACCATO_PLAIN;
    score.voices[0].clef = clef < STACCATO_NAMED_CLEFS ? &staccato_clefs[clef] : NULL;
}

static void check_document(unsigned int choices) {
    staccato_buffer_clear(&out, SIZE_MAX);
    staccato_musicxml.write(&score, &(struct staccato_page){0}, &out);
    answer_require(!out.failed, "a melody is written");
    const char *fault = document_read(out.data, out.length, &document);
    answer_require(fault == NULL, fault);
    fault = melody_fault(&document, &score);
    answer_require(fault == NULL, fault);
    fault = picture_fault(&score, &document, choices);
    answer_require(fault == NULL, fault);
}

/* Reading stops at the first trouble: what stands before it is good, but for what it left open. */
static void check_refusal(struct staccato_text text, size_t offset) {
    size_t earlier;
    answer_require(offset <= text.length, "the trouble lies in the text");
    text.length = offset;
    staccato_score_begin(&again);
    const char *fault = staccato_tinynotation_read(text, &again, &earlier);
    answer_require(fault == NULL || strstr(fault, "a tie must lead") != NULL ||
                       strstr(fault, "is not closed") != NULL,
                   "there is no trouble before the first");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    if (length == 0) {
        return 0;
    }
    struct staccato_text text = {answer_copy(bytes + 1, length - 1), length - 1};
    size_t offset = SIZE_MAX;
    begin(bytes[0]);
    if (staccato_tinynotation_read(text, &score, &offset) == NULL) {
        check_document(bytes[0] | (unsigned int)length << 8);
    } else {
        check_refusal(text, offset);
    }
    free((char *)text.data);
    return 0;
}
