// Does not prove that the listed names are harmless: whoever lists a wildcard answers for it.
import assert from "node:assert/strict";
import rule from "../../../../policy-pack/rules/network/net-firewall-premium";
import { judge } from "../../judge";
import { stackOf } from "../../stack";

const findings = (targetFqdns: string[], wildcards: string[]) => {
    const inputs = { ruleCollections: [{ action: { type: "Allow" }, rules: [{ targetFqdns }] }] };
    const type = "network:FirewallPolicyRuleCollectionGroup";
    return judge(rule, stackOf({ rules: { type, inputs } }), { wildcards }).findings.map(({ path }) => path);
};
const refused = ["ruleCollections[].rules[].targetFqdns"];

describe("net-firewall-premium", () => {
    it("allows the wildcards on the list as they stand there", () => {
        assert.deepEqual(findings(["*.contoso.com"], []), refused);
        assert.deepEqual(findings(["*.contoso.com"], ["*.contoso.com"]), []);
        assert.deepEqual(findings(["*.eu.contoso.com"], ["*.contoso.com"]), refused);
    });

    it("never allows every name, even when it is on the list", () => {
        assert.deepEqual(findings(["*"], ["*"]), refused);
    });
});
