// The page: the form makes a link, the service answers with a picture and an object, and both are shown.
import * as api from "./api.js";
import { find, load } from "./description.js";
import * as form from "./form.js";
import { describe, parse } from "./musicxml.js";
import * as paper from "./paper.js";
import * as quiz from "./quiz.js";
import { refusals } from "./refusals.js";
import { play, schedule } from "./sound.js";

const TYPING_MS = 180;
const LINES_SHOWN = 400;
const NARROW = "(max-width: 48rem)"; // style.css has it, too

const element = id => document.getElementById(id);

let exercises = [];
let latest = 0;     // the number of the last request: an answer to an earlier one comes too late
let shown = null;   // { exercise, pairs, seed, answer, object } on the page
let stop = null;    // stops what plays

const chosen = () => exercises.find(({ name }) => name === element("exercise").value);

// ---- addresses ----

const queryOf = pairs => new URLSearchParams(pairs).toString();
const linkOf = (exercise, extension, pairs) => `${exercise.name}.${extension}?${queryOf(pairs)}`;
const withSeed = (pairs, seed) => seed ? [...pairs, ["seed", seed]] : pairs;

// How notes are called, if it is not the usual way.
const namesPairs = () => element("names").selectedIndex > 0 ? [["names", element("names").value]] : [];

// The page's own address holds the exercise and how notes are called: whoever opens it sees the same.
function remember({ exercise, pairs, seed }, replace) {
    const address = `?${queryOf([["exercise", exercise.name], ...withSeed(pairs, seed), ...namesPairs()])}`;
    if (address !== location.search) {
        history[replace ? "replaceState" : "pushState"](null, "", address);
    }
}

// What an address says: { name, seed, names, values: { name: [text, …] } or null }.
function recall() {
    const values = {};
    for (const [name, text] of new URLSearchParams(location.search)) {
        (values[name] ??= []).push(text);
    }
    const name = values.exercise?.[0];
    const seed = values.seed?.[0] ?? "";
    const names = values.names?.[0];
    delete values.exercise;
    delete values.seed;
    delete values.names;
    return { name, seed, names, values: seed || Object.keys(values).length > 0 ? values : null };
}

// ---- the exchange ----

