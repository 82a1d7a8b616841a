"""Random requests for /score: song-like, hostile, and mutilated ones. The same seed makes the same ones."""

import re

METERS = ["2/4", "3/4", "4/4", "5/4", "6/4", "2/2", "3/2", "3/8", "6/8", "9/8", "12/8", "5/8", "7/8"]
VALUES = ["1", "2", "4", "8", "16", "32", "64"]
MAJOR = ["C-", "G-", "D-", "A-", "E-", "B-", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"]
MINOR = ["a-", "e-", "b-", "f", "c", "g", "d", "a", "e", "b", "f#", "c#", "g#", "d#", "a#"]
CLEFS = ["treble", "bass", "alto", "tenor", "soprano", "mezzo_soprano", "baritone"]
EVENT = re.compile(r"(?P<pitch>r|[A-Ga-g]+'*[#n-]*)(?P<value>[0-9.]*)(?P<tie>~?)")
BASES = {"1": 384, "2": 192, "4": 96, "8": 48, "16": 24, "32": 12, "64": 6}


def spell(letter, octave, sign):
    return (letter.upper() * (4 - octave) if octave < 4 else letter + "'" * (octave - 4)) + sign


def length(value):
    """Of a value with its dots, in ticks of 1/96 quarter."""
    dots = value.count(".")
    return BASES[value.rstrip(".")] * (2 ** (dots + 1) - 1) // 2 ** dots


class Maker:
    """One text. It remembers the last pitch and value, so that notes repeat and values are left out."""

    def __init__(self, random, meter=None):
        self.random, self.value, self.now = random, None, 0
        self.meter = meter or random.choice(METERS)
        beats, beat_type = map(int, self.meter.split("/"))
        self.measure = beats * 384 // beat_type
        self.is_hostile = random.random() < 0.4
        self.letters = random.choice(["cdefgab", "cdefgab", "fg", "b", "cf"])
        self.signs = random.choice([[""], ["", "", "", "#", "-"], ["", "#", "-", "n"], ["", "#", "##", "###", "-", "--", "---", "n"]])
        self.octaves = random.choice([[4], [4, 4, 5], [3], [2, 3], [6, 7], [0, 1], list(range(10))])
        self.values = random.choice([["4", "8"], ["8", "16"], ["8."] + ["16", "8"], ["16", "32", "64"], VALUES])
        self.pitch = self.new_pitch()

    def new_pitch(self):
        random = self.random
        return random.choice(self.letters), random.choice(self.octaves), random.choice(self.signs)

    def new_value(self):
        random = self.random
        value = random.choice(self.values)
        if random.random() < (0.4 if self.is_hostile else 0.15) and not value.endswith("."):
            value += "." if value == "64" or random.random() < 0.6 else ".."
        return value

    def event(self, value=None):
        random = self.random
        value = value or (self.new_value() if self.value is None or random.random() < 0.6 else self.value)
        self.now += length(value)
        written = "" if value == self.value and random.random() < 0.7 else value
        self.value = value
        if random.random() < 0.12:
            return "r" + written
        if random.random() < 0.75:
            self.pitch = self.new_pitch()
        tie = "~" if random.random() < 0.12 else ""
        return spell(*self.pitch) + written + tie

    def triplet(self):
        random = self.random
        unit = random.choice(["4", "8", "8", "16", "32", "2", "64"])
        parts = random.choice([[unit] * 3, [unit] * 3, None, None])
        end = self.now + 2 * BASES[unit]
        if self.now % self.measure + 2 * BASES[unit] > self.measure and random.random() < 0.99:
            return self.event()
        if parts is None:
            left, parts = 3 * BASES[unit], []
            while left:
                fits = [v + d for v in BASES for d in ("", ".", "..") if v + d != "64.."]
                fits = [f for f in fits if length(f) <= left and 2 * length(f) >= min(left, BASES[unit] // 2)]
                if not fits:
                    return self.event()
                parts.append(random.choice(fits))
                left -= length(parts[-1])
        text = "trip{" + random.choice(["", " "]) + " ".join(self.event(p) for p in parts) + random.choice(["", " "]) + "}"
        self.now = end
        return text

    def text(self):
        random = self.random
        words = [self.meter] if self.meter != "4/4" or random.random() < 0.5 else []
        count = random.choice([0, 1, 3, 8, 20, 40])
        triplets = random.choice([0, 0, 0.1, 0.4])
        for _ in range(count):
            words.append(self.triplet() if random.random() < triplets else self.event())
        return mend_ties(words)


def mend_ties(words):
    """Where a note is tied, what comes next is made a note of its pitch; a tie of the last is dropped."""
    text = " ".join(words)
    events = list(EVENT.finditer(text.replace("trip{", "0000{")))
    pieces, at, carried = [], 0, None
    for event in events:
        pitch = carried or event["pitch"]
        carried = pitch if event["tie"] and pitch != "r" and event is not events[-1] else None
        pieces += [text[at:event.start()], pitch, event["value"], "~" if carried else ""]
        at = event.end()
    return "".join(pieces) + text[at:]


def mutilate(random, text):
    alphabet = "abcgABCGr'#-n~.0124683{} \t\n\r|xé\0/(trip{3/4 8 16. c' ~"
    for _ in range(random.choice([1, 1, 2, 4])):
        at = random.randrange(len(text) + 1)
        what = random.random()
        if what < 0.4:
            text = text[:at] + random.choice(alphabet) + text[at:]
        elif what < 0.7:
            text = text[:at] + text[at + 1:]
        elif what < 0.85:
            end = min(len(text), at + random.randrange(6))
            to = random.randrange(len(text) + 1)
            text = text[:to] + text[at:end] + text[to:]
        else:
            text = text[:at] + random.choice(["trip{", "}", "3/4", "c8~", "64..", "''''''", "####", " "]) + text[at:]
    return text


def request(random):
    text = Maker(random).text()
    if random.random() < 0.3:
        text = mutilate(random, text)
    made = {"notation": text}
    if random.random() < 0.7:
        key = random.choice(MAJOR + MINOR)
        made["key"] = key.replace("-", "b") if random.random() < 0.3 else key
    if random.random() < 0.5:
        made["accidentals"] = random.choice(["reminders", "plain"])
    if random.random() < 0.3:
        made["clef"] = random.choice(CLEFS)
    return made
