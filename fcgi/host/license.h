/* The licences of the program and of what is in it, as text: what --license prints. */
#ifndef STACCATO_LICENSE_H
#define STACCATO_LICENSE_H

/* LICENSE, then that of the outlines that pictures are drawn with; NUL-terminated. */
extern const char license_text[] __attribute__((visibility("hidden")));

#endif
