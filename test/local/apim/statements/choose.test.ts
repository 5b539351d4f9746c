// Does not prove that API Management does the same: it holds what Microsoft documents, and where that leaves something open, what is assumed here.
import assert from "node:assert/strict";
import { loadLanguage } from "../../../../local/apim/language";
import { answer, escaped, Sample, serviceWith } from "../sample-gateway";

describe("choose", () => {
    let sample: Sample;
    before(async () => {
        sample = new Sample(await loadLanguage());
    });

    const when = (condition: string, content: string) => `<when condition='${escaped(condition)}'>${content}</when>`;

    it("runs only the first branch whose condition holds, and asks no condition behind it", async () => {
        const branches = [
            when("@(1 > 2)", answer("501")),
            when("@(2 > 1)", answer("299")),
            when('@(int.Parse("x") > 0)', answer("502")),
        ];
        sample.gateway.deploy(serviceWith({ inbound: `<choose>${branches.join("")}</choose>` }));
        const { status, record } = await sample.call();
        assert.equal(status, 299);
        assert.equal(record.lastError, undefined);
    });

    it("goes on when no condition holds", async () => {
        sample.gateway.deploy(
            serviceWith({ inbound: `<choose>${when("@(1 > 2)", answer("501"))}</choose>${answer("299")}` }),
        );
        assert.equal((await sample.call()).status, 299);
    });

    it("fails, and enters no branch, when a condition throws", async () => {
        const branches = [when('@(int.Parse("x") > 0)', answer("299")), when("@(true)", answer("298"))];
        sample.gateway.deploy(serviceWith({ inbound: `<choose>${branches.join("")}</choose>` }));
        const { status, record } = await sample.call();
        assert.equal(status, 500);
        assert.equal(record.lastError?.source, "choose");
        assert.equal(record.lastError?.reason, "ExpressionValueEvaluationFailure");
    });
});
