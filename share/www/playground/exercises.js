// The three exercises: what the form's fields make of a request, and the requests that are refused.

// Fifteen major keys, by fifths from C-flat to C-sharp.
const TONICS = ["C-", "G-", "D-", "A-", "E-", "B-", "F", "C", "G", "D", "A", "E", "B", "F#", "C#"];
const LETTERS = "CDEFGAB";
const SHARPS = "FCGDAEB"; // in the order in which a key signature takes them; flats from the end

export const pretty = name => name.replaceAll("#", "♯").replaceAll("-", "♭");
export const spoken = name => name.replaceAll("#", " sharp").replaceAll("-", " flat");

const fifths = tonic => TONICS.indexOf(tonic) - 7;

function signature(tonic) {
    const count = Math.abs(fifths(tonic));
    if (count === 0) {
        return "no signs";
    }
    return `${count} ${fifths(tonic) > 0 ? "sharp" : "flat"}${count > 1 ? "s" : ""}`;
}

export const keys = TONICS.map(tonic =>
    ({ value: tonic, label: `${pretty(tonic)} major, ${signature(tonic)}` }));

// The names of a major scale's seven degrees, from its tonic.
export function scale(tonic) {
    const count = fifths(tonic);
    const start = LETTERS.indexOf(tonic[0]);
    return Array.from({ length: 7 }, (_, degree) => {
        const letter = LETTERS[(start + degree) % 7];
        const place = SHARPS.indexOf(letter);
        return letter + (place < count ? "#" : 6 - place < -count ? "-" : "");
    });
}

// An octave as a number if it is one; whatever else was typed goes as it is, for the service to judge.
const integer = text => /^-?\d+$/.test(text) ? Number(text) : text || undefined;

// fields is what the form holds, all strings.
export const exercises = {
    mary: {
        about: "Mary had a little lamb: seven notes and a chord, in any major key.",
        body: ({ key, octave }) => ({ tonic: key, octave: integer(octave) }),
    },
    random: {
        about: "A rhythm on one pitch, played four times over and barred, beamed and tied as it should be.",
        body: ({ letter, alter, octave, rhythm, rhythmType }) =>
            ({ rhythm, rhythmType: Number(rhythmType), tonic: `${letter}${alter}${octave}` }),
    },
    "note-game": {
        about: "One note of a major scale. Which is it?",
        body: ({ key, octave }) => ({ scale: key, octave }),
    },
};

export function requestOf(exercise, fields) {
    const members = Object.entries(exercises[exercise].body(fields))
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    return { method: "POST", path: exercise, body: `{${members.join(", ")}}` };
}

const TOO_LARGE = 64 * 1024 + 1;

// One of each kind.
export const refusals = [
    { label: "400 a key that isn't", method: "POST", path: "mary", body: '{"tonic": "H", "octave": 4}' },
    { label: "400 a note too high", method: "POST", path: "note-game", body: '{"scale": "G", "octave": "9"}' },
    { label: "404 no such exercise", method: "POST", path: "marie", body: '{"tonic": "C", "octave": 4}' },
    { label: "405 another method", method: "GET", path: "mary" },
    { label: "413 too large", method: "POST", path: "mary", body: " ".repeat(TOO_LARGE), padding: TOO_LARGE },
    { label: "422 wrong fields", method: "POST", path: "random", body: '{"rhythm": 11, "rhythmType": "many"}' },
    { label: "422 no JSON", method: "POST", path: "mary", body: '{"tonic": "C", octave: 4}' },
];
