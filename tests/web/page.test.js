// The playground in a real browser, against the real service: what it draws, plays, says and refuses.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { answerTo, choose, drawn, launch, visit } from "./browser.js";
import { LONGEST, serve, starve } from "./service.js";

const REPORTED = /^error: Failed to load resource: .* status of [45]\d\d/;

let service;
let browser;
before(async () => {
    [service, browser] = await Promise.all([serve(), launch()]);
});
after(async () => {
    await browser?.close();
    await service?.stop();
});

const text = (page, selector) => page.textContent(selector);

// ---- scores ----

// What a score has to draw: a head for each pitch (a rest is drawn as one), a figure for each note, chord or rest, and a
// line for each beam that begins and each hook.
function expected(xml) {
    const count = pattern => (xml.match(pattern) ?? []).length;
    return {
        heads: count(/<pitch>|<rest\/>/g),
        notes: count(/<note>/g) - count(/<chord\/>/g),
        beams: count(/<beam [^>]*>(begin|forward hook|backward hook)</g),
    };
}

test("mary is drawn", () => visit(browser, service.url, async page => {
    assert.deepEqual(await drawn(page), { heads: 10, notes: 8, beams: 0 });
    for (const key of ["C-", "E-", "C#"]) {
        const xml = await answerTo(page, () => page.selectOption("#key", key));
        assert.deepEqual(await drawn(page), expected(xml), key);
    }
}));

// Four times 1 1 2 2 2: each time eight sixteenths, so two groups of beams: 16th 16th eighth, with a second line, and
// eighth eighth, without.
test("a rhythm is drawn", () => visit(browser, service.url, async page => {
    await choose(page, "random");
    await answerTo(page, () => page.fill("#rhythm", "11222"));
    assert.deepEqual(await drawn(page), { heads: 20, notes: 20, beams: 12 });
    for (const rhythm of ["", "0", "12", "0121", "1111111", "2111021"]) {
        const xml = await answerTo(page, () => page.fill("#rhythm", rhythm));
        assert.deepEqual(await drawn(page), expected(xml), rhythm);
    }
    await answerTo(page, () => page.fill("#rhythm", "1101"));
    const xml = await answerTo(page, () => page.check("[name=rhythmType][value='8']", { force: true }));
    assert.deepEqual(await drawn(page), expected(xml));
}));

test("a rhythm is written with the buttons", () => visit(browser, service.url, async page => {
    await choose(page, "random");
    await answerTo(page, () => page.fill("#rhythm", ""));
    for (const name of ["Sixteenth", "Rest", "Eighth"]) {
        await answerTo(page, () => page.click(`#exercise button:text-is("${name}")`));
    }
    await answerTo(page, () => page.click("#rhythm-back"));
    assert.equal(await page.inputValue("#rhythm"), "10");
    await answerTo(page, () => page.click("#rhythm-surprise"));
    assert.match(await page.inputValue("#rhythm"), /^[012]{5,11}$/);
}));

test("a note of the game is drawn", () => visit(browser, service.url, async page => {
    await choose(page, "note-game");
    assert.deepEqual(await drawn(page), { heads: 1, notes: 1, beams: 0 });
}));

test("the score can be read", () => visit(browser, service.url, async page => {
    await answerTo(page, () => page.selectOption("#key", "E-"));
    assert.match(await text(page, "#words"), /^Treble clef, three flats, 4\/4 time\. Measure 1: G 4 quarter; F 4 quarter;/);
    assert.match(await text(page, "#words"), /E flat 4 and G 4 and B flat 4 quarter\.$/);
}));

// ---- sound ----

test("the score is heard, and what sounds is marked", () => visit(browser, service.url, async page => {
    await page.fill("#tempo", "180");
    await page.click("#play");
    await page.waitForSelector("#paper .sounding");
    assert.equal(await text(page, "#play"), "Stop");
    await page.click("#play");
    assert.equal(await text(page, "#play"), "Play");
    assert.equal(await page.locator("#paper .sounding").count(), 0);
}));

