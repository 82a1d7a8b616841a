// A client generated from the description: schema.ts is openapi-typescript's. What compiles here, strictly, is what the
// description promises.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

// Of an answer that is one question or, where a count was sent, many.
const first = <T>(data: T | T[] | undefined): T | undefined => (Array.isArray(data) ? data[0] : data);

const formats = ["json", "musicxml", "mid", "svg"] as const;

export const calls = (baseUrl: string, fetch: (request: Request) => Promise<Response> = globalThis.fetch) => {
    const client = createClient<paths>({ baseUrl, fetch });
    return {
        mary: () => client.POST("/mary", { body: { tonic: "F#", octave: 4 }, parseAs: "text" }),
        random: () =>
            client.POST("/random", { body: { rhythm: "0112", rhythmType: 16, tonic: "Ab4" }, parseAs: "text" }),
        async noteGame() {
            const { data } = await client.POST("/note-game", { body: { scale: "D", octave: "4" } });
            const question = first(data);
            const name: string | undefined = question?.noteName;
            const octave: string | undefined = question?.noteOctave;
            return { name, octave, score: question?.generatedXml };
        },
        async keySignatureGame() {
            const { data } = await client.POST("/key-signature-game", { body: { clefs: ["alto"], keySignatures: [-3] } });
            const sharps: number | undefined = first(data)?.sharps;
            return { sharps, clef: first(data)?.clef, tonic: first(data)?.tonic, minor: first(data)?.minorTonic };
        },
        async scaleGame() {
            const { data } = await client.POST("/scale-game", {
                body: { tonicPool: ["E-"], scaleTypes: ["harmonic_minor"], questionMode: "key_signature", octave: null },
            });
            return { tonic: first(data)?.tonic, type: first(data)?.scaleType, score: first(data)?.generatedXml };
        },
        async chordGame() {
            const { data } = await client.POST("/chord-game", {
                body: { rootPool: ["B-"], qualities: ["dominant9"], inversions: true, octave: 3, seed: "7b", count: 5 },
            });
            return Array.isArray(data) ? data.map(({ root, quality, inversion, seed }) => ({ root, quality, inversion, seed })) : [];
        },
        async intervalGame() {
            const { data } = await client.POST("/interval-game", { body: { displayMode: "melodic", intervals: ["AA4"] } });
            return { interval: first(data)?.interval, number: first(data)?.number, quality: first(data)?.quality };
        },
        async scalePitches() {
            const { data } = await client.POST("/scale-pitches", {
                body: { tonic: "E-", scaleType: "major", lowNote: "C4", highNote: "F4" },
            });
            return data?.pitches;
        },
        score: () => client.POST("/score", { body: { notation: "3/4 c4 d e", clef: "alto" }, parseAs: "text" }),
        async link() {
            const { data } = await client.GET("/interval-game.json", {
                params: { query: { clefs: ["bass", "bass"], intervals: ["P5"], seed: "monday" } },
            });
            const question = first(data);
            const midi: number[] | undefined = question?.notes[0]?.midi;
            return { seed: question?.seed, midi, clef: question?.clef };
        },
        async sightReading() {
            const { data } = await client.POST("/sight-reading", { body: { level: "strings-2", seed: "7b-monday" } });
            const question = first(data);
            return { level: question?.level, measures: question?.measures, key: question?.key, score: question?.generatedXml };
        },
        // Each exercise in each format: names and types of the parameters are the description's.
        links: () => [
            ...formats.flatMap(format => [
                client.GET(`/mary.${format}`, { params: { query: { tonic: "C", octave: 4 } }, parseAs: "text" }),
                client.GET(`/random.${format}`, {
                    params: { query: { rhythm: "0112", rhythmType: 16, tonic: "Ab4" } }, parseAs: "text",
                }),
                client.GET(`/note-game.${format}`, {
                    params: { query: { scale: "Ab", octave: "4", lowNote: "C4", highNote: "C5", seed: "a" } }, parseAs: "text",
                }),
                client.GET(`/key-signature-game.${format}`, {
                    params: { query: { clefs: ["bass"], keySignatures: [-1, 1], seed: "a" } }, parseAs: "text",
                }),
                client.GET(`/scale-game.${format}`, {
                    params: { query: { tonicPool: ["C"], scaleTypes: ["major"], questionMode: "accidentals", seed: "a" } },
                    parseAs: "text",
                }),
                client.GET(`/chord-game.${format}`, {
                    params: { query: { rootPool: ["C"], qualities: ["minor7"], inversions: true, octave: 3, seed: "a" } },
                    parseAs: "text",
                }),
                client.GET(`/interval-game.${format}`, {
                    params: { query: { intervals: ["P5"], displayMode: "melodic", seed: "a" } }, parseAs: "text",
                }),
                client.GET(`/score.${format}`, { params: { query: { notation: "3/4 c4 d e", key: "F" } }, parseAs: "text" }),
                client.GET(`/sight-reading.${format}`, { params: { query: { level: "choir-1", seed: "a" } }, parseAs: "text" }),
            ]),
            client.GET("/scale-pitches.json", {
                params: { query: { tonic: "C", scaleType: "chromatic", lowNote: "C4", highNote: "E4" } }, parseAs: "text",
            }),
        ],
        async about() {
            const health = await client.GET("/health");
            const exercises = await client.GET("/exercises.json");
            const levels = await client.GET("/levels.json");
            const description = await client.GET("/openapi.json");
            const metrics = await client.GET("/metrics", { parseAs: "text" });
            const level: string | undefined = levels.data?.levels[0]?.id;
            const exercise: string | undefined = exercises.data?.exercises[0]?.name;
            const counts: string | undefined = metrics.data;
            return { status: health.data?.status, exercise, level, described: description.response.status, counts };
        },
        async midi() {
            const { data } = await client.GET("/mary.mid", {
                params: { query: { tonic: "C", octave: 4, tempo: 120 } }, parseAs: "arrayBuffer",
            });
            return data === undefined ? "" : new TextDecoder("latin1").decode(data as ArrayBuffer).slice(0, 4);
        },
        async refused() {
            const { error } = await client.POST("/note-game", { body: { scale: "G", octave: "9" } });
            return typeof error === "string" ? error : error?.detail;
        },
        async invalid() {
            // @ts-expect-error the octave is a string in the note game
            const { error } = await client.POST("/note-game", { body: { scale: "G", octave: 9 } });
            return typeof error === "object" && Array.isArray(error.detail) ? error.detail[0]?.type : error;
        },
        // @ts-expect-error there is no such key
        unknownKey: () => client.POST("/mary", { body: { tonic: "H", octave: 4 }, parseAs: "text" }),
        // @ts-expect-error there is no such clef
        unknownClef: () => client.POST("/chord-game", { body: { clefs: ["violin"] } }),
        // @ts-expect-error the octave is missing
        missingParameter: () => client.GET("/mary.json", { params: { query: { tonic: "C" } } }),
    };
};
