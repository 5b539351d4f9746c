// Does not prove that Go builds the real program: a fake command stands in.
import assert from "node:assert/strict";
import path from "node:path";
import { ensureEnvoyCheck } from "../../../local/envoy-check/binary";
import { envoyCheckerKey } from "../../../local/envoy-check/recipe";
import { Sandbox } from "../engine/sandbox";

describe("ensureEnvoyCheck", () => {
    let sandbox: Sandbox;
    beforeEach(() => {
        sandbox = new Sandbox();
    });
    afterEach(() => sandbox.remove());

    const ensure = () => ensureEnvoyCheck({ env: sandbox.env, log: (line) => sandbox.log.push(line) });

    it("builds the program once", async () => {
        const script = [
            `if [ "$1" = env ]; then echo go1.99.0; exit; fi`,
            `while [ "$1" != -o ]; do shift; done`,
            `echo binary > "$2"; chmod 755 "$2"`,
        ];
        sandbox.command("go", script.join("\n"));
        const root = path.join(sandbox.cache, "envoy-check", envoyCheckerKey());
        const command = path.join(root, "bin", "envoy-check");
        assert.equal(await ensure(), command);
        assert.deepEqual(
            sandbox.log.map((line) => line.replace(/\d+ s$/, "N s")),
            [
                `Building what judges configurations of Envoy 1.36.0 once, into ${root}.`,
                "Building envoy-check from Go modules, about 1 minute on two cores ...",
                "  envoy-check: built, 0 modules downloaded, 0 packages compiled, N s",
            ],
        );
        sandbox.command("go", "exit 1");
        assert.equal(await ensure(), command);
    });

    it("says how to get it when there is no Go", async () => {
        await assert.rejects(ensure(), {
            message:
                "There is nothing that judges configurations of Envoy. Go, which would build it, is not on PATH either. " +
                "Install Go 1.24.0 or newer (https://go.dev/doc/install); it is then built once, in about a minute.",
        });
    });
});
