// Does not prove that Go builds the real engine: a fake command stands in.
import assert from "node:assert/strict";
import path from "node:path";
import { ensureReachability } from "../../../../local/kubernetes/reachability/binary";
import { reachabilityKey } from "../../../../local/kubernetes/reachability/recipe";
import { Sandbox } from "../../engine/sandbox";

describe("ensureReachability", () => {
    let sandbox: Sandbox;
    beforeEach(() => {
        sandbox = new Sandbox();
    });
    afterEach(() => sandbox.remove());

    const ensure = () => ensureReachability({ env: sandbox.env, log: (line) => sandbox.log.push(line) });

    it("builds the engine once", async () => {
        const script = [
            `if [ "$1" = env ]; then echo go1.99.0; exit; fi`,
            `while [ "$1" != -o ]; do shift; done`,
            `echo binary > "$2"; chmod 755 "$2"`,
        ];
        sandbox.command("go", script.join("\n"));
        const root = path.join(sandbox.cache, "reachability", reachabilityKey());
        const command = path.join(root, "bin", "cilium-reachability");
        assert.equal(await ensure(), command);
        assert.deepEqual(
            sandbox.log.map((line) => line.replace(/\d+ s$/, "N s")),
            [
                `Building the policy engine of Cilium 1.19.1 once, into ${root}.`,
                "Building cilium-reachability from Go modules, about 3 minutes on two cores ...",
                "  cilium-reachability: built, 0 modules downloaded, 0 packages compiled, N s",
            ],
        );
        sandbox.command("go", "exit 1");
        assert.equal(await ensure(), command);
    });

    it("says how to get it when there is no Go", async () => {
        await assert.rejects(ensure(), {
            message:
                "There is no policy engine of Cilium. Go, which would build it, is not on PATH either. Install Go 1.26.0 " +
                "or newer (https://go.dev/doc/install); the engine is then built once, in about 3 minutes.",
        });
    });
});
