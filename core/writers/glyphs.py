#!/usr/bin/python3
"""Makes glyphs.c, glyphs.h and OFL.txt, the outlines that pictures of scores are drawn with, from the font that they come from.

    glyphs.py          writes the three files anew
    glyphs.py check    compares them with what it would write; status 1 if they differ

Needs npm, which fetches the font, and Debian's python3-fonttools; a build needs neither. One staff space is 100 units, y grows
downwards. Each point is rounded once, in absolute coordinates, so that errors do not add up; paths are relative and as short as
they can be written. What is written is a function of the font: no date, no path, no host.
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

from fontTools.misc.bezierTools import calcCubicBounds
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

PACKAGE = "@vexflow-fonts/bravura@1.0.2"
SHA512 = ("9f7282e61a6fd421286426cc278dd6794abbd5c208c9c3949567b6454e4e3882"
          "0aad0f55f27d0a57cbffa17fcc0c7a244d7bd4c93a38bc9d9db283323017a0e3")
UNITS = 100
HERE = os.path.dirname(os.path.abspath(__file__))

# SMuFL 1.4's names and code points. The order is that of the table.
GLYPHS = [
    ("brace", 0xE000),
    ("gClef", 0xE050), ("gClef8vb", 0xE052), ("gClef8va", 0xE053), ("cClef", 0xE05C), ("fClef", 0xE062), ("fClef8vb", 0xE064),
    ("fClef8va", 0xE065),
    *[(f"timeSig{digit}", 0xE080 + digit) for digit in range(10)],
    ("noteheadDoubleWhole", 0xE0A0), ("noteheadWhole", 0xE0A2), ("noteheadHalf", 0xE0A3), ("noteheadBlack", 0xE0A4),
    ("augmentationDot", 0xE1E7),
    ("flag8thUp", 0xE240), ("flag8thDown", 0xE241), ("flag16thUp", 0xE242), ("flag16thDown", 0xE243), ("flag32ndUp", 0xE244),
    ("flag32ndDown", 0xE245), ("flag64thUp", 0xE246), ("flag64thDown", 0xE247), ("flag128thUp", 0xE248), ("flag128thDown", 0xE249),
    ("accidentalFlat", 0xE260), ("accidentalNatural", 0xE261), ("accidentalSharp", 0xE262), ("accidentalDoubleSharp", 0xE263),
    ("accidentalDoubleFlat", 0xE264), ("accidentalTripleSharp", 0xE265), ("accidentalTripleFlat", 0xE266),
    ("restDoubleWhole", 0xE4E2), ("restWhole", 0xE4E3), ("restHalf", 0xE4E4), ("restQuarter", 0xE4E5), ("rest8th", 0xE4E6),
    ("rest16th", 0xE4E7), ("rest32nd", 0xE4E8), ("rest64th", 0xE4E9), ("rest128th", 0xE4EA),
    *[(f"tuplet{digit}", 0xE880 + digit) for digit in range(10)],
]
ANCHORS = ("stemUpSE", "stemDownNW", "stemUpNW", "stemDownSW")

NOTICE = """/* Made by glyphs.py: not to be edited. %s
 *
 * Outlines and metrics from Bravura %s (sha256 of bravura.otf
 * %s).
 * Copyright (c) 2021, Steinberg Media Technologies GmbH (http://www.steinberg.net/), with Reserved
 * Font Name "Bravura". This file, and no other, is under the SIL Open Font License 1.1: OFL.txt,
 * beside it. Pictures that are drawn with it are free of it. */
"""

HEADER = """#ifndef STACCATO_GLYPHS_H
#define STACCATO_GLYPHS_H

#include <stdint.h>

enum staccato_glyph_name {
%s
    STACCATO_GLYPHS /* how many there are */
};

/* Lengths are hundredths of a staff space, y grows downwards. */
struct staccato_glyph {
    char code[5];    /* the SMuFL code point, "E0A4" */
    int16_t left, top, right, bottom;
    int16_t advance; /* from this glyph's origin to the next one's, in a row */
    int16_t tip;     /* y where a flag's stem ends; 0 for the rest */
    uint16_t length; /* of outline */
    const char *outline; /* SVG path data */
};

extern const struct staccato_glyph staccato_glyphs[STACCATO_GLYPHS];

#endif
"""


def contours(glyphs, name):
    """A glyph's contours: where each begins, and its lines and cubic curves."""
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    out = []
    for operator, points in pen.value:
        if operator == "moveTo":
            out.append((points[0], []))
        elif operator in ("lineTo", "curveTo"):
            assert len(points) in (1, 3)
            out[-1][1].append(points)
        elif operator not in ("closePath", "endPath"):
            sys.exit(f"{name}: {operator}?")
    return out


