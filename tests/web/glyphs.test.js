// The table of outlines is what its script makes of the font, byte for byte; so are its licence's text and the header.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

test("core/writers/glyphs.py makes the table that is checked in", async () => {
    const { stdout } = await promisify(execFile)("core/writers/glyphs.py", ["check"]);
    assert.equal(stdout, "3 passed, 0 failed\n");
});
