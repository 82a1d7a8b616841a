"""What /score must answer, worked out once more from the rules of its notation, and apart from core.

read(text) -> (meter, events), or raises Refused with .reason and .offset
notate(text, key, accidentals, clef) -> a list of measures, each a list of notes as dicts

Lengths are in ticks of 1/96 quarter. A note's dict has what its <note> has, and nothing else.
"""

import re

METERS = {  # beats, beat type: lengths of the groups of level 1, and of the others, in eighths times 2
    (2, 4): ([4], [2]), (3, 4): ([4], [2]), (4, 4): ([4], [2]), (5, 4): ([8, 12], [4]),
    (2, 2): ([8], [8]), (3, 2): ([8], [8]), (6, 4): ([12], [12]), (3, 8): ([6], [6]), (6, 8): ([6], [6]),
    (9, 8): ([6], [6]), (12, 8): ([6], [6]), (5, 8): ([4, 6], [4, 6]), (7, 8): ([4, 4, 6], [4, 4, 6]),
}
SIXTEENTH = 24
PLAIN = {"1": 384, "2": 192, "4": 96, "8": 48, "16": 24, "32": 12, "64": 6}
TYPES = [("whole", 384), ("half", 192), ("quarter", 96), ("eighth", 48), ("16th", 24), ("32nd", 12), ("64th", 6), ("128th", 3)]
TICKS = dict(TYPES)
FLAGS = {"eighth": 1, "16th": 2, "32nd": 3, "64th": 4, "128th": 5}
SIGNS = {1: "sharp", 2: "double-sharp", 3: "triple-sharp", -1: "flat", -2: "flat-flat", -3: "triple-flat", 0: "natural"}
SHARPS = "FCGDAEB"
CLEFS = {  # sign, line, octave change, diatonic number of the middle line
    "treble": ("G", 2, 0, 35), "bass": ("F", 4, 0, 23), "alto": ("C", 3, 0, 29), "tenor": ("C", 4, 0, 27),
    "soprano": ("C", 1, 0, 33), "mezzo_soprano": ("C", 2, 0, 31), "baritone": ("F", 3, 0, 25),
    "8va": ("G", 2, 1, 42), "8vb": ("F", 4, -1, 16),
}
EVENTS_MAX = 1024
SPACE = b" \t\r\n"


class Refused(Exception):
    def __init__(self, reason, offset):
        super().__init__("%s at byte %d" % (reason, offset))
        self.reason, self.offset = reason, offset


# ---- the text ----

EVENT = re.compile(rb"(?:(?P<rest>r)|(?P<letter>([A-G])\3*|[a-g])(?P<up>'*)(?P<signs>#+|-+|n)?)(?P<number>\d+)?(?P<dots>\.*)")


def read_event(text, at, before):
    """The event at a byte, as a dict, and the byte behind it."""
    match = EVENT.match(text, at)
    event = {"pitch": None, "tied": None, "unit": None}
    if match["letter"]:
        letter, ups, signs = match["letter"].decode(), len(match["up"]), (match["signs"] or b"").decode()
        octave = 4 + ups if letter.islower() else 4 - len(letter)
        if not 0 <= octave <= 9 and (letter.islower() or octave < 0):
            raise Refused("octave", at)
        if ups and not letter.islower():
            raise Refused("apostrophe", match.start("up"))
        if len(signs) > 3:
            raise Refused("accidental", match.start("signs"))
        if signs and text[match.end("signs"):][:1] == b"'":
            raise Refused("apostrophe", match.end("signs"))
        event["pitch"] = (letter[0].upper(), len(signs) * {"#": 1, "-": -1, "n": 0, "": 0}[signs[:1]], octave)
    value = before
    number, dots = match["number"], len(match["dots"])
    if number is not None:
        if number.decode() not in PLAIN:
            raise Refused("value", match.start("number"))
        most = 1 if number == b"64" else 2
        if dots > most:
            raise Refused("dots", match.start("dots") + most)
        value = (number.decode(), dots)
    elif dots:
        raise Refused("dots", match.start("dots"))
    event["value"] = value
    event["written"] = PLAIN[value[0]] * (2 ** (value[1] + 1) - 1) // 2 ** value[1]
    return event, match.end()


def close_triplet(events, opened, first, start, measure):
    group = events[first:]
    written = sum(e["written"] for e in group)
    units = [name for name, ticks in TYPES if 3 * ticks == written and name not in ("whole", "128th")]
    if len(group) < 2 or not units:
        raise Refused("uneven triplet", opened)
    if start % measure + written * 2 // 3 > measure:
        raise Refused("triplet over a barline", opened)
    for event in group:
        event["unit"] = units[0]
    group[0]["opens"] = group[-1]["closes"] = True
    return written * 2 // 3


