// The note game: seven answers, and a score that the browser keeps.
import { pretty, scale, spoken } from "./exercises.js";

const STORE = "staccato.note-game";
const EMPTY = { asked: 0, right: 0, streak: 0, best: 0 };

const element = id => document.getElementById(id);

function kept() {
    try {
        return { ...EMPTY, ...JSON.parse(localStorage.getItem(STORE)) };
    } catch {
        return { ...EMPTY }; // nothing kept, or a browser that keeps nothing
    }
}

let tally = kept();
let question = null; // { name, octave, first: no answer yet, open: not named yet }
let onNamed = () => {};

function show() {
    element("game-tally").textContent = tally.asked === 0 ? "No note named yet"
        : `${tally.right} of ${tally.asked} right · ${tally.streak} in a row · best ${tally.best}`;
    try {
        localStorage.setItem(STORE, JSON.stringify(tally));
    } catch { /* it lasts as long as the page */ }
}

const say = (text, mood = "") => {
    element("game-says").textContent = text;
    element("game-says").dataset.mood = mood;
};

const buttons = () => [...element("game-notes").children];

// Only the first answer to a question counts.
function count(right) {
    if (question.first) {
        question.first = false;
        tally.asked++;
        tally.right += right ? 1 : 0;
        tally.streak = right ? tally.streak + 1 : 0;
        tally.best = Math.max(tally.best, tally.streak);
        show();
    }
}

function close() {
    question.open = false;
    for (const button of buttons()) {
        button.disabled = true;
        button.dataset.mood = button.value === question.name ? "right" : button.dataset.mood ?? "";
    }
    onNamed();
    element("game-next").focus();
}

function answer(button) {
    if (!question?.open || button.disabled) {
        return;
    }
    const right = button.value === question.name;
    count(right);
    if (right) {
        say(`Yes: ${pretty(question.name)}, in octave ${question.octave}.`, "right");
        close();
    } else {
        button.dataset.mood = "wrong";
        button.setAttribute("aria-disabled", "true");
        say(`Not ${pretty(button.value)}. Look again.`, "wrong");
    }
}

export const isOpen = () => question?.open ?? false;

// Gives up on the open question; it counts as asked.
export function reveal() {
    count(false);
    say(`It was ${pretty(question.name)}, in octave ${question.octave}.`);
    close();
}

// A new question: the answer's noteName and noteOctave, in a scale on tonic.
export function ask(tonic, { noteName, noteOctave }) {
    question = { name: noteName, octave: noteOctave, first: true, open: true };
    const hadFocus = element("game-next") === document.activeElement;
    element("game-notes").replaceChildren(...scale(tonic).map(name => {
        const button = document.createElement("button");
        button.type = "button";
        button.value = name;
        button.textContent = pretty(name);
        button.setAttribute("aria-label", spoken(name));
        button.addEventListener("click", () => answer(button));
        return button;
    }));
    say("");
    if (hadFocus) {
        buttons()[0].focus();
    }
}

// No question, as there was no answer to make it from.
export function pause() {
    question = null;
    element("game-notes").replaceChildren();
    say("");
}

export function start({ next, named }) {
    onNamed = named;
    show();
    element("game-next").addEventListener("click", next);
    element("game-reset").addEventListener("click", () => {
        tally = { ...EMPTY };
        show();
        say("The count starts anew.");
    });
    // Letters answer while the focus is in the game, and nowhere else, where they may mean something to others.
    element("game").addEventListener("keydown", event => {
        const letter = event.key.toUpperCase();
        const button = buttons().find(({ value }) => value[0] === letter);
        if (button && letter.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
            event.preventDefault();
            answer(button);
        }
    });
}
