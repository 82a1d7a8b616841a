#!/usr/bin/python3
"""The sixty scores of tests/score/sixty.py, read by musicxml2ly and LilyPond: neither warns, and LilyPond's MIDI files hold what
the texts say, tick by tick.

The program is build/staccato.fcgi, or what BINARY names. Prints what is wrong and, last, "N passed, N failed".
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import mido

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "score")]
import served  # noqa: E402
import sixty  # noqa: E402

QUARTER = 96  # ticks
COMPLAINT = re.compile(r"warning|error", re.I)


def run(folder, *command):
    """What a command prints, at its end with its status if that is not 0."""
    ran = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    return ran.stdout + ("" if ran.returncode == 0 else "error: %s ended with %d\n" % (command[0], ran.returncode))


def convert(folder, name, document):
    """Writes NAME.ly, which is to make a MIDI file, with notes as long as they are written. Returns what musicxml2ly says."""
    (folder / (name + ".xml")).write_bytes(document)
    said = run(folder, "musicxml2ly", "-m", "-o", name + ".ly", name + ".xml")
    source = folder / (name + ".ly")
    if source.exists():
        source.write_text(source.read_text().replace("\\articulate", ""))
    return said


def sounds(path):
    """[start, length, key] of each note, in ticks of 1/96 quarter, in order."""
    file = mido.MidiFile(path)
    found = []
    for track in file.tracks:
        tick, sounding = 0, {}
        for message in track:
            tick += message.time
            if message.type == "note_on" and message.velocity > 0:
                sounding[message.note] = tick
            elif message.type in ("note_on", "note_off"):
                start = sounding.pop(message.note)
                found.append([start * QUARTER / file.ticks_per_beat, (tick - start) * QUARTER / file.ticks_per_beat, message.note])
    return sorted(found)


def check(folder, name, row, said):
    complaints = [line for line in said.splitlines() if COMPLAINT.search(line)]
    if complaints:
        return "musicxml2ly: " + complaints[0]
    midi = folder / (name + ".midi")
    if not midi.exists():
        return "no MIDI file"
    heard = sounds(midi)
    return None if heard == row["sounds"] else "%s, not %s" % next((a, b) for a, b in zip(heard + [None], row["sounds"] + [None]) if a != b)


def main():
    rows, failed = sixty.sixty(), 0
    with tempfile.TemporaryDirectory() as name, served.worker() as ask:
        folder, said = pathlib.Path(name), {}
        for number, row in enumerate(rows):
            status, _, document = ask("POST", "/score", body=json.dumps(row["request"]).encode())
            said[str(number)] = convert(folder, str(number), document) if status == 200 else "error: status %d" % status
        engraved = run(folder, "lilypond", "-l", "WARN", "-dno-print-pages", *("%s.ly" % number for number in said))
        for number, row in zip(said, rows):
            what = check(folder, number, row, said[number])
            failed += what is not None
            if what is not None:
                print(row["request"], "\n   ", what)
    failed += engraved != ""
    print(engraved, end="")
    print("%d passed, %d failed" % (len(rows) + 1 - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
