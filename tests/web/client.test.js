// The generated client of client.ts calls every route.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { calls } from "./client.js";
import { serve } from "./service.js";

let service;
let client;
const asked = new Set(); // "get /mary.svg"
before(async () => {
    service = await serve({ server: "nginx" });
    client = calls(service.url, request => {
        asked.add(`${request.method.toLowerCase()} ${new URL(request.url).pathname}`);
        return fetch(request);
    });
});
after(() => service?.stop());

test("mary", async () => {
    const { data, response } = await client.mary();
    assert.equal(response.status, 200);
    assert.match(data, /<fifths>6<\/fifths>/);
});

test("random", async () => {
    assert.match((await client.random()).data, /<step>A<\/step><alter>-1<\/alter><octave>4<\/octave>/);
});

test("note-game", async () => {
    const { name, octave, score } = await client.noteGame();
    assert.match(`${name}${octave}`, /^(D4|E4|F#4|G4|A4|B4|C#5)$/);
    assert.match(score, /<fifths>2<\/fifths>/);
});

test("key-signature-game", async () => {
    assert.deepEqual(await client.keySignatureGame(), { sharps: -3, clef: "alto", tonic: "E-", minor: "C" });
});

test("scale-game", async () => {
    const { tonic, type, score } = await client.scaleGame();
    assert.deepEqual({ tonic, type }, { tonic: "E-", type: "harmonic_minor" });
    assert.match(score, /<fifths>-6<\/fifths>/);
});

test("chord-game, five at once", async () => {
    const questions = await client.chordGame();
    assert.equal(questions.length, 5);
    questions.forEach(({ root, quality, inversion, seed }) => {
        assert.deepEqual({ root, quality }, { root: "B-", quality: "dominant9" });
        assert.ok(inversion >= 0 && inversion <= 3);
        assert.match(seed, /^7b\.[0-9]+$/);
    });
});

test("interval-game", async () => {
    assert.deepEqual(await client.intervalGame(), { interval: "AA4", number: 4, quality: "AA" });
});

test("scale-pitches", async () => {
    assert.deepEqual(await client.scalePitches(), ["C4", "D4", "E-4", "F4"]);
});

test("score", async () => {
    assert.match((await client.score()).data, /<sign>C<\/sign>/);
});

test("sight-reading", async () => {
    const { level, measures, key, score } = await client.sightReading();
    assert.equal(level, "strings-2");
    assert.equal(score.match(/<measure /g).length, measures);
    assert.ok(key.length > 0);
});

test("each link in each format", async () => {
    const begins = { json: /^{"/, musicxml: /^<\?xml/, mid: /^MThd/, svg: /^<svg/ };
    for (const { data, response } of await Promise.all(client.links())) {
        assert.equal(response.status, 200, response.url);
        assert.match(data, begins[/\.([a-z]+)\?/.exec(response.url)[1]], response.url);
    }
});

test("what the service says of itself", async () => {
    const { counts, ...rest } = await client.about();
    assert.deepEqual(rest, { status: "healthy", exercise: "mary", level: "piano-0", described: 200 });
    assert.match(counts, /^# HELP/);
});

test("links", async () => {
    const { seed, midi, clef } = await client.link();
    assert.deepEqual({ seed, clef }, { seed: "monday", clef: "bass" });
    assert.equal(midi[1] - midi[0], 7);
    assert.equal(await client.midi(), "MThd");
});

test("errors", async () => {
    assert.match(await client.refused(), /^something is not right: octave 9/);
    assert.equal(await client.invalid(), "string_type");
    assert.equal((await client.unknownKey()).response.status, 400);
    assert.equal((await client.unknownClef()).response.status, 422);
    assert.equal((await client.missingParameter()).response.status, 422);
});

// The last test: by now the client has called all that is described.
test("nothing that is described is left out", async () => {
    const { paths } = await (await fetch(`${service.url}/openapi.json`)).json();
    const described = Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map(method => `${method} ${path}`));
    assert.deepEqual(described.filter(operation => !asked.has(operation)), []);
});
