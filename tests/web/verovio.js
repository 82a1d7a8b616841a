// Verovio, and what its pictures and staccato's say of each note: both are read from where the marks stand.
import { VerovioToolkit } from "verovio/esm";
import createVerovioModule from "verovio/wasm";

// What is asked of Verovio: one page as wide as staccato's, nothing around it.
export const OPTIONS = {
    breaks: "auto", header: "none", footer: "none", adjustPageWidth: true, adjustPageHeight: true, pageWidth: 2100, pageHeight: 60000,
    pageMarginLeft: 50, pageMarginRight: 50, pageMarginTop: 50, pageMarginBottom: 50, scale: 55, svgViewBox: true, removeIds: true,
};

export async function openVerovio() {
    const toolkit = new VerovioToolkit(await createVerovioModule());
    toolkit.setOptions(OPTIONS);
    return toolkit;
}

// The picture of a document.
export function drawn(toolkit, document) {
    if (!toolkit.loadData(document)) {
        throw new Error("Verovio refuses the document");
    }
    return toolkit.renderToSVG(1);
}

// ---- the elements of a picture ----

// A tree of { name, at, classes, children }, `at` being the attributes.
function parse(text) {
    const root = { name: "", at: {}, classes: [], children: [] };
    const open = [root];
    for (const [, end, name, attributes, empty] of text.matchAll(/<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g)) {
        if (end) {
            open.pop();
            continue;
        }
        const at = Object.fromEntries([...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
        const element = { name, at, classes: (at.class ?? "").split(" "), children: [] };
        open.at(-1).children.push(element);
        if (!empty) {
            open.push(element);
        }
    }
    return root;
}

// All below an element for which `fits` holds, in their order; not what is below those.
function outermost(element, fits) {
    return element.children.flatMap(child => fits(child) ? [child] : outermost(child, fits));
}

const is = (...names) => element => names.some(name => element.classes.includes(name));
const isUse = element => element.name === "use";
const isEvent = element => element.name === "g" && is("note", "chord", "rest", "mRest")(element);

// { code, y } of the outlines in an element.
function glyphs(element) {
    return outermost(element, isUse).map(use => {
        const [, , moved] = /translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)/.exec(use.at.transform ?? "") ?? [];
        return { code: (use.at["xlink:href"] ?? use.at.href).slice(1, 5), y: Number(use.at.y ?? moved) };
    });
}

// The least and the greatest y of a path of straight lines with absolute or relative commands.
function reach(path) {
    const ys = [];
    let y = 0;
    for (const [, command, numbers] of path.at.d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
        const values = (numbers.match(/-?[\d.]+/g) ?? []).map(Number);
        const vertical = { M: values[1], L: values[1], V: values[0] }[command];
        const moved = { v: values[0], l: values[1] }[command];
        y = vertical ?? y + (moved ?? 0);
        ys.push(y);
    }
    return [Math.min(...ys), Math.max(...ys)];
}

// What is printed of one note, chord or rest, places counted from the staff's bottom line.
function told(event, place, stemPaths) {
    const rest = is("rest", "mRest")(event);
    const find = name => outermost(event, is(name)).flatMap(found => isUse(found) ? glyphs({ children: [found] }) : glyphs(found));
    const inOrder = marks => marks.map(({ code, y }) => `${place(y)} ${code}`).sort();
    const heads = find("notehead");
    const [flag = null] = rest ? [] : find("flag").map(({ code }) => code);
    const said = { rest, heads: inOrder(rest ? [] : heads), accidentals: inOrder(rest ? [] : find("accid")), flag, stem: null };
    const lines = rest ? [] : stemPaths(event).map(reach).flat();
    if (lines.length > 0) {
        const ys = heads.map(({ y }) => y);
        said.stem = Math.min(...ys) - Math.min(...lines) > Math.max(...lines) - Math.max(...ys) ? "up" : "down";
    }
    return said;
}

// The events of a staff, with how many come together under each beam.
function staffOf(staff, place, stemPaths) {
    const listed = outermost(staff, isEvent).map(event => told(event, place, stemPaths));
    const beams = outermost(staff, is("beam")).map(beam => outermost(beam, isEvent).length);
    return { events: listed, beams };
}

const isStem = element => element.name === "path" && is("stem")(element);

// Measure by measure, staff by staff.
export function ofStaccato(picture) {
    const place = y => (400 - y) / 50;
    return outermost(parse(picture), is("measure")).flatMap(measure => {
        const staves = outermost(measure, is("staff"));
        return (staves.length > 0 ? staves : [measure]).map(staff => staffOf(staff, place, event => outermost(event, isStem)));
    });
}

export function ofVerovio(picture) {
    const stemPaths = event => outermost(event, is("stem")).flatMap(stem => outermost(stem, element => element.name === "path"
        && !is("flag")(element)));
    return outermost(parse(picture), is("measure")).flatMap(measure => outermost(measure, is("staff")).map(staff => {
        const lines = staff.children.filter(element => element.name === "path").map(path => reach(path)[0]).sort((a, b) => a - b);
        const bottom = lines[4];
        const step = (bottom - lines[0]) / 8;
        return staffOf(staff, y => Math.round((bottom - y) / step), stemPaths);
    }));
}
