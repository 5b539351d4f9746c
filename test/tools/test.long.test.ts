// Does not prove that any test of this project is worth its place: it proves that none of them is miscounted.
import assert from "node:assert/strict";
import { Checkout } from "./checkout";

describe("npm test", () => {
    let checkout: Checkout;
    beforeEach(() => {
        checkout = new Checkout();
    });
    afterEach(() => checkout.remove());

    const passing = `it("a", () => {});`;
    const failing = `it("b", () => { throw new Error("no"); });`;

    async function result(...args: string[]) {
        const { code, stdout } = await checkout.run("test.js", ...args);
        return [stdout.trimEnd().split("\n").at(-1), code];
    }

    async function namedFailures(...args: string[]) {
        const { stdout } = await checkout.run("test.js", ...args);
        return stdout
            .trimEnd()
            .split("\n")
            .slice(0, -1)
            .filter((line) => line.startsWith("Failed: "));
    }

    const suites: Record<string, { content: string; line: string; code: number }> = {
        "a suite that passes": { content: `${passing} ${passing}`, line: "2 passed, 0 failed", code: 0 },
        "failing and skipped tests and hooks": {
            content: `describe("c", () => { before(() => { throw new Error("no"); }); ${passing} });
                ${passing} ${failing} it.skip("d", () => {});`,
            line: "1 passed, 3 failed",
            code: 1,
        },
        "a file that cannot be loaded": { content: `throw new Error("no");`, line: "0 passed, 1 failed", code: 1 },
        "a suite that ends the process": {
            content: `${passing} it("c", () => process.exit(0));`,
            line: "0 passed, 1 failed",
            code: 1,
        },
        "a crash after the last test": {
            content: `${passing} after(() => { setTimeout(() => { throw new Error("no"); }, 50); });`,
            line: "1 passed, 1 failed",
            code: 1,
        },
        "a file without tests": { content: "export {};", line: "0 passed, 1 failed", code: 1 },
    };
    for (const [title, { content, line, code }] of Object.entries(suites)) {
        it(`counts ${title}`, async () => {
            checkout.write("test/a.test.ts", content);
            assert.deepEqual(await result("unit"), [line, code]);
        });
    }

    it("counts a missing suite as a failure", async () => {
        assert.deepEqual(await result("unit"), ["0 passed, 1 failed", 1]);
    });

    it("counts dependencies that cannot be installed as a failure", async () => {
        checkout.write("bin/npm", "#!/bin/sh\nexit 1\n");
        checkout.write("package-lock.json", `{ "packages": { "node_modules/missing": { "version": "1.0.0" } } }`);
        assert.deepEqual(await result(), ["0 passed, 1 failed", 1]);
    });

    it("names at the end what failed", async () => {
        const described = `describe("c", () => { ${failing} it("d", () => { throw new Error("two\\nlines"); }); });`;
        checkout.write("test/a.test.ts", `${passing} ${described}`);
        assert.deepEqual(await namedFailures("unit"), ["Failed: c b: no", "Failed: c d: two"]);

        checkout.write("test/a.test.ts", "process.exit(3);");
        assert.deepEqual(await namedFailures("unit"), [
            "Failed: mocha test/a.test.ts: ended with status 3 after 0 tests",
        ]);
    });

    it("leaves long tests and tests on the engine out of the unit tests", async () => {
        checkout.write("test/a.test.ts", passing);
        checkout.write("test/a.long.test.ts", failing);
        checkout.write("test/engine/b.test.ts", failing);
        assert.deepEqual(await result("unit"), ["1 passed, 0 failed", 0]);
    });

    describe("in full", () => {
        beforeEach(() => {
            checkout.write("tools/checks.js", `exports.runChecks = () => ({ passed: 3, failures: ["c", "d"] });`);
            checkout.write("test/deep/er/a.test.ts", passing + failing);
            checkout.write("test/deep/er/a.long.test.ts", passing + passing);
            checkout.write("test/engine/b.test.ts", passing);
        });

        it("adds up checks, unit tests, long tests and tests on the engine", async () => {
            checkout.write("tools/ensure-built.ts", "");
            assert.deepEqual(await result(), ["7 passed, 3 failed", 1]);
        });

        it("counts a missing engine as one failure", async () => {
            checkout.write("tools/ensure-built.ts", "process.exitCode = 1;");
            assert.deepEqual(await result(), ["6 passed, 4 failed", 1]);
        });
    });
});
