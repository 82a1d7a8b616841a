"""What a MusicXML document says, as model.notate says it.

read(document) -> (attributes, a list of measures, each a list of notes as dicts)
"""

import xml.etree.ElementTree as ET


def read_note(note, divisions):
    def text(path):
        return note.findtext(path)
    pitch, rest, time = note.find("pitch"), note.find("rest"), note.find("time-modification")
    alter = text("pitch/alter")
    tuplets = []
    for tuplet in note.findall("notations/tuplet"):
        kind = tuplet.get("type")
        units = {tuplet.findtext("tuplet-%s/tuplet-type" % w) for w in ("actual", "normal")}
        tuplets.append((kind, units.pop()) if kind == "start" and len(units) == 1 else (kind,))
    return {
        "step": text("pitch/step"), "octave": int(text("pitch/octave")) if pitch is not None else None,
        "alter": int(alter) if alter is not None else None, "whole rest": rest is not None and rest.get("measure") == "yes",
        "duration": int(text("duration")) * 96 // divisions, "ties": [t.get("type") for t in note.findall("tie")],
        "type": text("type"), "dots": len(note.findall("dot")), "sign": text("accidental"),
        "time": None if time is None else (int(time.findtext("actual-notes")), int(time.findtext("normal-notes")), time.findtext("normal-type")),
        "stem": text("stem"), "beams": [(int(b.get("number")), b.text) for b in note.findall("beam")],
        "tied": [t.get("type") for t in note.findall("notations/tied")], "tuplet": tuplets,
    }


def read(document):
    root = ET.fromstring(document)
    first = root.find("part/measure/attributes")
    fifths, divisions = first.findtext("key/fifths"), int(first.findtext("divisions"))
    attributes = {
        "fifths": int(fifths) if fifths is not None else None,
        "meter": (int(first.findtext("time/beats")), int(first.findtext("time/beat-type"))),
        "clef": (first.findtext("clef/sign"), int(first.findtext("clef/line")), int(first.findtext("clef/clef-octave-change") or 0)),
    }
    return attributes, [[read_note(n, divisions) for n in m.findall("note")] for m in root.findall("part/measure")]
