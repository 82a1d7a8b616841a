// Requests that can't be answered with a score: one of each kind.

const TOO_LARGE = 64 * 1024 + 1;

export const refusals = [
    { label: "400 a key that isn't", method: "POST", path: "mary", body: '{"tonic": "H", "octave": 4}' },
    { label: "400 a note too high", method: "POST", path: "note-game", body: '{"scale": "G", "octave": "9"}' },
    { label: "404 no such exercise", method: "POST", path: "marie", body: '{"tonic": "C", "octave": 4}' },
    { label: "405 another method", method: "GET", path: "mary" },
    { label: "413 too large", method: "POST", path: "mary", body: " ".repeat(TOO_LARGE) },
    { label: "422 wrong fields", method: "POST", path: "random", body: '{"rhythm": 11, "rhythmType": "many"}' },
    { label: "422 no JSON", method: "POST", path: "mary", body: '{"tonic": "C", octave: 4}' },
];
