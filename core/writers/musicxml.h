/* A score as a MusicXML 4.0 document. */
#ifndef STACCATO_MUSICXML_H
#define STACCATO_MUSICXML_H

#include "format.h"

/* A score-partwise document: XML declaration, DOCTYPE, no white space between elements. The page's
 * date is <encoding-date>. It has no fields. */
extern const struct staccato_format staccato_musicxml;

#endif
