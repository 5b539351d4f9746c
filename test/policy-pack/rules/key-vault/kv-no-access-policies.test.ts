// Does not prove that nobody adds an access policy by hand.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/key-vault/kv-no-access-policies";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

describe("kv-no-access-policies", () => {
    it("refuses the resource that adds an access policy", () => {
        const policy = { type: "keyvault:AccessPolicy", inputs: { vaultName: "kv-one", policy: {} } };
        assert.deepEqual(judge(rule, stackOf({ policy })), {
            findings: [{ path: "", message: "this resource grants rights outside Azure RBAC" }],
            undecided: [],
        });
    });
});
