// Starts the service behind lighttpd for a test, with lighttpd.conf beside this file, and ends it again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.resolve(here, "../..");
export const www = path.join(root, "share/www");
const binary = path.resolve(root, process.env.STACCATO_BINARY ?? "build/staccato.fcgi");
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`; // where Debian keeps web servers

const START_MS = 10_000;
const STOP_MS = 5_000;

async function freePort() {
    const server = net.createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address();
    server.close();
    await once(server, "close");
    return port;
}

// { url, stop() }. files is the folder of the static files, program what is started as the responder, environment
// what it gets besides.
export async function serve({ files = www, program = binary, environment = {} } = {}) {
    const folder = await mkdtemp(path.join(tmpdir(), "staccato-"));
    const port = await freePort();
    const server = spawn("lighttpd", ["-D", "-f", path.join(here, "lighttpd.conf")], {
        env: { ...process.env, PATH, PORT: String(port), WWW: files, BINARY: program, FOLDER: folder, ...environment },
        stdio: ["ignore", "ignore", "pipe"],
    });
    let log = "";
    server.stderr.on("data", data => { log += data; });
    const ended = once(server, "exit");
    const stop = async () => {
        if (server.exitCode === null && server.signalCode === null) {
            server.kill("SIGTERM");
            const timer = setTimeout(() => server.kill("SIGKILL"), STOP_MS);
            await ended;
            clearTimeout(timer);
        }
        await rm(folder, { recursive: true, force: true });
    };
    process.once("exit", () => server.kill("SIGTERM"));

    const url = `http://127.0.0.1:${port}`;
    const deadline = Date.now() + START_MS;
    for (;;) {
        if (server.exitCode !== null || Date.now() > deadline) {
            await stop();
            throw new Error(`lighttpd did not start: ${log}`);
        }
        const answer = await fetch(`${url}/mary`).catch(() => null);
        if (answer) {
            return { url, stop };
        }
        await pause(50);
    }
}
