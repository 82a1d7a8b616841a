"""Pictures of two staves, for a judge that reads one: each staff as a picture of its own, and what only both together show."""

import re
import xml.etree.ElementTree as ET

RECTANGLE = re.compile(r"M(-?\d+) ?(-?\d+)h(\d+)v(\d+)h-\d+z")
LINES, LINE, HEIGHT = 5, 13, 400  # of a staff; how thick; from top line to bottom line
APART = 150  # the ink of two staves, at least
HEAD = 120  # a head on the other side of its stem is so far from its column


def of_class(element, name):
    return [child for child in element.iter() if child.get("class") == name]


def down(group):
    """How far a staff is moved down."""
    return int((re.match(r"translate\(0 (\d+)\)$", group.get("transform", "")) or [0, 0])[1])


def rectangles(path):
    """(x, y, width, height) of each."""
    return [tuple(map(int, found)) for found in RECTANGLE.findall(path.get("d"))]


def set_rectangles(path, found):
    path.set("d", "".join("M%d %dh%dv%dh%dz" % (x, y, width, height, -width) for x, y, width, height in found))


def one_staff(picture, number):
    """The picture with one of its staves (0 or 1), in its place; barlines end with it."""
    root = ET.fromstring(picture)
    for system in of_class(root, "system"):
        top = down(of_class(system, "staff")[number])
        for brace in [child for child in system if child.get("class") in ("grpSym", "barLine")]:
            system.remove(brace)
        for path in of_class(system, "staffLines"):
            set_rectangles(path, rectangles(path)[LINES * number:][:LINES])
        for path in of_class(system, "barLine"):
            set_rectangles(path, [(x, top - LINE // 2, width, HEIGHT + LINE) for x, _, width, _ in rectangles(path)])
        for holder in list(system.iter()):
            for group in [child for child in holder if child.get("class") == "staff" and down(child) != top]:
                holder.remove(group)
        for digits in of_class(system, "mNum") if number else []:
            digits.set("transform", re.sub(r" (-?\d+)\)", lambda y: " %d)" % (int(y[1]) + top), digits.get("transform"), count=1))
    return ET.tostring(root, encoding="unicode")


def one_part(document, number):
    """The MusicXML with one of its staves."""
    root = ET.fromstring(document)
    for parent in list(root.iter()):
        for child in list(parent):
            is_other = child.tag == "note" and child.findtext("staff") != str(number + 1)
            if is_other or child.tag == "backup" or (child.tag == "clef" and child.get("number") != str(number + 1)):
                parent.remove(child)
    return ET.tostring(root, encoding="unicode")


def count(document):
    return int((re.search(r"<staves>(\d)</staves>", document) or [0, 1])[1])


def system_faults(judge, read, system):
    tops = [down(group) for group in of_class(system, "staff")]
    top = max(tops)
    if tops != [0, top] * (len(tops) // 2):
        yield "its staves lie at %s" % tops
        return
    rows = [[mark for mark in judge.inside(system, read.marks)
             if any(owner.get("class") == "staff" and down(owner) == row for owner in mark.owners)] for row in (0, top)]
    gap = min(mark.box[1] for mark in rows[1]) - max(mark.box[3] for mark in rows[0])
    if gap < APART - 1:
        yield "their ink is %d apart" % gap
    bars = [bar for path in of_class(system, "barLine") for bar in rectangles(path)]
    if any((y, height) != (-(LINE // 2), top + HEIGHT + LINE) for _, y, _, height in bars):
        yield "barlines go through both"
    if min(x for x, *_ in bars) != 0 or len(of_class(system, "grpSym")) != 1:
        yield "a brace, and a barline right of it"


def faults(judge, picture, infos):
    """What both staves show, as lines; infos are what the judge has found on each."""
    read = judge.Picture(ET.fromstring(picture))
    for number, system in enumerate(of_class(read.root, "system")):
        yield from ("staves: system %d: %s" % (number + 1, what) for what in system_faults(judge, read, system))
    columns = {}
    for info in infos:
        if not info.event.whole:
            columns.setdefault((info.measure + 1, info.event.at), []).append(info.x)
    for where, found in columns.items():
        if max(found) - min(found) > HEAD:
            yield "staves: measure %d at %s: not one column: %s" % (*where, found)


def margin_faults(judge, picture):
    """The ink of a picture lies inside it, and there is a little room on all sides."""
    read = judge.Picture(ET.fromstring(picture))
    _, _, width, height = map(float, read.root.get("viewBox").split())
    boxes = [mark.box for mark in read.marks]
    margins = [min(box[0] for box in boxes), min(box[1] for box in boxes),
               width - max(box[2] for box in boxes), height - max(box[3] for box in boxes)]
    return [] if all(40 <= margin <= 250 for margin in margins) else ["margins: %s" % margins]
