// Does not prove anything about custom roles, or about roles above the vault.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/key-vault/kv-duty-separation";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const both = { findings: ["principalId"], undecided: [] };

const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
const vaultId = `${subscription}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-one`;
const people = "33333333-3333-4333-8333-000000000001";
const others = "33333333-3333-4333-8333-000000000002";
const officerRoles = [
    "00482a5a-887f-4fb3-b363-3b7fe8e74483",
    "a4417e6f-fecd-4de8-b567-7b0420556985",
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
];
const userRoles = [
    "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba",
    "e147488a-f6f5-4113-8e2d-b22465e65bf6",
    "08bbd89e-9f13-488c-ac41-acfcb10c90ab",
    "12338af0-0e69-4776-bea7-57ae8d297424",
    "4633458b-17de-408a-b874-0445c86b69e6",
];

const assignment = (role: string, changes: Record<string, Value> = {}, dependencies = {}): SampleResource => ({
    type: "authorization:RoleAssignment",
    inputs: {
        scope: vaultId,
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        principalId: people,
        principalType: "Group",
        ...changes,
    },
    dependencies,
});
const officer = (changes = {}, dependencies = {}) => assignment(officerRoles[2] ?? "", changes, dependencies);
const user = (changes = {}, dependencies = {}) => assignment(userRoles[3] ?? "", changes, dependencies);
const vault: SampleResource = { type: "keyvault:Vault", inputs: { vaultName: "kv-one" } };

describe("kv-duty-separation", () => {
    for (const officerRole of officerRoles)
        for (const userRole of userRoles)
            it(`keeps ${officerRole} and ${userRole} apart`, () => {
                assert.deepEqual(outcome({ one: assignment(officerRole), two: assignment(userRole) }), both);
                const stranger = assignment(userRole, { principalId: others });
                assert.deepEqual(outcome({ one: assignment(officerRole), two: stranger }), clean);
            });

    it("lets an officer have two officer roles, and a user two user roles", () => {
        const [first = "", second = ""] = officerRoles;
        assert.deepEqual(outcome({ one: assignment(first), two: assignment(second) }), clean);
        assert.deepEqual(outcome({ one: user(), two: user({ scope: `${vaultId}/keys/key` }) }), clean);
    });

    it("counts roles on one key or secret of the vault, and knows ids in any case", () => {
        for (const scope of [`${vaultId}/keys/key`, `${vaultId}/secrets/secret`, vaultId.toUpperCase()])
            assert.deepEqual(
                outcome({ one: officer(), two: user({ scope, principalId: people.toUpperCase() }) }),
                both,
            );
    });

    it("does not count another vault, or a scope above", () => {
        assert.deepEqual(outcome({ one: officer(), two: user({ scope: `${vaultId}-b` }) }), clean);
        const above = `${subscription}/resourceGroups/rg`;
        assert.deepEqual(outcome({ one: officer({ scope: above }), two: user() }), clean);
        assert.deepEqual(outcome({ one: officer({ scope: above, principalType: "ServicePrincipal" }) }), clean);
    });

    it("wants an officer to be a group or a person", () => {
        for (const principalType of ["Group", "User"])
            assert.deepEqual(outcome({ one: officer({ principalType }) }), clean);
        for (const principalType of ["ServicePrincipal", "Device", "ForeignGroup", ""])
            assert.deepEqual(outcome({ one: officer({ principalType }) }), {
                findings: ["principalType"],
                undecided: [],
            });
    });

    it("finds the same principal when only one assignment says what it is", () => {
        assert.deepEqual(outcome({ one: officer(), two: user({ principalType: "" }) }), both);
    });

    it("knows a role in any case", () => {
        const [role = ""] = userRoles;
        assert.deepEqual(outcome({ one: officer(), two: assignment(role.toUpperCase()) }), both);
    });

    it("does not mind other roles", () => {
        const reader = "21090545-7ca7-4776-b22c-e363652d74d2";
        assert.deepEqual(outcome({ one: assignment(reader, { principalType: "ServicePrincipal" }) }), clean);
    });

    describe("in a preview", () => {
        const identity: SampleResource = { type: "managedidentity:UserAssignedIdentity", inputs: {} };

        it("does not take a workload that does not exist yet for an officer", () => {
            const workload = user({ principalId: unknown, principalType: "ServicePrincipal" });
            assert.deepEqual(outcome({ one: officer(), workload }), clean);
        });

        it("goes by dependencies where principals and scopes are unknown", () => {
            const dependencies = { principalId: ["group"], scope: ["vault"] };
            const changes = { principalId: unknown, scope: unknown };
            const group = { type: "azuread:index/group:Group", inputs: {} };
            const resources = { vault, group, one: officer(changes, dependencies), two: user(changes, dependencies) };
            assert.deepEqual(outcome(resources), both);
        });

        it("finds the vault of an unknown scope by the key that it is the scope of", () => {
            const key = { type: "keyvault:Key", inputs: { vaultName: "kv-one" } };
            const two = user({ scope: unknown }, { scope: ["key"] });
            assert.deepEqual(outcome({ vault, key, one: officer(), two }), both);
        });

        it("is undecided where nothing tells", () => {
            const resources = {
                identity,
                one: officer(),
                two: user({ principalId: unknown }, { principalId: ["identity"] }),
            };
            assert.deepEqual(outcome(resources), {
                findings: [],
                undecided: ['principalId of authorization:RoleAssignment "two"'],
            });
            assert.deepEqual(outcome({ one: officer({ scope: unknown }) }), {
                findings: [],
                undecided: ['scope of authorization:RoleAssignment "one"'],
            });
            assert.deepEqual(outcome({ identity, one: officer({ scope: unknown }, { scope: ["identity"] }) }), {
                findings: [],
                undecided: ['scope of authorization:RoleAssignment "one"'],
            });
            assert.deepEqual(outcome({ one: officer({ roleDefinitionId: unknown }) }), {
                findings: [],
                undecided: ['roleDefinitionId of authorization:RoleAssignment "one"'],
            });
        });

        it("does not take a role on one vault for a role on another", () => {
            const other: SampleResource = { type: "keyvault:Vault", inputs: { vaultName: "kv-two" } };
            const key: SampleResource = { type: "keyvault:Key", inputs: { vaultName: "kv-two" } };
            for (const source of ["other", "key"]) {
                const two = user({ scope: unknown }, { scope: [source] });
                assert.deepEqual(outcome({ vault, other, key, one: officer(), two }).findings, []);
            }
            const one = officer({ scope: unknown }, { scope: ["vault"] });
            assert.deepEqual(outcome({ vault, one, two: user({ scope: `${vaultId}-b` }) }).findings, []);
        });

        it("does not take one principal for another", () => {
            const group = { type: "azuread:index/group:Group", inputs: {} };
            const one = officer({ principalId: unknown }, { principalId: ["group"] });
            const two = user({ principalId: unknown }, { principalId: ["other"] });
            assert.deepEqual(outcome({ group, other: group, one, two }).findings, []);
        });

        it("does not ask who or where of roles that do not matter", () => {
            assert.deepEqual(outcome({ one: user({ principalId: unknown, scope: unknown }) }), clean);
        });
    });
});
