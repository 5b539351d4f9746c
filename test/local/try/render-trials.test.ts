import assert from "node:assert/strict";
import { colorsFor } from "../../../local/report/terminal";
import { isPassed, renderTrials, trialsDocument } from "../../../local/try/render-trials";
import type { Step } from "../../../local/try/steps";

const passed: Step = { did: "Call without a token", expected: "401", happened: "401, with a challenge", ok: true };
const failed: Step = { did: "Inject", expected: "403, and no call", happened: "an answer", ok: false };
const endpoint = "https://mcp.contoso.com/orders/mcp";

describe("What was tried", () => {
    it("is a table of what was done, expected and happened", () => {
        assert.equal(
            renderTrials([{ endpoint, steps: [passed, failed] }], colorsFor({})),
            [
                "https://mcp.contoso.com/orders/mcp",
                "          done                  expected          happened",
                "  ok      Call without a token  401               401, with a challenge",
                "  failed  Inject                403, and no call  an answer",
            ].join("\n"),
        );
    });

    it("is a table for each endpoint", () => {
        const trials = [endpoint, "https://mcp.contoso.com/bills/mcp"].map((each) => ({
            endpoint: each,
            steps: [passed],
        }));
        assert.equal(renderTrials(trials, colorsFor({})).split("\n\n").length, 2);
    });

    it("is passed only when everything happened as expected", () => {
        assert.equal(isPassed([{ endpoint, steps: [passed, passed] }]), true);
        assert.equal(
            isPassed([
                { endpoint, steps: [passed] },
                { endpoint, steps: [failed, passed] },
            ]),
            false,
        );
    });

    it("is a document that says whether it is passed", () => {
        const trials = [{ endpoint, steps: [failed] }];
        assert.deepEqual(trialsDocument(trials), { command: "try", result: "failed", trials });
    });
});
