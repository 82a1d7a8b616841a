/* The description of the service, share/openapi.json, as a part of the program. */
#include "openapi.h"

#include <string.h>

#include "version.h"

/* The assembler takes the file in as it stands and ends it with a NUL, so that it needs no tool and
 * no generated source. The path is that of a build from the repository's root. */
__asm__(".pushsection .rodata\n"
        "openapi:\n"
        ".incbin \"share/openapi.json\"\n"
        ".byte 0\n"
        ".popsection\n");
extern const char openapi[] __attribute__((visibility("hidden")));

void openapi_write(struct staccato_buffer *out) {
    static const char mark[] = "@VERSION@";
    const char *rest = openapi;
    const char *found;
    while ((found = strstr(rest, mark)) != NULL) {
        staccato_buffer_append(out, rest, (size_t)(found - rest));
        staccato_buffer_append_text(out, STACCATO_TEXT(STACCATO_VERSION));
        rest = found + strlen(mark);
    }
    staccato_buffer_append(out, rest, strlen(rest));
}
