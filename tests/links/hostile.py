"""Queries that nobody's browser sends, and what is said to them."""

import json

MARY, CHORDS, MANY = "/mary.json", "/chord-game.json", 5000
ALL_WRONG = "foo=1&count=-1&seed=!&clefs=x&clefs=bass&clefs=y&inversions=maybe&octave=9&qualities=&bar"

# Path, query, status; of a 422 each entry's type and place.
CASES = [
    # Percent-encoding and UTF-8.
    (MARY, "t%6Fnic=%43&o%63tave=%34", 200, None),
    (MARY, "tonic=C&octave=+%2B4+", 200, None),
    (MARY, "tonic=%c3%a9&octave=4", 400, None),
    (MARY, "tonic=C&octave=%", 422, ["query_invalid 8"]),
    (MARY, "tonic=C&octave=%4", 422, ["query_invalid 8"]),
    (MARY, "tonic=C&octave=%4g", 422, ["query_invalid 8"]),
    (MARY, "tonic=%u0043&octave=4", 422, ["query_invalid 0"]),
    (MARY, "tonic=%ED%A0%80&octave=4", 422, ["query_invalid 0"]),
    (MARY, "tonic=%C0%80&octave=4", 422, ["query_invalid 0"]),
    (MARY, "tonic=C&octave=4&%FF=1", 422, ["query_invalid 17"]),
    (CHORDS, "clefs=bass&clefs=%FF", 422, ["query_invalid 11"]),
    (MARY, b"tonic=\xff&octave=4", 422, ["query_invalid 0"]),
    (MARY, "tonic=%2543&octave=4", 400, None),
    # Characters that end strings or lines.
    (MARY, "tonic=C%00&octave=4", 400, None),
    (MARY, "tonic%00=C&octave=4", 422, ["missing tonic", "extra_forbidden tonic\0"]),
    (MARY, "tonic=C&octave=4%00", 422, ["int_parsing octave"]),
    (MARY, "tonic=H%0D%0AX-Evil:1&octave=4", 400, None),
    (CHORDS, "seed=a%0D%0AX-Evil:1", 422, ["string_pattern_mismatch seed"]),
    (CHORDS, "seed=a%00", 422, ["string_pattern_mismatch seed"]),
    (CHORDS, "seed=%C3%A9", 422, ["string_pattern_mismatch seed"]),
    # What separates.
    (MARY, "", 422, ["missing tonic", "missing octave"]),
    (MARY, "&&tonic=C&&&octave=4&", 200, None),
    (MARY, "tonic=C;octave=4", 422, ["missing octave"]),
    (MARY, "?tonic=C&octave=4", 422, ["missing tonic", "extra_forbidden ?tonic"]),
    (MARY, "tonic=C&octave=4%26tonic=D", 422, ["int_parsing octave"]),
    (MARY, "tonic=C&octave=4&=", 422, ["extra_forbidden "]),
    (MARY, "tonic=C&octave=4&x", 422, ["extra_forbidden x"]),
    (MARY, "x=1&tonic=C&y=1&octave=4&%78=2&y", 422, ["extra_forbidden x", "extra_forbidden y"]),
    (MARY, "tonic=C&octave=4=4", 422, ["int_parsing octave"]),
    (MARY, "Tonic=C&octave=4", 422, ["missing tonic", "extra_forbidden Tonic"]),
    (MARY, "tonic[]=C&octave=4", 422, ["missing tonic", "extra_forbidden tonic[]"]),
    (CHORDS, "clefs[]=bass", 422, ["extra_forbidden clefs[]"]),
    # Empty values, and words that are values elsewhere.
    (MARY, "tonic=&octave=4", 400, None),
    (MARY, "tonic&octave=4", 400, None),
    (MARY, "tonic=C&octave=", 422, ["int_parsing octave"]),
    (CHORDS, "octave=null", 422, ["int_parsing octave"]),
    (CHORDS, "octave=", 422, ["int_parsing octave"]),
    (CHORDS, "seed=", 422, ["string_pattern_mismatch seed"]),
    (CHORDS, "clefs=", 422, ["literal_error clefs 0"]),
    (CHORDS, 'clefs=["bass"]', 422, ["literal_error clefs 0"]),
    (CHORDS, "inversions=", 422, ["bool_parsing inversions"]),
    # What is repeated: of a scalar the last counts, of a list all do.
    (MARY, "tonic=H&octave=x&octave=4&tonic=C", 200, None),
    (MARY, "tonic=C&octave=4&octave=x", 422, ["int_parsing octave"]),
    (CHORDS, "clefs=bass&clefs=x&clefs=y", 422, ["literal_error clefs 1", "literal_error clefs 2"]),
    # Numbers.
    (MARY, "tonic=C&octave=0x4", 422, ["int_parsing octave"]),
    (MARY, "tonic=C&octave=4e0", 422, ["int_parsing octave"]),
    (MARY, "tonic=C&octave=4.5", 422, ["int_parsing octave"]),
    (MARY, "tonic=C&octave=%D9%A4", 422, ["int_parsing octave"]),
    (MARY, "tonic=C&octave=99999999999999999999", 422, ["int_parsing_size octave"]),
    ("/mary.mid", "tonic=C&octave=4&tempo=19", 422, ["greater_than_equal tempo"]),
    ("/mary.mid", "tonic=C&octave=4&tempo=401", 422, ["less_than_equal tempo"]),
    (MARY, "tonic=C&octave=4&tempo=96", 422, ["extra_forbidden tempo"]),
    # Seeds and many.
    (CHORDS, "seed=" + 64 * "a", 200, None),
    (CHORDS, "seed=" + 65 * "a", 422, ["string_pattern_mismatch seed"]),
    (CHORDS, "count=2&seed=" + 56 * "a", 200, None),
    (CHORDS, "count=2&seed=" + 57 * "a", 422, ["string_too_long seed"]),
    (CHORDS, "count=0", 422, ["greater_than_equal count"]),
    (CHORDS, "count=101", 422, ["less_than_equal count"]),
    (MARY, "tonic=C&octave=4&count=2", 422, ["extra_forbidden count"]),
    ("/chord-game.mid", "count=2", 422, ["extra_forbidden count"]),
    ("/scale-pitches.json", "tonic=C&scaleType=major&lowNote=C4&highNote=C5&seed=1", 200, None),
    # The order: of the fields, then what is ours, then what is nobody's.
    (CHORDS, ALL_WRONG, 422, ["literal_error qualities 0", "bool_parsing inversions", "less_than_equal octave", "literal_error clefs 0",
                              "literal_error clefs 2", "string_pattern_mismatch seed", "greater_than_equal count", "extra_forbidden foo",
                              "extra_forbidden bar"]),
    # Long ones.
    (MARY, "tonic=C&octave=4&" + "a" * 60000, 422, ["extra_forbidden " + "a" * 60000]),
    (MARY, "octave=4&tonic=" + "C" * 60000, 400, None),
    (MARY, "tonic=C&octave=" + "9" * 60000, 422, ["int_parsing_size octave"]),
    (MARY, "tonic=C&octave=" + "%00" * 20000, 422, ["int_parsing octave"]),
    (MARY, "tonic=C&octave=4" + "&" * 60000, 200, None),
    (MARY, "octave=4" + "&tonic=C" * MANY, 200, None),
    (MARY, "tonic=C&octave=4" + "".join("&x%d=1" % i for i in range(MANY)), 422, ["extra_forbidden x%d" % i for i in range(50)]),
    (CHORDS, "&".join(["clefs=bass"] * MANY), 200, None),
    (CHORDS, "&".join(["clefs=x"] * MANY), 422, ["literal_error clefs %d" % i for i in range(MANY)]),
]


def check(ask, path, query, status, entries):
    got, headers, body = ask("GET", path, query, REQUEST_URI="")
    about = "%s?%.80s" % (path, query)
    assert got == status, "%s: %d %.200s" % (about, got, body)
    assert headers["Access-Control-Allow-Origin"] == "*" and "X-Evil" not in headers, headers
    assert (headers.get("Cache-Control") == "no-store") == (status != 200 or "seed=" not in str(query) and path == CHORDS), headers
    if status == 400:
        assert len(body) < 512, about
    if status == 422:
        told = json.loads(body)["detail"]
        assert all(entry["loc"][0] == "query" for entry in told), about
        places = [" ".join([entry["type"]] + [str(part) for part in entry["loc"][1:]]) for entry in told]
        assert places == entries, "%s: %.300s" % (about, places)
    again, _, _ = ask("GET", MARY, "tonic=C&octave=4")
    assert again == 200, "what follows %s: %d" % (about, again)
