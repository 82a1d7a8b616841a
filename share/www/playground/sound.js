// Plays an exercise: a soft plucked tone for each key of each event in the answer's "notes".

const PARTIALS = [0, 1, 0.42, 0.2, 0.11, 0.06, 0.03];
const ATTACK_S = 0.008;
const RELEASE_S = 0.06;

const frequency = midi => 440 * 2 ** ((midi - 69) / 12);

// "notes" (start and duration in quarters) in seconds, at a tempo in quarters a minute.
export function schedule(notes, tempo) {
    const quarter = 60 / tempo;
    return notes.map(({ start, duration, midi }) => ({
        start: start * quarter, seconds: duration * quarter, frequencies: midi.map(frequency),
    }));
}

function strike(context, output, wave, { seconds, frequencies }, at) {
    const level = 0.3 / Math.sqrt(frequencies.length);
    const end = at + seconds - Math.min(RELEASE_S, seconds / 4);
    for (const pitch of frequencies) {
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
    }
}

// Puts every note into a context, live or offline, from `at` on.
export function render(context, planned, at = 0) {
    const output = new GainNode(context, { gain: 0.8 });
    const wave = new PeriodicWave(context, { real: PARTIALS.map(() => 0), imag: PARTIALS });
    for (const note of planned) {
        strike(context, output, wave, note, at + note.start);
    }
    output.connect(context.destination);
}

// Plays now; onEnd is told once that it is over, stopped or not. Returns stop().
export function play(planned, onEnd) {
    const context = new AudioContext();
    const seconds = Math.max(0, ...planned.map(note => note.start + note.seconds)) + RELEASE_S + 0.1;
    let over = false;
    const stop = () => {
        if (!over) {
            over = true;
            context.close();
            onEnd();
        }
    };
    render(context, planned, context.currentTime + 0.08);
    context.resume().then(() => setTimeout(stop, seconds * 1000), stop);
    return stop;
}
