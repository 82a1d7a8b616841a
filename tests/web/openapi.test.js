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
                for (const [type, content] of Object.entries(response.content ?? {})) {
                    for (const [name, example] of Object.entries(content.examples ?? {})) {
                        yield { path, method, operation, status, response, type, schema: content.schema, name, example };
                    }
                }
            }
        }
    }
}

// The query that the examples of a link's parameters make together.
function queryOf(parameters) {
    const query = new URLSearchParams();
    for (const { name, example } of parameters.filter(parameter => "example" in parameter)) {
        [example].flat().forEach(value => query.append(name, value));
    }
    return `?${query}`;
}

// How an example is asked for: by the request example of its name, by the examples of parameters, by x-request, or by
// nothing more than the path.
function requestOf({ path, method, operation, status, name, example }) {
    const valid = operation.requestBody?.content["application/json"].examples[name];
    const request = example["x-request"] ?? (valid ? { body: JSON.stringify(valid.value) } : {});
    const query = request.query !== undefined ? `?${request.query}`
        : operation.parameters && status === "200" ? queryOf(operation.parameters) : "";
    return {
        path: (request.path ?? path) + query,
        method: (request.method ?? method).toUpperCase(),
        body: request.body?.repeat(request.times ?? 1),
    };
}

async function ask({ path, method, body }) {
    const answer = await fetch(service.url + path, { method, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString() };
}

// What of an answer is not always the same: a score's date, and the numbers of /health.
const lasting = value => JSON.parse(JSON.stringify(value)
    .replace(/<encoding-date>[^<]*</g, "<encoding-date><").replace(/"(uptime|workers)":\d+/g, '"$1":0'));

function assertIs(answer, { status, type, response, name, example }) {
    assert.equal(answer.status, Number(status));
    assert.equal(answer.headers.get("Content-Type"), type);
    for (const [header, reference] of Object.entries(response.headers ?? {})) {
        const { schema, required } = resolve(reference);
        const value = answer.headers.get(header);
        assert.ok(value !== null || !required, `${header} is there`);
        assert.ok(value === null || (schema.enum ?? [schema.const ?? value]).includes(value), `${header}: ${value}`);
    }
    if (example.value === undefined) {
        return;
    }
    const value = type === "application/json" ? JSON.parse(answer.text) : answer.text;
    const shown = name === "beginning" ? value.slice(0, example.value.length) : value;
    assert.deepEqual(lasting(shown), lasting(example.value));
}

test("it is of this version", async () => {
    const version = /STACCATO_VERSION "(.*)"/.exec(await readFile(`${root}/core/version.h`, "utf8"))[1];
    assert.equal(document.info.version, version);
});

test("it is valid OpenAPI 3.1", async () => {
    const result = await new Validator().validate(structuredClone(document));
    assert.ok(result.valid, JSON.stringify(result.errors, null, 2));
    assert.equal(document.openapi, "3.1.0");
    assert.ok(!(await new Validator().validate({ ...document, paths: { mary: {} } })).valid, "the validator validates");
});

// A function that fails unless a value is true to a schema of the document.
function checker() {
    const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTuples: false });
    ajv.addVocabulary(["openapi", "info", "servers", "paths", "components"]);
    ajv.addSchema(document, "openapi");
    const refer = schema => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/'));
    return (schema, value, about) => {
        const validate = ajv.compile(refer(schema));
        assert.ok(validate(value), `${about}: ${ajv.errorsText(validate.errors)}`);
    };
}

// Too long to be shown as examples.
const LISTS = ["/exercises.json", "/levels.json"];

test("lists are true to their schemas", async () => {
    const check = checker();
    for (const path of LISTS) {
        const { schema } = document.paths[path].get.responses[200].content["application/json"];
        check(schema, JSON.parse((await ask({ path, method: "GET" })).text), path);
    }
});

test("each example, asked for and answered, is true to its schema", () => {
    const check = checker();
    for (const { path, status, name, schema, example } of [...examples()].filter(({ example }) => "value" in example)) {
        check(schema, example.value, `${path} ${status} ${name}`);
    }
    for (const [path, item] of Object.entries(document.paths)) {
        for (const { name, schema, example } of item.get?.parameters ?? []) {
            for (const value of [example, schema.default].filter(one => one !== undefined)) {
                check(schema, value, `${path} ${name}`);
            }
        }
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
            const hasNone = status === "304" || status === "200" && ["/openapi.json", ...LISTS].includes(path);
            assert.ok(shown.has(`${path} ${status}`) || hasNone, `${path} ${status}`);
        }
    }
});

test("each example is what the service answers", async t => {
    for (const row of [...examples()].filter(({ status }) => status !== "503")) {
        await t.test(`${row.method} ${row.path} ${row.status} ${row.name}`, async () => {
            assertIs(await ask(requestOf(row)), row);
        });
    }
});

test("each address leads to what the parameters' examples ask for", async () => {
    const rows = [...examples()].filter(({ example }) => example["x-address"]);
    assert.ok(rows.length > 0);
    for (const row of rows) {
        const [asked, led] = [await ask(requestOf(row)), await ask({ path: `/${row.example["x-address"]}`, method: "GET" })];
        assertIs(led, row);
        assert.ok(led.bytes.length > 0 && led.bytes.equals(asked.bytes), row.example["x-address"]);
    }
});

test("a link with its ETag is not modified", async () => {
    const links = Object.entries(document.paths).filter(([, { get }]) => get?.responses["304"]);
    assert.ok(links.length > 0);
    for (const [path, { get }] of links) {
        const url = service.url + path + queryOf(get.parameters);
        const tag = (await fetch(url)).headers.get("ETag");
        assert.ok(tag, url);
        assert.equal((await fetch(url, { headers: { "If-None-Match": tag } })).status, 304, url);
    }
});

test("each parameter and field is asked for by its name", async () => {
    for (const [path, item] of Object.entries(document.paths)) {
        for (const { name } of item.get?.parameters ?? []) {
            const answer = await ask({ path: `${path}?${name}=`, method: "GET" });
            const unknown = answer.status === 422 && JSON.parse(answer.text).detail.some(({ type }) => type === "extra_forbidden");
            assert.ok(!unknown, `${path} ${name}`);
        }
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
