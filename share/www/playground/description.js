// What the service says of its exercises: their fields, and the formats of their links.

const typeOf = ({ type }) => Array.isArray(type) ? type.find(one => one !== "null") : type;

// What to choose from: a closed set, or yes and no where neither is the default. Of a note's two spellings, C- and Cb, the
// set has the second.
function choicesOf(item) {
    const isTwice = (one, all) => String(one).endsWith("-") && all.includes(one.replace("-", "b"));
    return item.enum?.filter((one, _, all) => one !== null && !isTwice(one, all))
        ?? (typeOf(item) === "boolean" && item.default === null ? [true, false] : null);
}

function fieldOf({ name, required, help, schema }) {
    const list = typeOf(schema) === "array";
    const item = list ? schema.items : schema;
    return {
        name, required, list,
        type: typeOf(item),
        choices: choicesOf(item),
        value: schema.default ?? null,
        help: help ?? "",
    };
}

// The exercises in their order: { name, title, about, draws, formats, example, fields }, with
// { name, required, list, type, choices or null, value if absent or null, help } for each field. root: where the service
// is, seen from the page.
export async function load(root = "") {
    const { exercises } = await (await fetch(`${root}exercises.json`)).json();
    return exercises.map(({ name, title, summary, draws, formats, example, fields }) =>
        ({ name, title, about: summary, draws, formats, example, fields: fields.map(fieldOf) }));
}

// The exercise of that name; if there is none, the first that draws something.
export const find = (exercises, name) => exercises.find(one => one.name === name) ?? exercises.find(({ draws }) => draws);
