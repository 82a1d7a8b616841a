// Worksheets in a real browser, against the real service: questions, answers, and what can't be made.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { REPORTED, launch, visit } from "./browser.js";
import { serve } from "./service.js";

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

const sheet = "/worksheet/?exercise=chord-game&count=12&seed=week-3";

test("a worksheet has its questions and their answers, from one seed", () => visit(browser, service.url, async page => {
    const look = async () => {
        await page.waitForFunction(() => document.querySelectorAll("#list img").length === 12
            && [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0));
        return page.innerHTML("main");
    };
    const first = await look();
    assert.equal(await page.locator("#solutions li").count(), 12);
    await page.goto(`${service.url}${sheet}`);
    assert.equal(await look(), first, "the same address, the same sheet");
    for (const format of ["A4", "Letter"]) {
        const pdf = (await page.pdf({ format })).toString("latin1");
        assert.equal(pdf.match(/\/Type \/Page\b/g).length, 2, `${format}: one page of questions, one of answers`);
    }
}, { path: sheet }));

test("a worksheet's answers have the names that its address or its form asks for", () => visit(browser, service.url, async page => {
    const solutions = () => page.locator("#solutions li").allTextContents();
    await page.waitForFunction(() => document.querySelectorAll("#solutions li").length === 12);
    const english = { "A♭": "As", "B♭": "B", "D♭": "Des", "E♭": "Es" };
    const german = await solutions();
    assert.ok(german.some(name => /^(As|B|Des|Es)\d$/.test(name)), german.join());
    assert.equal(await page.title(), "Noten");
    await page.selectOption("#names", "english");
    await page.waitForFunction(before => document.querySelector("#solutions").textContent !== before, german.join(""));
    assert.deepEqual((await solutions()).map(name => name.replace(/^.♭/, flat => english[flat])), german);
    assert.doesNotMatch(page.url(), /names=/);
}, { path: "/worksheet/?exercise=note-game&scale=Ab&octave=4&count=12&seed=a&names=german&title=Noten" }));

test("the first worksheet is one of notes", () => visit(browser, service.url, async page => {
    await page.waitForFunction(() => document.images.length === 12);
    assert.equal(await page.inputValue("#exercise"), "note-game");
}, { path: "/worksheet/" }));

test("an exercise that draws nothing is a sheet of one question", () => visit(browser, service.url, async page => {
    await page.waitForFunction(() => document.images.length === 1 && document.images[0].naturalWidth > 0);
    assert.ok(await page.isHidden("#count") && await page.isHidden("#answers"));
    assert.equal(new URL(page.url()).search, "?exercise=random&rhythm=112&rhythmType=16&tonic=B4");
}, { path: "/worksheet/?exercise=random&rhythm=112&rhythmType=16&tonic=B4" }));

test("a worksheet that can't be made says why", () => visit(browser, service.url, async page => {
    await page.waitForFunction(() => !document.querySelector("#problem").hidden);
    assert.match(await text(page, "#problem"), /octave/);
}, { path: "/worksheet/?exercise=chord-game&octave=9&seed=a", complains: REPORTED }));
