// Does not prove that the cluster may use the key: its roles are judged by themselves.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/kubernetes-service/aks-kms";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>, parameters = {}) => {
    const { findings, undecided } = judge(rule, stackOf(resources), parameters);
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const soft = { findings: ["securityProfile.azureKeyVaultKms.keyId"], undecided: [] };

const cluster = (keyId: Value, dependencies = {}): SampleResource => ({
    type: "containerservice:ManagedCluster",
    inputs: {
        securityProfile: {
            azureKeyVaultKms: {
                enabled: true,
                keyVaultNetworkAccess: "Private",
                keyVaultResourceId:
                    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv",
                keyId,
            },
        },
    },
    dependencies,
});
const key = (kty: Value, keyName: Value = "etcd"): SampleResource => ({
    type: "keyvault:Key",
    inputs: { vaultName: "kv", keyName, properties: { kty } },
});
const keyId = "https://kv.vault.azure.net/keys/etcd/0123456789abcdef0123456789abcdef";

describe("aks-kms", () => {
    it("wants a key that an HSM made", () => {
        assert.deepEqual(outcome({ cluster: cluster(keyId), key: key("RSA-HSM") }), clean);
        assert.deepEqual(outcome({ cluster: cluster(keyId), key: key("EC-HSM") }), clean);
        for (const kty of ["RSA", "EC", "RSA-HSM-SOFT"])
            assert.deepEqual(outcome({ cluster: cluster(keyId), key: key(kty) }), soft, kty);
        assert.deepEqual(outcome({ cluster: cluster(""), key: key("RSA-HSM") }), soft);
    });

    it("takes no other key of the stack for it", () => {
        assert.deepEqual(outcome({ cluster: cluster(keyId), other: key("RSA-HSM", "disks") }), soft);
        assert.deepEqual(outcome({ cluster: cluster(keyId.replace("kv", "kv2")), key: key("RSA-HSM") }), soft);
    });

    it("takes keys outside the stack that are on its list", () => {
        assert.deepEqual(outcome({ cluster: cluster(keyId) }, { hsmKeys: ["kv/other", "kv/etcd"] }), clean);
        assert.deepEqual(outcome({ cluster: cluster(keyId) }, { hsmKeys: ["kv/other"] }), soft);
    });

    describe("in a preview", () => {
        const later = cluster(unknown, { securityProfile: ["key"] });

        it("goes by dependencies where the version of the key is unknown", () => {
            assert.deepEqual(outcome({ cluster: later, key: key("RSA-HSM") }), clean);
            assert.deepEqual(outcome({ cluster: later, key: key("RSA") }), soft);
        });

        it("is undecided where nothing tells", () => {
            assert.deepEqual(outcome({ cluster: cluster(unknown), key: key("RSA-HSM") }), {
                findings: [],
                undecided: ['securityProfile.azureKeyVaultKms.keyId of containerservice:ManagedCluster "cluster"'],
            });
        });
    });
});
