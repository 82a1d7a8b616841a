"""What /sight-reading draws first, of a level's row in share/levels.json: key, meter and number of measures. An independent model,
as games.py; that the notes are the prototype's is core's test."""

import json
import os

import games

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "share", "levels.json"), encoding="utf-8") as file:
    LEVELS = json.load(file)
ROWS = {row["id"]: row for row in LEVELS["levels"]}
USUAL = {"piano": "piano-right", "strings": "violin", "winds": "flute", "choir": "treble-voice", "custom": "piano-right"}


def row_of(fields):
    return ROWS[fields["level"]] if "level" in fields else LEVELS["custom"]["row"]


def names(keys):
    """As answers write them: minor ones small."""
    return [key.replace("b", "-") for key in keys["major"]] + [key[0].lower() + key[1:].replace("b", "-") for key in keys["minor"]]


def new(row, prefix):
    items = [item[len(prefix):] for item in row["new"] if item.startswith(prefix) and "@" not in item]
    return [name for item in items for name in item.split("|")]


def chance(draw, percent):
    return draw.below(100) < percent


def pick(items, fresh, draw):
    """New ones that are under a quarter of all are picked from by themselves in 30 of 100 draws."""
    if fresh and 4 * len(fresh) < len(items) and chance(draw, 30):
        return draw.of(fresh)
    return None


def key(row, fields, draw):
    keys = [fields["key"].replace("b", "-") if fields["key"][1:] else fields["key"]] if "key" in fields else names(row["keys"])
    fresh = [name[0] + name[1:].replace("b", "-") for name in new(row, "key:")]
    drawn = pick(keys, [name for name in fresh if name in keys], draw)
    if drawn is None and ("mode:minor" in row["new"] or any(item.endswith("@minor") for item in row["new"])):
        minor = [name for name in keys if name[0].islower()]
        major = [name for name in keys if name[0].isupper()]
        drawn = draw.of(minor if minor and (not major or chance(draw, 40)) else major)
    return drawn or draw.of(keys)


def play(fields, seed):
    """What is answered beside the notes."""
    draw, row = games.Draw(seed), row_of(fields)
    drawn = key(row, fields, draw)
    meters = [fields["time"]] if "time" in fields else ["4/4"] if "level" not in fields else list(row["measures"])
    meter = pick(meters, [name for name in new(row, "meter:") if name in meters], draw) or draw.of(meters)
    measures = draw.of([fields["measures"]] if "measures" in fields else row["measures"].get(meter, [8]))
    instrument = fields.get("instrument", "piano-left" if fields.get("hand") == "left" else "piano-right" if "hand" in fields else USUAL[row["family"]])
    return {"level": row["id"], "key": drawn, "time": meter, "measures": measures, "hand": fields.get("hand", "right"),
            "instrument": instrument}
