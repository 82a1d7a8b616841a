"""What a seed draws: an independent model of the contract's numbers and of the games' rules.

play(NAME, FIELDS, SEED) is the answer's members, and what sounds: [(start, duration, [midi, …]), …] in quarters. FIELDS are
as a JSON body has them. Nothing here was made from core: the generator is checked by published vectors, the rest by hand.
"""

BITS = (1 << 64) - 1
SOUNDS = [0, 2, 4, 5, 7, 9, 11]
LETTERS = "CDEFGAB"
FIFTHS = "FCGDAEB"
TONICS = ["C", "G", "D", "A", "E", "F", "B-", "E-", "A-"]
QUARTER, WHOLE = 1, 4


class Draw:
    """SplitMix64 from FNV-1a of a seed."""

    def __init__(self, seed):
        self.state = 0xCBF29CE484222325
        for byte in seed.encode():
            self.state = (self.state ^ byte) * 0x100000001B3 & BITS

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & BITS
        bits = self.state
        bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9 & BITS
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & BITS
        return bits ^ bits >> 31

    def below(self, bound):
        while True:
            product = (self.next() >> 32) * bound
            if product % (1 << 32) >= (1 << 32) % bound:
                return product >> 32

    def of(self, items):
        return items[self.below(len(items))]


class Pitch:
    """A letter by its number (C is 0), a sign in semitones, the octave that is written."""

    def __init__(self, letter, alter, octave):
        self.letter, self.alter, self.octave = letter, alter, octave
        self.midi = 12 * (octave + 1) + SOUNDS[letter] + alter
        self.name = LETTERS[letter] + ("#" * alter if alter > 0 else "-" * -alter)

    def above(self, letters, semitones):
        octave, letter = divmod(self.letter + letters, 7)
        plain = Pitch(letter, 0, self.octave + octave)
        return Pitch(letter, self.midi + semitones - plain.midi, self.octave + octave)

    def up(self, octaves):
        return Pitch(self.letter, self.alter, self.octave + octaves)


def pitch(text, octave=4):
    if text[-1].isdigit():
        text, octave = text[:-1], int(text[-1])
    signs = text[1:]
    return Pitch(LETTERS.index(text[0].upper()), signs.count("#") - signs.count("-") - signs.count("b"), octave)


def key_name(fifths):
    alter, place = divmod(fifths + 1, 7)
    return FIFTHS[place] + ("#" * alter if alter > 0 else "-" * -alter)


def fifths_of(tonic):
    return FIFTHS.index(LETTERS[tonic.letter]) - 1 + 7 * tonic.alter


def in_key(fifths, letter):
    place = FIFTHS.index(LETTERS[letter])
    return (fifths - place + 6) // 7


def sounds(*chords, length=WHOLE):
    return [(i * length, length, [p.midi for p in chord]) for i, chord in enumerate(chords)]


# ---- note-game and scale-pitches ----

def between(fifths, low, high):
    """The notes of a key that sound between two ends, ascending."""
    notes = [Pitch(letter, in_key(fifths, letter), octave) for octave in range(10) for letter in range(7)]
    return sorted((n for n in notes if low <= n.midi <= high), key=lambda n: n.midi)


def note_game(fields, draw):
    tonic = pitch(fields["scale"])
    fifths = fifths_of(tonic)
    if fields.get("lowNote") and fields.get("highNote"):
        candidates = between(fifths, pitch(fields["lowNote"]).midi, pitch(fields["highNote"]).midi)
    else:
        octave = int(fields["octave"])
        steps = [divmod(tonic.letter + i, 7) for i in range(7)]
        candidates = [Pitch(letter, in_key(fifths, letter), octave + more) for more, letter in steps]
    note = draw.of(candidates)
    return {"noteName": note.name, "noteOctave": str(note.octave)}, sounds([note], length=QUARTER)


