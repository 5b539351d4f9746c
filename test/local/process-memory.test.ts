// Does not prove the figure of another system than the one it runs on.
import assert from "node:assert/strict";
import { residentBytes } from "../../local/process-memory";

describe("residentBytes", () => {
    it("is about what the process itself is told", async () => {
        const told = process.memoryUsage().rss;
        const found = (await residentBytes(process.pid)) ?? 0;
        assert.ok(found > told / 2 && found < told * 2, `${found} against ${told}`);
    });

    it("is unknown of a process that does not exist", async () => {
        assert.equal(await residentBytes(2 ** 22 + 1), undefined);
    });
});