const size = bytes => bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`;
const time = ms => ms < 100 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;

function showAnswer(answer) {
    const line = `${answer.status || "—"} ${answer.phrase}`;
    element("summary").textContent = answer.status === 0 ? `${line} after ${time(answer.ms)}`
        : `${line} · ${size(answer.bytes)} · ${time(answer.ms)}`;
    element("summary").dataset.mood = answer.status === 200 ? "right" : "wrong";
    element("answer-line").textContent = [line, answer.type].filter(Boolean).join(" · ");
    const secret = quiz.isOpen();
    element("copy-answer").hidden = secret || answer.body === "";
    const value = answer.type.startsWith("application/json") ? api.json(answer.body) : undefined;
    const text = value === undefined ? answer.body : JSON.stringify(value, null, 2);
    const lines = secret ? ["Hidden until you have answered."] : text.split("\n");
    element("answer").textContent = lines.slice(0, LINES_SHOWN).join("\n");
}

function showProblem(answer) {
    const problem = element("problem");
    problem.hidden = answer === null;
    problem.replaceChildren();
    for (const field of element("fields").querySelectorAll("[aria-invalid]")) {
        field.removeAttribute("aria-invalid");
    }
    if (answer === null) {
        return;
    }
    const title = Object.assign(document.createElement("strong"), {
        textContent: answer.status === 0 ? "The service can't be reached"
            : `The service answered ${answer.status} ${answer.phrase}`,
    });
    const list = document.createElement("ul");
    list.append(...api.reasons(answer).map(reason =>
        Object.assign(document.createElement("li"), { textContent: reason })));
    problem.append(title, list);
    for (const name of api.faultyFields(answer)) {
        element("fields").querySelector(`[name="${name}"]`)?.setAttribute("aria-invalid", "true");
        element("options").open = true;
    }
}

// The links to copy, and the same request as a POST.
function showLinks({ exercise, pairs, seed }) {
    const link = extension => api.url(linkOf(exercise, extension, withSeed(pairs, seed)));
    element("links").replaceChildren(...exercise.formats.map(extension => {
        const item = document.createElement("li");
        item.append(Object.assign(document.createElement("a"), { href: link(extension), textContent: `.${extension}` }));
        return item;
    }));
    const extension = exercise.formats.includes("svg") ? "svg" : exercise.formats[0] ?? "json";
    element("url").textContent = link(extension);
    element("image").textContent = `<img src="${link("svg").replaceAll("&", "&amp;")}" alt="${exercise.title}">`;
    element("markdown").textContent = `![${exercise.title}](${link("svg")})`;
    for (const part of document.querySelectorAll("[data-pictures]")) {
        part.hidden = extension !== "svg";
    }
    const body = JSON.stringify(form.body(exercise, withSeed(pairs, seed)));
    element("body").value = body;
    element("request-line").textContent = `POST ${new URL(api.url(exercise.name)).pathname}`;
    element("curl").textContent = api.curl({ method: "POST", path: exercise.name, body });
}

const showWorksheet = ({ exercise, pairs }) => {
    element("worksheet").href = `worksheet/?${queryOf([["exercise", exercise.name], ...pairs, ...namesPairs()])}`;
};

// ---- the picture ----

function askPicture(exercise, pairs) {
    const zoom = Number(getComputedStyle(element("paper")).getPropertyValue("--zoom"));
    const width = Math.max(200, Math.min(2000, Math.floor(element("paper").clientWidth / zoom)));
    return api.send({ method: "GET", path: linkOf(exercise, "svg", [...pairs, ["paper", "none"], ["width", width]]) });
}

function showPicture(answer) {
    const sheet = element("paper");
    const picture = answer.status === 200 ? new DOMParser().parseFromString(answer.body, "image/svg+xml").documentElement : null;
    sheet.replaceChildren(...picture ? [document.importNode(picture, true)] : []);
    sheet.setAttribute("aria-label", picture?.querySelector("title")?.textContent ?? "No picture");
}

// What has no picture: the pitches, as words.
function showPitches(pitches) {
    const text = pitches.join(" ").replaceAll("#", "♯").replaceAll("-", "♭");
    element("paper").textContent = text;
    element("paper").setAttribute("aria-label", text);
}

// The score for someone who can't see it; places on the staff instead of names while a question is open.
function showWords() {
    const xml = shown?.object?.generatedXml;
    element("words").textContent = xml ? describe(parse(xml), { secret: quiz.isOpen() }) : "There is no score.";
}

async function compare() {
    element("other").hidden = false; // what is hidden has no width to draw into
    const drawn = shown?.object?.generatedXml && await paper.draw(element("other"), shown.object.generatedXml);
    element("missing").hidden = Boolean(drawn);
    element("other").hidden = !drawn;
}

// ---- asking ----

function forget() {
    stop?.();
    quiz.pause();
    element("play").disabled = true;
    element("other").hidden = true;
    element("missing").hidden = true;
    element("paper").replaceChildren();
}

// seed: the same again; without one it is drawn here, so that answer and picture can be asked for together.
async function ask(exercise, pairs, { seed = exercise.draws ? api.newSeed() : "", replace = false } = {}) {
    const turn = ++latest;
    document.body.setAttribute("aria-busy", "true");
    const drawing = exercise.formats.includes("svg") ? askPicture(exercise, withSeed(pairs, seed)) : null;
    const answer = await api.send({ method: "GET", path: linkOf(exercise, "json", withSeed(pairs, seed)) });
    const picture = await drawing;
    if (turn !== latest) {
        return;
    }
    const object = answer.status === 200 ? api.json(answer.body) : null;
    shown = { exercise, pairs, seed, answer, object };
    forget();
    showProblem(object ? null : answer);
    showLinks(shown);
    showWorksheet(shown);
    element("seed").textContent = shown.seed;
    remember(shown, replace);
    if (object) {
        if (quiz.isGame(exercise)) {
            const values = {};
            pairs.forEach(([name, text]) => (values[name] ??= []).push(text));
            quiz.ask(exercise, values, object);
        }
        element("play").disabled = !object.notes?.length;
    }
    showAnswer(answer);
    showWords();
    if (picture) {
        showPicture(picture);
    } else if (object?.pitches) {
        showPitches(object.pitches);
    }
    document.body.removeAttribute("aria-busy");
}

const askFromForm = options => ask(chosen(), form.parameters(element("fields"), chosen()), options);

function showExercise(values) {
    const exercise = chosen();
    element("about").textContent = exercise.about;
    form.build(element("fields"), exercise, values);
    element("another").textContent = exercise.draws ? "Another" : "Ask again";
    for (const part of document.querySelectorAll("[data-draws]")) {
        part.hidden = !exercise.draws;
    }
}

function showAddress() {
    const { name, values, seed, names } = recall();
    quiz.callNotes(names);
    element("exercise").value = find(exercises, name).name;
    showExercise(values);
    return askFromForm({ seed: seed || undefined, replace: true });
}

// ---- what happens when ----

function togglePlay() {
    if (stop) {
        stop();
        return;
    }
    element("play").textContent = "Stop";
    stop = play(schedule(shown.object.notes, Number(element("tempo").value)), () => {
        stop = null;
        element("play").textContent = "Play";
    });
}

async function copy(text, button) {
    let copied = true;
    try {
        await navigator.clipboard.writeText(text);
    } catch { // not on a secure origin, or not allowed
        const area = Object.assign(document.createElement("textarea"), { value: text });
        document.body.append(area);
        area.select();
        copied = document.execCommand("copy");
        area.remove();
        button.focus();
    }
    element("copied").textContent = copied ? "Copied" : "Copying is not allowed here";
    button.textContent = copied ? "Copied" : "Not allowed";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
}

// Sends what is no link of the form's, and shows what comes back.
async function refuse(request) {
    const turn = latest;
    document.body.setAttribute("aria-busy", "true");
    const answer = await api.send(request);
    if (turn !== latest) {
        return;
    }
    showProblem(answer.status === 200 ? null : answer);
    showAnswer(answer);
    document.body.removeAttribute("aria-busy");
}

const sendBody = () => refuse({ method: "POST", path: shown.exercise.name, body: element("body").value });

async function setUp() {
    element("options").open = !matchMedia(NARROW).matches;
    exercises = await load();
    element("exercise").append(...exercises.map(({ name, title }) => new Option(title, name)));
    let typing = 0;
    element("form").addEventListener("input", event => {
        clearTimeout(typing);
        if (event.target === element("exercise")) {
            showExercise(null);
            askFromForm();
        } else {
            typing = setTimeout(() => askFromForm({ seed: shown?.seed }), TYPING_MS);
        }
    });
    element("form").addEventListener("submit", event => {
        event.preventDefault();
        clearTimeout(typing);
        askFromForm();
    });
    element("again").addEventListener("click", () => ask(shown.exercise, shown.pairs, { seed: shown.seed }));
    element("play").addEventListener("click", togglePlay);
    element("tempo").addEventListener("input", () => {
        element("tempo-value").textContent = element("tempo").value;
        stop?.();
    });
    element("compare").addEventListener("click", compare);
    element("send").addEventListener("click", sendBody);
    for (const button of document.querySelectorAll("[data-copies]")) {
        button.addEventListener("click", () => copy(element(button.dataset.copies).textContent, button));
    }
    element("copy-answer").addEventListener("click", () => copy(shown.answer.body, element("copy-answer")));
    element("refusals").append(...refusals.map(({ label, ...request }) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
        button.addEventListener("click", () => refuse(request));
        return button;
    }));
    quiz.start(() => {
        showAnswer(shown.answer);
        showWords();
    }, () => {
        remember(shown, true);
        showWorksheet(shown);
    });
    addEventListener("popstate", showAddress);
    await showAddress();
}

setUp();
