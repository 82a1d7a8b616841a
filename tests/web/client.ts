// A client generated from the description: schema.ts is openapi-typescript's. What compiles here, strictly, is what the
// description promises.
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

export const calls = (baseUrl: string) => {
    const client = createClient<paths>({ baseUrl });
    return {
        mary: () => client.POST("/mary", { body: { tonic: "F#", octave: 4 }, parseAs: "text" }),
        random: () =>
            client.POST("/random", { body: { rhythm: "0112", rhythmType: 16, tonic: "Ab4" }, parseAs: "text" }),
        async noteGame() {
            const { data } = await client.POST("/note-game", { body: { scale: "D", octave: "4" } });
            const name: string | undefined = data?.noteName;
            const octave: string | undefined = data?.noteOctave;
            return { name, octave, score: data?.generatedXml };
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
    };
};
