// Reads a MusicXML score of one part, and says it in words.

const LETTERS = "CDEFGAB";
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven"];
const REFERENCES = { G: 33, C: 29, F: 25 }; // what a clef's line is, counted as 7 * octave + step + 1
const CLEFS = {
    G2: "Treble", F4: "Bass", C3: "Alto", C4: "Tenor", C1: "Soprano", C2: "Mezzo-soprano", F3: "Baritone",
};
const ALTERS = { "-3": "triple flat", "-2": "double flat", "-1": "flat", 1: "sharp", 2: "double sharp", 3: "triple sharp" };

const number = (element, path, otherwise) => {
    const found = element?.querySelector(path);
    return found ? Number(found.textContent) : otherwise;
};

function pitchOf(note) {
    const pitch = note.querySelector("pitch");
    return pitch && {
        step: pitch.querySelector("step").textContent,
        alter: number(pitch, "alter", 0),
        octave: number(pitch, "octave", 4),
    };
}

// { clef, fifths, beats, beatType, measures: [[event]] }; an event is a note, a chord or a rest (no pitches) and lasts
// so many quarters; tiedFrom and tiedTo say that it continues the last one, or goes on in the next.
export function parse(text) {
    const tree = new DOMParser().parseFromString(text, "application/xml");
    if (tree.querySelector("parsererror") || tree.documentElement.tagName !== "score-partwise") {
        throw new Error("The answer is no MusicXML score.");
    }
    const attributes = tree.querySelector("attributes");
    const divisions = number(attributes, "divisions", 1);
    const measures = [...tree.querySelectorAll("measure")].map(measure => {
        const events = [];
        for (const note of measure.querySelectorAll("note")) {
            const pitch = pitchOf(note);
            if (note.querySelector("chord")) {
                events.at(-1).pitches.push(pitch);
                continue;
            }
            events.push({
                pitches: pitch ? [pitch] : [],
                quarters: number(note, "duration", 0) / divisions,
                type: note.querySelector("type")?.textContent ?? "",
                tiedFrom: note.querySelector("tie[type=stop]") !== null,
                tiedTo: note.querySelector("tie[type=start]") !== null,
            });
        }
        return events;
    });
    return {
        clef: {
            sign: attributes?.querySelector("clef > sign")?.textContent ?? "G",
            line: number(attributes, "clef > line", 2),
            octaves: number(attributes, "clef-octave-change", 0),
        },
        fifths: number(attributes, "fifths", null),
        beats: number(attributes, "beats", 4),
        beatType: number(attributes, "beat-type", 4),
        measures,
    };
}

export const noteName = ({ step, alter, octave }) =>
    `${step}${alter ? ` ${ALTERS[alter]}` : ""} ${octave}`;

// Where a note stands on the staff, without giving its name away.
export function position(pitch, clef) {
    const bottomLine = REFERENCES[clef.sign] - 2 * (clef.line - 1) + 7 * clef.octaves;
    const steps = 7 * pitch.octave + LETTERS.indexOf(pitch.step) + 1 - bottomLine;
    if (steps >= 0 && steps <= 8) {
        return steps % 2 === 0 ? `on the ${ORDINALS[steps / 2]} line` : `in the ${ORDINALS[(steps - 1) / 2]} space`;
    }
    const [beyond, side] = steps < 0 ? [-steps, "below"] : [steps - 8, "above"];
    if (beyond === 1) {
        return `just ${side} the staff`;
    }
    const line = `${ORDINALS[Math.floor(beyond / 2) - 1]} ledger line ${side} the staff`;
    return beyond % 2 === 0 ? `on the ${line}` : `just ${side} the ${line}`;
}

function clefName({ sign, line, octaves }) {
    const shift = octaves > 0 ? ", an octave higher" : octaves < 0 ? ", an octave lower" : "";
    return `${CLEFS[sign + line] ?? "Unknown"} clef${shift}`;
}

const keyName = fifths =>
    fifths === 0 ? "no sharps or flats"
        : `${NUMBERS[Math.abs(fifths)]} ${fifths > 0 ? "sharp" : "flat"}${Math.abs(fifths) > 1 ? "s" : ""}`;

const typeName = type => type === "16th" ? "sixteenth" : type;

function eventName(event, clef, secret) {
    if (event.pitches.length === 0) {
        return `${typeName(event.type)} rest`;
    }
    const what = event.pitches.map(pitch => secret ? position(pitch, clef) : noteName(pitch)).join(" and ");
    const tie = event.tiedFrom ? ", tied from before" : event.tiedTo ? ", tied to the next" : "";
    return secret ? `a ${typeName(event.type)} ${what}` : `${what} ${typeName(event.type)}${tie}`;
}

// The score for someone who can't see it. secret: positions on the staff instead of names.
export function describe(score, { secret = false } = {}) {
    const parts = [clefName(score.clef)];
    if (score.fifths !== null) {
        parts.push(keyName(score.fifths));
    }
    parts.push(`${score.beats}/${score.beatType} time`);
    const measures = score.measures.map((events, i) =>
        ` Measure ${i + 1}: ${events.map(event => eventName(event, score.clef, secret)).join("; ") || "empty"}.`);
    return `${parts.join(", ")}.${measures.join("")}`;
}
