// Names of notes, as readers of music know them in other languages, and of what else there is to choose from. Notes are
// tested against LilyPond's own language files.

const SOLFEGE = { C: "do", D: "re", E: "mi", F: "fa", G: "sol", A: "la", B: "si" };

// Letters, with a sign for each sharp or flat.
const english = (letter, alter) => letter + (alter > 0 ? "♯".repeat(alter) : "♭".repeat(-alter));

const solfege = (letter, alter) => SOLFEGE[letter] + (alter > 0 ? "♯".repeat(alter) : "♭".repeat(-alter));

// B is H, and its flat is B; e and a lose a vowel: es, as.
function german(letter, alter) {
    if (letter === "B" && alter === -1) {
        return "B";
    }
    const name = letter === "B" ? "H" : letter;
    if (alter >= 0) {
        return name + "is".repeat(alter);
    }
    const flats = "es".repeat(-alter);
    return "EA".includes(name) ? name + flats.slice(1) : name + flats;
}

export const systems = {
    english: { label: "C D E", name: english },
    solfege: { label: "do re mi", name: solfege },
    german: { label: "C D E … H", name: german },
};

// A name of the service's, "F#" or "B-", in a system.
export function inSystem(system, name) {
    const alter = [...name.slice(1)].reduce((sum, sign) => sum + (sign === "#" ? 1 : -1), 0);
    return systems[system].name(name[0], alter);
}

const WORDS = {
    "w.": "dotted whole", w: "whole", "h.": "dotted half", h: "half", "q.": "dotted quarter", q: "quarter",
    "e.": "dotted eighth", e: "eighth", s: "sixteenth", t: "triplet eighth",
    "treble-8vb": "treble, an octave lower", true: "yes", false: "no",
};

// What a choice of the service's is called: "Ab" A♭, "half_diminished7" half diminished 7, "q." dotted quarter.
export const choiceText = choice => WORDS[choice] ?? (/^[A-G][#b]$/.test(choice) ? inSystem("english", choice)
    : String(choice).replaceAll("_", " ").replace(/(?<=[a-z]{3})(?=\d)/, " "));
