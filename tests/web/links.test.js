// What links play, and what README's first one shows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import createVerovioModule from "verovio/wasm";
import { VerovioToolkit } from "verovio/esm";
import { launch } from "./browser.js";
import { serve } from "./service.js";
import { inTicks, soundsOfVerovio } from "./sounds.js";

const SAMPLE = 12; // of the golden links; those without a document of their own are left out
let service;
before(async () => { service = await serve(); });
after(() => service.stop());

const byStart = sounds => [...sounds].sort(([a, , x], [b, , y]) => a - b || x - y);

test(`Verovio plays each ${SAMPLE}th golden link as "notes" have it`, async () => {
    const toolkit = new VerovioToolkit(await createVerovioModule());
    const links = readFileSync("tests/links/golden.tsv", "utf8").split("\n").filter((_, i) => i % SAMPLE === 0)
        .map(line => line.split("\t")[0]).filter(link => link && !/scale-pitches|count=/.test(link));
    let compared = 0;
    for (const link of links) {
        const { notes } = await (await fetch(service.url + link)).json();
        const document = await (await fetch(service.url + link.replace(".json?", ".musicxml?"))).text();
        if (/<alter>-?3</.test(document)) { // which Verovio plays as two
            continue;
        }
        compared++;
        assert.ok(toolkit.loadData(document), link);
        // They have four decimals: ticks are meant.
        const told = notes.flatMap(({ start, duration, midi }) => midi.map(key => [start, duration, key]));
        assert.deepEqual(byStart(soundsOfVerovio(toolkit)), byStart(inTicks(told).map(sound => sound.map(Math.round))), link);
    }
    assert.ok(compared > 60, `${compared} links`);
});

test("README's first link is a picture in a browser", async () => {
    const [, link] = /<http:\/\/127\.0\.0\.1:8000(\/[^>]*\.svg\?[^>]*)>/.exec(readFileSync("README.md", "utf8"));
    const browser = await launch();
    const page = await browser.newPage();
    const answer = await page.goto(service.url + link);
    assert.equal(answer.status(), 200, link);
    const shown = await page.evaluate(() => {
        const { width, height } = globalThis.document.documentElement.getBoundingClientRect();
        return { root: globalThis.document.documentElement.nodeName, width, height, heads: globalThis.document.querySelectorAll("use").length };
    });
    assert.equal(shown.root, "svg");
    assert.ok(shown.width > 100 && shown.height > 50 && shown.heads > 0, JSON.stringify(shown));
    await browser.close();
});
