/* The table of formats: each is two lines here and files of its own. */
#include "format.h"

extern const struct staccato_format staccato_musicxml;
extern const struct staccato_format staccato_midi;
extern const struct staccato_format staccato_svg;

const struct staccato_format *const staccato_formats[] = {
    &staccato_musicxml,
    &staccato_midi,
    &staccato_svg,
    NULL,
};

const struct staccato_format *staccato_format_find(struct staccato_text extension) {
    for (const struct staccato_format *const *format = staccato_formats; *format != NULL;
         format++) {
        if (staccato_text_equal((*format)->extension, extension)) {
            return *format;
        }
    }
    return NULL;
}
