// Does not prove that npm can reach a registry: a fake npm stands in for it.
import assert from "node:assert/strict";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { Checkout } from "./checkout";

describe("installation of the dependencies", () => {
    let checkout: Checkout;
    beforeEach(() => {
        checkout = new Checkout({ dependencies: false });
        checkout.write("package-lock.json", lock({ a: "1.0.0", b: "2.0.0" }));
        checkout.write("tools/run.js", `require("./install").ensureDependencies(); console.log("started");`);
        npm(`mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json`);
    });
    afterEach(() => checkout.remove());

    function npm(script: string): void {
        checkout.write("bin/npm", `#!/bin/sh\necho "$@" >> calls\n${script}\n`);
    }

    function lock(versions: Record<string, string>, optional: string[] = []): string {
        const packages = Object.entries(versions).map(([name, version]) => [
            `node_modules/${name}`,
            optional.includes(name) ? { version, optional: true } : { version },
        ]);
        return JSON.stringify({ packages: Object.fromEntries([["", { name: "project" }], ...packages]) });
    }

    const installing = "Installing the dependencies (npm ci) ...\n";

    it("happens on a fresh checkout, and says so beside the output of the command", async () => {
        assert.deepEqual(await checkout.run("run.js"), { code: 0, stdout: "started\n", stderr: installing });
        assert.equal(checkout.read("calls"), "ci --loglevel=notice\n");
        assert.equal(checkout.read(".install.lock"), undefined);
    });

    const states: Record<string, { present: string; wanted?: string; calls: string | undefined }> = {
        "everything is there": { present: lock({ a: "1.0.0", b: "2.0.0" }), calls: undefined },
        "more than that is there": { present: lock({ a: "1.0.0", b: "2.0.0", c: "3.0.0" }), calls: undefined },
        "an optional package is not for this computer": {
            wanted: lock({ a: "1.0.0", b: "2.0.0" }, ["b"]),
            present: lock({ a: "1.0.0" }),
            calls: undefined,
        },
        "a package is missing": { present: lock({ a: "1.0.0" }), calls: "ci --loglevel=notice\n" },
        "a package has another version": {
            present: lock({ a: "1.0.0", b: "2.0.1" }),
            calls: "ci --loglevel=notice\n",
        },
    };
    for (const [circumstance, { present, wanted, calls }] of Object.entries(states)) {
        it(`${calls ? "happens" : "does not happen"} when ${circumstance}`, async () => {
            checkout.write("node_modules/.package-lock.json", present);
            if (wanted) {
                checkout.write("package-lock.json", wanted);
            }
            assert.deepEqual(await checkout.run("run.js"), {
                code: 0,
                stdout: "started\n",
                stderr: calls ? installing : "",
            });
            assert.equal(checkout.read("calls"), calls);
        });
    }

    it("happens once when two start together", async () => {
        npm(`while [ ! -e gate ]; do sleep 0.01; done
            mkdir node_modules && cp package-lock.json node_modules/.package-lock.json`);
        const first = checkout.start("run.js");
        await once(first.process.stderr as Readable, "data");
        const second = checkout.start("run.js");
        await once(second.process.stderr as Readable, "data");
        checkout.write("gate", "");
        const waiting = "Another start is installing the dependencies; waiting for it ...\n";
        assert.deepEqual(await first.ended, { code: 0, stdout: "started\n", stderr: installing });
        assert.deepEqual(await second.ended, { code: 0, stdout: "started\n", stderr: waiting });
        assert.equal(checkout.read("calls"), "ci --loglevel=notice\n");
    });

    it("takes over from a process that died", async () => {
        const { process: dead, ended } = checkout.start("install.js");
        await ended;
        checkout.write(".install.lock", String(dead.pid));
        assert.deepEqual(await checkout.run("run.js"), { code: 0, stdout: "started\n", stderr: installing });
    });

    it("ends the command when npm fails", async () => {
        npm("echo 'no registry' >&2; exit 1");
        assert.deepEqual(await checkout.run("run.js"), {
            code: 1,
            stdout: "",
            stderr: `${installing}no registry\nnpm ci failed: its message is above. Nothing was started.\n`,
        });
        assert.equal(checkout.read(".install.lock"), undefined);
    });

    it("refuses a Node.js that is too old", async () => {
        checkout.write("package.json", `{ "engines": { "node": ">=99.1" } }`);
        assert.deepEqual(await checkout.run("run.js"), {
            code: 1,
            stdout: "",
            stderr: `Node.js 99.1 or newer is needed; this is ${process.versions.node}.\n`,
        });
    });
});