def read(text):
    text, at, events, meter, value = text.encode(), 0, [], (4, 4), ("4", 0)
    opened = first = tie = None
    now, is_first, needs_space = 0, True, False
    while True:
        start = at
        while at < len(text) and text[at] in SPACE:
            at += 1
        if at == len(text):
            break
        if needs_space and at == start and text[at:at + 1] != b"}":
            raise Refused("symbol", at)
        given = re.compile(rb"(\d+)/(\d+)").match(text, at)
        needs_space = True
        if given:
            if not is_first:
                raise Refused("late meter", at)
            beats, beat_type = given[1].decode(), given[2].decode()
            meter = next((m for m in METERS if (str(m[0]), str(m[1])) == (beats, beat_type)), None)
            if meter is None:
                raise Refused("meter", at)
            at = given.end()
        elif text.startswith(b"trip{", at):
            if opened is not None:
                raise Refused("nested triplet", at)
            opened, first, needs_space = at, len(events), False
            at += 5
        elif text[at:at + 1] == b"}":
            if opened is None:
                raise Refused("brace", at)
            now += close_triplet(events, opened, first, now, meter[0] * 384 // meter[1])
            opened = None
            at += 1
        elif text[at] in b"ABCDEFGabcdefgr":
            if len(events) == EVENTS_MAX:
                raise Refused("too many", at)
            event, at = read_event(text, at, value)
            value = event["value"]
            if tie is not None and (event["pitch"] is None or event["pitch"] != events[-1]["pitch"]):
                raise Refused("tie", tie)
            tie = None
            if event["pitch"] and text[at:at + 1] == b"~":
                tie = event["tied"] = at
                at += 1
            events.append(event)
            now += event["written"] if opened is None else 0
        else:
            raise Refused("symbol", at)
        is_first = False
    if opened is not None:
        raise Refused("open triplet", opened)
    if tie is not None:
        raise Refused("tie", tie)
    return meter, events


# ---- measures ----

def write_length(ticks):
    """The values that a piece of so many ticks is written as: (type, dots, ticks)."""
    pieces = []
    while ticks:
        name, plain = next((n, t) for n, t in [("breve", 768)] + TYPES if t <= ticks)
        dots = next((d for d in range(1, 5) if plain * (2 ** (d + 1) - 1) == ticks * 2 ** d), 0)
        taken = ticks if dots else plain
        pieces.append((name, dots, taken))
        ticks -= taken
    return pieces


def cut(meter, events):
    """Measures of notes, without accidentals, beams and stems; and each event's notes."""
    full, measures, now = meter[0] * 384 // meter[1], [[]], 0
    names = {ticks: name for name, ticks in TYPES}
    tied_from_before = False
    for event in events:
        ticks = event["written"] * 2 // 3 if event["unit"] else event["written"]
        notes, left = [], ticks
        while left:
            if now == full:
                measures.append([])
                now = 0
            taken = min(left, full - now)
            if event["pitch"] is None and taken == full:
                pieces = [(None, 0, taken)]
            elif taken == ticks:
                pieces = [(names[PLAIN[event["value"][0]]], event["value"][1], taken)]
            else:
                pieces = write_length(taken)
            for name, dots, length in pieces:
                note = {"event": event, "pitch": event["pitch"], "ticks": length, "type": name, "dots": dots, "onset": now,
                        "alone": len(pieces) == 1, "first": not notes, "ties": []}
                now += length
                notes.append(note)
                measures[-1].append(note)
            left -= taken
        for i, note in enumerate(notes if event["pitch"] else []):
            if i > 0 or tied_from_before:
                note["ties"].append("stop")
            if i < len(notes) - 1 or event["tied"] is not None:
                note["ties"].append("start")
        tied_from_before = event["tied"] is not None
        if event["unit"]:
            notes[0]["tuplet"] = (["start"] if event.get("opens") else []) + (["stop"] if event.get("closes") else [])
        event["notes"] = notes
    return full, measures


# ---- accidentals ----

def covered_alter(fifths, step):
    place = SHARPS.index(step)
    return 1 if place < fifths else -1 if 6 - place < -fifths else 0


def struck(measure):
    return [n for n in measure if n["first"] and n["pitch"]]


def mark_reminders(measures, fifths):
    """Rules 1 to 3, each looking back over a list of what was struck."""
    past = []  # (measure, pitch, printed), in order
    for number, measure in enumerate(measures):
        for note in struck(measure):
            step, alter, octave = pitch = note["pitch"]
            here = [p for p in past if p[0] == number]
            printed = False
            if "stop" in note["ties"]:
                pass
            elif alter != covered_alter(fifths, step):
                run = []
                for entry in reversed(here):
                    if entry[1] != pitch:
                        break
                    run.append(entry)
                printed = not any(entry[2] for entry in run)
            else:
                printed = is_reminded(past, here, number, pitch)
            past.append((number, pitch, printed))
            note["sign"] = SIGNS[alter] if printed else None


def is_reminded(past, here, number, pitch):
    step, alter, octave = pitch
    near = [(i, p) for i, p in enumerate(past) if p[0] >= number - 1]
    others = [i for i, p in near if p[1][0] == step and p[1][1] != alter]
    if not others:
        return False
    since = past[others[-1] + 1:]
    if alter != 0:
        return not any(p[1] == pitch and p[2] for p in since)
    at_place = [p for p in here if (p[1][0], p[1][2]) == (step, octave)]
    return not any(p[1][0] == step and p[1][1] == 0 for p in since) or bool(at_place and at_place[-1][1][1] != 0)


def mark_plain(measures, fifths):
    for measure in measures:
        in_force = {}
        for note in struck(measure):
            step, alter, octave = note["pitch"]
            if "stop" in note["ties"]:
                continue
            if in_force.get((step, octave), covered_alter(fifths, step)) != alter:
                note["sign"] = SIGNS[alter]
            in_force[step, octave] = alter


# ---- beams ----

def group_end(groups, position):
    end = 0
    while True:
        for length in groups:
            end += length * SIXTEENTH
            if end > position:
                return end


def levels(note):
    return FLAGS.get(note["type"], 0) if note["pitch"] and note["alone"] else 0


def shape(before, after_has_level, there_is_after, inside):
    if before in ("begin", "continue"):
        return "continue" if after_has_level and inside else "end"
    if there_is_after and (inside or before is not None):
        return "begin" if after_has_level else "forward hook"
    return "backward hook"


def mark_beams(measure, meter, full):
    shift = full - sum(n["ticks"] for n in measure)
    shapes = [dict() for _ in measure]
    for level in range(1, 6):
        groups = METERS[meter][0 if level == 1 else 1]
        for i, note in enumerate(measure):
            if levels(note) < level:
                continue
            before = shapes[i - 1].get(level) if i else None
            after = i + 1 < len(measure) and levels(measure[i + 1]) > 0
            if level > 1:
                after = after and shapes[i].get(1) in ("begin", "continue") and shapes[i + 1].get(1) in ("continue", "end")
            begins = shift + note["onset"]
            inside = begins + note["ticks"] < group_end(groups, begins)
            shapes[i][level] = shape(before, after and levels(measure[i + 1]) >= level, after, inside)
    for mine in shapes:
        if mine.get(1, "").endswith("hook"):
            mine.clear()
        for level in sorted(mine):
            if mine[level].endswith("hook"):
                below = [mine[k] for k in mine if k < level]
                mine[level] = "forward hook" if "begin" in below else "backward hook" if "end" in below else mine[level]
    joined = {("forward hook", "backward hook"): ("begin", "end"), ("forward hook", "begin"): ("begin", "continue"),
              ("end", "backward hook"): ("continue", "end")}
    for left, right in zip(shapes, shapes[1:]):
        for level in range(1, 6):
            if (left.get(level), right.get(level)) in joined:
                left[level], right[level] = joined[left[level], right[level]]
    for note, mine in zip(measure, shapes):
        note["beams"] = [(level, mine[level]) for level in sorted(mine)]


# ---- clef and stems ----

def diatonic(pitch):
    return 7 * pitch[2] + "CDEFGAB".index(pitch[0]) + 1


def choose_clef(events):
    numbers = [diatonic(e["pitch"]) for e in events if e["pitch"]]
    if not numbers:
        return "treble"
    total = sum(n + 3 if n > 33 else n - 3 if n < 24 else n for n in numbers)
    for above, name in ((49, "8va"), (28, "treble"), (10, "bass")):
        if total > above * len(numbers):
            return name
    return "8vb"


def mark_stems(measure, middle):
    group = []
    for note in measure:
        level_1 = dict(note["beams"]).get(1)
        if level_1:
            group.append(note)
        if level_1 == "end":
            down = diatonic(group[0]["pitch"]) + diatonic(group[-1]["pitch"]) >= 2 * middle
            for member in group:
                member["stem"] = "down" if down else "up"
            group = []


# ---- all of it ----

def key_fifths(name):
    letter, sign = name[0].upper(), name[1:].replace("b", "-")
    return SHARPS.index(letter) - 1 + 7 * (sign.count("#") - sign.count("-")) - (3 if name[0].islower() else 0)


def as_printed(note):
    """The dict that document.read makes of the same note."""
    step, alter, octave = note["pitch"] or (None, 0, None)
    natural = note["pitch"] and alter == 0 and note["event"]["notes"][0].get("sign") == "natural"
    unit = note["event"]["unit"] if note["type"] else None
    return {
        "step": step, "octave": octave, "alter": alter if alter or natural else None,
        "whole rest": note["type"] is None, "duration": note["ticks"], "ties": note["ties"], "type": note["type"], "dots": note["dots"],
        "sign": note.get("sign"), "time": (3, 2, unit) if unit else None, "stem": note.get("stem"), "beams": note["beams"],
        "tied": note["ties"], "tuplet": [(t, unit) if t == "start" else (t,) for t in note.get("tuplet", [])],
    }


def notate(text, key=None, accidentals="reminders", clef=None):
    """The attributes, and the measures."""
    meter, events = read(text)
    full, measures = cut(meter, events)
    fifths = key_fifths(key) if key else 0
    (mark_plain if accidentals == "plain" else mark_reminders)(measures, fifths)
    sign, line, change, middle = CLEFS[clef or choose_clef(events)]
    for measure in measures:
        mark_beams(measure, meter, full)
        mark_stems(measure, middle)
    attributes = {"fifths": fifths if key else None, "meter": meter, "clef": (sign, line, change)}
    return attributes, [[as_printed(n) for n in m] for m in measures]
