// The page: the form makes a request, the answer is drawn, described, played and shown as it came.
import * as api from "./api.js";
import { exercises, keys, refusals, requestOf } from "./exercises.js";
import * as game from "./game.js";
import { describe, indented, parse, sounds } from "./musicxml.js";
import * as paper from "./paper.js";
import { play, schedule } from "./sound.js";

const LINES_SHOWN = 400;
const TYPING_MS = 180;

const element = id => document.getElementById(id);
const form = element("exercise");
const chosen = () => form.elements.exercise.value;

let latest = 0;      // the number of the last request: an answer to an earlier one comes too late
let shown = null;    // the answer on the page
let score = null;    // read from it
let stop = null;     // stops what plays

// ---- the form ----

function fields() {
    const values = {};
    for (const name of ["key", "letter", "alter", "octave", "rhythm"]) {
        values[name] = element(name).value;
    }
    return { ...values, rhythmType: form.elements.rhythmType.value };
}

function adjustForm() {
    const exercise = chosen();
    for (const part of document.querySelectorAll("[data-for]")) {
        part.hidden = !part.dataset.for.split(" ").includes(exercise);
    }
    element("about").textContent = exercises[exercise].about;
    const sixteenths = form.elements.rhythmType.value === "16";
    document.querySelector("[data-digit='2']").hidden = !sixteenths;
    document.querySelector("[data-digit='1']").textContent = sixteenths ? "Sixteenth" : "Eighth";
    element("rhythm-help").textContent = sixteenths
        ? "0 a rest, 1 a sixteenth, 2 an eighth; at most 1024" : "0 a rest, 1 an eighth; at most 1024";
    element("ask").textContent = exercise === "note-game" ? "Another note" : "Ask again";
}

function askFromForm() {
    adjustForm();
    return ask(requestOf(chosen(), fields()));
}

// ---- the exchange ----

