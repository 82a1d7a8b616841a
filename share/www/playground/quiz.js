// Games: what is asked, which answers there are to choose from, and a score that the browser keeps.
import { choiceText, inSystem, systems } from "./names.js";

const STORE = "staccato.games";
const EMPTY = { asked: 0, right: 0, streak: 0, best: 0 };
const TONICS = ["C-", "G-", "D-", "A-", "E-", "B-", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"];
const LETTERS = "CDEFGAB";
const SHARPS = "FCGDAEB"; // in the order in which a signature takes them; flats from the end

const element = id => document.getElementById(id);

// The names of a major scale's seven degrees, from its tonic.
function scale(tonic) {
    const count = TONICS.indexOf(tonic.replace(/(?<=.)b/, "-")) - 7;
    const start = LETTERS.indexOf(tonic[0]);
    return Array.from({ length: 7 }, (_, degree) => {
        const letter = LETTERS[(start + degree) % 7];
        const place = SHARPS.indexOf(letter);
        return letter + (place < count ? "#" : 6 - place < -count ? "-" : "");
    });
}

// For each game: the question, the member of its answer that is asked for, whether that is a note's name, and what to choose
// from: one of the request's fields, or a list.
const games = {
    "note-game": {
        asks: "Which note is it?", member: "noteName", isNote: true, options: ({ scale: tonic }) => scale(tonic?.[0] ?? "C"),
    },
    "key-signature-game": { asks: "Which major key is it?", member: "tonic", isNote: true, options: () => TONICS },
    "scale-game": { asks: "Which kind of scale is it?", member: "scaleType", field: "scaleTypes" },
    "chord-game": { asks: "Which kind of chord is it?", member: "quality", field: "qualities" },
    "interval-game": { asks: "Which interval is it?", member: "interval", field: "intervals" },
};

export const isGame = exercise => exercise.name in games;

function kept() {
    try {
        return JSON.parse(localStorage.getItem(STORE)) ?? {};
    } catch {
        return {}; // nothing kept, or a browser that keeps nothing
    }
}

let tallies = kept();
let question = null; // { name, game, right, options, first: no answer yet, open: not answered rightly yet }
let onAnswered = () => {};

const tally = () => ({ ...EMPTY, ...tallies[question?.name] });
const system = () => element("names").value;
const shown = option => question.game.isNote ? inSystem(system(), option) : choiceText(option);

function showTally() {
    const { asked, right, streak, best } = tally();
    element("game-tally").textContent = asked === 0 ? "Nothing answered yet"
        : `${right} of ${asked} right · ${streak} in a row · best ${best}`;
}

function keep(next) {
    tallies = { ...tallies, [question.name]: next };
    try {
        localStorage.setItem(STORE, JSON.stringify(tallies));
    } catch { /* it lasts as long as the page */ }
    showTally();
}

const say = (text, mood = "") => {
    element("game-says").textContent = text;
    element("game-says").dataset.mood = mood;
};

const buttons = () => [...element("game-options").children];

// Only the first answer to a question counts.
function count(isRight) {
    if (!question.first) {
        return;
    }
    question.first = false;
    const { asked, right, streak, best } = tally();
    const now = isRight ? streak + 1 : 0;
    keep({ asked: asked + 1, right: right + (isRight ? 1 : 0), streak: now, best: Math.max(best, now) });
}

function close() {
    question.open = false;
    for (const button of buttons()) {
        button.disabled = true;
        button.dataset.mood = button.value === question.right ? "right" : button.dataset.mood ?? "";
    }
    onAnswered();
    element("another").focus();
}

function answer(button) {
    if (!question?.open || button.disabled) {
        return;
    }
    const isRight = button.value === question.right;
    count(isRight);
    if (isRight) {
        say(`Yes: ${shown(question.right)}.`, "right");
        close();
    } else {
        button.dataset.mood = "wrong";
        button.setAttribute("aria-disabled", "true");
        say(`Not ${shown(button.value)}. Look again.`, "wrong");
    }
}

export const isOpen = () => question?.open ?? false;

// Gives up on the open question; it counts as asked.
export function reveal() {
    count(false);
    say(`It was ${shown(question.right)}.`);
    close();
}

function showOptions() {
    element("game-options").replaceChildren(...question.options.map(option => {
        const button = Object.assign(document.createElement("button"),
            { type: "button", value: option, textContent: shown(option) });
        button.addEventListener("click", () => answer(button));
        return button;
    }));
}

// A new question: what was asked for, as { field: [text, …] }, and the answer's object.
export function ask(exercise, values, object) {
    const game = games[exercise.name];
    const field = exercise.fields.find(({ name }) => name === game.field);
    const options = game.options?.(values) ?? values[game.field] ?? field.value;
    question = {
        name: exercise.name, game, right: object[game.member],
        options: [...new Set(options)], first: true, open: true,
    };
    element("game").hidden = false;
    element("game-title").textContent = game.asks;
    element("names-label").hidden = !game.isNote;
    showOptions();
    showTally();
    say("");
}

// No question: the exercise is no game, or there is no answer to make it from.
export function pause() {
    question = null;
    element("game").hidden = true;
}

// Which names notes have: those of a system, or English ones if there is none of that name.
export function callNotes(name) {
    element("names").value = name in systems ? name : "english";
}

// answered: called when a question is closed; renamed: when the reader has chosen other names.
export function start(answered, renamed) {
    onAnswered = answered;
    element("names").append(...Object.entries(systems).map(([name, { label }]) => new Option(label, name)));
    element("names").addEventListener("change", () => {
        if (question) {
            const { open } = question;
            showOptions();
            buttons().forEach(button => { button.disabled = !open; });
        }
        renamed();
    });
    element("reveal").addEventListener("click", () => question?.open && reveal());
    element("game-reset").addEventListener("click", () => {
        keep(EMPTY);
        say("The count starts anew.");
    });
    // A letter that begins one name only answers while the focus is in the game, and nowhere else.
    element("game").addEventListener("keydown", event => {
        const fitting = buttons().filter(({ textContent }) => textContent[0].toUpperCase() === event.key.toUpperCase());
        if (question?.game.isNote && fitting.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
            event.preventDefault();
            answer(fitting[0]);
        }
    });
}
