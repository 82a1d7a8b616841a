// Makes a worksheet from one seed: the same address, the same sheet.
import { load } from "../playground/description.js";
import * as form from "../playground/form.js";

const ROOT = "../";
const MOST = 40;
const PICTURE_WIDTH = { narrow: 360, wide: 760 };

// What is asked, and how its answer is written.
const solutions = {
    "note-game": ({ noteName, noteOctave }) => sign(noteName) + noteOctave,
    "key-signature-game": ({ tonic, minorTonic }) => `${sign(tonic)} major, ${sign(minorTonic)} minor`,
    "scale-game": ({ tonic, scaleType }) => `${sign(tonic)} ${scaleType.replaceAll("_", " ")}`,
    "chord-game": ({ root, quality, inversion }) =>
        `${sign(root)} ${quality.replaceAll("_", " ")}${inversion ? `, inversion ${inversion}` : ""}`,
    "interval-game": ({ interval }) => interval,
    "sight-reading": ({ key, time }) => `${sign(key)}, ${time}`,
};

const sign = name => name.replaceAll("#", "♯").replace(/(?<=.)[-b]/g, "♭");
const element = id => document.getElementById(id);

let exercises = [];
let latest = 0;

const chosen = () => exercises.find(({ name }) => name === element("exercise").value);
const queryOf = pairs => new URLSearchParams(pairs).toString();

function newSeed() {
    const characters = "0123456789abcdefghijklmnopqrstuvwxyz";
    return [...crypto.getRandomValues(new Uint8Array(8))].map(byte => characters[byte % 36]).join("");
}

function make(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
}

function showProblem(text) {
    element("problem").hidden = text === "";
    element("problem").textContent = text;
}

function show(exercise, pairs, items) {
    const wide = exercise.name === "sight-reading";
    const hasAnswers = exercise.name in solutions;
    element("list").className = wide ? "wide" : "";
    element("list").replaceChildren(...items.map(({ seed }, i) => {
        const width = wide ? PICTURE_WIDTH.wide : PICTURE_WIDTH.narrow;
        const picture = make("img", {
            src: `${ROOT}${exercise.name}.svg?${queryOf([...pairs, ["seed", seed], ["width", width]])}`,
            alt: `Question ${i + 1}`,
        });
        return make("li", {}, picture, ...wide ? [] : [make("span", { className: "answer" })]);
    }));
    element("solutions").replaceChildren(...items.map(item =>
        make("li", {}, make("span", { textContent: hasAnswers ? solutions[exercise.name](item) : "" }))));
    element("answers").hidden = !hasAnswers;
    element("heading").textContent = element("title").value || exercise.about || exercise.title;
    element("source").textContent = location.href;
}

// What a 422 or 400 says, in a sentence or two.
async function reason(answer) {
    const text = await answer.text();
    try {
        const value = JSON.parse(text);
        return value.detail?.map(({ loc, msg }) => `${loc.at(-1)}: ${msg}`).join("; ") ?? value;
    } catch {
        return text;
    }
}

async function makeSheet(replace = false) {
    const turn = ++latest;
    const exercise = chosen();
    const pairs = form.parameters(element("fields"), exercise);
    const count = Math.max(1, Math.min(MOST, Number(element("count").value) || 1));
    const seed = element("seed").value || newSeed();
    element("seed").value = seed;
    const all = [["exercise", exercise.name], ...pairs, ["count", count], ["seed", seed], ["title", element("title").value]];
    history[replace ? "replaceState" : "pushState"](null, "", `?${queryOf(all.filter(([, value]) => value !== ""))}`);
    try {
        const answer = await fetch(`${ROOT}${exercise.name}.json?${queryOf([...pairs, ["count", count], ["seed", seed]])}`);
        if (turn !== latest) {
            return;
        }
        if (!answer.ok) {
            showProblem(await reason(answer));
            return;
        }
        showProblem("");
        show(exercise, pairs, await answer.json());
    } catch (error) {
        showProblem(`The service can't be reached: ${error.message}`);
    }
}

// The address fills the form.
function recall() {
    const values = {};
    for (const [name, text] of new URLSearchParams(location.search)) {
        (values[name] ??= []).push(text);
    }
    for (const name of ["exercise", "count", "seed", "title"]) {
        if (values[name]) {
            element(name).value = values[name][0];
        }
        delete values[name];
    }
    if (!chosen()) {
        element("exercise").value = exercises[0].name;
    }
    form.build(element("fields"), chosen(), Object.keys(values).length > 0 ? values : null);
    return makeSheet(true);
}

async function setUp() {
    exercises = (await load(ROOT)).filter(({ draws }) => draws);
    element("exercise").append(...exercises.map(({ name, title }) => new Option(title, name)));
    element("exercise").addEventListener("change", () => {
        form.build(element("fields"), chosen(), null);
        makeSheet();
    });
    element("form").addEventListener("submit", event => {
        event.preventDefault();
        makeSheet();
    });
    element("other").addEventListener("click", () => {
        element("seed").value = "";
        makeSheet();
    });
    element("print").addEventListener("click", () => print());
    addEventListener("popstate", recall);
    await recall();
}

setUp();
