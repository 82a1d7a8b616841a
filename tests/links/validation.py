"""Odd bodies for the games, and what the contract says of each: 200, 400, or 422 with every entry of its detail.

check(ask, RANDOM) sends one, and fails an assertion where the answer is another. Nothing here was made from the program.
"""

import json
import re

import games
import playable

REQUIRED = object()


# ---- validators: of a value at its place, the entries of a 422, and what the value is taken for ----

def entry(kind, loc, said, value, context=None):
    made = {"type": kind, "loc": ["body"] + loc, "msg": said, "input": value}
    return made if context is None else {**made, "ctx": context}


def text(value, loc):
    if isinstance(value, str):
        return [], value
    return [entry("string_type", loc, "Input should be a valid string", value)], None


def one_of(names):
    quoted = ["'%s'" % name for name in names]
    expected = "%s or %s" % (", ".join(quoted[:-1]), quoted[-1])

    def validate(value, loc):
        if isinstance(value, str) and value in names:
            return [], value
        return [entry("literal_error", loc, "Input should be " + expected, value, {"expected": expected})], None
    return validate


def integer(value, loc):
    said = "Input should be a valid integer"
    if isinstance(value, (bool, int)):
        return [], int(value)
    if isinstance(value, float):
        if value == int(value):
            return [], int(value)
        return [entry("int_from_float", loc, said + ", got a number with a fractional part", value)], None
    if isinstance(value, str):
        found = re.fullmatch(r"([+-]?\d+)(\.0+)?", value.strip())
        if found:
            return [], int(found[1])
        return [entry("int_parsing", loc, said + ", unable to parse string as an integer", value)], None
    return [entry("int_type", loc, said, value)], None


def octave(value, loc):
    entries, number = integer(value, loc)
    if entries:
        return entries, None
    if number < 1:
        return [entry("greater_than_equal", loc, "Input should be greater than or equal to 1", value, {"ge": 1})], None
    if number > 7:
        return [entry("less_than_equal", loc, "Input should be less than or equal to 7", value, {"le": 7})], None
    return [], number


def boolean(value, loc):
    said = "Input should be a valid boolean"
    if isinstance(value, (bool, int, float)) and value in (0, 1):
        return [], bool(value)
    if isinstance(value, str) and value.lower() in ("true", "t", "yes", "y", "on", "1", "false", "f", "no", "n", "off", "0"):
        return [], value.lower() in ("true", "t", "yes", "y", "on", "1")
    if isinstance(value, str) or isinstance(value, (int, float)) and value == int(value):
        return [entry("bool_parsing", loc, said + ", unable to interpret input", value)], None
    return [entry("bool_type", loc, said, value)], None


def or_null(validate):
    return lambda value, loc: ([], None) if value is None else validate(value, loc)


def list_of(validate):
    def validate_all(value, loc):
        if not isinstance(value, list):
            return [entry("list_type", loc, "Input should be a valid list", value)], None
        if not value:
            return [entry("too_short", loc, "List should have at least 1 item after validation, not 0", value,
                          {"field_type": "List", "min_length": 1, "actual_length": 0})], None
        judged = [validate(item, loc + [i]) for i, item in enumerate(value)]
        return sum((entries for entries, _ in judged), []), [taken for _, taken in judged]
    return validate_all


def signatures(value, loc):
    entries, numbers = list_of(integer)(value, loc)
    for number in [] if entries else numbers:
        if not -7 <= number <= 7:
            return [entry("value_error", loc, "Value error, key signature %d out of range [-7, 7]" % number, value, {"error": {}})], None
    return entries, numbers


CLEFS = ("clefs", list_of(one_of(playable.CLEFS)), ["treble"])
OCTAVE = ("octave", or_null(octave), None)
FIELDS = {  # name, validator, what is taken where it is absent
    "note-game": [("scale", text, REQUIRED), ("octave", text, REQUIRED), ("lowNote", or_null(text), None),
                  ("highNote", or_null(text), None), ("clef", one_of(playable.CLEFS), None)],
    "key-signature-game": [CLEFS, ("keySignatures", signatures, None)],
    "scale-game": [("tonicPool", list_of(text), games.TONICS), ("scaleTypes", list_of(one_of(playable.SCALES)), playable.SCALES),
                   ("questionMode", one_of(["accidentals", "key_signature"]), None), OCTAVE, CLEFS],
    "chord-game": [("rootPool", list_of(text), games.TONICS), ("qualities", list_of(one_of(playable.QUALITIES)), playable.QUALITIES[:9]),
                   ("inversions", boolean, False), OCTAVE, CLEFS],
    "interval-game": [CLEFS, OCTAVE, ("displayMode", one_of(["harmonic", "melodic"]), None), ("intervals", list_of(text), ["P5"])],
    "scale-pitches": [("tonic", text, REQUIRED), ("scaleType", one_of(["major", "chromatic"]), REQUIRED), ("lowNote", text, REQUIRED),
                      ("highNote", text, REQUIRED)],
}


# ---- what can't be played ----

def is_bad_range(fields, fifths):
    """fifths: of the scale; None: all semitones."""
    ends = [fields["lowNote"], fields["highNote"]]
    if not all(re.fullmatch(r"[A-Ga-g](#{0,3}|-{0,3}|b{0,3})[0-9]?", end) for end in ends):
        return True
    low, high = (games.pitch(end).midi for end in ends)
    notes = range(max(low, 12), min(high, 131) + 1) if fifths is None else games.between(fifths, low, high)
    return low > high or not notes


