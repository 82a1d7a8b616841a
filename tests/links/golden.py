"""Links and what they are, for ever: golden.tsv.

A line is a link, a tab and what is played: answers and sounds, not how they are engraved, which may become better.
"""

import json
import os
import random

import playable

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.tsv")
SIGHT = "sight-reading"
COUNT, SIGHT_COUNT = 1000, 120
NOTES = 40  # at most; what is longer is no other test


def short(number):
    return "%g" % number


def played(item):
    """One line of what an answer of .json says, but for its document."""
    rest = {key: value for key, value in item.items() if key not in ("generatedXml", "notes")}
    sounds = ["%s+%s:%s" % (short(event["start"]), short(event["duration"]), ".".join(map(str, event["midi"])))
              for event in item.get("notes", [])]
    return json.dumps(rest, separators=(",", ":")) + ("" if not sounds else " " + " ".join(sounds))


def answer(ask, link):
    path, query = link.split("?")
    status, _, body = ask("GET", path, query)
    assert status == 200, "%s: %d %.200s" % (link, status, body)
    told = json.loads(body)
    return " ".join(played(item) for item in told) if isinstance(told, list) else played(told)


def check(ask, link, wanted):
    got = answer(ask, link)
    assert got == wanted, "%s\n   %s\nis no more\n   %s" % (link, got, wanted)


def lines():
    with open(FILE, encoding="ascii") as file:
        made = [line.rstrip("\n").split("\t") for line in file]
    assert len(made) >= COUNT + SIGHT_COUNT
    return made


def link(source, name, most):
    fields = playable.MAKERS[name](source)
    more = {"seed": playable.seed(source, most)}
    if name.endswith("-game") and source.random() < 0.1:
        more["count"] = 3
    return "/%s.json?%s" % (name, playable.query(fields, **more))


def write(ask):
    source, made = random.Random(17), []
    names = [name for name in playable.MAKERS if name != SIGHT]
    while len(made) < COUNT:
        drawn = link(source, names[len(made) % len(names)], 20)
        line = answer(ask, drawn)
        if line.count(":") <= NOTES:
            made.append("%s\t%s\n" % (drawn, line))
    for drawn in [link(source, SIGHT, 20) for _ in range(SIGHT_COUNT)]:
        made.append("%s\t%s\n" % (drawn, answer(ask, drawn)))
    with open(FILE, "w", encoding="ascii") as file:
        file.writelines(made)
