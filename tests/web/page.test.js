// The playground in a real browser, against the real service: what it draws, plays, asks, says and refuses.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, test } from "node:test";
import { REPORTED, answerTo, choose, drawn, expected, launch, settled, visit } from "./browser.js";
import { LONGEST, serve, starve } from "./service.js";

let service;
let browser;
let exercises;
before(async () => {
    [service, browser] = await Promise.all([serve(), launch()]);
    const description = await (await fetch(`${service.url}/openapi.json`)).json();
    exercises = Object.entries(description.paths).filter(([, { post }]) => post).map(([path]) => path.slice(1));
});
after(async () => {
    await browser?.close();
    await service?.stop();
});

const text = (page, selector) => page.textContent(selector);

// ---- every exercise ----

test("every exercise can be chosen, and is drawn by the service itself", () => visit(browser, service.url, async page => {
    const listed = await page.locator("#exercise option").evaluateAll(all => all.map(({ value }) => value));
    assert.deepEqual(listed, exercises.filter((name, i, all) => all.indexOf(name) === i));
    for (const name of exercises) {
        const isChosen = name === await page.inputValue("#exercise");
        const object = JSON.parse(isChosen ? await answerTo(page, () => page.click("#another")) : await choose(page, name));
        if (object.generatedXml) {
            assert.deepEqual(await drawn(page), expected(object.generatedXml), name);
        }
        assert.ok(await page.isHidden("#problem"), name);
    }
}));

test("a picture follows what is typed", () => visit(browser, service.url, async page => {
    await choose(page, "random");
    for (const rhythm of ["11222", "0", "12", "1111111", "2111021"]) {
        const { generatedXml } = JSON.parse(await answerTo(page, () => page.fill("#field-rhythm", rhythm)));
        assert.deepEqual(await drawn(page), expected(generatedXml), rhythm);
    }
}));

test("OpenSheetMusicDisplay draws the same heads, when asked", () => visit(browser, service.url, async page => {
    await choose(page, "mary");
    await page.click("#compare");
    await page.waitForSelector("#other svg .vf-notehead");
    assert.equal(await page.locator("#other svg .vf-notehead").count(), (await drawn(page)).heads);
}));

test("the score can be read", () => visit(browser, service.url, async page => {
    await choose(page, "mary");
    await answerTo(page, () => page.selectOption("#field-tonic", { label: "E♭" }));
    assert.match(await text(page, "#words"), /^Treble clef, three flats, 4\/4 time\. Measure 1: G 4 quarter; F 4 quarter;/);
}));

test("the first visit asks for a note", () => visit(browser, service.url, async page => {
    assert.equal(await page.inputValue("#exercise"), "note-game");
    await page.goto(`${service.url}/?exercise=none`);
    await settled(page);
    assert.equal(await page.inputValue("#exercise"), "note-game");
}));

test("the first picture waits for nothing else of the page", () => visit(browser, service.url, async page => {
    const { example } = (await (await fetch(`${service.url}/exercises.json`)).json()).exercises.find(({ name }) => name === "note-game");
    const firstOf = async address => { // what is seen while main.js is on its way
        await page.route(/main\.js/, () => {});
        await page.goto(`${service.url}/${address}`, { waitUntil: "commit" });
        await page.waitForFunction(() => document.querySelector("#paper img")?.naturalWidth > 0);
        const [seen, shown] = [new URL(await page.getAttribute("#paper img", "src"), service.url), new URL(page.url())];
        await page.unroute(/main\.js/);
        await page.goto(shown.href);
        await settled(page);
        assert.equal(await page.locator("#paper img").count(), 0, "the page draws it itself in the end");
        assert.equal(page.url(), shown.href);
        assert.equal(await text(page, "#seed"), shown.searchParams.get("seed"));
        return { path: seen.pathname, seen: Object.fromEntries(seen.searchParams), shown: Object.fromEntries(shown.searchParams) };
    };
    const { path, seen, shown } = await firstOf("");
    assert.match(shown.seed, /^[0-9a-z]{8}$/);
    assert.deepEqual({ path, seen, shown }, {
        path: "/note-game.svg",
        seen: { ...example, seed: shown.seed, paper: "none" },
        shown: { exercise: "note-game", ...example, seed: shown.seed },
    });
    assert.notEqual((await firstOf("")).shown.seed, seen.seed);
    const asked = await firstOf("?exercise=scale-game&questionMode=key_signature&seed=b&names=german");
    assert.deepEqual([asked.path, asked.seen], ["/scale-game.svg", { questionMode: "key_signature", seed: "b", paper: "none" }]);
}));

