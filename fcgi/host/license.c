/* The licences' files, taken in as they stand by the assembler. The paths are those of a build from
 * the repository's root. */
#include "license.h"

__asm__(
    ".pushsection .rodata\n"
    ".globl license_text\n"
    ".hidden license_text\n"
    "license_text:\n"
    ".incbin \"LICENSE\"\n"
    ".ascii \"\\nThe outlines of notes and signs in pictures are not under the license above:\\n\\n\"\n"
    ".incbin \"core/writers/OFL.txt\"\n"
    ".byte 0\n"
    ".popsection\n");
