// Does not prove that Sentinel has learnt anything: that takes it a week of logs.
import assert from "node:assert/strict";
import { unknown, type Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/sentinel/sen-ueba-anomalies";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ message }) => message.split(":")[0]), undecided };
};
const clean = { findings: [], undecided: [] };

const log: SampleResource = { type: "operationalinsights:Workspace", inputs: { workspaceName: "log" } };
const of = (type: string, inputs: Values = {}, dependencies = {}): SampleResource => ({
    type: `securityinsights:${type}`,
    inputs: { workspaceName: "log", ...inputs },
    dependencies,
});
const sentinel = of("SentinelOnboardingState");
const parts = {
    entities: of("EntityAnalytics", { entityProviders: ["AzureActiveDirectory"] }),
    behaviour: of("Ueba", { dataSources: ["AuditLogs"] }),
    unusual: of("Anomalies"),
};

describe("sen-ueba-anomalies", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("wants each of the three", () => {
        assert.deepEqual(outcome({ sentinel, ...parts }), clean);
        const without = (name: keyof typeof parts) => {
            const { [name]: _, ...rest } = parts;
            return outcome({ sentinel, ...rest }).findings;
        };
        assert.deepEqual(without("entities"), ["nothing knows users and hosts"]);
        assert.deepEqual(without("behaviour"), ["nothing learns how they behave"]);
        assert.deepEqual(without("unusual"), ["nothing looks for what is unusual"]);
    });

    it("wants something that they learn from, by name", () => {
        for (const dataSources of [[], "AuditLogs", [""], [7]])
            assert.deepEqual(outcome({ sentinel, ...parts, behaviour: of("Ueba", { dataSources }) }).findings, [
                "nothing learns how they behave",
            ]);
    });

    it("goes in a preview by the workspace that both take their name from, and is undecided without", () => {
        const byLog = { workspaceName: ["log"] };
        const later: Values = { workspaceName: unknown };
        const onboarding = of("SentinelOnboardingState", later, byLog);
        const all = { log, onboarding, ...parts };
        const unusual = of("Anomalies", later, byLog);
        const entities = of("EntityAnalytics", { ...later, entityProviders: ["AzureActiveDirectory"] }, byLog);
        const behaviour = of("Ueba", { ...later, dataSources: ["AuditLogs"] }, byLog);
        assert.deepEqual(outcome({ ...all, unusual, entities, behaviour }), clean);
        const other: SampleResource = { type: "operationalinsights:Workspace", inputs: { workspaceName: unknown } };
        const elsewhere = of("Anomalies", later, { workspaceName: ["other"] });
        assert.deepEqual(outcome({ ...all, other, unusual: elsewhere, entities, behaviour }), {
            findings: [],
            undecided: ['workspaceName of securityinsights:Anomalies "unusual"'],
        });
    });
});
