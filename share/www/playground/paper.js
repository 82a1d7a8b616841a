// Draws a score with OpenSheetMusicDisplay, to compare: `make playground` puts it into vendor/.

const LIBRARY = "playground/vendor/opensheetmusicdisplay.min.js";

let loading = null;

// The library, loaded when first asked for; null if it isn't there.
export function library() {
    loading ??= new Promise(resolve => {
        const script = document.createElement("script");
        script.src = LIBRARY;
        script.onload = () => resolve(globalThis.opensheetmusicdisplay ?? null);
        script.onerror = () => resolve(null);
        document.head.append(script);
    });
    return loading;
}

let drawer = null;

// Draws into an element; returns whether there is a library to do it with.
export async function draw(element, xml) {
    const osmd = await library();
    if (osmd === null) {
        return false;
    }
    if (drawer === null) {
        drawer = new osmd.OpenSheetMusicDisplay(element, {
            backend: "svg",
            autoResize: true,
            drawingParameters: "compact",
            drawTitle: false,
            drawPartNames: false,
            drawMeasureNumbers: true,
            followCursor: false,
        });
        drawer.EngravingRules.PageLeftMargin = 1;
        drawer.EngravingRules.PageRightMargin = 1;
    }
    await drawer.load(xml);
    drawer.zoom = element.clientWidth < 480 ? 1 : 1.25;
    drawer.render();
    return true;
}
