// Starts the service for a test, as `make run` does, and ends it again.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import readline from "node:readline";
import { promisify } from "node:util";

export const root = process.cwd(); // tests/web/run starts the tests there
const binary = path.resolve(process.env.STACCATO_BINARY ?? "build/staccato.fcgi");
const run = promisify(execFile);

const START_MS = 20_000;

// { url, stop() }. server is lighttpd or nginx, page the folder of the page's files.
export async function serve({ server = "lighttpd", workers = 1, page = process.env.PAGE ?? "share/www" } = {}) {
    const child = spawn("conf/run", {
        env: { ...process.env, PORT: "0", SERVER: server, WORKERS: String(workers), PAGE: page, BINARY: binary },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "exit");
    let log = "";
    child.stderr.on("data", data => { log += data; });
    const stop = async () => {
        child.kill("SIGTERM"); // conf/run ends all that it started, within a bounded time
        await ended;
    };
    process.once("exit", () => child.kill("SIGTERM"));
    const lines = readline.createInterface({ input: child.stdout });
    const timer = setTimeout(() => child.kill("SIGTERM"), START_MS);
    for await (const line of lines) {
        const url = /http:\/\/[^ ]+/.exec(line)?.[0];
        if (url) {
            clearTimeout(timer);
            return { url, stop, pid: child.pid };
        }
    }
    throw new Error(`conf/run did not start ${server}: ${log}`);
}

// The processes that descend from one, as far as they run the responder.
async function workersOf(service) {
    const { stdout } = await run("ps", ["-e", "-o", "pid=,ppid=,comm="]);
    const all = stdout.trim().split("\n").map(line => line.trim().split(/ +/));
    const family = new Set([String(service.pid)]);
    for (let size = 0; size !== family.size;) {
        size = family.size;
        all.filter(([, parent]) => family.has(parent)).forEach(([pid]) => family.add(pid));
    }
    return all.filter(([pid, , name]) => family.has(pid) && name === "staccato.fcgi").map(([pid]) => pid);
}

// Leaves the workers hardly more memory than they have, so that the longest score is too long for them. Returns what
// takes the limit off again.
export async function starve(service) {
    const limit = (pid, bytes) => run("prlimit", ["--pid", pid, `--as=${bytes}`]);
    const workers = await workersOf(service);
    for (const pid of workers) {
        const [pages] = (await readFile(`/proc/${pid}/statm`, "utf8")).split(" ");
        await limit(pid, `${Number(pages) * 4096 + 200_000}:unlimited`);
    }
    return () => Promise.all(workers.map(pid => limit(pid, "unlimited:unlimited")));
}

// The request for it: 4,096 notes, some 900 KB.
export const LONGEST = JSON.stringify({ rhythm: "1".repeat(1024), rhythmType: 16, tonic: "D##" });
