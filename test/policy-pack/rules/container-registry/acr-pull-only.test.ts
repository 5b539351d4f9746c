// Does not prove what a role of one's own lets its holder do: it knows the built-in roles on images.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/container-registry/acr-pull-only";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const publishes = { findings: ["principalId"], undecided: [] };

const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
const group = `${subscription}/resourceGroups/rg`;
const registryId = `${group}/providers/Microsoft.ContainerRegistry/registries/crone`;
const roles = {
    pull: ["7f951dda-4ed3-4680-a7ca-43fe172d538d", "b93aa761-3e63-49ed-ac28-beffa264f7ac"],
    push: [
        "8311e382-0749-4cb8-b61a-304f252e45ec",
        "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
        "2a1e307c-b015-4ebd-883e-5b7698a07328",
    ],
};
const assigned = (role: string, inputs: Record<string, Value> = {}, dependencies = {}): SampleResource => ({
    type: "authorization:RoleAssignment",
    inputs: {
        scope: registryId,
        roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        principalId: "one",
        ...inputs,
    },
    dependencies,
});
const [pull = ""] = roles.pull;
const [push = ""] = roles.push;

const identity: SampleResource = {
    type: "managedidentity:UserAssignedIdentity",
    inputs: { resourceName: "id-one" },
};
const registry: SampleResource = { type: "containerregistry:Registry", inputs: { registryName: "crone" } };
const credentialOf = (resourceName: string, subject: string): SampleResource => ({
    type: "managedidentity:FederatedIdentityCredential",
    inputs: { resourceName, subject },
});
const clusterAs = (name: string): SampleResource => ({
    type: "containerservice:ManagedCluster",
    inputs: {
        identityProfile: {
            kubeletidentity: {
                resourceId: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`,
            },
        },
    },
});
/** What a program makes of an identity that it creates itself, in a preview and after it. */
const principalIds: Value[] = [unknown, "11111111-1111-4111-8111-111111111111"];
const pushers = principalIds.map((principalId) => assigned(push, { principalId }, { principalId: ["identity"] }));

describe("acr-pull-only", () => {
    for (const role of roles.push)
        it(`keeps the role ${role} from who pulls`, () => {
            for (const other of roles.pull)
                assert.deepEqual(outcome({ a: assigned(role), b: assigned(other) }), publishes);
            assert.deepEqual(outcome({ a: assigned(role), b: assigned(role) }), clean);
        });

    it("wants each at a registry", () => {
        for (const role of [...roles.pull, ...roles.push, "C8D4FF99-41C3-41A8-9F60-21DFDAD59608"])
            for (const scope of [subscription, group, registryId.replace("registries", "caches"), "crone"])
                assert.deepEqual(outcome({ a: assigned(role, { scope }) }).findings, ["scope"], scope);
        assert.deepEqual(outcome({ a: assigned(pull, { scope: registryId.toUpperCase() }) }), clean);
        assert.deepEqual(outcome({ a: assigned(pull.replace("7", "8"), { scope: group }) }), clean);
    });

    it("lets one carry images from one registry to another", () => {
        const other = assigned(push, { scope: `${registryId}two` });
        assert.deepEqual(outcome({ a: assigned(pull), other }), clean);
        const later = assigned(push, { scope: unknown }, { scope: ["registry"] });
        assert.deepEqual(outcome({ registry, a: assigned(pull), later }), publishes);
        const elsewhere = assigned(pull, { scope: `${registryId}two` });
        assert.deepEqual(outcome({ registry, elsewhere, later }), {
            findings: [],
            undecided: ['scope of authorization:RoleAssignment "later"'],
        });
    });

    it("lets a cluster pull", () => {
        const puller = assigned(pull, {}, { principalId: ["identity"] });
        const account = credentialOf("id-one", "system:serviceaccount:tools:one");
        assert.deepEqual(outcome({ identity, puller, account, cluster: clusterAs("id-one") }), clean);
    });

    for (const [index, pusher] of pushers.entries()) {
        const known = ["not yet known", "known"][index];
        it(`keeps it from what runs in a cluster, with an identity whose id is ${known}`, () => {
            const account = credentialOf("id-one", "system:serviceaccount:tools:one");
            assert.deepEqual(outcome({ identity, pusher, account }), publishes);
            assert.deepEqual(outcome({ identity, pusher, cluster: clusterAs("ID-ONE") }), publishes);
        });

        it(`lets a pipeline have it, with an identity whose id is ${known}`, () => {
            const pipeline = credentialOf("id-one", "repo:contoso/images:ref:refs/heads/main");
            const other = credentialOf("id-two", "system:serviceaccount:tools:one");
            const cluster = clusterAs("id-two");
            assert.deepEqual(outcome({ identity, pusher, pipeline, other, cluster }), clean);
        });
    }

    it("takes nothing else that an id comes from for an identity", () => {
        const pusher = assigned(push, {}, { principalId: ["account"] });
        assert.deepEqual(outcome({ pusher, account: credentialOf("id", "system:serviceaccount:tools:one") }), clean);
    });

    describe("in a preview", () => {
        it("goes by dependencies where ids are unknown", () => {
            const later = assigned(pull, { scope: unknown }, { scope: ["registry"] });
            assert.deepEqual(outcome({ registry, later }), clean);
        });

        it("is undecided where nothing tells", () => {
            const scope = 'scope of authorization:RoleAssignment "later"';
            for (const dependencies of [{}, { scope: ["identity"] }])
                assert.deepEqual(outcome({ identity, later: assigned(pull, { scope: unknown }, dependencies) }), {
                    findings: [],
                    undecided: [scope],
                });
            const later = assigned(pull, { principalId: unknown });
            assert.deepEqual(outcome({ a: assigned(push), later }), {
                findings: [],
                undecided: ['principalId of authorization:RoleAssignment "later"'],
            });
        });
    });
});
