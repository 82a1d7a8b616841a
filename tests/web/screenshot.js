// Takes the README's picture of the playground: `node build/web/screenshot.js share/playground.png`, after make check-web.
import { launch, visit } from "./browser.js";
import { serve } from "./service.js";

const [service, browser] = await Promise.all([serve(), launch()]);
await visit(browser, service.url, async page => {
    await page.waitForTimeout(500); // for the fonts
    await page.screenshot({ path: process.argv[2] });
}, { path: "/?exercise=chord-game&seed=b&clefs=treble&qualities=major&qualities=minor&qualities=dominant7&inversions=true",
    viewport: { width: 1100, height: 760 } }).finally(async () => {
    await browser.close();
    await service.stop();
});
