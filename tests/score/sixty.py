#!/usr/bin/python3
"""Sixty varied scores, for notation programs to read: of every meter, key and clef, with triplets, ties and rests.

usage: sixty.py      prints a JSON list of {"request": /score's fields, "sounds": [[start, length, key], …]}

What sounds is worked out from the text by the model's reader, which knows nothing of measures: in ticks of 1/96 quarter, and
MIDI's keys. The same sixty each time.
"""

import json
import os
import random
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import model  # noqa: E402
import texts  # noqa: E402

COUNT = 60
EVENTS_MIN = 12
KEY_MAX = 127  # MIDI's
SIGNS_MAX = 2  # LilyPond has no names for three
SOUNDS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def sounds(events):
    found, now, tied = [], 0, False
    for event in events:
        length = event["written"] * 2 // 3 if event["unit"] else event["written"]
        if event["pitch"]:
            step, alter, octave = event["pitch"]
            if tied:
                found[-1][1] += length
            else:
                found.append([now, length, 12 * (octave + 1) + SOUNDS[step] + alter])
        tied = event["tied"] is not None
        now += length
    return found


def spans(notes, starts, stops):
    """The places of the first and last note of each beam, or each bracket, of a measure."""
    return list(zip([i for i, note in enumerate(notes) if starts(note)], [i for i, note in enumerate(notes) if stops(note)]))


def crosses(notes):
    """Whether a beam begins in a triplet and leads out of it, or the other way round, which Verovio's trees can't hold."""
    beams = spans(notes, lambda n: (1, "begin") in n["beams"], lambda n: (1, "end") in n["beams"])
    brackets = spans(notes, lambda n: any(t[0] == "start" for t in n["tuplet"]), lambda n: ("stop",) in n["tuplet"])
    return any(a < c <= b < d or c < a <= d < b for a, b in beams for c, d in brackets)


def make(source, number):
    keys, clefs = [None] + texts.MAJOR + texts.MINOR, [None] + texts.CLEFS
    fields = {"key": keys[number % len(keys)], "clef": clefs[number % len(clefs)],
              "accidentals": ["plain", "reminders"][number // len(texts.METERS) % 2]}
    while True:
        text = texts.Maker(source, texts.METERS[number % len(texts.METERS)]).text()
        try:
            events, measures = model.read(text)[1], model.notate(text)[1]
        except model.Refused:
            continue
        if number % 2 and not any(event["unit"] for event in events):
            continue  # every other one has a triplet
        heard, pitches = sounds(events), [event["pitch"] for event in events if event["pitch"]]
        if (len(events) >= EVENTS_MIN and all(key <= KEY_MAX for _, _, key in heard) and
                all(abs(alter) <= SIGNS_MAX for _, alter, _ in pitches) and not any(map(crosses, measures))):
            request = {"notation": text, **{name: value for name, value in fields.items() if value is not None}}
            return {"request": request, "sounds": heard}


def sixty():
    source = random.Random(COUNT)
    return [make(source, number) for number in range(COUNT)]


if __name__ == "__main__":
    print(json.dumps(sixty()))
