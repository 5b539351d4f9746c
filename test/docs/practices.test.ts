// Does not prove that the titles say what the guide says.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../policy-pack/rules";

const text = readFileSync(join(__dirname, "..", "..", "docs", "practices.json"), "utf8");
const titles: Record<string, string> = JSON.parse(text);

describe("docs/practices.json", () => {
    it("has the 64 practices of the guide, each once", () => {
        // the text, because of two members of one name JSON keeps the last
        const ids = [...text.matchAll(/"([^"]+)": /g)].map(([, id]) => id);
        assert.deepEqual(ids, Object.keys(titles));
        assert.equal(ids.length, 64);
        assert.equal(new Set(Object.values(titles)).size, 64);
    });

    it("has every practice that a rule serves", () => {
        for (const { id, practices } of rules)
            for (const practice of practices) assert.ok(titles[practice], `${practice} of ${id}`);
    });
});
