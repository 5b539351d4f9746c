// Does not prove that the subscription is the one that the environment is in: the provider decides that.
import assert from "node:assert/strict";
import { unknown, type Value, type Values } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/defender/def-plans";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters?: object) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };

const group: SampleResource = { type: "resources:ResourceGroup", inputs: { resourceGroupName: "rg" } };
const scopeId = "/subscriptions/22222222-2222-4222-8222-222222222222";
const plan = (pricingName: Value, inputs: Values = {}): SampleResource => ({
    type: "security:Pricing",
    inputs: { pricingName, pricingTier: "Standard", scopeId, ...inputs },
});
const on = (...names: string[]): Values => ({ extensions: names.map((name) => ({ name, isEnabled: "True" })) });
const ofContainers = [
    "AgentlessDiscoveryForKubernetes",
    "ContainerRegistriesVulnerabilityAssessments",
    "ContainerSensor",
];
const ofStorage = ["OnUploadMalwareScanning", "SensitiveDataDiscovery"];
const all = {
    group,
    AI: plan("AI"),
    Api: plan("Api", { subPlan: "P1" }),
    Arm: plan("Arm"),
    CloudPosture: plan("CloudPosture"),
    Containers: plan("Containers", on(...ofContainers)),
    KeyVaults: plan("KeyVaults"),
    StorageAccounts: plan("StorageAccounts", { subPlan: "DefenderForStorageV2", ...on(...ofStorage) }),
};
const lacks = (text: string) => ({ findings: [`the subscription lacks ${text}`], undecided: [] });
const containers = lacks(`Containers, ${ofContainers.join(", ")}`);
const storage = lacks(`StorageAccounts, DefenderForStorageV2, ${ofStorage.join(", ")}`);

describe("def-plans", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("asks only the environment that has the plans of the subscription, by default each", () => {
        assert.deepEqual(outcome(all), clean);
        assert.equal(outcome({ group }).findings.length, 7);
        assert.equal(outcome({ group }, { required: true }).findings.length, 7);
        assert.deepEqual(outcome({ group }, { required: false }), clean);
    });

    for (const name of ["AI", "Arm", "CloudPosture", "KeyVaults"])
        it(`wants ${name}, at the subscription`, () => {
            const with_ = (inputs: Values) => outcome({ ...all, [name]: plan(name, inputs) });
            assert.deepEqual(with_({ scopeId: scopeId.slice(1) }), clean);
            const wrong: Values[] = [
                { pricingName: "SqlServers" },
                { pricingTier: "Free" },
                { scopeId: `${scopeId}/resourceGroups/rg` },
                { scopeId: "" },
            ];
            for (const inputs of wrong) assert.deepEqual(with_(inputs), lacks(name));
        });

    it("wants to be told how many calls to APIs are paid for, as Azure does", () => {
        for (const subPlan of ["P1", "P2", "P3", "P4", "P5"])
            assert.deepEqual(outcome({ ...all, Api: plan("Api", { subPlan }) }), clean, subPlan);
        const wrong: Values[] = [{}, { subPlan: "P6" }, { subPlan: "P1", pricingTier: "Free" }];
        for (const inputs of wrong) assert.deepEqual(outcome({ ...all, Api: plan("Api", inputs) }), lacks("Api, P1"));
    });

    it("wants each extension on", () => {
        for (const name of ofContainers) {
            const others = ofContainers.filter((other) => other !== name);
            const without = plan("Containers", on(...others));
            assert.deepEqual(outcome({ ...all, Containers: without }), containers, name);
            const off: Values = {
                extensions: ofContainers.map((each) => ({ name: each, isEnabled: each === name ? "False" : "True" })),
            };
            assert.deepEqual(outcome({ ...all, Containers: plan("Containers", off) }), containers, name);
        }
        for (const name of ofStorage) {
            const others = on(...ofStorage.filter((other) => other !== name));
            const without = plan("StorageAccounts", { subPlan: "DefenderForStorageV2", ...others });
            assert.deepEqual(outcome({ ...all, StorageAccounts: without }), storage, name);
        }
        const many = plan("Containers", on("AgentlessVmScanning", ...ofContainers));
        assert.deepEqual(outcome({ ...all, Containers: many }), clean);
    });

    it("wants the plan for storage that scans", () => {
        for (const subPlan of ["PerStorageAccount", ""])
            assert.deepEqual(
                outcome({ ...all, StorageAccounts: plan("StorageAccounts", { subPlan, ...on(...ofStorage) }) }),
                storage,
            );
        assert.deepEqual(outcome({ ...all, StorageAccounts: plan("StorageAccounts", on(...ofStorage)) }), storage);
    });

    it("keeps what people wrote out of alerts, unless the configuration lets it in", () => {
        const AI = plan("AI", on("AIPromptEvidence"));
        const found = { findings: ["alerts would hold what users and models wrote"], undecided: [] };
        assert.deepEqual(outcome({ ...all, AI }), found);
        assert.deepEqual(outcome({ ...all, AI }, { promptEvidence: true }), clean);
        assert.deepEqual(outcome({ AI }, { required: false }), found);
        assert.deepEqual(outcome({ ...all, AI: plan("AI", on("Other")) }), clean);
    });

    it("is undecided where a value is unknown that decides", () => {
        const { Arm: _, ...others } = all;
        assert.deepEqual(outcome({ ...others, later: plan(unknown) }), {
            findings: [],
            undecided: ['pricingName of security:Pricing "later"'],
        });
        const AI = plan("AI", { extensions: unknown });
        assert.deepEqual(outcome({ ...all, AI }), {
            findings: [],
            undecided: ['extensions of security:Pricing "AI"'],
        });
    });
});
