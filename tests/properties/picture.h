/* A score's picture, read back: well-formed XML of the dialect, whose ink lies inside its viewBox.
 * Outlines are those that the picture itself defines. */
#ifndef TESTS_PROPERTIES_PICTURE_H
#define TESTS_PROPERTIES_PICTURE_H

#include "document.h"
#include "score.h"

/* How many marks there are of some classes. The head of a tempo is none of `noteheads`. */
struct picture {
    size_t systems, measures, noteheads, accidentals;
};

/* What is wrong with a picture, or NULL, and then what is in it. */
const char *picture_read(const char *data, size_t length, struct picture *picture);

/* Draws a score, of which that is the document, and compares the two; choices are any number, which
 * sets width and paper. What is wrong, or NULL. */
const char *picture_fault(const struct staccato_score *score, const struct document *document,
                          unsigned int choices);

#endif