def scale_pitches(fields, _):
    low, high = pitch(fields["lowNote"]).midi, pitch(fields["highNote"]).midi
    if fields["scaleType"] == "major":
        notes = [n.name + str(n.octave) for n in between(fifths_of(pitch(fields["tonic"])), low, high)]
    else:
        names = "C C# D E- E F F# G A- A B- B".split()
        notes = [("G#" if m % 12 == 8 and m < 60 else names[m % 12]) + str(m // 12 - 1) for m in range(max(low, 12), min(high, 131) + 1)]
    return {"pitches": notes}, None


# ---- the games with clefs ----

START = {"treble": 4, "soprano": 4, "mezzo_soprano": 4, "alto": 4, "bass": 3, "tenor": 3, "baritone": 3}
LOWEST_ROOT = {"treble": "C4", "soprano": "C4", "mezzo_soprano": "A3", "alto": "F3", "tenor": "D3", "baritone": "B2", "bass": "E2"}


def starting_octave(fields, clef):
    return START[clef] if fields.get("octave") is None else fields["octave"]


def key_signature_game(fields, draw):
    clef = draw.of(fields.get("clefs", ["treble"]))
    sharps = draw.of(fields.get("keySignatures", list(range(-7, 8))))
    return {"tonic": key_name(sharps), "minorTonic": key_name(sharps + 3), "sharps": sharps, "clef": clef}, []


SCALES = {"major": [2, 2, 1, 2, 2, 2, 1], "natural_minor": [2, 1, 2, 2, 1, 2, 2], "harmonic_minor": [2, 1, 2, 2, 1, 3, 1],
          "melodic_minor": [2, 1, 2, 2, 2, 2, 1]}


def scale_game(fields, draw):
    clef = draw.of(fields.get("clefs", ["treble"]))
    tonic = draw.of(fields.get("tonicPool", TONICS))
    kind = draw.of(fields.get("scaleTypes", list(SCALES)))
    notes = [pitch(tonic, starting_octave(fields, clef))]
    for step in SCALES[kind]:
        notes.append(notes[-1].above(1, step))
    return {"tonic": tonic, "scaleType": kind, "clef": clef}, sounds(*([n] for n in notes))


# Above the root: letters and semitones.
THIRDS = {"m3": (2, 3), "M3": (2, 4), "d5": (4, 6), "P5": (4, 7), "A5": (4, 8), "d7": (6, 9), "m7": (6, 10), "M7": (6, 11), "M9": (8, 14)}
CHORDS = {
    "major": "M3 P5", "minor": "m3 P5", "augmented": "M3 A5", "diminished": "m3 d5", "dominant7": "M3 P5 m7", "major7": "M3 P5 M7",
    "minor7": "m3 P5 m7", "half_diminished7": "m3 d5 m7", "diminished7": "m3 d5 d7", "dominant9": "M3 P5 m7 M9",
    "major9": "M3 P5 M7 M9", "minor9": "m3 P5 m7 M9",
}


def chord(root, quality, inversion):
    notes = [root] + [root.above(*THIRDS[name]) for name in CHORDS[quality].split()]
    for _ in range(inversion):
        lowest = notes.pop(0)
        while lowest.midi <= notes[-1].midi:
            lowest = lowest.up(1)
        notes.append(lowest)
    return notes


def chord_game(fields, draw):
    clef = draw.of(fields.get("clefs", ["treble"]))
    root = draw.of(fields.get("rootPool", TONICS))
    quality = draw.of(fields.get("qualities", list(CHORDS)[:9]))
    inversion = draw.below(3 if len(CHORDS[quality].split()) == 2 else 4) if fields.get("inversions") else 0
    notes = chord(pitch(root, starting_octave(fields, clef)), quality, inversion)
    return {"root": root, "quality": quality, "inversion": inversion, "clef": clef}, sounds(notes)


PERFECT = {"P": 0, "A": 1, "AA": 2, "d": -1, "dd": -2}
IMPERFECT = {"M": 0, "m": -1, "A": 1, "AA": 2, "d": -2, "dd": -3}


def interval_game(fields, draw):
    clef = draw.of(fields.get("clefs", ["treble"]))
    name = draw.of(fields.get("intervals", "m2 M2 m3 M3 P4 A4 d5 P5 m6 M6 m7 M7 P8".split()))
    if fields.get("octave") is None:
        lowest, choices = pitch(LOWEST_ROOT[clef]), 8
    else:
        lowest, choices = Pitch(0, 0, fields["octave"]), 7
    octave, letter = divmod(lowest.letter + draw.below(choices), 7)
    root = Pitch(letter, 0, lowest.octave + octave)
    quality = name.rstrip("0123456789")
    number = int(name[len(quality):])
    octaves, simple = divmod(number - 1, 7)
    size = 12 * octaves + SOUNDS[simple] + (PERFECT if simple in (0, 3, 4) else IMPERFECT)[quality]
    notes = [root, root.above(number - 1, size)]
    played = sounds(*([n] for n in notes)) if fields.get("displayMode") == "melodic" else sounds(notes)
    return {"interval": name, "number": number, "quality": quality, "clef": clef}, played


GAMES = {"note-game": note_game, "key-signature-game": key_signature_game, "scale-game": scale_game, "chord-game": chord_game,
         "interval-game": interval_game}


def play(name, fields, seed):
    return {**GAMES, "scale-pitches": scale_pitches}[name](fields, Draw(seed))
