// Does not prove that Azure answers like this: edge, API Management, Entra and Content Safety stand in, as they document themselves.
import assert from "node:assert/strict";
import type { Trial } from "../../local/try/render-trials";
import { endpoint, type ServedDeployment, servedDeployment } from "./served-deployment";

describe("npm start -- try", function () {
    this.timeout(240_000);
    let deployment: ServedDeployment;
    before(async () => {
        deployment = await servedDeployment();
    });

    it("finds everything as expected at a deployment", async () => {
        const { exitCode, stdout, stderr } = await deployment.local.run(["try", "--json"]);
        const { result, trials } = JSON.parse(stdout) as { result: string; trials: Trial[] };
        const steps = trials[0]?.steps ?? [];

        assert.deepEqual(
            steps.filter(({ ok }) => !ok),
            [],
            stderr,
        );
        assert.deepEqual([exitCode, result, trials.length, steps.length], [0, "succeeded", 1, 9]);
        assert.deepEqual(
            steps.map(({ happened }) => /\b[1-5][0-9]{2}\b/.exec(happened)?.[0]),
            ["401", "401", undefined, undefined, "403", undefined, undefined, "403", "429"],
        );
    });

    it("prints a table, with what it does on stderr", async () => {
        const { exitCode, stdout, stderr } = await deployment.local.run(["try"]);
        const [first, titles, ...lines] = stdout.trimEnd().split("\n");

        assert.equal(exitCode, 0, stdout);
        assert.equal(first, endpoint);
        assert.match(titles ?? "", /^ +done +expected +happened$/);
        assert.deepEqual(
            lines.map((line) => line.slice(0, 10)),
            lines.map(() => "  ok      "),
        );
        assert.match(stderr, /^Serving what is deployed \.\.\.\nCall without a token \.\.\.\n/);
    });
});
