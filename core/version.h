/* The one place that names the version: the binary, the scores' <software> and the manual use it.
 */
#ifndef STACCATO_VERSION_H
#define STACCATO_VERSION_H

#define STACCATO_VERSION "2.0.0"

#endif