// Rendered without a loudspeaker: a second of A4, one of silence, one of C#5, from MusicXML to samples.
test("pitches and durations are those of the MusicXML", () => visit(browser, service.url, async page => {
    const [first, rest, last] = await page.evaluate(async () => {
        const base = new URL("playground/", document.baseURI);
        const { parse, sounds } = await import(new URL("musicxml.js", base));
        const { render, schedule } = await import(new URL("sound.js", base));
        const note = (step, alter, octave, duration, more = "") => `<note>${more}<pitch><step>${step}</step>
            <alter>${alter}</alter><octave>${octave}</octave></pitch><duration>${duration}</duration></note>`;
        const score = parse(`<score-partwise><part><measure><attributes><divisions>4</divisions></attributes>
            ${note("A", 0, 4, 4)}<note><rest/><duration>4</duration></note>
            ${note("C", 1, 5, 4)}</measure></part></score-partwise>`);
        const context = new OfflineAudioContext(1, 48_000 * 4, 48_000);
        render(context, schedule(sounds(score), 60));
        const samples = (await context.startRendering()).getChannelData(0);
        // Upward crossings of zero in eight tenths of each second, as if in a second.
        return [0, 1, 2].map(second => {
            let crossings = 0;
            for (let i = 48_000 * (second + 0.1); i < 48_000 * (second + 0.9); i++) {
                crossings += samples[i] <= 0 && samples[i + 1] > 0 ? 1 : 0;
            }
            return crossings / 0.8;
        });
    });
    assert.ok(Math.abs(first - 440) <= 4, `A4 is ${first} Hz`);
    assert.equal(rest, 0);
    assert.ok(Math.abs(last - 554.37) <= 4, `C#5 is ${last} Hz`);
}));

// ---- the exchange ----

test("request, answer and time are shown as they were", () => visit(browser, service.url, async page => {
    const xml = await answerTo(page, () => page.selectOption("#key", "D"));
    assert.equal(await text(page, "#request-line"), "POST /mary");
    assert.equal(await page.inputValue("#body"), '{"tonic": "D", "octave": 4}');
    assert.match(await text(page, "#summary"), /^200 OK · 2\.\d kB · [\d.]+ ms$/);
    assert.equal(await text(page, "#answer-line"), "200 OK · application/xml");
    assert.equal((await text(page, "#answer")).replace(/>\s+</g, "><").trim(), xml.replace(/>\s+</g, "><").trim());
}));

test("the curl line gets the same answer in a shell", () => visit(browser, service.url, async page => {
    const xml = await answerTo(page, () => page.selectOption("#key", "C#"));
    const curl = async () =>
        execFileSync("sh", ["-c", `${await text(page, "#curl")} --silent`], { encoding: "utf8" });
    assert.equal(await curl(), xml);
    await page.fill("#body", `{"tonic": "it's $HOME \`id\` \\u0022", "octave": 4}`);
    const refusal = await answerTo(page, () => page.click("#send"));
    assert.match(refusal, /it's \$HOME `id` "/);
    assert.equal(await curl(), refusal);
}, { complains: REPORTED }));

test("what is copied is the curl line", () => visit(browser, service.url, async page => {
    await page.click("#copy-curl");
    await page.waitForFunction(() => document.querySelector("#copied").textContent === "Copied");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await text(page, "#curl"));
}, { permissions: ["clipboard-read", "clipboard-write"] }));

// ---- errors ----

const problem = page => text(page, "#problem");

