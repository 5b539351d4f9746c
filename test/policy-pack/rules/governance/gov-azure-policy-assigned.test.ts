// Does not prove that an assignment at a subscription is at that of the group: a stack does not say where its groups are.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/governance/gov-azure-policy-assigned";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };
const benchmark = "1f3afdf9-d0c9-4c3d-847f-89da613e70a8";
const missing = {
    findings: [`the initiative ${benchmark} does not judge this group`],
    undecided: [],
};

const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
const groupId = (name: string) => `${subscription}/resourceGroups/${name}`;
const initiative = (id: string) => `/providers/Microsoft.Authorization/policySetDefinitions/${id}`;
const group = (resourceGroupName: Value = "rg-one"): SampleResource => ({
    type: "resources:ResourceGroup",
    inputs: { resourceGroupName },
});
const assignment = (changes: Record<string, Value> = {}, dependencies = {}): SampleResource => ({
    type: "authorization:PolicyAssignment",
    inputs: {
        scope: groupId("rg-one"),
        policyDefinitionId: initiative(benchmark),
        enforcementMode: "Default",
        ...changes,
    },
    dependencies,
});

describe("gov-azure-policy-assigned", () => {
    it("is about whole environments", () => assert.equal(rule.presence, true));

    it("wants an assignment for each group", () => {
        const groups = { one: group(), two: group("rg-two") };
        assert.deepEqual(outcome({ ...groups, a: assignment() }), missing);
        assert.deepEqual(outcome({ ...groups, a: assignment(), b: assignment({ scope: groupId("rg-two") }) }), clean);
        assert.deepEqual(outcome({ ...groups, a: assignment({ scope: subscription }) }), clean);
    });

    it("knows ids in any case, and as a whole", () => {
        assert.deepEqual(outcome({ one: group(), a: assignment({ scope: groupId("RG-ONE") }) }), clean);
        const policyDefinitionId = initiative(benchmark).toUpperCase();
        for (const scope of [groupId("rg-one"), subscription.toUpperCase()])
            assert.deepEqual(outcome({ one: group(), a: assignment({ scope, policyDefinitionId }) }), clean);
        for (const scope of [
            groupId("rg-one-b"),
            `${groupId("rg-one")}/providers/Microsoft.KeyVault/vaults/kv`,
            "/providers/Microsoft.Management/managementGroups/all",
            `x${subscription}`,
            `x${groupId("rg-one")}`,
        ])
            assert.deepEqual(outcome({ one: group(), a: assignment({ scope }) }), missing, scope);
    });

    it("wants the initiative, and not one of its name", () => {
        for (const policyDefinitionId of [
            initiative("470a962c-0000-4000-8000-000000000000"),
            `${subscription}${initiative(benchmark)}`,
            initiative(`${benchmark}0`),
        ])
            for (const scope of [groupId("rg-one"), subscription])
                assert.deepEqual(outcome({ one: group(), a: assignment({ scope, policyDefinitionId }) }), missing);
    });

    it("wants it enforced, on all resources of the group", () => {
        for (const scope of [groupId("rg-one"), subscription]) {
            for (const enforcementMode of ["DoNotEnforce", "Enroll", "default", ""])
                assert.deepEqual(outcome({ one: group(), a: assignment({ scope, enforcementMode }) }), missing);
            const resourceSelectors = [{ selectors: [{ kind: "resourceLocation", in: ["westeurope"] }] }];
            assert.deepEqual(outcome({ one: group(), a: assignment({ scope, resourceSelectors }) }), missing);
            assert.deepEqual(outcome({ one: group(), a: assignment({ scope, resourceSelectors: [] }) }), clean);
            const kv = `${groupId("RG-one")}/providers/Microsoft.KeyVault/vaults/kv`;
            for (const excluded of [groupId("rg-one"), kv])
                assert.deepEqual(
                    outcome({ one: group(), a: assignment({ scope, notScopes: [groupId("rg-two"), excluded] }) }),
                    missing,
                );
            for (const notScopes of [[], [groupId("rg-one-b")], [subscription]])
                assert.deepEqual(outcome({ one: group(), a: assignment({ scope, notScopes }) }), clean);
        }
    });

    it("counts one good assignment among others", () => {
        const weak = assignment({ enforcementMode: "DoNotEnforce" });
        assert.deepEqual(outcome({ one: group(), weak, good: assignment() }), clean);
        assert.deepEqual(outcome({ one: group(), weak, good: assignment({ scope: subscription }) }), clean);
    });

    it("wants each initiative of the configuration", () => {
        const parameters = { initiatives: [initiative("one"), initiative("two")] };
        const one = assignment({ policyDefinitionId: initiative("one") });
        assert.deepEqual(outcome({ group: group(), one }, parameters).findings, [
            "the initiative two does not judge this group",
        ]);
        const two = assignment({ policyDefinitionId: initiative("two"), scope: subscription });
        assert.deepEqual(outcome({ group: group(), one, two }, parameters), clean);
    });

    describe("in a preview", () => {
        it("goes by the dependency where the scope is unknown", () => {
            const a = assignment({ scope: unknown }, { scope: ["one"] });
            assert.deepEqual(outcome({ one: group(), a }), clean);
            assert.deepEqual(outcome({ one: group(unknown), a }), clean);
        });

        it("is undecided where nothing tells", () => {
            const type = 'authorization:PolicyAssignment "a"';
            for (const [name, changes] of Object.entries<Record<string, Value>>({
                scope: { scope: unknown },
                policyDefinitionId: { policyDefinitionId: unknown },
                enforcementMode: { enforcementMode: unknown },
                resourceSelectors: { resourceSelectors: unknown },
                notScopes: { notScopes: unknown },
                "notScopes[0]": { notScopes: [unknown] },
            }))
                for (const scope of [groupId("rg-one"), subscription])
                    assert.deepEqual(outcome({ one: group(), a: assignment({ scope, ...changes }) }), {
                        findings: [],
                        undecided: [`${name} of ${type}`],
                    });
        });

        it("is decided where the assignment would not count anyway", () => {
            const idle: Record<string, Value>[] = [
                { scope: unknown, enforcementMode: "DoNotEnforce" },
                { scope: unknown, policyDefinitionId: initiative("other") },
                { notScopes: unknown, policyDefinitionId: initiative("other") },
            ];
            for (const changes of idle) assert.deepEqual(outcome({ one: group(), a: assignment(changes) }), missing);
        });
    });
});
