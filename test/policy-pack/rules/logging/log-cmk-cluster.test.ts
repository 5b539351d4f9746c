// Does not prove that a cluster can read its key: its identity needs a role at the vault.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/logging/log-cmk-cluster";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const log = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log" } };
const findings = (parameters?: object) => judge(rule, stackOf({ log }), parameters).findings.length;

describe("log-cmk-cluster", () => {
    it("asks for a cluster only where the environment wants one, by default nowhere", () => {
        assert.equal(findings(), 0);
        assert.equal(findings({ required: false }), 0);
        assert.equal(findings({ required: true }), 1);
    });
});
