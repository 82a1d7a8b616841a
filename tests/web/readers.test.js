// Sixty scores, read by others: Verovio, and OpenSheetMusicDisplay in Chromium. Neither warns, and both read what sounds as
// tests/score/sixty.py worked it out from the text. (LilyPond does so in tests/hosting.)
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { before, test } from "node:test";
import createVerovioModule from "verovio/wasm";
import { VerovioToolkit, enableLogToBuffer } from "verovio/esm";
import { launch } from "./browser.js";
import { serve } from "./service.js";
import { inTicks, soundsOfVerovio } from "./sounds.js";

const OSMD = "share/www/playground/vendor/opensheetmusicdisplay.min.js";

let scores; // { request, sounds: [[start, length, key], …], document }
before(async () => {
    const service = await serve();
    scores = JSON.parse(execFileSync("python3", ["tests/score/sixty.py"], { encoding: "utf8" }));
    for (const score of scores) {
        const answer = await fetch(`${service.url}/score`, { method: "POST", body: JSON.stringify(score.request) });
        assert.equal(answer.status, 200, score.request.notation);
        score.document = await answer.text();
    }
    await service.stop();
});

test("Verovio", async () => {
    const module = await createVerovioModule();
    enableLogToBuffer(true, module);
    const toolkit = new VerovioToolkit(module);
    const read = document => { // what it says of it
        toolkit.loadData(document);
        const said = toolkit.getLog();
        toolkit.renderToSVG(1);
        return said + toolkit.getLog();
    };
    assert.match(read(scores[0].document.replace("<type>quarter<", "<type>no<")), /Warning/, "it can warn");
    for (const { request, sounds, document } of scores) {
        assert.equal(read(document), "", request.notation);
        assert.deepEqual(soundsOfVerovio(toolkit), sounds, request.notation);
    }
});

// In the page: draws a document, and reads the sheet that OpenSheetMusicDisplay made of it. A whole note is 1 there.
async function readSheet(document) {
    const osmd = new globalThis.opensheetmusicdisplay.OpenSheetMusicDisplay("sheet", { autoResize: false });
    osmd.setLogLevel("warn");
    await osmd.load(document);
    osmd.render();
    const entries = osmd.Sheet.SourceMeasures.flatMap(measure => measure.VerticalSourceStaffEntryContainers)
        .flatMap(({ StaffEntries }) => StaffEntries).flatMap(({ VoiceEntries }) => VoiceEntries);
    const sounds = entries.flatMap(({ Notes }) => Notes).filter(note => !note.isRest() && (note.NoteTie?.StartNote ?? note) === note)
        .map(note => [note.getAbsoluteTimestamp().RealValue * 4,
            (note.NoteTie?.Notes ?? [note]).reduce((sum, { Length }) => sum + Length.RealValue, 0) * 4, note.halfTone + 12]);
    globalThis.document.querySelector("#sheet").replaceChildren();
    return sounds;
}

test("OpenSheetMusicDisplay", async () => {
    const browser = await launch();
    try {
        const page = await browser.newPage();
        const said = [];
        page.on("console", message => said.push(`${message.type()}: ${message.text()}`));
        page.on("pageerror", error => said.push(String(error)));
        await page.setContent('<div id="sheet" style="width: 1000px"></div>');
        await page.addScriptTag({ path: OSMD });
        await page.evaluate(readSheet, scores[0].document.replace(/<octave>\d/, "<octave>"));
        assert.notDeepEqual(said.splice(0), [], "it can complain");
        for (const { request, sounds, document } of scores) {
            assert.deepEqual(inTicks(await page.evaluate(readSheet, document)), sounds, request.notation);
            assert.deepEqual(said, [], request.notation);
        }
    } finally {
        await browser.close();
    }
});
