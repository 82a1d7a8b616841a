// The generated client of client.ts calls the three routes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { calls } from "./client.js";
import { serve } from "./service.js";

let service;
let client;
before(async () => {
    service = await serve({ server: "nginx" });
    client = calls(service.url);
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

test("errors", async () => {
    assert.match(await client.refused(), /^something is not right: octave 9/);
    assert.equal(await client.invalid(), "string_type");
    assert.equal((await client.unknownKey()).response.status, 400);
});
