// A form made of an exercise's fields, and what it says as parameters of a link or as a body.
import { choiceText } from "./names.js";

const LONG = 16; // characters: a text that may well be longer than a line of the form

const labelOf = name => name.replace(/([A-Z])/g, " $1").toLowerCase().replace(/^./, first => first.toUpperCase());

function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
}

// What the service says of a field, for eyes and ears; of a set from which something must be taken, the set says it.
function explain(field, element) {
    if (field.help === "" || field.required && field.choices) {
        return [];
    }
    const help = make("small", { id: `help-${field.name}`, className: "quiet", textContent: field.help });
    element.setAttribute("aria-describedby", help.id);
    return [help];
}

// A closed set of which several may be taken: boxes. None of them: the service's default.
function boxes(field, values) {
    const group = make("fieldset", { className: "boxes" }, make("legend", { textContent: labelOf(field.name) }));
    const chosen = values ?? field.value ?? [];
    for (const choice of field.choices) {
        group.append(make("label", {}, make("input", {
            type: "checkbox", name: field.name, value: choice, checked: chosen.map(String).includes(String(choice)),
        }), make("span", { textContent: choiceText(choice) })));
    }
    group.append(...explain(field, group));
    return group;
}

function select(field, values) {
    const chosen = String(values?.[0] ?? field.value ?? "").replace(/-$/, "b");
    const list = make("select", { id: `field-${field.name}`, name: field.name });
    if (!field.required && field.value === null) {
        list.append(new Option("(any)", "", true, chosen === ""));
    }
    list.append(...field.choices.map(choice =>
        new Option(choiceText(choice), choice, false, String(choice) === chosen)));
    return list;
}

// Lists of free text are words with spaces between them.
function input(field, values) {
    const given = values ?? (field.value === null ? [] : [field.value].flat());
    const value = given.join(" ");
    const element = make(field.list || value.length > LONG ? "textarea" : "input", {
        id: `field-${field.name}`, name: field.name, value, autocomplete: "off", spellcheck: false,
        placeholder: field.required ? "" : "(any)",
    });
    if (field.type === "integer" && !field.list) {
        element.inputMode = "numeric";
    }
    return element;
}

function control(field, values) {
    if (field.list && field.choices) {
        return boxes(field, values);
    }
    if (field.type === "boolean" && !field.choices) {
        const on = (values?.[0] ?? String(field.value ?? false)) === "true";
        const box = make("input", { type: "checkbox", name: field.name, value: "true", checked: on });
        return make("div", {}, make("label", { className: "switch" }, box, make("span", { textContent: labelOf(field.name) })),
            ...explain(field, box));
    }
    const element = field.choices ? select(field, values) : input(field, values);
    return make("div", {}, make("label", { htmlFor: element.id, textContent: labelOf(field.name) }), element,
        ...explain(field, element));
}

// Fills a container with the fields of an exercise. values: { name: [text, …] }, or null for the exercise's example.
// What is not given is what the service takes by itself; where it requires something, the example's.
export function build(container, exercise, values) {
    const example = ({ name, required, value }) => (required || values === null && value === null) && name in exercise.example
        ? [exercise.example[name]].flat().map(String) : undefined;
    container.replaceChildren(...exercise.fields.map(field => control(field, values?.[field.name] ?? example(field))));
}

// What is said of a field, as words.
function said(container, field) {
    const elements = [...container.querySelectorAll(`[name="${field.name}"]`)];
    return elements.filter(({ type, checked }) => type !== "checkbox" || checked)
        .flatMap(({ value }) => field.list && !field.choices ? value.split(/[\s,]+/) : [value.replaceAll("\n", " ")])
        .filter(word => word !== "");
}

// What the form says, in the order of the fields: [[name, text], …]. What is empty, or what the service takes by itself,
// is left out, so that links stay short.
export function parameters(container, exercise) {
    return exercise.fields.flatMap(field => {
        const words = said(container, field);
        const isDefault = words.join() === [field.value].flat().join();
        return isDefault ? [] : words.map(word => [field.name, word]);
    });
}

function typed(field, text) {
    if (field.type === "integer" && /^-?\d+$/.test(text)) {
        return Number(text);
    }
    return field.type === "boolean" ? text === "true" : text;
}

// The same as a body: numbers are numbers, lists are lists.
export function body(exercise, pairs) {
    const object = {};
    for (const [name, text] of pairs) {
        const field = exercise.fields.find(one => one.name === name);
        const value = field ? typed(field, text) : text;
        if (field?.list) {
            (object[name] ??= []).push(value);
        } else {
            object[name] = value;
        }
    }
    return object;
}
