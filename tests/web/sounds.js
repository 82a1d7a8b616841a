// What sounds, as Verovio has it: a list of [start, length, key], in ticks.
const QUARTER = 96;

// Lengths come as floating point numbers, in quarters.
export const inTicks = sounds => sounds.map(([start, length, key]) => [start, length].map(n => Math.round(n * QUARTER * 1e6) / 1e6).concat(key));

// What its timemap has; it gives the parts of a tie apart, and its MIDI file ends notes early.
export function soundsOfVerovio(toolkit) {
    const before = new Map([...toolkit.getMEI().matchAll(/<tie [^>]*>/g)]
        .map(([tie]) => [/endid="#(.*?)"/.exec(tie)[1], /startid="#(.*?)"/.exec(tie)[1]]));
    const notes = new Map();
    const sounds = [];
    for (const { qstamp, on = [], off = [] } of toolkit.renderToTimemap({})) {
        off.forEach(id => { notes.get(id)[1] = qstamp - notes.get(id)[0]; });
        for (const id of on) {
            const tied = notes.get(before.get(id));
            notes.set(id, tied ?? [qstamp, 0, toolkit.getMIDIValuesForElement(id).pitch]);
            if (!tied) {
                sounds.push(notes.get(id));
            }
        }
    }
    return inTicks(sounds);
}
