/* Fuzzes sight-reading: the input chooses fields, ranges and instruments, which must be drawn by
 * the rules or refused in words. */
#include "../properties/sights.h"
#include "answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static struct sights_request made;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    struct requests_source source = {.bytes = bytes, .left = length};
    bool is_drawn;
    if (length == 0) {
        return 0; /* bytes may be NULL, which would mean a seed */
    }
    sights_make(&source, &made);
    const char *fault = sights_fault(&made, &is_drawn);
    answer_require(fault == NULL, fault);
    return 0;
}
