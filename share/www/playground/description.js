// What the service says of its exercises: their fields, and the formats of their links.

const typeOf = ({ type }) => Array.isArray(type) ? type.find(one => one !== "null") : type;

// What to choose from: a closed set, or yes and no where neither is the default.
function choicesOf(item) {
    return item.enum?.filter(one => one !== null) ?? (typeOf(item) === "boolean" && item.default === null ? [true, false] : null);
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

const titleOf = name => name.replaceAll("-", " ").replace(/^./, first => first.toUpperCase());

// The exercises in their order: { name, title, about, draws, formats, example, fields }, with
// { name, required, list, type, choices or null, value if absent or null, help } for each field. root: where the service
// is, seen from the page.
export async function load(root = "") {
    const { exercises } = await (await fetch(`${root}exercises.json`)).json();
    return exercises.map(({ name, title, draws, formats, example, fields }) =>
        ({ name, title: titleOf(name), about: title, draws, formats, example, fields: fields.map(fieldOf) }));
}