def is_bad_note(fields):
    if fields["scale"] not in playable.MAJOR:
        return True
    if fields["lowNote"] and fields["highNote"]:
        return is_bad_range(fields, games.fifths_of(games.pitch(fields["scale"])))
    first = fields["octave"]
    return not re.fullmatch("[0-9]", first) or first == "9" and games.pitch(fields["scale"]).letter > 0


def is_bad_name(name):
    return not re.fullmatch("[A-G][#b-]?", name)


def is_bad_scale(fields):
    return any(is_bad_name(tonic) or abs(games.fifths_of(games.pitch(tonic)) - (0 if kind == "major" else 3)) > 7
               for tonic in fields["tonicPool"] for kind in fields["scaleTypes"])


def is_bad_chord(fields):
    if any(map(is_bad_name, fields["rootPool"])):
        return True
    for clef in fields["clefs"]:
        roots = [games.pitch(root, games.starting_octave(fields, clef)) for root in fields["rootPool"]]
        for quality in fields["qualities"]:
            inversions = min(4, len(games.CHORDS[quality].split()) + 1) if fields["inversions"] else 1
            chords = [games.chord(root, quality, inversion) for root in roots for inversion in range(inversions)]
            if any(not 0 <= note.octave <= 9 for chord in chords for note in chord):
                return True
    return False


BAD = {
    "note-game": is_bad_note, "key-signature-game": lambda _: False, "scale-game": is_bad_scale, "chord-game": is_bad_chord,
    "interval-game": lambda fields: any(name not in playable.INTERVALS for name in fields["intervals"]),
    "scale-pitches": lambda fields: fields["scaleType"] == "major" and fields["tonic"] not in playable.MAJOR or is_bad_range(
        fields, games.fifths_of(games.pitch(fields["tonic"])) if fields["scaleType"] == "major" else None),
}


# ---- bodies ----

ODD = [None, "", 0, 1, 1.0, 4.5, -1, 2, 8, 100, "3", " 3 ", "+3", "3.0", "3.5", "8", "abc", True, False, [], {}, {"a": 1}, [1], ["C"],
       [None], [[]], "yes", "Y", "on", "TRUE", "f", " true", "0", "1", "treble", "major", "C", "é\u00a0\"\n", "Treble"]
ENDS = ["C4", "b3", "g#5", "B-7", "C###4", "Dbbb2", "E", "f9", "B9", "A0", "C0", "C-0", "H4", "C10", "C-1", "B####3", "C#b4", " C4", "G###9", ""]
WORDS = {  # some of them bad; lists are made of them
    "scale": playable.MAJOR + ["H", "G#", "c"], "lowNote": ENDS, "highNote": ENDS, "clef": playable.CLEFS, "clefs": playable.CLEFS,
    "keySignatures": list(range(-7, 8)) + [-8], "tonicPool": playable.MAJOR + ["A#"], "scaleTypes": playable.SCALES,
    "questionMode": ["accidentals", "key_signature", "both"], "rootPool": playable.ROOTS + ["c"], "qualities": playable.QUALITIES,
    "inversions": [True, False], "displayMode": ["harmonic", "melodic"], "intervals": playable.INTERVALS + ["p5", "M5", "d1", "P05"],
    "tonic": playable.MAJOR + ["H"], "scaleType": ["major", "chromatic"],
}
LISTS = {"clefs", "keySignatures", "tonicPool", "scaleTypes", "rootPool", "qualities", "intervals"}


def value(random, game, name):
    if random.random() < 0.12:
        return random.choice(ODD)
    if name == "octave":
        return random.choice([*"0123456789", "x"] if game == "note-game" else [1, 2, 3, 4, 5, 6, 7, 7, None])
    if name not in LISTS:
        return random.choice(WORDS[name])
    return [random.choice(ODD if random.random() < 0.03 else WORDS[name]) for _ in range(random.choice([1, 1, 2, 3, 5]))]


def check(ask, random):
    game = random.choice(list(FIELDS))
    fields = random.sample(FIELDS[game], len(FIELDS[game]))
    body = {name: value(random, game, name) for name, _, absent in fields if random.random() < (0.97 if absent is REQUIRED else 0.7)}
    entries, taken = [], {}
    for name, validate, absent in FIELDS[game]:
        found, taken[name] = validate(body[name], [name]) if name in body else ([], absent)
        entries += [entry("missing", [name], "Field required", body)] if taken[name] is REQUIRED else found
    wanted = 422 if entries else 400 if BAD[game](taken) else 200
    status, _, answer = ask("POST", "/" + game, body=json.dumps(body, ensure_ascii=random.random() < 0.5).encode())
    said = json.loads(answer)
    assert status == wanted, "%s %s: %d, not %d: %.300s" % (game, body, status, wanted, answer)
    if wanted == 422:  # the order of members, too
        assert json.dumps(said) == json.dumps({"detail": entries}), "%s %s: %.600s" % (game, body, answer)
    elif wanted == 400:
        assert said.startswith("something is not right"), "%s %s: %.300s" % (game, body, answer)