test("the form says what its fields are, and names choices as musicians do", () => visit(browser, service.url, async page => {
    const described = name => page.evaluate(field => {
        const id = document.querySelector(`[name="${field}"]`).closest("[aria-describedby]")?.getAttribute("aria-describedby");
        return id && document.getElementById(id).textContent;
    }, name);
    const choices = name => page.locator(`#field-${name} option`).allTextContents();
    await choose(page, "note-game");
    assert.deepEqual(await choices("scale"),
        ["C♭", "G♭", "D♭", "A♭", "E♭", "B♭", "F", "C", "G", "D", "A", "E", "B", "F♯", "C♯"]);
    assert.match(await described("lowNote"), /lowest note/);
    await choose(page, "chord-game");
    assert.match(await described("inversions"), /inversions are drawn/);
    const boxes = name => page.locator(`fieldset:has([name="${name}"]) label`).allTextContents();
    assert.deepEqual((await boxes("qualities")).slice(7, 9), ["half diminished 7", "diminished 7"]);
    await choose(page, "sight-reading");
    assert.deepEqual((await boxes("values")).slice(0, 3), ["dotted whole", "whole", "dotted half"]);
    assert.deepEqual(await choices("ties"), ["(any)", "yes", "no"]);
    assert.match(await described("values"), /Note values/);
}));

test("a flat may be spelled in either way, and a long text has lines", () => visit(browser, service.url, async page => {
    await page.goto(`${service.url}/?exercise=note-game&scale=A-&octave=4&seed=a`);
    await settled(page);
    assert.equal(await page.inputValue("#field-scale"), "Ab");
    await choose(page, "score");
    const { generatedXml } = JSON.parse(await answerTo(page, () => page.fill("#field-notation", "3/4 c4 d e\nf2.")));
    assert.equal(expected(generatedXml).heads, 4);
}));

test("what has no picture is words, and no picture to copy", () => visit(browser, service.url, async page => {
    await choose(page, "scale-pitches");
    assert.equal(await text(page, "#paper"), "C4 D4 E♭4 F4 G4 A♭4 B♭4 C5");
    assert.ok(await page.isHidden("#image") && await page.isHidden("#markdown"));
    assert.equal(await text(page, "#another"), "Ask again");
    await choose(page, "note-game");
    assert.ok(await page.isVisible("#image") && await page.isVisible("#markdown"));
    assert.equal(await text(page, "#another"), "Another");
    assert.match(await text(page, "#markdown"), /^!\[Name this note\]\(http.*\/note-game\.svg\?.*seed=\w+\)$/);
}));

// ---- the link is the exercise ----

test("the address holds the exercise, back and forth", () => visit(browser, service.url, async page => {
    await choose(page, "chord-game");
    const first = { address: page.url(), picture: await page.innerHTML("#paper") };
    assert.match(first.address, /exercise=chord-game.*seed=/);
    await answerTo(page, () => page.click("#another"));
    assert.notEqual(page.url(), first.address);
    await answerTo(page, () => page.goBack());
    assert.equal(page.url(), first.address);
    assert.equal(await page.innerHTML("#paper"), first.picture);
    await page.reload();
    await settled(page);
    assert.equal(await page.innerHTML("#paper"), first.picture);
}));

test("the same again is the same, another is another", () => visit(browser, service.url, async page => {
    await choose(page, "interval-game");
    const seed = await text(page, "#seed");
    const picture = await page.innerHTML("#paper");
    await answerTo(page, () => page.click("#again"));
    assert.equal(await page.innerHTML("#paper"), picture);
    assert.equal(await text(page, "#seed"), seed);
    await answerTo(page, () => page.click("#another"));
    assert.notEqual(await text(page, "#seed"), seed);
}));

test("every link on the page is answered with its format", () => visit(browser, service.url, async page => {
    const types = { svg: "image/svg+xml", mid: "audio/midi", json: "application/json",
        musicxml: "application/vnd.recordare.musicxml+xml" };
    await choose(page, "scale-game");
    const links = await page.locator("#links a").evaluateAll(all => all.map(({ href, textContent }) => [textContent, href]));
    assert.deepEqual(links.map(([name]) => name).sort(), [".json", ".mid", ".musicxml", ".svg"]);
    for (const [name, href] of links) {
        const answer = await fetch(href);
        assert.equal(answer.status, 200, href);
        assert.equal(answer.headers.get("Content-Type"), types[name.slice(1)], href);
    }
}));

