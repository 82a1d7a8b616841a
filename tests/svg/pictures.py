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

import staves

CONFORMANCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../shared/conformance")
RECORDINGS = ["mary", "random", "note-game", "note-game-range", "key-signature-game", "scale-game", "chord-game", "interval-game", "score"]

TEMPO = r'<g class="tempo">.*?class="tempoNum".*?</g></g>'
CLEFS = {("G", "2", ""): "treble", ("G", "2", "1"): "treble-8va", ("G", "2", "-1"): "treble-8vb", ("F", "4", ""): "bass",
         ("F", "4", "-1"): "bass-8vb", ("C", "3", ""): "alto", ("C", "4", ""): "tenor", ("C", "1", ""): "soprano",
         ("C", "2", ""): "mezzo-soprano", ("F", "3", ""): "baritone"}


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


def link(path, extension, fields):
    pairs = []
    for name, value in {"seed": "1", **fields}.items():
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


def judged(judge, picture, document):
    """What the judge has to say of one staff, as lines; and what it found there."""
    check, infos = judge.Checks(False), []
    with tempfile.TemporaryDirectory() as folder:
        svg, xml = os.path.join(folder, "a.svg"), os.path.join(folder, "a.xml")
        for path, text in ((svg, picture), (xml, document)):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        try:
            _, infos = judge.judge(check, svg, xml, None, None)
        except Exception as error:  # what it can't read at all
            return ["%s: %s" % (type(error).__name__, error)], infos
    found = ["%s: %s" % (kind, " ".join(map(str, what))) for kind, rows in check.failed.items() for what in rows]
    return found, infos


def number_faults(picture, document):
    """Measure numbers are the document's, of which the judge knows only those that begin with 1."""
    numbers = re.findall(r'<measure [^>]*number="(\d+)"', document)
    systems = picture.split('<g class="system"')[1:]
    counts = [system.count('<g class="measure"') for system in systems]
    firsts = [numbers[sum(counts[:place])] for place in range(1, len(counts))]
    drawn = ["".join(re.findall(r'"#E88(\d)"', re.search(r'<g class="mNum".*?</g>', system)[0])) for system in systems[1:]]
    return [] if drawn == firsts else ["measure numbers: %s, not %s" % (drawn, firsts)]


def tempo_faults(judge, picture, document):
    """The tempo that is printed, which the judge doesn't know, is the document's and stands above all that is below it."""
    due = re.findall(r"<per-minute>(\d+)", document)
    drawn = ["".join(re.findall(r'"#E88(\d)"', group)) for group in re.findall(TEMPO, picture)]
    if drawn != due:
        return ["tempo: %s, not %s" % (drawn, due)]
    marks = judge.Picture(judge.ET.fromstring(picture)).marks
    tempo = [mark.box for mark in marks if mark.within("tempo")]
    others = [mark.box for mark in marks if not mark.within("tempo")]
    met = [box for box in others for own in tempo if box[0] < own[2] + 8 and own[0] < box[2] + 8 and box[1] < own[3] + 8]
    return ["tempo: meets %s" % [round(side) for side in box] for box in met]


def title_faults(picture, document):
    """The title says the clefs, and how many accidentals the signature has."""
    title = re.search("<title>(.*?)</title>", picture)[1]
    signs = {0: None, 1: "sharp", -1: "flat"}
    fifths = int((re.search(r"<fifths>(-?\d+)", document) or [0, 0])[1])
    counts = ["", "one", "two", "three", "four", "five", "six", "seven"]
    sign = signs[(fifths > 0) - (fifths < 0)]
    key = ", %s %s" % (counts[abs(fifths)], sign + "s" * (abs(fifths) > 1)) if sign else ""
    names = [CLEFS[clef] for clef in re.findall(r"<sign>(.)</sign><line>(\d)</line>(?:<clef-octave-change>(-?1))?", document)]
    due = " and ".join(names) + " clef" + key
    return [] if title.lower().endswith(" " + due) else ["title: %s: not %s" % (title, due)]


def faults(judge, picture, document):
    """What is wrong, as lines."""
    document = for_judge(document)
    # The judge knows no flags as long as those of a 128th; its barlines, margins and even rooms are those of one staff.
    beyond = ["measure numbers: "]
    beyond += ["stems: .* long "] if "<type>128th</type>" in document else []
    beyond += ["size: margins "] if "<per-minute>" in document else []
    bare = re.sub(TEMPO, "", picture)
    if staves.count(document) == 1:
        found, _ = judged(judge, bare, document)
    else:
        beyond += ["size: margins ", "room follows duration: "]
        found, infos = [], []
        for number in range(staves.count(document)):
            lines, of_staff = judged(judge, staves.one_staff(bare, number), staves.one_part(document, number))
            found += ["staff %d: %s" % (number + 1, line) if not re.match("|".join(beyond), line) else line for line in lines]
            infos += of_staff
        found += staves.faults(judge, bare, infos)
    found = [fault for fault in found if not re.match("|".join(beyond), fault)]
    found += number_faults(picture, document) + title_faults(picture, document)
    try:
        return found + tempo_faults(judge, picture, document) + staves.margin_faults(judge, picture)
    except Exception as error:  # what can't be read at all
        return found + [str(error)]
