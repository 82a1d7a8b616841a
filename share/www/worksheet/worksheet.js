// Makes a worksheet from one seed: the same address, the same sheet. An exercise that draws nothing is one question.
import { newSeed } from "../playground/api.js";
import { find, load } from "../playground/description.js";
import * as form from "../playground/form.js";
import { choiceText, inSystem, systems } from "../playground/names.js";

const ROOT = "../";
const MOST = 40;
const PICTURE_WIDTH = { narrow: 360, wide: 760 };

// What is asked, and how its answer is written.
const solutions = {
    "note-game": ({ noteName, noteOctave }) => named(noteName) + noteOctave,
    "key-signature-game": ({ tonic, minorTonic }) => `${named(tonic)} major, ${named(minorTonic)} minor`,
    "scale-game": ({ tonic, scaleType }) => `${named(tonic)} ${choiceText(scaleType)}`,
    "chord-game": ({ root, quality, inversion }) =>
        `${named(root)} ${choiceText(quality)}${inversion ? `, inversion ${inversion}` : ""}`,
    "interval-game": ({ interval }) => interval,
    "sight-reading": ({ key, time }) => `${named(key[0].toUpperCase() + key.slice(1))} ${/[A-G]/.test(key) ? "major" : "minor"}, ${time}`,
};

const named = name => inSystem(element("names").value, name);
const element = id => document.getElementById(id);

let exercises = [];
let latest = 0;

const chosen = () => exercises.find(({ name }) => name === element("exercise").value);
const queryOf = pairs => new URLSearchParams(pairs).toString();

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
    const wide = !(exercise.name in solutions) || exercise.name === "sight-reading"; // more than a measure
    const hasAnswers = exercise.name in solutions;
    element("list").className = wide ? "wide" : "";
    element("list").replaceChildren(...items.map(({ seed }, i) => {
        const width = wide ? PICTURE_WIDTH.wide : PICTURE_WIDTH.narrow;
        const drawn = exercise.draws ? [["seed", seed]] : [];
        const picture = make("img", {
            src: `${ROOT}${exercise.name}.svg?${queryOf([...pairs, ...drawn, ["width", width]])}`,
            alt: `Question ${i + 1}: ${exercise.title}`,
        });
        return make("li", {}, picture, ...wide ? [] : [make("span", { className: "answer" })]);
    }));
    element("solutions").replaceChildren(...items.map(item =>
        make("li", {}, make("span", { textContent: hasAnswers ? solutions[exercise.name](item) : "" }))));
    element("answers").hidden = !hasAnswers;
    element("heading").textContent = element("title").value || exercise.title;
    document.title = element("heading").textContent;
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

// How many questions, and from which seed; the form says afterwards what was taken.
function readDraw() {
    const count = Math.max(1, Math.min(MOST, Number(element("count").value) || 1));
    const seed = element("seed").value || newSeed();
    element("count").value = count;
    element("seed").value = seed;
    return [["count", count], ["seed", seed]];
}

async function makeSheet(replace = false) {
    const turn = ++latest;
    const exercise = chosen();
    const pairs = form.parameters(element("fields"), exercise);
    const draw = exercise.draws ? readDraw() : [];
    const names = exercise.draws && element("names").selectedIndex > 0 ? element("names").value : "";
    const all = [["exercise", exercise.name], ...pairs, ...draw, ["names", names], ["title", element("title").value]];
    history[replace ? "replaceState" : "pushState"](null, "", `?${queryOf(all.filter(([, value]) => value !== ""))}`);
    try {
        const answer = await fetch(`${ROOT}${exercise.name}.json?${queryOf([...pairs, ...draw])}`);
        if (turn !== latest) {
            return;
        }
        if (!answer.ok) {
            showProblem(await reason(answer));
            return;
        }
        showProblem("");
        show(exercise, pairs, [await answer.json()].flat());
    } catch (error) {
        showProblem(`The service can't be reached: ${error.message}`);
    }
}

function showExercise(values) {
    form.build(element("fields"), chosen(), values);
    for (const part of document.querySelectorAll("[data-draws]")) {
        part.hidden = !chosen().draws;
    }
}

// The address fills the form.
function recall() {
    const values = {};
    for (const [name, text] of new URLSearchParams(location.search)) {
        (values[name] ??= []).push(text);
    }
    element("exercise").value = find(exercises, values.exercise?.[0]).name;
    element("names").value = values.names?.[0] in systems ? values.names[0] : "english";
    for (const name of ["count", "seed", "title"]) {
        if (values[name]) {
            element(name).value = values[name][0];
        }
    }
    for (const name of ["exercise", "names", "count", "seed", "title"]) {
        delete values[name];
    }
    showExercise(element("seed").value || Object.keys(values).length > 0 ? values : null);
    return makeSheet(true);
}

async function setUp() {
    exercises = (await load(ROOT)).filter(({ formats }) => formats.includes("svg"));
    element("exercise").append(...exercises.map(({ name, title }) => new Option(title, name)));
    element("names").append(...Object.entries(systems).map(([name, { label }]) => new Option(label, name)));
    element("names").addEventListener("change", () => makeSheet());
    element("exercise").addEventListener("change", () => {
        showExercise(null);
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
