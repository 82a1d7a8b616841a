// Pictures beside those of Verovio, and in a browser: what is drawn, what can be read where, what is read aloud.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "./browser.js";
import { serve } from "./service.js";
import { drawn, ofStaccato, ofVerovio, openVerovio } from "./verovio.js";

const DOCUMENTS = 300;
const WORDS = {
    key: ["C-", "G-", "D-", "A-", "E-", "B-", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"],
    level: ["piano-1", "piano-3", "piano-6", "piano-8", "strings-1", "strings-4", "strings-6", "winds-2", "winds-5", "choir-3", "choir-5"],
    meter: ["2/4", "3/4", "4/4", "5/4", "2/2", "3/8", "6/8", "9/8", "12/8", "7/8"],
    clef: ["treble", "bass", "alto", "tenor", "soprano", "mezzo_soprano", "baritone"],
    note: ["c", "d#", "e-", "f", "g##", "a--", "b", "c'", "d'n", "g'#", "BB", "E-", "FF#", "c''", "a'", "r"],
    value: ["", "", "4", "8", "16", "8.", "4.", "2", "32", "1", "2..", "64"],
    triplet: ["trip{c8 d e}", "trip{f'16 r g#'}", "trip{g4 a8}", "trip{d8 d16 d d8}"],
};

// A linear congruential generator: the same documents every time.
let state = 20261126n;
const below = count => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xFFFFFFFFFFFFFFFFn;
    return Number((state >> 33n) % BigInt(count));
};
const one = words => words[below(words.length)];
const many = (count, make) => Array.from({ length: count }, make);

// A text for /score. What it holds may end in the wrong place; then there is another.
function melody() {
    const events = many(4 + below(24), () => below(8) === 0 ? one(WORDS.triplet) : one(WORDS.note) + one(WORDS.value));
    return `${one(WORDS.meter)} c4 ${events.join(" ")}`;
}

const KINDS = [
    () => ["note-game", { scale: one(WORDS.key), octave: 1 + below(7) }],
    () => ["mary", { tonic: one(WORDS.key), octave: below(9) }],
    () => ["scale-game", { clefs: one(WORDS.clef) }],
    () => ["chord-game", { clefs: one(WORDS.clef), inversions: true }],
    () => ["interval-game", { clefs: one(WORDS.clef), displayMode: one(["harmonic", "melodic"]) }],
    () => ["random", { rhythm: `1${many(2 + below(16), () => below(3)).join("")}`, rhythmType: one([8, 16]), tonic: `${one("CDEFGAB")}${1 + below(7)}` }],
    () => ["score", { notation: melody(), key: one(WORDS.key), clef: one(WORDS.clef) }],
    () => ["score", { notation: melody() }],
    () => ["sight-reading", { level: one(WORDS.level) }],
    () => ["sight-reading", { level: one(["piano-2", "piano-4", "piano-5", "piano-7", "piano-8"]), hand: "together" }],
];

let service;
let browser;
before(async () => {
    [service, browser] = await Promise.all([serve({ server: "nginx" }), launch()]);
});
after(async () => {
    await browser?.close();
    await service?.stop();
});

const link = (path, format, fields) => `${service.url}/${path}.${format}?${new URLSearchParams(fields)}`;

async function text(address) {
    const answer = await fetch(address);
    return answer.ok ? answer.text() : null;
}

// The ranges of notes from one that `begins` to the next that `ends`.
function ranges(notes, begins, ends) {
    let first = -1;
    return notes.flatMap((note, at) => {
        first = begins.test(note) ? at : first;
        return ends.test(note) ? [[first, at]] : [];
    });
}

// Whether a beam begins outside a triplet and ends in it, or the other way round. Verovio keeps music as a tree, in which no
// such beam can be said: it joins it with the next.
function crosses(document) {
    const notes = document.split("<note").slice(1);
    const beams = ranges(notes, /<beam number="1">begin/, /<beam number="1">end/);
    const triplets = ranges(notes, /<tuplet [^>]*type="start"/, /<tuplet [^>]*type="stop"/);
    return beams.some(([a, b]) => triplets.some(([c, d]) => (a < c && c <= b && b < d) || (c < a && a <= d && d < b)));
}

// Documents and their pictures, of requests that are not refused.
async function* documents(count) {
    for (let number = 0; count > 0; number++) {
        const [path, fields] = KINDS[number % KINDS.length]();
        const asked = { ...fields, seed: `peer-${number}` };
        const [document, picture] = await Promise.all([text(link(path, "musicxml", asked)), text(link(path, "svg", asked))]);
        assert.equal(document === null, picture === null);
        if (document !== null && !crosses(document)) {
            count--;
            yield { name: link(path, "svg", asked), document, picture };
        }
    }
}

