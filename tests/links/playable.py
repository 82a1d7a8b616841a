"""Random requests that can be played. The same seed of random makes the same ones."""

import os
import sys
import urllib.parse

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "score"))
import games  # noqa: E402
import sight  # noqa: E402
import model as scores  # noqa: E402
import texts  # noqa: E402

CLEFS = ["treble", "bass", "alto", "tenor", "soprano", "mezzo_soprano", "baritone"]
ROOTS = [letter + sign for letter in "CDEFGAB" for sign in ("", "#", "-", "b")]
MAJOR = "C- G- D- A- E- B- F C G D A E B F# C# Cb Gb Db Ab Eb Bb".split()
MINOR = "A- E- B- F C G D A E B F# C# G# D# A# Ab Eb Bb".split()
SCALES = ["major", "natural_minor", "harmonic_minor", "melodic_minor"]
QUALITIES = ("major minor augmented diminished dominant7 major7 minor7 half_diminished7 diminished7 dominant9 major9 minor9").split()
INTERVALS = [q + str(n) for n in range(1, 16) for q in ("P AA A dd d" if n % 7 in (1, 4, 5) else "M m AA A dd d").split()
             if q + str(n) not in ("d1", "dd1", "dd2")]
SEEDS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_.-"


def some(random, items, most=6):
    return [random.choice(items) for _ in range(random.randint(1, most))]


def clefs(random):
    return {"clefs": some(random, CLEFS, 4)} if random.random() < 0.7 else {}


def octave(random, most=7):
    return {"octave": random.randint(1, most)} if random.random() < 0.4 else {}


def ends(random):
    """Of a range in which some note of every key lies: a whole tone at least."""
    while True:
        octave = random.randint(0, 6)
        low, high = random.choice(ROOTS) + str(octave), random.choice(ROOTS) + str(octave + random.randint(0, 3))
        if games.pitch(low).midi + 2 <= games.pitch(high).midi and games.pitch(low).midi >= 12:
            return {"lowNote": low, "highNote": high}


def note_game(random):
    made = {"scale": random.choice(MAJOR), "octave": str(random.randint(0, 8))}
    if random.random() < 0.5:
        made.update(ends(random))
    if random.random() < 0.5:
        made["clef"] = random.choice(CLEFS)
    return made


def key_signature_game(random):
    made = clefs(random)
    if random.random() < 0.7:
        made["keySignatures"] = [random.randint(-7, 7) for _ in range(random.randint(1, 6))]
    return made


def scale_game(random):
    """Of either major or minor scales where the pool is not a usual one, as every pair must have a key."""
    made = {**clefs(random), **octave(random)}
    kind = random.choice(["any", "major", "minor"])
    if kind == "major":
        made.update(tonicPool=some(random, MAJOR), scaleTypes=["major"])
    elif kind == "minor":
        made.update(tonicPool=some(random, MINOR), scaleTypes=some(random, SCALES[1:]))
    elif random.random() < 0.5:
        made["scaleTypes"] = some(random, SCALES)
    if random.random() < 0.5:
        made["questionMode"] = random.choice(["accidentals", "key_signature"])
    return made


def chord_game(random):
    made = {**clefs(random), **octave(random, 6)}
    if random.random() < 0.7:
        made["rootPool"] = some(random, ROOTS)
    if random.random() < 0.7:
        made["qualities"] = some(random, QUALITIES)
    if random.random() < 0.7:
        made["inversions"] = random.random() < 0.8
    return made


def interval_game(random):
    made = {**clefs(random), **octave(random)}
    if random.random() < 0.8:
        made["intervals"] = some(random, INTERVALS)
    if random.random() < 0.7:
        made["displayMode"] = random.choice(["harmonic", "melodic"])
    return made


def mary(random):
    return {"tonic": random.choice(MAJOR), "octave": random.randint(0, 8)}


def rhythm(random):
    kind = random.choice([8, 16])
    pattern = "".join(random.choice("01" if kind == 8 else "012") for _ in range(random.choice([0, 1, 3, 8, 30])))
    return {"rhythm": pattern, "rhythmType": kind, "tonic": random.choice(ROOTS) + random.choice(["", "0", "5", "9"])}


def score(random):
    while True:
        made = texts.request(random)
        try:
            scores.notate(made["notation"], made.get("key"), made.get("accidentals", "reminders"), made.get("clef"))
            return made
        except scores.Refused:
            pass


def sight_reading(random):
    """What a level has, and what can be had instead of it without leaving too little to draw from."""
    made = {"level": random.choice(list(sight.ROWS))} if random.random() < 0.9 else {}
    row = sight.row_of(made)
    if random.random() < 0.2:
        made["key"] = random.choice(sight.names(row["keys"])).replace("-", random.choice("b-"))
    if random.random() < 0.2:
        made["time"] = random.choice(list(row["measures"]))
    if random.random() < 0.5:
        made["measures"] = random.choice([4, 8, 12])
    if row["family"] == "piano" and random.random() < 0.7:
        made["hand"] = random.choice(row["hands"]["single"] + row["hands"]["grand"])
    elif row["family"] != "piano" and "key" not in made and random.random() < 0.5:
        made["instrument"] = random.choice(row["instruments"])
    if random.random() < 0.3:
        made["tempo"] = random.randint(30, 240)
    return made


def scale_pitches(random):
    return {"tonic": random.choice(MAJOR), "scaleType": random.choice(["major", "chromatic"]), **ends(random)}


MAKERS = {"note-game": note_game, "key-signature-game": key_signature_game, "scale-game": scale_game, "chord-game": chord_game,
          "interval-game": interval_game, "mary": mary, "random": rhythm, "score": score, "scale-pitches": scale_pitches,
          "sight-reading": sight_reading}


def seed(random, most=64):
    return "".join(random.choice(SEEDS) for _ in range(random.randint(1, most)))


def query(fields, **more):
    """A query string: fields of a body, lists as repeated parameters, percent-encoded as forms are."""
    pairs = []
    for name, value in {**fields, **more}.items():
        values = value if isinstance(value, list) else [value]
        pairs += [(name, str(v).lower() if isinstance(v, bool) else str(v)) for v in values]
    return urllib.parse.urlencode(pairs)
