// Does not prove that Go builds the real programs: a fake command stands in.
import assert from "node:assert/strict";
import path from "node:path";
import { envoyCheck } from "../../../local/envoy-check/binary";
import { ensureProgram } from "../../../local/go-build/ensure-program";
import { recipeKey } from "../../../local/go-build/recipe";
import { reachabilityEngine } from "../../../local/kubernetes/reachability/binary";
import { Sandbox } from "../engine/sandbox";

const tools = {
    "the policy engine of Cilium": {
        tool: reachabilityEngine,
        version: "1.19.1",
        needs: "1.26.0",
        minutes: "3 minutes",
    },
    "the checker of Envoy's schema": { tool: envoyCheck, version: "1.36.0", needs: "1.24.0", minutes: "a minute" },
};

for (const [title, { tool, version, needs, minutes }] of Object.entries(tools)) {
    describe(`${title}, which comes from Go modules`, () => {
        let sandbox: Sandbox;
        beforeEach(() => {
            sandbox = new Sandbox();
        });
        afterEach(() => sandbox.remove());

        const ensure = () => ensureProgram(tool, { env: sandbox.env, log: (line) => sandbox.log.push(line) });

        it("is built once", async () => {
            const script = [
                `if [ "$1" = env ]; then echo go1.99.0; exit; fi`,
                `while [ "$1" != -o ]; do shift; done`,
                `echo binary > "$2"; chmod 755 "$2"`,
            ];
            sandbox.command("go", script.join("\n"));
            const root = path.join(sandbox.cache, tool.folder, recipeKey([tool.program]));
            const command = path.join(root, "bin", tool.program.name);
            assert.equal(await ensure(), command);
            const [first = "", , last = ""] = sandbox.log;
            assert.equal(first, `Building ${title} ${version} once, into ${root}.`);
            assert.match(last, new RegExp(`^ {2}${tool.program.name}: built, `));
            sandbox.command("go", "exit 1");
            assert.equal(await ensure(), command);
        });

        it("comes with the way to get it when there is no Go", async () => {
            await assert.rejects(ensure(), {
                message:
                    `There is no ${tool.title}. Go, which would build it, is not on PATH either. Install Go ${needs} or newer ` +
                    `(https://go.dev/doc/install); it is then built once, in about ${minutes}.`,
            });
        });
    });
}
