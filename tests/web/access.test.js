// The playground for everyone, everywhere: by keyboard, by screen reader, on narrow screens, light and dark, without scripts,
// without its library, under a prefix, behind either web server.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { after, before, test } from "node:test";
import { REPORTED, answerTo, choose, drawn, launch, visit } from "./browser.js";
import { serve } from "./service.js";

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
    const style = getComputedStyle(element.matches(".boxes input") ? element.nextElementSibling : element);
    const name = element.id || (element.dataset.copies ? `copy ${element.dataset.copies}` : element.value) || element.textContent.trim();
    return { name, ring: style.outlineStyle !== "none" };
});

test("everything is reached by Tab, in order and visibly", () => visit(browser, service.url, async page => {
    await choose(page, "random");
    await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
    const walk = [];
    for (;;) {
        await page.keyboard.press("Tab");
        const { name, ring } = await focused(page);
        if (name === "compare" || walk.includes(name)) {
            break;
        }
        assert.ok(ring, `the focus on ${name} can be seen`);
        walk.push(name);
    }
    const wanted = ["exercise", "field-rhythm", "field-tonic", "another", "tempo", "play", "url", "image", "curl", "send", "body",
        "copy-answer", "answer", "422 no JSON"];
    assert.deepEqual(walk.filter(name => wanted.includes(name)).filter((name, i, all) => all.indexOf(name) === i), wanted);
}));

test("a round of the game by keyboard alone", () => visit(browser, service.url, async page => {
    const { noteName } = JSON.parse(await choose(page, "note-game"));
    await page.focus("#game-options button");
    await page.keyboard.press(noteName[0].toLowerCase());
    assert.match(await page.textContent("#game-says"), /^Yes: /);
    assert.equal((await focused(page)).name, "another");
    await answerTo(page, () => page.keyboard.press("Enter"));
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
        for (const exercise of await page.locator("#exercise option").evaluateAll(all => all.map(({ value }) => value))) {
            if (await page.inputValue("#exercise") !== exercise) {
                await choose(page, exercise);
            }
            await assertAccessible(page, exercise);
        }
        await refuse(page);
        await assertAccessible(page, "refused");
        await page.goto(`${service.url}/worksheet/?exercise=note-game&count=4&seed=a`);
        await page.waitForSelector("#list img");
        await assertAccessible(page, "the worksheet");
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
    await choose(page, "random");
    await page.click("#options summary");
    await answerTo(page, () => page.fill("#field-rhythm", "1".repeat(200)));
    await assertFits("a long rhythm");
    await answerTo(page, () => page.fill("#field-rhythm", "3".repeat(200)));
    await assertFits("a long refusal");
    await choose(page, "chord-game");
    await assertFits("a game");
}, { viewport: { width: 320, height: 640 }, complains: REPORTED }));

test("a phone shows the picture without scrolling, and the options when asked, or when one is refused", () => visit(browser,
    service.url, async page => {
        for (const exercise of ["note-game", "sight-reading"]) {
            await choose(page, exercise);
            const { y, height } = await page.locator("#paper svg").boundingBox();
            assert.ok(y + Math.min(height, 100) < 800, `${exercise}: the first staff ends at ${y + height}`);
            assert.ok(await page.isHidden("#fields"));
        }
        await choose(page, "mary");
        await page.click("#options summary");
        await answerTo(page, () => page.fill("#field-octave", ""));
        await page.click("#options summary");
        await answerTo(page, () => page.click("#another"));
        assert.ok(await page.isVisible("#field-octave"), "the field that is refused can be seen");
    }, { viewport: { width: 360, height: 800 }, complains: REPORTED }));

test("a form that is longer than the screen scrolls by itself, with its button in sight", () => visit(browser, service.url,
    async page => {
        await choose(page, "sight-reading");
        const { y, height } = await page.locator("#another").boundingBox();
        assert.ok(y + height < 900, `the button ends at ${y + height}`);
        await page.focus("#field-tempo");
        const field = await page.locator("#field-tempo").boundingBox();
        assert.ok(field.y + field.height <= y, "what has the focus is not behind it");
    }));

test("light and dark are the reader's choice, and the score follows", () => visit(browser, service.url, async page => {
    await choose(page, "mary");
    const lightness = () => page.evaluate(() => {
        const sum = colour => colour.match(/\d+/g).slice(0, 3).reduce((total, part) => total + Number(part), 0) / 765;
        const style = selector => getComputedStyle(document.querySelector(selector));
        return { paper: sum(style("#score").backgroundColor), head: sum(style("#paper svg .notehead").fill),
            text: sum(style("h2").color) };
    });
    const light = await lightness();
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await lightness();
    assert.ok(light.paper > 0.8 && light.head < 0.3 && light.text < 0.3, JSON.stringify(light));
    assert.ok(dark.paper < 0.3 && dark.head > 0.8 && dark.text > 0.8, JSON.stringify(dark));
}));

test("without scripts there are pictures", () => visit(browser, service.url, async page => {
    for (const link of await page.locator("noscript a, section.notice a").evaluateAll(all => all.map(({ href }) => href))) {
        assert.equal((await fetch(link)).status, 200, link);
    }
    assert.ok(await page.evaluate(() => document.images.length > 1), "one of them on the page");
}, { script: false }));

test("the first picture is there soon, and the page is small", () => visit(browser, service.url, async page => {
    const bytes = await page.evaluate(() => performance.getEntriesByType("resource").concat(performance.getEntriesByType("navigation"))
        .reduce((sum, { transferSize }) => sum + transferSize, 0));
    assert.ok(bytes < 100_000, `${bytes} bytes without OpenSheetMusicDisplay`);
    assert.equal(await page.locator("#paper svg").count(), 1);
}));

// ---- wherever it is served ----

test("without the library the page says how to get it, and does the rest", async () => {
    const folder = await mkdtemp(`${tmpdir()}/staccato-page-`);
    await cp("share/www", folder, { recursive: true, filter: source => !source.includes("/vendor") });
    const bare = await serve({ page: folder });
    await visit(browser, bare.url, async page => {
        await choose(page, "mary");
        assert.equal((await drawn(page)).heads, 10);
        await page.click("#compare");
        await page.waitForSelector("#missing:not([hidden])");
        assert.match(await page.textContent("#missing"), /make playground/);
    }, { complains: /^error: Failed to load resource: .* status of 404/ }).finally(async () => {
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
        await choose(page, "mary");
        assert.equal((await drawn(page)).heads, 10);
        assert.equal(await page.textContent("#request-line"), "POST /api/music/mary");
        assert.match(await page.textContent("#curl"), /\/api\/music\/mary'$/);
    }).finally(() => {
        front.closeAllConnections();
        front.close();
    });
});
