// The playground for everyone, everywhere: by keyboard, by screen reader, on narrow screens, light and dark, without its
// library, under a prefix, behind either web server.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { after, before, test } from "node:test";
import { answerTo, choose, drawn, launch, settled, visit } from "./browser.js";
import { serve } from "./service.js";

const REPORTED = /^error: Failed to load resource: .* status of [45]\d\d/;
const EXERCISES = ["mary", "random", "note-game"];

let service;
let browser;
before(async () => {
    [service, browser] = await Promise.all([serve({ server: "nginx" }), launch()]);
});
after(async () => {
    await browser?.close();
    await service?.stop();
});

const refuse = page => answerTo(page, () => page.click("#refusals button >> nth=0"));

// ---- by keyboard and by ear ----

const focused = page => page.evaluate(() => {
    const element = document.activeElement;
    const style = getComputedStyle(element.matches(".tabs input") ? element.nextElementSibling : element);
    const name = element.id || element.value || element.ariaLabel || element.textContent.trim();
    return { name, ring: style.outlineStyle !== "none" };
});

test("everything is reached by Tab, in order and visibly", () => visit(browser, service.url, async page => {
    const walk = [];
    for (;;) {
        await page.keyboard.press("Tab");
        if ((await focused(page)).name === "mary") { // the form with the most fields
            await answerTo(page, () => page.keyboard.press("ArrowRight"));
        }
        const { name, ring } = await focused(page);
        if (name === "422 no JSON" || walk.includes(name)) {
            break;
        }
        assert.ok(ring, `the focus on ${name} can be seen`);
        walk.push(name);
    }
    assert.deepEqual(walk, ["Skip to the score", "OpenAPI description", "random", "letter", "alter", "An octave lower",
        "octave", "An octave higher", "16", "rhythm", "Rest", "Sixteenth", "Eighth", "rhythm-back", "rhythm-surprise",
        "ask", "tempo", "play", "save", "The score in words", "send", "body", "copy-curl", "curl", "copy-answer", "answer",
        "400 a key that isn't", "400 a note too high", "404 no such exercise", "405 another method", "413 too large",
        "422 wrong fields"]);
}));

test("a round of the game by keyboard alone", () => visit(browser, service.url, async page => {
    const tabTo = async wanted => {
        for (let i = 0; i < 60 && (await focused(page)).name !== wanted; i++) {
            await page.keyboard.press("Tab");
        }
        assert.equal((await focused(page)).name, wanted);
    };
    await tabTo("mary");
    await answerTo(page, () => page.keyboard.press("ArrowRight"));
    const { noteName } = JSON.parse(await answerTo(page, () => page.keyboard.press("ArrowRight")));
    await tabTo("C");
    await page.keyboard.press(noteName.toLowerCase());
    assert.match(await page.textContent("#game-says"), /^Yes: /);
    assert.equal((await focused(page)).name, "game-next");
    await answerTo(page, () => page.keyboard.press("Enter"));
    assert.equal((await focused(page)).name, "C", "ready for the next answer");
    assert.equal(await page.textContent("#game-tally"), "1 of 1 right · 1 in a row · best 1");
}));

const axe = await readFile(new URL("node_modules/axe-core/axe.js", import.meta.url), "utf8");

async function assertAccessible(page, about) {
    await page.evaluate(axe); // not as a script element: the page's policy allows its own only
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => `${about}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`), []);
}

for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in the ${colorScheme}`, () => visit(browser, service.url, async page => {
        for (const exercise of EXERCISES) {
            await page.check(`[name=exercise][value=${exercise}]`, { force: true });
            await page.waitForFunction(name => document.querySelector("#request-line").textContent.endsWith(name), exercise);
            await settled(page);
            await assertAccessible(page, exercise);
        }
        await refuse(page);
        await assertAccessible(page, "refused");
    }, { colorScheme, complains: REPORTED }));
}

// ---- on any screen ----

test("nothing is wider than a narrow screen", () => visit(browser, service.url, async page => {
    const assertFits = async about => {
        const [wanted, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wanted <= width, `${about}: ${wanted} of ${width}`);
        const svg = await page.locator("#paper svg").boundingBox().catch(() => null);
        assert.ok(!svg || svg.x + svg.width <= width, `${about}: the score fits`);
    };
    await assertFits("mary");
    await choose(page, "random");
    await answerTo(page, () => page.fill("#rhythm", "1".repeat(200)));
    await assertFits("a long rhythm");
    await answerTo(page, () => page.fill("#rhythm", "3".repeat(200)));
    await assertFits("a long refusal");
    await choose(page, "note-game");
    await assertFits("the game");
}, { viewport: { width: 320, height: 640 }, complains: REPORTED }));

test("light and dark are the reader's choice, and the score follows", () => visit(browser, service.url, async page => {
    const lightness = () => page.evaluate(() => {
        const sum = colour => colour.match(/\d+/g).slice(0, 3).reduce((total, part) => total + Number(part), 0) / 765;
        const style = selector => getComputedStyle(document.querySelector(selector));
        return { paper: sum(style("#score").backgroundColor), head: sum(style("#paper .vf-notehead path").fill),
            line: sum(style("#paper .vf-stem path").stroke), text: sum(style("h2").color) };
    });
    const light = await lightness();
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await lightness();
    assert.ok(light.paper > 0.8 && light.head < 0.3 && light.line < 0.3 && light.text < 0.3, JSON.stringify(light));
    assert.ok(dark.paper < 0.3 && dark.head > 0.8 && dark.line > 0.8 && dark.text > 0.8, JSON.stringify(dark));
}));

// ---- wherever it is served ----

test("without the library the page says how to get it, and does the rest", async () => {
    const folder = await mkdtemp(`${tmpdir()}/staccato-page-`);
    await cp("share/www", folder, { recursive: true, filter: source => !source.includes("/vendor") });
    const bare = await serve({ page: folder });
    await visit(browser, bare.url, async page => {
        assert.match(await page.textContent("#missing"), /make playground/);
        assert.ok(await page.isVisible("#missing"));
        assert.ok(await page.isHidden("#paper"));
        assert.match(await page.textContent("#words"), /^Treble clef/);
        assert.ok(await page.isEnabled("#play"));
        const { noteName } = JSON.parse(await choose(page, "note-game"));
        await page.click(`#game-notes button[value="${noteName}"]`);
        assert.match(await page.textContent("#game-says"), /^Yes: /);
    }, { drawn: false, complains: /^error: Failed to load resource: .* status of 404/ }).finally(async () => {
        await bare.stop();
        await rm(folder, { recursive: true });
    });
});

// A server in front that hands on what is below /api/music/, as one on the same host would.
test("it works under a prefix", async () => {
    const front = http.createServer((request, answer) => {
        const path = request.url.replace(/^\/api\/music(?=\/)/, "");
        if (path === request.url) {
            answer.writeHead(500).end();
            return;
        }
        const back = http.request(service.url + path, { method: request.method, headers: request.headers }, response => {
            answer.writeHead(response.statusCode, response.headers);
            response.pipe(answer);
        });
        request.pipe(back);
    }).listen(0, "127.0.0.1");
    await once(front, "listening");
    await visit(browser, `http://127.0.0.1:${front.address().port}/api/music`, async page => {
        assert.equal((await drawn(page)).heads, 10);
        assert.equal(await page.textContent("#request-line"), "POST /api/music/mary");
        assert.match(await page.textContent("#curl"), /\/api\/music\/mary'$/);
    }).finally(() => {
        front.closeAllConnections();
        front.close();
    });
});
