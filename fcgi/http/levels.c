/* The levels, share/levels.json, as a part of the program; taken in as openapi.c says. */
#include "levels.h"

#include <string.h>

__asm__(".pushsection .rodata\n"
        "levels:\n"
        ".incbin \"share/levels.json\"\n"
        ".byte 0\n"
        ".popsection\n");
extern const char levels[] __attribute__((visibility("hidden")));

void levels_write(struct staccato_buffer *out) {
    staccato_buffer_append(out, levels, strlen(levels));
}
