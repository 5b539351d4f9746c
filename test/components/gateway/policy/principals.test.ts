import assert from "node:assert/strict";
import { judgePrincipal } from "../../../../components/gateway/policy/principals";
import { refusalsOf, variableOf } from "./guards";

const isListed = (name: string) =>
    `((string)context.Variables["${name}"]).ToLowerInvariant().Split(' ').Contains(((string)context.Variables["oid"]).ToLowerInvariant())`;

describe("judgePrincipal", () => {
    it("refuses whom a responder blocked, and throttles on any risk level but normal", () => {
        assert.deepEqual(refusalsOf(judgePrincipal()), [["blocked-principal", `@(${isListed("blockedPrincipals")})`]]);
        assert.equal(
            variableOf(judgePrincipal(), "throttled"),
            `@(${isListed("throttledPrincipals")} || (string)context.Variables["riskLevel"] != "normal" ? "true" : "false")`,
        );
    });

    it("reads the lists of responders as text that cannot begin code", () => {
        assert.equal(variableOf(judgePrincipal(), "blockedPrincipals"), "value: {{blocked-principals}}");
        assert.equal(variableOf(judgePrincipal(), "throttledPrincipals"), "value: {{throttled-principals}}");
        assert.equal(variableOf(judgePrincipal(), "riskLevel"), "value: {{risk-level}}");
    });
});
