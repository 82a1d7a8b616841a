// A headless Chromium, and the playground in it.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"];

export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });

// What Chromium reports on the console of an answer of 400 and above.
export const REPORTED = /^error: Failed to load resource: .* status of [45]\d\d/;

// Opens a page in a fresh profile, hands it to `use`, and expects that the page asked no other host and that the console
// said nothing but what `complains` fits.
export async function visit(browser, url, use, { complains = null, path = "/", script = true, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: script, ...options });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const said = [];
    page.on("console", message => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", error => said.push(String(error)));
    page.on("request", request => {
        if (!request.url().startsWith(`${url}/`) && !request.url().startsWith("data:")) {
            said.push(`asked ${request.url()}`);
        }
    });
    try {
        await page.goto(`${url}${path}`);
        if (script && path.startsWith("/?") || path === "/" && script) {
            await settled(page);
        }
        await use(page);
        assert.deepEqual(said.filter(line => !complains?.test(line)), []);
    } finally {
        await context.close();
    }
}

// Until the page has an answer to its last request, and has drawn it.
export async function settled(page) {
    await page.waitForFunction(() => document.querySelector("#answer-line").textContent !== ""
        && !document.body.hasAttribute("aria-busy"));
}

// Does something that asks the service for an exercise, and returns the answer's text once the page shows it.
export async function answerTo(page, action) {
    const coming = page.waitForResponse(response => response.request().resourceType() === "fetch"
        && !response.url().includes(".svg"));
    await action();
    const text = await (await coming).text();
    await settled(page);
    return text;
}

export const choose = (page, exercise) => answerTo(page, () => page.selectOption("#exercise", exercise));

// How many there are of what staccato has drawn.
export const drawn = page => page.evaluate(() => {
    const count = name => document.querySelectorAll(`#paper svg ${name}`).length;
    return { heads: count(".notehead"), accidentals: count(".accid"), beams: count(".beam") };
});

// How many of each a document prints.
export function expected(xml) {
    const count = pattern => (xml.match(pattern) ?? []).length;
    return {
        heads: count(/<pitch>/g),
        accidentals: count(/<accidental>/g),
        beams: count(/<beam number="1">begin</g),
    };
}
