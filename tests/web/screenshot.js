// Takes the README's picture of the playground: `node build/web/screenshot.js share/playground.png`, after make check-web.
import { answerTo, choose, launch, visit } from "./browser.js";
import { serve } from "./service.js";

const [service, browser] = await Promise.all([serve(), launch()]);
await visit(browser, service.url, async page => {
    await choose(page, "random");
    await answerTo(page, () => page.fill("#rhythm", "2111021"));
    await page.screenshot({ path: process.argv[2] });
}, { viewport: { width: 1100, height: 760 } }).finally(async () => {
    await browser.close();
    await service.stop();
});
