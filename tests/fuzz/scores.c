/* Fuzzes the whole of core: the input chooses a valid request, which must be played by the rules.
 */

#include "../properties/document.h"
#include "../properties/invariants.h"
#include "../properties/picture.h"
#include "../properties/requests.h"
#include "answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct requests_request made;
static struct staccato_question question;
static struct staccato_buffer out;
static struct document document;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct requests_source source = {.bytes = bytes, .left = length};
    if (length == 0) {
        return 0; /* bytes may be NULL, which would mean a seed */
    }
    requests_make(&source, &made);
    staccato_buffer_clear(&out, SIZE_MAX);
    answer_require(requests_play(&made, &question, &out), "a valid request is played");
    const char *fault = document_read(out.data, out.length, &document);
    answer_require(fault == NULL, fault);
    fault = invariants_fault(&document);
    answer_require(fault == NULL, fault);
    int sum = 0;
    for (size_t i = 0; i < document.measure_count; i++) {
        sum += document_measure_duration(&document, &document.measures[i]);
    }
    answer_require(sum == made.sixteenths * DOCUMENT_QUARTER / 4,
                   "the score is as long as the request");
    fault = picture_fault(&question.score, &document, bytes[0] | (unsigned int)length << 8);
    answer_require(fault == NULL, fault);
    return 0;
}