test("What Verovio is compared by notices each kind of difference", async () => {
    const picture = await text(link("score", "svg", { notation: "4/4 c#8 d d'8 r8 e16 f g a b4" }));
    const spoils = [["#E262", "#E260"], ["#E0A4", "#E0A3"], [/<use class="accid"[^>]*>/, ""], ["#E241", "#E240"], ["class=\"beam\"", ""],
        [/(class="notehead"[^>]* y=")\d+/, "$1-500"], [/(class="stem" d="M\d+) ?-?\d+(h12)v\d+/, "$1 450$2v400"], ["class=\"rest\"", "class=\"none\""]];
    for (const [what, by] of spoils) {
        const spoilt = picture.replace(what, by);
        assert.notEqual(spoilt, picture, `${what}`);
        assert.notDeepEqual(ofStaccato(spoilt), ofStaccato(picture), `${what}`);
    }
});

test(`Verovio says the same of ${DOCUMENTS} documents: heads, accidentals, flags, stems and beams`, async t => {
    const verovio = await openVerovio();
    const different = [];
    const seen = { heads: 0, accidentals: 0, flags: 0, stems: 0, beams: 0 };
    for await (const { name, document, picture } of documents(DOCUMENTS)) {
        const ours = ofStaccato(picture);
        try {
            assert.deepEqual(ours, ofVerovio(drawn(verovio, document)));
        } catch (error) {
            different.push(`${name}\n${error.message}`);
        }
        for (const { events, beams } of ours) {
            seen.beams += beams.length;
            for (const event of events) {
                seen.heads += event.heads.length;
                seen.accidentals += event.accidentals.length;
                seen.flags += event.flag === null ? 0 : 1;
                seen.stems += event.stem === null ? 0 : 1;
            }
        }
    }
    t.diagnostic(JSON.stringify(seen));
    assert.deepEqual(different.slice(0, 5), [], `${different.length} differ`);
    assert.ok(Object.values(seen).every(count => count > 200), JSON.stringify(seen));
});

// How far the lightest and the darkest pixel of a screenshot are apart, 0 to 255.
const contrast = (page, png) => page.evaluate(async bytes => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${bytes}`)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    const light = data.filter((_, at) => at % 4 === 1);
    return light.reduce((most, value) => Math.max(most, value)) - light.reduce((least, value) => Math.min(least, value));
}, png.toString("base64"));

// A page that adapts to dark preferences, or one that does not, with a picture inline or as an image.
const pageWith = (picture, { adapts, inline, address }) => `<!doctype html><title>.</title>
    <style>:root { color-scheme: ${adapts ? "light dark" : "light; background: white"} }</style>
    ${inline ? picture : `<img alt="" src="${address}">`}`;

for (const paper of ["white", "none", "auto"]) {
    test(`paper=${paper} can be read where it is said to`, async () => {
        const address = link("note-game", "svg", { scale: "Ab", octave: 3, seed: "a", paper });
        const picture = await text(address);
        for (const [colorScheme, adapts, inline] of [0, 1, 2, 3, 4, 5, 6, 7].map(bits => [bits & 1 ? "dark" : "light", bits & 2, bits & 4])) {
            // As an image `none` is black; inline, in a page that is always light, `auto` is white where dark ones are preferred.
            const isDark = colorScheme === "dark";
            const unreadable = { white: false, none: isDark && adapts && !inline, auto: isDark && !adapts && inline }[paper];
            const page = await browser.newPage({ colorScheme });
            await page.setContent(pageWith(picture, { adapts, inline, address }), { waitUntil: "load" });
            const apart = await contrast(page, await page.locator("svg, img").screenshot());
            assert.equal(apart > 200, !unreadable, `${colorScheme}, ${adapts ? "adapts" : "is light"}, ${inline ? "inline" : "image"}: ${apart}`);
            await page.close();
        }
    });
}

test("a picture in a page is an image whose name is its title", async () => {
    const page = await browser.newPage();
    await page.setContent(await text(link("note-game", "svg", { scale: "Ab", octave: 2, clef: "bass", lowNote: "C2", highNote: "C4", seed: "a" })));
    assert.equal(await page.getByRole("img", { name: "Name this note: bass clef, four flats", exact: true }).count(), 1);
    await page.close();
});
