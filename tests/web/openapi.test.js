// /openapi.json: valid, true to its own schemas, and each of its examples is what the service answers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv from "ajv/dist/2020.js";
import { LONGEST, root, serve, starve } from "./service.js";

let service;
let document;
before(async () => {
    service = await serve();
    document = await (await fetch(`${service.url}/openapi.json`)).json();
});
after(() => service?.stop());

// A node that may be a reference to another one.
function resolve(node) {
    return node.$ref ? node.$ref.slice(2).split("/").reduce((at, key) => at[key], document) : node;
}

// What every answer that the document describes is: one row for each example.
function* examples() {
    for (const [path, item] of Object.entries(document.paths)) {
        for (const [method, operation] of Object.entries(item)) {
            for (const [status, reference] of Object.entries(operation.responses)) {
                const response = resolve(reference);
                for (const [type, content] of Object.entries(response.content)) {
                    for (const [name, example] of Object.entries(content.examples ?? {})) {
                        yield { path, method, operation, status, response, type, schema: content.schema, name, example };
                    }
                }
            }
        }
    }
}

// How an example is asked for: by the request example of its name, by x-request, or by nothing more than the path.
function requestOf({ path, method, operation, name, example }) {
    const valid = operation.requestBody?.content["application/json"].examples[name];
    const request = example["x-request"] ?? (valid ? { body: JSON.stringify(valid.value) } : {});
    return {
        path: request.path ?? path,
        method: (request.method ?? method).toUpperCase(),
        body: request.body?.repeat(request.times ?? 1),
    };
}

async function ask({ path, method, body }) {
    const answer = await fetch(service.url + path, { method, body });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

// What of an answer is not always the same: a score's date, and the numbers of /health.
const lasting = value => JSON.parse(JSON.stringify(value)
    .replace(/<encoding-date>[^<]*</g, "<encoding-date><").replace(/"(uptime|workers)":\d+/g, '"$1":0'));

function assertIs(answer, { status, type, response, name, example }) {
    assert.equal(answer.status, Number(status));
    assert.equal(answer.headers.get("Content-Type"), type);
    for (const [header, { schema }] of Object.entries(response.headers ?? {})) {
        assert.equal(answer.headers.get(header), schema.const, header);
    }
    const value = type === "application/json" ? JSON.parse(answer.text) : answer.text;
    const shown = name === "beginning" ? value.slice(0, example.value.length) : value;
    assert.deepEqual(lasting(shown), lasting(example.value));
}

test("it is share/openapi.json, of this version", async () => {
    const source = await readFile(`${root}/share/openapi.json`, "utf8");
    const version = /STACCATO_VERSION "(.*)"/.exec(await readFile(`${root}/core/version.h`, "utf8"))[1];
    assert.deepEqual(document, JSON.parse(source.replaceAll("@VERSION@", version)));
});

test("it is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate(structuredClone(document));
    assert.ok(result.valid, JSON.stringify(result.errors, null, 2));
    assert.equal(document.openapi, "3.1.0");
    assert.ok(!(await new Validator().validate({ ...document, paths: { mary: {} } })).valid, "the validator validates");
});

test("each example, asked for and answered, is true to its schema", () => {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTuples: false });
    ajv.addVocabulary(["openapi", "info", "servers", "paths", "components"]);
    ajv.addSchema(document, "openapi");
    const refer = schema => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/'));
    const check = (schema, value, about) => {
        const validate = ajv.compile(refer(schema));
        assert.ok(validate(value), `${about}: ${ajv.errorsText(validate.errors)}`);
    };
    for (const { path, status, name, schema, example } of examples()) {
        check(schema, example.value, `${path} ${status} ${name}`);
    }
    for (const [path, item] of Object.entries(document.paths)) {
        const content = item.post?.requestBody.content["application/json"];
        for (const [name, { value }] of Object.entries(content?.examples ?? {})) {
            check(content.schema, value, `${path} ${name}`);
        }
    }
});

test("each answer has an example", () => {
    const shown = new Set([...examples()].map(({ path, status }) => `${path} ${status}`));
    for (const [path, item] of Object.entries(document.paths)) {
        for (const status of Object.values(item).flatMap(({ responses }) => Object.keys(responses))) {
            assert.ok(shown.has(`${path} ${status}`) || `${path} ${status}` === "/openapi.json 200", `${path} ${status}`);
        }
    }
});

test("each example is what the service answers", async t => {
    for (const row of [...examples()].filter(({ status }) => status !== "503")) {
        await t.test(`${row.method} ${row.path} ${row.status} ${row.name}`, async () => {
            let answer = await ask(requestOf(row));
            // The note game draws one of seven: in 300 draws each has come, but once in 10^20 times.
            for (let draw = 0; draw < 300 && row.path === "/note-game" && row.status === "200" &&
                 JSON.parse(answer.text).noteName !== row.example.value.noteName; draw++) {
                answer = await ask(requestOf(row));
            }
            assertIs(answer, row);
        });
    }
});

// No request can ask for a 503: the worker has to be short of memory.
test("the example for 503 is what the service answers", async () => {
    const feed = await starve(service);
    const answer = await ask({ path: "/random", method: "POST", body: LONGEST });
    await feed();
    const rows = [...examples()].filter(({ status }) => status === "503");
    assert.equal(rows.length, Object.keys(document.paths).length);
    rows.forEach(row => assertIs(answer, row));
    assert.equal((await ask({ path: "/random", method: "POST", body: LONGEST })).status, 200, "it goes on");
});
