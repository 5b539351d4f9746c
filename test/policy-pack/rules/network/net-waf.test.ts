// Does not prove that honest requests pass: the corpus of benign calls does.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/network/net-waf";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };

const bots = { ruleSetType: "Microsoft_BotManagerRuleSet", ruleSetVersion: "1.1" };
const policy = (managedRules: Value, policyName: Value = "waf"): SampleResource => ({
    type: "network:WebApplicationFirewallPolicy",
    inputs: {
        policyName,
        policySettings: { mode: "Prevention", state: "Enabled", requestBodyCheck: true },
        managedRules,
    },
});
const withSet = (ruleSetType: string, ruleSetVersion: string) =>
    outcome({ policy: policy({ managedRuleSets: [{ ruleSetType, ruleSetVersion }, bots] }) }).findings;
const excluding = (exclusion: object): Value =>
    ({
        managedRuleSets: [{ ruleSetType: "OWASP", ruleSetVersion: "3.2" }, bots],
        exclusions: [
            {
                matchVariable: "RequestArgValues",
                selectorMatchOperator: "Equals",
                selector: "query",
                exclusionManagedRuleSets: [{ ruleGroups: [{ rules: [{ ruleId: "942430" }, { ruleId: "942440" }] }] }],
                ...exclusion,
            },
        ],
    }) as Value;

describe("net-waf", () => {
    it("is about presence", () => assert.equal(rule.presence, true));

    it("takes current rule sets only", () => {
        for (const [type, version] of [
            ["Microsoft_DefaultRuleSet", "2.1"],
            ["Microsoft_DefaultRuleSet", "2.2"],
            ["OWASP", "3.2"],
        ] as const)
            assert.deepEqual(withSet(type, version), [], `${type} ${version}`);
        for (const [type, version] of [
            ["Microsoft_DefaultRuleSet", "1.1"],
            ["OWASP", "3.1"],
            ["OWASP", "2.2.9"],
            ["OWASP", ""],
            ["Custom", "9.9"],
        ] as const)
            assert.deepEqual(withSet(type, version), ["a current managed rule set is missing"], `${type} ${version}`);
    });

    it("excludes what is on the list, rule by rule", () => {
        const refused = [
            "an exclusion is not on the list, or is of more than one rule and one named part of the request",
        ];
        const one = "942430 RequestArgValues Equals query";
        const both = [one, "942440 RequestArgValues Equals query"];
        assert.deepEqual(outcome({ policy: policy(excluding({})) }, { exclusions: both }), clean);
        assert.deepEqual(outcome({ policy: policy(excluding({})) }, { exclusions: [one] }).findings, refused);
        for (const changes of [
            { selector: "" },
            { selector: undefined },
            { selector: "quer" },
            { matchVariable: "RequestArgNames" },
            { selectorMatchOperator: "StartsWith" },
            { exclusionManagedRuleSets: undefined },
            { exclusionManagedRuleSets: [{}] },
        ])
            assert.deepEqual(
                outcome({ policy: policy(excluding(changes)) }, { exclusions: both }).findings,
                refused,
                JSON.stringify(changes),
            );
    });

    describe("in a preview", () => {
        const gateway = (dependencies = {}): SampleResource => ({
            type: "network:ApplicationGateway",
            inputs: { sku: { tier: "WAF_v2" }, firewallPolicy: { id: unknown } },
            dependencies,
        });
        const sound = policy({ managedRuleSets: [{ ruleSetType: "OWASP", ruleSetVersion: "3.2" }, bots] });

        it("goes by dependencies where the id of the policy is unknown", () => {
            assert.deepEqual(outcome({ gateway: gateway({ firewallPolicy: ["policy"] }), policy: sound }), clean);
        });

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ gateway: gateway(), policy: sound }), {
                findings: [],
                undecided: ['firewallPolicy.id of network:ApplicationGateway "gateway"'],
            });
        });
    });
});