test("what is copied is what is shown", () => visit(browser, service.url, async page => {
    for (const name of ["url", "image", "markdown", "curl"]) {
        await page.click(`[data-copies=${name}]`);
        await page.waitForFunction(() => document.querySelector("#copied").textContent === "Copied");
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await text(page, `#${name}`));
    }
}, { permissions: ["clipboard-read", "clipboard-write"] }));

test("the curl line gets in a shell what the page sends", () => visit(browser, service.url, async page => {
    await choose(page, "mary");
    const shell = execFileSync("sh", ["-c", `${await text(page, "#curl")} --silent`], { encoding: "utf8" });
    const sent = await answerTo(page, () => page.click("#send"));
    assert.equal(sent, shell);
}));

// ---- answers that come late ----

// Holds back the first answer to a path; arrives() lets it come, and returns once the page has it: a later request of the
// page's has been answered by then.
async function hold(page, pattern) {
    let release;
    const released = new Promise(resolve => { release = resolve; });
    let held = false;
    let come;
    const done = new Promise(resolve => { come = resolve; });
    await page.route(pattern, async route => {
        if (held) {
            return route.continue();
        }
        held = true;
        const response = await route.fetch();
        await released;
        await route.fulfill({ response });
        return come();
    });
    return {
        arrives: async () => {
            release();
            await done;
            await page.evaluate(async () => {
                await (await fetch("health")).text();
                await new Promise(resolve => { setTimeout(resolve); });
            });
        },
    };
}

for (const [what, pattern] of [["an answer", /mary\.json/], ["a picture", /mary\.svg/]]) {
    test(`${what} that comes late is not shown over a newer one`, () => visit(browser, service.url, async page => {
        const late = await hold(page, pattern);
        await page.selectOption("#exercise", "mary");
        await choose(page, "random");
        const shown = { picture: await page.innerHTML("#paper"), answer: await text(page, "#answer"), address: page.url() };
        await late.arrives();
        assert.deepEqual({ picture: await page.innerHTML("#paper"), answer: await text(page, "#answer"), address: page.url() }, shown);
        assert.ok(!await page.evaluate(() => document.body.hasAttribute("aria-busy")));
    }));
}

test("a refusal that comes late is not shown over a newer answer", () => visit(browser, service.url, async page => {
    const late = await hold(page, /\/mary$/);
    await page.click("#refusals button >> nth=0");
    await choose(page, "random");
    await late.arrives();
    assert.ok(await page.isHidden("#problem"));
    assert.match(await text(page, "#answer-line"), /^200 /);
}, { complains: REPORTED }));

// ---- sound ----

test("the score is heard until it is stopped", () => visit(browser, service.url, async page => {
    await choose(page, "mary");
    await page.click("#play");
    assert.equal(await text(page, "#play"), "Stop");
    await page.click("#play");
    assert.equal(await text(page, "#play"), "Play");
}));

