// Asks for the first picture before all else. An address with a seed names the exercise; an empty address gets a note to
// name, and a seed. main.js puts its own drawing of the same exercise in the picture's place.
{
    if (location.search === "") {
        const seed = Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => (byte % 36).toString(36)).join("");
        history.replaceState(null, "", `?exercise=note-game&scale=Ab&octave=4&seed=${seed}`);
    }
    const pairs = new URLSearchParams(location.search);
    const name = pairs.get("exercise");
    if (name && pairs.has("seed")) {
        pairs.delete("exercise");
        pairs.delete("names");
        pairs.set("paper", "none");
        const picture = Object.assign(new Image(), { alt: "", fetchPriority: "high", src: `${encodeURIComponent(name)}.svg?${pairs}` });
        picture.addEventListener("error", () => picture.remove());
        document.addEventListener("readystatechange", () => document.getElementById("paper").append(picture), { once: true });
    }
}
