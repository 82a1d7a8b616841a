#!/usr/bin/python3
"""A sample of the recorded requests, spread over all of them, against a server: tests/hosting/sample.py URL [COUNT].

Ends with "N passed, N failed", and status 1 if any failed. conformance/check.py, which asks them all, has the comparison.
"""
import json
import pathlib
import sys

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "conformance"
sys.path.insert(0, str(SHARED))
import check  # noqa: E402


def spread(rows, count):
    """So many rows, at even distances."""
    return [rows[i * len(rows) // count] for i in range(min(count, len(rows)))]


def main():
    client, report = check.Client(sys.argv[1]), check.Report(5)
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    for name, share in (("mary", 0.2), ("random", 0.5)):
        recorded = [row for row in check.rows(SHARED, name) if row["in_range"]]
        check.check_scores(client, report, name, spread(recorded, round(count * share)), [])
    games = [row for row in check.rows(SHARED, "note-game") if row["in_range"]]
    for row in spread(games, round(count * 0.3)):
        status, _, body = client.post("/note-game", row["request"])
        answer = json.loads(body) if status == 200 else {}
        forms = [other["canonical"] for other in games
                 if other["request"] == row["request"] and other["noteName"] == answer.get("noteName")]
        report.check(check.form_of(answer.get("generatedXml", "")) in forms, "note-game", row["request"], status, body[:120])
    print(f"{report.passed} passed, {report.failed} failed")
    sys.exit(report.failed > 0 or report.passed < count * 0.9)


if __name__ == "__main__":
    main()
