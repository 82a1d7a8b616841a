// The first picture, asked for before all else: of the seed in the address or, where the address says nothing, of a note
// to name with a seed of its own. It is shown until main.js has drawn the same.
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
