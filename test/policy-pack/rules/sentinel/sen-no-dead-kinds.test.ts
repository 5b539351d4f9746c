// Does not prove which portal a workspace is in: nothing in a stack says it.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/sentinel/sen-no-dead-kinds";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const findings = (parameters?: object) =>
    judge(rule, stackOf({ fusion: { type: "securityinsights:FusionAlertRule" } }), parameters).findings.length;

describe("sen-no-dead-kinds", () => {
    it("lets them be in the portal of Azure alone, which is not the default", () => {
        assert.equal(findings(), 1);
        assert.equal(findings({ portal: "defender" }), 1);
        assert.equal(findings({ portal: "azure" }), 0);
    });
});
