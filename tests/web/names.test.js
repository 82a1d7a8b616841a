// The names of notes in German and in solfège, against LilyPond's own language files.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const { inSystem } = await import(`${process.cwd()}/share/www/playground/names.js`); // tests/web/run starts the tests at the root

const LILYPOND = "/usr/share/lilypond";
const LETTERS = "CDEFGAB";
const ALTERS = { "DOUBLE-FLAT": -2, FLAT: -1, NATURAL: 0, SHARP: 1, "DOUBLE-SHARP": 2 };

const version = readdirSync(LILYPOND)[0];
const table = readFileSync(`${LILYPOND}/${version}/scm/lily/define-note-names.scm`, "utf8");

// A language of LilyPond's: [name, letter, alter] for each name; some notes have two.
function language(name) {
    const start = table.indexOf(`(${name} . (`);
    assert.ok(start > 0, `${name} is one of LilyPond's languages`);
    const end = table.indexOf("Language:", start);
    const rows = table.slice(start, end)
        .matchAll(/\((\w+) \. ,\(ly:make-pitch -1 (\d) ([A-Z-]+)\)\)/g);
    return [...rows].filter(([, , , alter]) => alter in ALTERS).map(([, note, step, alter]) => [note, LETTERS[step], ALTERS[alter]]);
}

const ours = (letter, alter) => letter + (alter < 0 ? "-".repeat(-alter) : "#".repeat(alter));

function assertNamesAre(system, rows, spelled) {
    const known = new Map();
    for (const [note, letter, alter] of rows) {
        const name = ours(letter, alter);
        known.set(name, [...known.get(name) ?? [], note]);
    }
    assert.equal(known.size, 35, "seven letters with five alterations each");
    for (const [name, notes] of known) {
        const said = spelled(inSystem(system, name));
        assert.ok(notes.includes(said), `${name} is ${notes.join(" or ")}, not ${said}`);
    }
}

test("German names are LilyPond's", () => assertNamesAre("german", language("deutsch"), name => name.toLowerCase()));

// LilyPond writes d (diesis) and b (bemolle) where the page prints the sign.
test("do re mi are LilyPond's", () => assertNamesAre("solfege", language("italiano"),
    name => name.replaceAll("♯", "d").replaceAll("♭", "b")));