test("each refusal is shown as the service worded it", () => visit(browser, service.url, async page => {
    const said = {
        "400 a key that isn't": /^The service answered 400 Bad Request\s*The note H is not currently supported/,
        "400 a note too high": /^The service answered 400 Bad Request\s*something is not right: octave 9 is too high/,
        "404 no such exercise": /^The service answered 404 Not Found\s*Not Found$/,
        "405 another method": /^The service answered 405 Method Not Allowed\s*Method Not Allowed$/,
        "413 too large": /^The service answered 413 Content Too Large\s*Request body too large$/,
        "422 wrong fields": /422 Unprocessable Content\s*rhythm: Input should be a valid string.*rhythmType: .*tonic: Field/,
        "422 no JSON": /422 Unprocessable Content\s*byte 15: JSON decode error \(Expecting property name/,
    };
    const labels = await page.locator("#refusals button").allTextContents();
    assert.deepEqual(labels, Object.keys(said));
    for (const label of labels) {
        await answerTo(page, () => page.click(`#refusals button:text-is("${label}")`));
        assert.match(await problem(page), said[label]);
        assert.match(await text(page, "#answer-line"), new RegExp(`^${label.slice(0, 3)} `));
        assert.ok(await page.isHidden("#paper"), "no old score beside an error");
        assert.ok(await page.isDisabled("#play"));
        assert.equal(await page.locator("[aria-invalid]").count(), 0, "nothing is wrong with the form");
    }
    await answerTo(page, () => page.click("#ask"));
    assert.ok(await page.isHidden("#problem"));
    assert.equal((await drawn(page)).heads, 10);
}, { complains: REPORTED }));

test("a field that is refused is marked", () => visit(browser, service.url, async page => {
    await answerTo(page, () => page.fill("#octave", ""));
    assert.match(await problem(page), /422 .*octave: Field required/s);
    assert.equal(await page.getAttribute("#octave", "aria-invalid"), "true");
    await answerTo(page, () => page.fill("#octave", "12"));
    assert.match(await problem(page), /400 .*The octave 12/s);
}, { complains: REPORTED }));

test("a service without memory, and one that is gone", async () => {
    const other = await serve();
    await visit(browser, other.url, async page => {
        const feed = await starve(other);
        await choose(page, "random");
        await page.fill("#body", LONGEST);
        await answerTo(page, () => page.click("#send"));
        assert.match(await problem(page), /^The service answered 503 Service Unavailable\s*Out of memory, try again$/);
        await feed();
        await other.stop();
        await page.click("#ask");
        await page.waitForFunction(() => /can't be reached/.test(document.querySelector("#problem").textContent));
    }, { complains: /^error: Failed to load resource/ }).finally(other.stop);
});

// ---- the game ----

const named = async page => JSON.parse(await answerTo(page, () => page.click("#game-next"))).noteName;
const say = (page, name) => page.click(`#game-notes button[value="${name}"]`);

test("the game counts first answers, and keeps the count", () => visit(browser, service.url, async page => {
    await choose(page, "note-game");
    await answerTo(page, () => page.selectOption("#key", "A-"));
    const names = await page.locator("#game-notes button").evaluateAll(all => all.map(({ value }) => value));
    assert.deepEqual(names, ["A-", "B-", "C", "D-", "E-", "F", "G"]);
    assert.equal(await text(page, "#game-tally"), "No note named yet");

    const right = await named(page);
    assert.ok(!(await text(page, "#answer")).includes("noteName"), "the answer is hidden while it is asked for");
    assert.ok(await page.isHidden("#save"));
    assert.doesNotMatch(await text(page, "#words"), /[A-G] (flat )?\d/);
    await say(page, right);
    assert.match(await text(page, "#game-says"), /^Yes: /);
    assert.equal(await text(page, "#game-tally"), "1 of 1 right · 1 in a row · best 1");
    assert.match(await text(page, "#answer"), /"noteName"/);

    const next = await named(page);
    await say(page, names.find(name => name !== next));
    assert.match(await text(page, "#game-says"), /^Not /);
    await say(page, next);
    assert.equal(await text(page, "#game-tally"), "1 of 2 right · 0 in a row · best 1");

    await named(page);
    await page.click("#reveal");
    assert.match(await text(page, "#game-says"), /^It was /);
    assert.equal(await text(page, "#game-tally"), "1 of 3 right · 0 in a row · best 1");

    await page.reload();
    await choose(page, "note-game");
    assert.equal(await text(page, "#game-tally"), "1 of 3 right · 0 in a row · best 1");
    await page.click("#game-reset");
    assert.equal(await text(page, "#game-tally"), "No note named yet");
}));
