// Does not prove that the engine leaves the cluster alone then: test/engine/cluster.test.ts deploys so.
import assert from "node:assert/strict";
import { withoutApiServer } from "../../../local/commands/without-api-server";
import { Sandbox } from "../engine/sandbox";

const options = { project: "/project", stack: "dev", speed: 60 };

describe("a run where no API server can be had", () => {
    let sandbox: Sandbox;
    beforeEach(() => {
        sandbox = new Sandbox();
    });
    afterEach(() => sandbox.remove());

    const line = (text: string) => sandbox.log.push(text);

    for (const command of ["up", "preview", "refresh"] as const) {
        it(`leaves the cluster alone and says so: ${command}`, async () => {
            const changed = await withoutApiServer(command, options, { line }, sandbox.env);
            assert.deepEqual(changed, { ...options, withoutKubernetes: true });
            assert.deepEqual(sandbox.log, [
                "What is in the cluster is left as it is (--without-kubernetes). There is no Kubernetes API server. Go, " +
                    "which would build it, is not on PATH either. Install Go 1.26.0 or newer " +
                    "(https://go.dev/doc/install); the API server is then built once, in about 7 minutes.",
            ]);
        });
    }

    it("does not where somebody decided, nor where all is to go", async () => {
        for (const given of [{ withoutKubernetes: true }, { onlyKubernetes: true }]) {
            const wanted = { ...options, ...given };
            assert.deepEqual(await withoutApiServer("up", wanted, { line }, sandbox.env), wanted);
        }
        assert.deepEqual(await withoutApiServer("destroy", options, { line }, sandbox.env), options);
        assert.deepEqual(sandbox.log, []);
    });

    it("does not where Go would build one", async () => {
        sandbox.command("go", "echo go1.99.0");
        assert.deepEqual(await withoutApiServer("up", options, { line }, sandbox.env), options);
        assert.deepEqual(sandbox.log, []);
    });
});