const size = bytes => bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`;
const time = ms => ms < 100 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;

function showRequest(request) {
    element("request-line").textContent = `${request.method} ${new URL(api.url(request.path)).pathname}`;
    element("body").value = request.padding ? "" : request.body ?? "";
    element("body").placeholder = request.padding ? `${request.padding} spaces`
        : request.body === undefined ? "no body" : "empty";
    element("body").dataset.path = request.path;
    element("curl").textContent = api.curl(request);
}

function readable({ type, body }) {
    if (type.startsWith("application/xml")) {
        return indented(body);
    }
    const value = type.startsWith("application/json") ? api.json(body) : undefined;
    return value === undefined ? body : JSON.stringify(value, null, 2);
}

function showAnswer(answer) {
    const line = `${answer.status || "—"} ${answer.phrase}`;
    const good = answer.status === 200;
    element("summary").textContent = answer.status === 0 ? `${line} after ${time(answer.ms)}`
        : `${line} · ${size(answer.bytes)} · ${time(answer.ms)}`;
    element("summary").dataset.mood = good ? "right" : "wrong";
    element("answer-line").textContent = [line, answer.type].filter(Boolean).join(" · ");
    const secret = game.isOpen();
    element("reveal").hidden = !secret;
    element("copy-answer").hidden = secret || answer.body === "";
    const lines = secret ? ["Hidden until you have named the note."] : readable(answer).split("\n");
    element("answer").textContent = lines.slice(0, LINES_SHOWN).join("\n");
    const left = lines.length - LINES_SHOWN;
    element("answer-note").textContent = secret ? ""
        : left > 0 ? `${left} more lines: Copy has them all, as they were sent.`
            : good ? "Set in lines for reading; Copy has it as it was sent." : "";
}

function showProblem(answer) {
    const problem = element("problem");
    problem.hidden = answer === null;
    problem.replaceChildren();
    for (const id of ["key", "octave", "rhythm", "letter"]) {
        element(id).removeAttribute("aria-invalid");
    }
    if (answer === null) {
        return;
    }
    const title = document.createElement("strong");
    title.textContent = answer.status === 0 ? "The service can't be reached"
        : `The service answered ${answer.status} ${answer.phrase}`;
    const list = document.createElement("ul");
    list.append(...api.reasons(answer).map(reason => {
        const item = document.createElement("li");
        item.textContent = reason;
        return item;
    }));
    problem.append(title, list);
    if (answer.request.body !== requestOf(chosen(), fields()).body) {
        return; // it was not the form that asked
    }
    const ids = { tonic: chosen() === "mary" ? "key" : "letter", scale: "key", octave: "octave", rhythm: "rhythm" };
    for (const name of api.faultyFields(answer)) {
        element(ids[name])?.setAttribute("aria-invalid", "true");
    }
}

// ---- the score ----

function forgetScore() {
    stop?.();
    score = null;
    element("play").disabled = true;
    element("save").hidden = true;
    element("missing").hidden = true;
    element("words").textContent = "There is no score.";
    element("paper").hidden = true;
    game.pause();
}

// The score in an answer: itself, or in the note game's object.
const xmlOf = (answer, object) => object ? object.generatedXml : answer.body;

async function showScore(answer, turn) {
    const object = answer.type.startsWith("application/json") ? api.json(answer.body) : null;
    const xml = xmlOf(answer, object);
    score = parse(xml);
    if (object) {
        const scale = api.json(answer.request.body)?.scale ?? "C";
        game.ask(scale.replace(/(?<=.)b/g, "-"), object);
    }
    element("words").textContent = describe(score, { secret: game.isOpen() });
    element("play").disabled = sounds(score).notes.length === 0;
    element("save").hidden = game.isOpen();
    element("save").href = `data:application/vnd.recordare.musicxml+xml;charset=utf-8,${encodeURIComponent(xml)}`;
    element("save").download = `${answer.request.path}.musicxml`;
    const sheet = element("paper");
    sheet.hidden = false;
    const drawn = await paper.draw(sheet, xml);
    if (turn === latest) {
        sheet.hidden = !drawn;
        element("missing").hidden = drawn;
    }
}

async function ask(request) {
    const turn = ++latest;
    document.body.setAttribute("aria-busy", "true");
    showRequest(request);
    const answer = await api.send(request);
    if (turn !== latest) {
        return;
    }
    shown = answer;
    forgetScore();
    showProblem(answer.status === 200 ? null : answer);
    try {
        const drawing = answer.status === 200 ? showScore(answer, turn) : null;
        showAnswer(answer);
        await drawing;
    } catch (error) {
        showProblem({ ...answer, status: 200, phrase: "OK, but it can't be drawn", type: "", body: error.message });
    }
    if (turn === latest) {
        document.body.removeAttribute("aria-busy");
    }
}

function togglePlay() {
    if (stop) {
        stop();
        return;
    }
    element("play").textContent = "Stop";
    stop = play(schedule(sounds(score), Number(element("tempo").value)), {
        onNote: events => paper.mark(element("paper"), events),
        onEnd: () => {
            stop = null;
            element("play").textContent = "Play";
            paper.mark(element("paper"), []);
        },
    });
}

// ---- copying ----

async function copy(text, button) {
    let copied = true;
    try {
        await navigator.clipboard.writeText(text);
    } catch { // not on a secure origin, or not allowed
        const area = document.createElement("textarea");
        area.value = text;
        document.body.append(area);
        area.select();
        copied = document.execCommand("copy");
        area.remove();
        button.focus();
    }
    element("copied").textContent = copied ? "Copied" : "Copying is not allowed here";
    button.textContent = copied ? "Copied" : "Not allowed";
    setTimeout(() => {
        button.textContent = "Copy";
        element("copied").textContent = "";
    }, 1500);
}

// ---- what happens when ----

function setUp() {
    element("key").append(...keys.map(({ value, label }) => new Option(label, value, value === "C", value === "C")));

    let typing = 0;
    const soon = () => {
        clearTimeout(typing);
        typing = setTimeout(askFromForm, TYPING_MS);
    };
    form.addEventListener("input", soon);
    form.addEventListener("submit", event => {
        event.preventDefault();
        clearTimeout(typing);
        askFromForm();
    });
    for (const button of form.querySelectorAll("[data-step]")) {
        button.addEventListener("click", () => {
            element("octave").value = (Number(element("octave").value) || 0) + Number(button.dataset.step);
            soon();
        });
    }
    const write = text => {
        element("rhythm").value = text;
        soon();
    };
    for (const button of form.querySelectorAll("[data-digit]")) {
        button.addEventListener("click", () => write(element("rhythm").value + button.dataset.digit));
    }
    element("rhythm-back").addEventListener("click", () => write(element("rhythm").value.slice(0, -1)));
    element("rhythm-surprise").addEventListener("click", () => {
        const digits = form.elements.rhythmType.value === "16" ? "011122" : "0111";
        const length = 5 + Math.floor(Math.random() * 7);
        write(Array.from({ length }, () => digits[Math.floor(Math.random() * digits.length)]).join(""));
    });

    element("send").addEventListener("click", () => ask({
        method: "POST", path: element("body").dataset.path, body: element("body").value,
    }));
    element("body").addEventListener("input", () => {
        const request = { method: "POST", path: element("body").dataset.path, body: element("body").value };
        element("request-line").textContent = `POST ${new URL(api.url(request.path)).pathname}`;
        element("curl").textContent = api.curl(request);
    });
    element("refusals").append(...refusals.map(({ label, ...request }) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = label;
        button.addEventListener("click", () => ask(request));
        return button;
    }));

    element("play").addEventListener("click", togglePlay);
    element("tempo").addEventListener("input", () => {
        element("tempo-value").textContent = element("tempo").value;
        stop?.();
    });
    element("copy-curl").addEventListener("click", () => copy(element("curl").textContent, element("copy-curl")));
    element("copy-answer").addEventListener("click", () => copy(shown.body, element("copy-answer")));
    element("reveal").addEventListener("click", game.reveal);
    game.start({
        next: askFromForm,
        named: () => {
            showAnswer(shown);
            element("words").textContent = describe(score);
            element("save").hidden = false;
        },
    });
    askFromForm();
}

setUp();