// Rendered without a loudspeaker: a second of A4, one of silence, one of C#5, from "notes" to samples.
test("what sounds are the keys of the answer", () => visit(browser, service.url, async page => {
    const [first, rest, last] = await page.evaluate(async () => {
        const { render, schedule } = await import(new URL("playground/sound.js", document.baseURI));
        const context = new OfflineAudioContext(1, 48_000 * 4, 48_000);
        render(context, schedule([{ start: 0, duration: 1, midi: [69] }, { start: 2, duration: 1, midi: [73] }], 60));
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
    }
    await answerTo(page, () => page.click("#another"));
    assert.ok(await page.isHidden("#problem"));
}, { complains: REPORTED }));

test("a field that is refused is marked", () => visit(browser, service.url, async page => {
    await choose(page, "mary");
    await answerTo(page, () => page.fill("#field-octave", ""));
    assert.match(await problem(page), /422 .*octave: Field required/s);
    assert.equal(await page.getAttribute("#field-octave", "aria-invalid"), "true");
    await answerTo(page, () => page.fill("#field-octave", "12"));
    assert.match(await problem(page), /400 .*The octave 12/s);
    assert.equal(await page.locator("#paper svg").count(), 0, "no old score beside an error");
    assert.ok(await page.isDisabled("#play"));
}, { complains: REPORTED }));

test("a service without memory, and one that is gone", async () => {
    const other = await serve();
    await visit(browser, other.url, async page => {
        await choose(page, "random");
        const feed = await starve(other);
        await page.fill("#body", LONGEST);
        await answerTo(page, () => page.click("#send"));
        assert.match(await problem(page), /^The service answered 503 Service Unavailable\s*Out of memory, try again$/);
        await feed();
        await other.stop();
        await page.click("#another");
        await page.waitForFunction(() => /can't be reached/.test(document.querySelector("#problem").textContent));
    }, { complains: /^error: Failed to load resource/ }).finally(other.stop);
});

// ---- the games ----

const ask = async page => JSON.parse(await answerTo(page, () => page.click("#another")));
const say = (page, name) => page.click(`#game-options button[value="${name}"]`);
const options = page => page.locator("#game-options button").evaluateAll(all => all.map(({ value }) => value));

test("a game counts first answers, and keeps the count", () => visit(browser, service.url, async page => {
    await choose(page, "note-game");
    assert.equal(await text(page, "#game-tally"), "Nothing answered yet");
    const right = (await ask(page)).noteName;
    assert.ok(!(await text(page, "#answer")).includes("noteName"), "the answer is hidden while it is asked for");
    assert.doesNotMatch(await text(page, "#words"), /[A-G] (flat )?\d/);
    await say(page, right);
    assert.match(await text(page, "#game-says"), /^Yes: /);
    assert.equal(await text(page, "#game-tally"), "1 of 1 right · 1 in a row · best 1");
    assert.match(await text(page, "#answer"), /"noteName"/);

    const next = (await ask(page)).noteName;
    await say(page, (await options(page)).find(name => name !== next));
    assert.match(await text(page, "#game-says"), /^Not /);
    await say(page, next);
    assert.equal(await text(page, "#game-tally"), "1 of 2 right · 0 in a row · best 1");

    await ask(page);
    await page.click("#reveal");
    assert.match(await text(page, "#game-says"), /^It was /);
    assert.equal(await text(page, "#game-tally"), "1 of 3 right · 0 in a row · best 1");

    await page.reload();
    await settled(page);
    assert.equal(await text(page, "#game-tally"), "1 of 3 right · 0 in a row · best 1");
    await page.click("#game-reset");
    assert.equal(await text(page, "#game-tally"), "Nothing answered yet");
}));

test("every game offers the right answer", () => visit(browser, service.url, async page => {
    const members = { "key-signature-game": "tonic", "scale-game": "scaleType", "chord-game": "quality", "interval-game": "interval" };
    for (const [name, member] of Object.entries(members)) {
        await choose(page, name);
        const right = (await ask(page))[member];
        assert.ok((await options(page)).includes(right), `${name}: ${right}`);
        await say(page, right);
        assert.match(await text(page, "#game-says"), /^Yes: /, name);
        assert.match(await text(page, "#game-title"), /^Which (major key|kind of (scale|chord)|interval) is it\?$/);
    }
}));

test("notes have the names that readers know", () => visit(browser, service.url, async page => {
    await page.goto(`${service.url}/?exercise=note-game&scale=A-&octave=4&seed=a`);
    await settled(page);
    const names = () => page.locator("#game-options button").allTextContents();
    assert.deepEqual(await names(), ["A♭", "B♭", "C", "D♭", "E♭", "F", "G"]);
    await page.selectOption("#names", "solfege");
    assert.deepEqual(await names(), ["la♭", "si♭", "do", "re♭", "mi♭", "fa", "sol"]);
    await page.selectOption("#names", "german");
    assert.deepEqual(await names(), ["As", "B", "C", "Des", "Es", "F", "G"]);
    await page.reload();
    await settled(page);
    assert.deepEqual(await names(), ["As", "B", "C", "Des", "Es", "F", "G"], "the address says it, too");
    assert.equal(new URL(await page.getAttribute("#worksheet", "href"), page.url()).searchParams.get("names"), "german");
}));

test("a letter that begins three names answers nothing", () => visit(browser, service.url, async page => {
    await choose(page, "key-signature-game");
    await page.focus("#game-options button");
    await page.keyboard.press("c");
    assert.equal(await text(page, "#game-tally"), "Nothing answered yet");
}));