class Path:
    """Path data, with as few separators as can be."""

    def __init__(self):
        self.data, self.last = "", ""

    def add(self, letter, *values):
        if letter != self.last or letter in "mz":
            self.data += letter
        self.last = {"m": "l"}.get(letter, letter)
        for value in values:
            self.data += ("" if value < 0 or self.data[-1].isalpha() else " ") + str(value)

    def line(self, dx, dy):
        if dy == 0:
            self.add("h", dx)
        elif dx == 0:
            self.add("v", dy)
        else:
            self.add("l", dx, dy)


def path(shape, scale):
    """The path data of rounded contours, and their box: left, top, right, bottom."""
    rounded = lambda point: (round(point[0] * scale), round(-point[1] * scale))
    out, at, bounds = Path(), (0, 0), []
    for start, segments in shape:
        begin = rounded(start)
        out.add("m", begin[0] - at[0], begin[1] - at[1])
        at, control = begin, None
        bounds.append(begin)
        for number, segment in enumerate(segments):
            points = [rounded(point) for point in segment]
            a, b, end = points[0], points[-2:][0], points[-1]
            relative = lambda point: (point[0] - at[0], point[1] - at[1])
            is_line = len(points) == 1 or (a == at and b == end)
            if len(points) == 3:
                box = calcCubicBounds(at, a, b, end)
                bounds += [box[:2], box[2:]]
            bounds.append(end)
            closes = len(points) == 1 and number == len(segments) - 1 and end == begin  # z draws that line
            if is_line:
                if end != at and not closes:
                    out.line(*relative(end))
                if len(points) == 1 or end != at:
                    control = None
            elif control is not None and relative(a) == control:
                out.add("s", *relative(b), *relative(end))
                control = (end[0] - b[0], end[1] - b[1])
            else:
                out.add("c", *relative(a), *relative(b), *relative(end))
                control = (end[0] - b[0], end[1] - b[1])
            at = end
        out.add("z")
        at = begin
    xs, ys = [point[0] for point in bounds], [point[1] for point in bounds]
    return out.data, [round(value) for value in (min(xs), min(ys), max(xs), max(ys))]


def fetch(folder):
    """The package's folder, once it is the one that is meant."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = os.path.join(folder, next(name for name in os.listdir(folder) if name.endswith(".tgz")))
    with open(archive, "rb") as file:
        if hashlib.sha512(file.read()).hexdigest() != SHA512:
            sys.exit(f"{PACKAGE} is not what it was")
    subprocess.run(["tar", "-xzf", archive, "-C", folder], check=True)
    return os.path.join(folder, "package")


def constant(name):
    return "STACCATO_GLYPH_" + "".join("_" + letter if letter.isupper() else letter for letter in name).upper()


def row(font, cmap, metadata, name, code):
    scale = UNITS * 4 / font["head"].unitsPerEm  # SMuFL: an em is four staff spaces
    outline, box = path(contours(font.getGlyphSet(), cmap[code]), scale)
    anchors = metadata["glyphsWithAnchors"].get(name, {})
    tips = [round(-anchors[anchor][1] * UNITS) for anchor in ANCHORS[2:] if anchor in anchors]
    advance = round(font["hmtx"][cmap[code]][0] * scale)
    numbers = ", ".join(str(number) for number in (*box, advance, (tips or [0])[0], len(outline)))
    return f'    [{constant(name)}] = {{"{code:04X}", {numbers},\n     "{outline}"}},\n'


def files():
    """The files by name, as they should be."""
    with tempfile.TemporaryDirectory() as folder:
        package = fetch(folder)
        with open(os.path.join(package, "bravura.otf"), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        with open(os.path.join(package, "metadata.json"), encoding="utf-8") as file:
            metadata = json.load(file)
        with open(os.path.join(package, "LICENSE.txt"), encoding="utf-8") as file:
            license_text = file.read().replace("\r\n", "\n")
        font = TTFont(os.path.join(package, "bravura.otf"))
        cmap = font.getBestCmap()
        rows = "".join(row(font, cmap, metadata, name, code) for name, code in GLYPHS)
    notice = lambda what: NOTICE % (what, metadata["fontVersion"], digest)
    names = "\n".join(f"    {constant(name)}," for name, _ in GLYPHS)
    return {
        "glyphs.c": notice("The table of outlines.") + '/* clang-format off */\n#include "glyphs.h"\n\n'
                    "const struct staccato_glyph staccato_glyphs[STACCATO_GLYPHS] = {\n" + rows + "};\n",
        "glyphs.h": notice("The outlines by their SMuFL names.") + "/* clang-format off */\n" + HEADER % names,
        "OFL.txt": license_text,
    }


def main():
    checks = sys.argv[1:] == ["check"]
    if sys.argv[1:] and not checks:
        sys.exit(__doc__)
    differ = 0
    for name, text in files().items():
        if checks:
            with open(os.path.join(HERE, name), encoding="utf-8") as file:
                if file.read() != text:
                    print(f"{name} is not what {PACKAGE} makes")
                    differ += 1
        else:
            with open(os.path.join(HERE, name), "w", encoding="utf-8") as file:
                file.write(text)
    if checks:
        print(f"{3 - differ} passed, {differ} failed")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
