// Requests to the service, on this page's own origin and below its own path, and what comes back.

const PHRASES = {
    200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed", 411: "Length Required",
    413: "Content Too Large", 422: "Unprocessable Content", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
};

const PATIENCE_MS = 20_000;

// Eight characters, which name the same draw to whoever has them.
export function newSeed() {
    const characters = "0123456789abcdefghijklmnopqrstuvwxyz";
    return [...crypto.getRandomValues(new Uint8Array(8))].map(byte => characters[byte % 36]).join("");
}

export const url = path => new URL(path, document.baseURI).href;

// Sends { method, path, body } and returns what the page shows of the answer. Never throws: a request that got
// no answer has status 0 and the browser's reason as its body.
export async function send(request) {
    const start = performance.now();
    try {
        const response = await fetch(url(request.path), {
            method: request.method,
            headers: request.body === undefined ? {} : { "Content-Type": "application/json" },
            body: request.body,
            cache: "no-store",
            signal: AbortSignal.timeout(PATIENCE_MS),
        });
        const body = await response.text();
        return {
            request, body,
            status: response.status,
            phrase: PHRASES[response.status] ?? response.statusText,
            type: response.headers.get("Content-Type") ?? "",
            bytes: new TextEncoder().encode(body).length,
            ms: performance.now() - start,
        };
    } catch (error) {
        const body = error.name === "TimeoutError" ? "no answer in time" : error.message;
        return { request, body, status: 0, phrase: "No answer", type: "", bytes: 0, ms: performance.now() - start };
    }
}

export function json(text) {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

// What the service said when it refused, as sentences: from pydantic's list, a detail, a JSON string or plain text.
export function reasons(answer) {
    const value = answer.type.startsWith("application/json") ? json(answer.body) : undefined;
    if (Array.isArray(value?.detail)) {
        return value.detail.map(({ loc: [body, place], msg, ctx }) =>
            `${Number.isInteger(place) ? `byte ${place}` : place ?? body}: ${msg}${ctx ? ` (${ctx.error})` : ""}`);
    }
    const text = value?.detail ?? value ?? answer.body;
    return [typeof text === "string" ? text.trim() || "(no body)" : JSON.stringify(text)];
}

// The names of the fields that a 422 complains about.
export function faultyFields(answer) {
    const detail = answer.status === 422 ? json(answer.body)?.detail ?? [] : [];
    return detail.map(({ loc }) => loc[1]).filter(name => typeof name === "string");
}

const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;

// The same request as a line for a POSIX shell.
export function curl({ method, path, body, padding }) {
    const target = quoted(url(path));
    if (padding) {
        return `head -c ${padding} /dev/zero | tr '\\0' ' ' | curl --data-binary @- ${target}`;
    }
    if (body === undefined) {
        return `curl -X ${method} ${target}`;
    }
    return `curl ${body.startsWith("@") ? "--data-raw" : "-d"} ${quoted(body)} ${target}`;
}
