// What Verovio takes for the documents on standard input, one JSON array of texts: `node build/web/cost.js < DOCUMENTS` prints
// an array of nanoseconds, for each document the least of its ways, a median.
import { text } from "node:stream/consumers";
import { openVerovio } from "./verovio.js";

const WARM_UP = 20;
const TIMES = 31;

const verovio = await openVerovio();

function median(document) {
    const times = [];
    for (let i = 0; i < WARM_UP + TIMES; i++) {
        const start = process.hrtime.bigint();
        verovio.loadData(document);
        verovio.renderToSVG(1);
        times.push(Number(process.hrtime.bigint() - start));
    }
    return times.slice(WARM_UP).sort((a, b) => a - b)[Math.floor(TIMES / 2)];
}

// From MusicXML and from its own format, MEI; with lines as wide as they need, and as few as fit.
function fastest(document) {
    verovio.loadData(document);
    const mei = verovio.getMEI();
    return Math.min(...["none", "auto"].flatMap(breaks => {
        verovio.setOptions({ breaks });
        return [median(document), median(mei)];
    }));
}

console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(fastest)));
