"""What sounds, as others read it: from a MusicXML document, from a MIDI file with mido and with midicsv, and from "notes".

Times are in quarters, as fractions. Documents and "notes" give events, MIDI files a sorted list of (start, length, key).
"""

import csv
import io
import subprocess
import xml.etree.ElementTree as ET
from fractions import Fraction

import mido

SOUNDS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
TICKS = 96


def key_of(note, transposed):
    pitch = note.find("pitch")
    octave, alter = int(pitch.findtext("octave")), int(pitch.findtext("alter") or 0)
    return 12 * (octave + 1) + SOUNDS[pitch.findtext("step")] + alter + transposed


def document(text):
    """[(start, length, [key, …]), …] in order of start, then of staff. What is tied counts as one, and so does a chord, whose
    notes begin where its first does."""
    found, open_ties, now, start, divisions, transposed = [], {}, Fraction(0), Fraction(0), 1, 0
    for element in ET.fromstring(text).findall("part/measure/*"):
        duration = Fraction(int(element.findtext("duration") or 0), divisions)
        if element.tag == "attributes":
            divisions = int(element.findtext("divisions") or divisions)
            if element.find("transpose") is not None:
                octaves = int(element.findtext("transpose/octave-change") or 0)
                transposed = int(element.findtext("transpose/chromatic")) + 12 * octaves
        elif element.tag == "backup":
            now -= duration
        elif element.tag == "forward":
            now += duration
        elif element.tag == "note":
            is_first = element.find("chord") is None
            if is_first:
                start, now = now, now + duration
            if element.find("rest") is None:
                staff = element.findtext("staff") or "1"
                place = (staff, key_of(element, transposed))
                ties = {tie.get("type") for tie in element.findall("tie")}
                if "stop" in ties:
                    event = open_ties.pop(place)
                    event["end"] = start + duration
                elif is_first:
                    event = {"start": start, "end": start + duration, "staff": staff, "keys": [place[1]]}
                    found.append(event)
                else:
                    event = found[-1]
                    event["keys"].append(place[1])
                if "start" in ties:
                    open_ties[place] = event
    assert not open_ties, "a tie that leads nowhere"
    found.sort(key=lambda event: (event["start"], event["staff"]))
    return [(event["start"], event["end"] - event["start"], event["keys"]) for event in found]


def notes(events):
    """From the list in an answer's JSON, as document() has it. It has four decimals: fractions of a tick's grid are meant."""
    def exact(number):
        return Fraction(round(Fraction(str(number)) * TICKS), TICKS)
    return [(exact(event["start"]), exact(event["duration"]), event["midi"]) for event in events]


def keys(heard):
    """One by one, as a MIDI file has them."""
    return sorted((start, length, key) for start, length, keys in heard for key in keys)


def pair(messages):
    """From (tick, key, is_on), in their order. A unison is one key twice."""
    sounding, found = {}, []
    for tick, key, is_on in messages:
        if is_on:
            sounding.setdefault(key, []).append(tick)
        else:
            start = sounding[key].pop(0)
            found.append((Fraction(start, TICKS), Fraction(tick - start, TICKS), key))
    assert not any(sounding.values()), "a note without end"
    return sorted(found)


def midi(data):
    """What sounds, and the first of each meta message and program, by its type."""
    file = mido.MidiFile(file=io.BytesIO(data))
    assert (file.type, file.ticks_per_beat, len(file.tracks)) == (0, TICKS, 1)
    tick, messages, said = 0, [], {}
    for message in file.tracks[0]:
        tick += message.time
        if message.type in ("note_on", "note_off"):
            messages.append((tick, message.note, message.type == "note_on" and message.velocity > 0))
        else:
            said.setdefault(message.type, message)
    said["ticks"] = tick
    return pair(messages), said


def midicsv(data):
    text = subprocess.run(["midicsv"], input=data, stdout=subprocess.PIPE, check=True).stdout.decode("latin-1")
    rows = [[word.strip() for word in row] for row in csv.reader(text.splitlines())]
    assert rows[0][2:] == ["Header", "0", "1", str(TICKS)] and rows[-1][2] == "End_of_file"
    return pair((int(row[1]), int(row[4]), row[2] == "Note_on_c" and row[5] != "0") for row in rows if row[2].startswith("Note_"))
