// A headless Chromium, and the playground in it.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"];

export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });

// Opens the playground in a fresh profile, hands it to `use`, and expects that the page asked no other host and that
// the console said nothing but what `complains` fits: Chromium itself reports each answer of 400 and above there.
export async function visit(browser, url, use, { complains = null, drawn = true, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
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
        await page.goto(`${url}/`);
        await settled(page);
        if (drawn) {
            await page.waitForSelector("#paper svg");
        }
        await use(page);
        assert.deepEqual(said.filter(line => !complains?.test(line)), []);
    } finally {
        await context.close();
    }
}

// Until the page has an answer to its last request, and has drawn it.
export const settled = page => page.waitForSelector("body:not([aria-busy])");

// Does something that asks the service, and returns the answer's text once the page shows it.
export async function answerTo(page, action) {
    const coming = page.waitForResponse(response => response.request().resourceType() === "fetch");
    await action();
    const text = await (await coming).text();
    await settled(page);
    return text;
}

export const choose = (page, exercise) => answerTo(page, () => page.check(`[name=exercise][value=${exercise}]`,
    { force: true })); // what is seen is its label

// How many there are of what is drawn.
export const drawn = page => page.evaluate(() => {
    const count = name => document.querySelectorAll(`#paper svg ${name}`).length;
    return { heads: count(".vf-notehead"), notes: count(".vf-stavenote"), beams: count(".vf-beam") };
});
