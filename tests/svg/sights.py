"""Random requests for sight-reading: levels, instruments, hands, keys, meters. What can't be played is refused, and left out."""

import json
import os

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
with open(os.path.join(ROOT, "share/levels.json"), encoding="utf-8") as file:
    LEVELS = json.load(file)
HANDS = ["apart", "together"]
CLEFS = ["treble", "bass", "alto", "tenor", "treble-8vb"]
KEYS = ["C-", "G-", "D-", "A-", "E-", "B-", "F", "C", "G", "D", "A", "E", "B", "F#", "C#",
        "a-", "e-", "b-", "f", "c", "g", "d", "a", "e", "b", "f#", "c#", "g#", "d#", "a#"]
OF_TWO_STAVES = 3  # one in so many


def request(source, number):
    level = source.choice(LEVELS["levels"])
    fields = {"seed": str(source.randrange(10 ** 6))}
    if number % OF_TWO_STAVES == 0:
        pianos = [row for row in LEVELS["levels"] if "hands" in row]
        level = source.choice(pianos)
        fields["hand"] = level["hands"]["grand"][0]
    elif source.random() < 0.7:
        fields["instrument"] = source.choice(level["instruments"])
        if source.random() < 0.2:
            fields["clef"] = source.choice(CLEFS)
    if number % OF_TWO_STAVES and source.random() < 0.3 or source.random() < 0.1:
        fields.pop("instrument", None)
        fields["time"] = source.choice(list(LEVELS["meters"]))
        if "hand" in fields:
            fields["hand"] = source.choice(HANDS)
    else:
        fields["level"] = level["id"]
    for name, choices in (("key", KEYS), ("measures", [4, 6, 8, 12, 16, 20, 24]), ("ties", ["true"]), ("rests", ["true"]),
                          ("accidentals", ["none", "minor", "chromatic"]), ("tempo", [60, 132])):
        if source.random() < 0.25:
            fields[name] = source.choice(choices)
    return "/sight-reading", fields
