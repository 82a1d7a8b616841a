// Plays a score: a soft plucked tone for each pitch of each note, from the MusicXML's own pitches and durations.

const SEMITONES = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const PARTIALS = [0, 1, 0.42, 0.2, 0.11, 0.06, 0.03];
const ATTACK_S = 0.008;
const RELEASE_S = 0.06;

export const frequency = ({ step, alter, octave }) =>
    440 * 2 ** ((SEMITONES[step] + alter + 12 * octave - 57) / 12);

// What sounds() returned, in seconds at a tempo in quarters a minute.
export function schedule({ notes, quarters }, tempo) {
    const quarter = 60 / tempo;
    return {
        seconds: quarters * quarter,
        notes: notes.map(note => ({
            start: note.start * quarter,
            seconds: note.quarters * quarter,
            frequencies: note.pitches.map(frequency),
            events: note.events,
        })),
    };
}

function strike(context, output, wave, { seconds, frequencies }, at) {
    const level = 0.3 / Math.sqrt(frequencies.length);
    const end = at + seconds - Math.min(RELEASE_S, seconds / 4);
    return frequencies.map(pitch => {
        const gain = new GainNode(context, { gain: 0 });
        gain.gain.setValueAtTime(0, at);
        gain.gain.linearRampToValueAtTime(level, at + ATTACK_S);
        gain.gain.setTargetAtTime(level * 0.25, at + ATTACK_S, 0.5);
        gain.gain.setTargetAtTime(0, end, RELEASE_S / 5);
        const oscillator = new OscillatorNode(context, { frequency: pitch });
        oscillator.setPeriodicWave(wave);
        oscillator.connect(gain).connect(output);
        oscillator.start(at);
        oscillator.stop(end + RELEASE_S * 2);
        return oscillator;
    });
}

// Puts every note into a context, live or offline, from `at` on; returns its output.
export function render(context, { notes }, at = 0) {
    const output = new GainNode(context, { gain: 0.8 });
    const wave = new PeriodicWave(context, { real: PARTIALS.map(() => 0), imag: PARTIALS });
    for (const note of notes) {
        strike(context, output, wave, note, at + note.start);
    }
    output.connect(context.destination);
    return output;
}

// Plays now. onNote is told the events that sound, onEnd that it is over, once, stopped or not. Returns stop().
export function play(planned, { onNote, onEnd }) {
    const context = new AudioContext();
    const at = context.currentTime + 0.08;
    render(context, planned, at);
    let current = null;
    let frame = 0;
    let over = false;
    const stop = () => {
        if (!over) {
            over = true;
            cancelAnimationFrame(frame);
            context.close();
            onEnd();
        }
    };
    const follow = () => {
        const now = context.currentTime - at;
        const note = planned.notes.findLast(({ start }) => start <= now);
        const sounding = note && now < note.start + note.seconds ? note : null;
        if (sounding !== current) {
            current = sounding;
            onNote(current ? current.events : []);
        }
        if (now > planned.seconds + RELEASE_S) {
            stop();
        } else {
            frame = requestAnimationFrame(follow);
        }
    };
    context.resume().then(follow, stop);
    return stop;
}
