// Does not prove that a rule finds what it looks for: tests of the detections have them run over attacks.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/sentinel/sen-rule-coverage";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters?: object) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ message }) => message.replace("no rule looks for ", "")), undecided };
};

const sentinel: SampleResource = { type: "securityinsights:SentinelOnboardingState", inputs: { workspaceName: "log" } };
const detection = (query: Value, enabled: Value = true): SampleResource => ({
    type: "securityinsights:ScheduledAlertRule",
    inputs: { workspaceName: "log", query, enabled },
});
const saved = (functionAlias: string, query: string): SampleResource => ({
    type: "operationalinsights:SavedSearch",
    inputs: { functionAlias, query },
});

/** Queries that look for each attack. */
const queries: Record<string, string[]> = {
    "attacks in prompts": [
        'ApiManagementGatewayLogs | where TraceRecords has "harmful"',
        "ApiManagementGatewayLlmLog | where Jailbreak",
        'ApiManagementGatewayMCPLog | where Error has "Prompt Shield" or Error has "content safety"',
    ],
    "changed network policies": ['AKSAuditAdmin | where ObjectRef has "CiliumNetworkPolicies"'],
    "changed roles in the cluster": [
        'AKSAudit | where Name == "cluster-admin"',
        'AKSAudit | where R == "RoleBindings"',
    ],
    "federated identities": [
        'AuditLogs | where A has "federated"',
        'AzureActivity | where A has "FederatedIdentityCredentials"',
        'MicrosoftGraphActivityLogs | where A has "federatedIdentity"',
    ],
    "keys that others use": ['AZKVAuditLogs | where A == "KeySign"', 'AZKVAuditLogs | where A has "key unwrap"'],
    "new credentials of applications": ['AuditLogs | where A has "Add service principal credentials"'],
    "replayed tokens": ['ApiManagementGatewayLogs | where A has "AudienceNotAllowed"'],
    "shells in pods": ['AKSAudit | where A in ("exec", "attach")'],
    "unusual calls of tools": [
        "ApiManagementGatewayMCPLog | extend A = series_decompose_anomalies(B)",
        "ApiManagementGatewayLogs | summarize A = stdev(B), C = percentile(D, 99)",
    ],
};
const attacks = Object.keys(queries);
const others = (attack: string) => attacks.filter((each) => each !== attack);

describe("sen-rule-coverage", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("names every attack that nothing looks for", () =>
        assert.deepEqual(outcome({ sentinel }), { findings: attacks, undecided: [] }));

    for (const [attack, each] of Object.entries(queries))
        for (const query of each)
            it(`takes for a look for ${attack}: ${query}`, () => {
                assert.deepEqual(outcome({ sentinel, rule: detection(query) }).findings, others(attack));
                const words = query.replace(/^\w+ /, "SigninLogs ");
                assert.deepEqual(outcome({ sentinel, rule: detection(words) }).findings, attacks, "another table");
                const table = query.replace(/ .*/, " | take 1");
                assert.deepEqual(outcome({ sentinel, rule: detection(table) }).findings, attacks, "no word");
            });

    it("counts rules that are on, and only in this workspace", () => {
        const query = 'AKSAudit | where A == "exec"';
        for (const enabled of [false, "true"])
            assert.deepEqual(outcome({ sentinel, rule: detection(query, enabled) }).findings, attacks);
        const elsewhere = { ...sentinel, inputs: { workspaceName: "log2" } };
        assert.deepEqual(outcome({ sentinel: elsewhere, rule: detection(query) }).findings, attacks);
    });

    it("finds the table in functions too, and the words in the query alone", () => {
        const requests = saved("Requests", 'AKSAudit | where A != "exec"');
        const shell = detection('Requests() | where A == "exec"');
        assert.deepEqual(outcome({ sentinel, requests, rule: shell }).findings, others("shells in pods"));
        assert.deepEqual(outcome({ sentinel, rule: shell }).findings, attacks);
        assert.deepEqual(outcome({ sentinel, requests, rule: detection("Requests() | take 1") }).findings, attacks);
    });

    it("does not ask for what the environment need not notice", () => {
        const notRequired = ["federated identities", "new credentials of applications"];
        assert.deepEqual(
            outcome({ sentinel }, { notRequired }).findings,
            attacks.filter((attack) => !notRequired.includes(attack)),
        );
    });

    it("is undecided where a query or a switch is unknown that may be the one", () => {
        const undecided = (input: string) => [`${input} of securityinsights:ScheduledAlertRule "later"`];
        const notRequired = others("shells in pods");
        assert.deepEqual(outcome({ sentinel, later: detection(unknown) }, { notRequired }), {
            findings: [],
            undecided: undecided("query"),
        });
        const query = 'AKSAudit | where A == "exec"';
        assert.deepEqual(outcome({ sentinel, later: detection(query, unknown) }, { notRequired }), {
            findings: [],
            undecided: undecided("enabled"),
        });
        assert.deepEqual(
            outcome({ sentinel, later: detection("AKSAudit | take 1", unknown) }, { notRequired }).findings,
            ["shells in pods"],
        );
    });
});
