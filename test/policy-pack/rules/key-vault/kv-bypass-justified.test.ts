// Does not prove which services Azure trusts.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/key-vault/kv-bypass-justified";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ message }) => message), undecided };
};
const clean = { findings: [], undecided: [] };
const unjustified = { findings: ["no trusted service reads a key of this vault"], undecided: [] };
const withSecrets = { findings: ["trusted services must not reach a vault that holds secrets"], undecided: [] };

const vaultOf = (bypass: Value): SampleResource => ({
    type: "keyvault:Vault",
    inputs: { vaultName: "kv-one", properties: { networkAcls: { bypass } } },
});
const vault = vaultOf("AzureServices");
const key = (purpose: Value, vaultName: Value = "kv-one", dependencies = {}): SampleResource => ({
    type: "keyvault:Key",
    inputs: { vaultName, keyName: "key", tags: { purpose } },
    dependencies,
});
const url = "https://kv-one.vault.azure.net/keys/key/0123456789abcdef0123456789abcdef";

describe("kv-bypass-justified", () => {
    for (const purpose of ["disk-encryption", "storage", "log-cluster"])
        it(`takes a key of purpose ${purpose} for a reason`, () =>
            assert.deepEqual(outcome({ vault, key: key(purpose) }), clean));

    for (const purpose of ["registry", "kms", "signing", "", "Storage"])
        it(`takes a key of purpose "${purpose}" for none`, () =>
            assert.deepEqual(outcome({ vault, key: key(purpose) }), unjustified));

    it("does not count the keys and secrets of another vault", () => {
        assert.deepEqual(outcome({ vault, key: key("storage", "kv-two") }), unjustified);
        const secret: SampleResource = { type: "keyvault:Secret", inputs: { vaultName: "kv-two" } };
        assert.deepEqual(outcome({ vault, key: key("storage"), secret }), clean);
    });

    it("knows names and addresses in any case", () => {
        assert.deepEqual(outcome({ vault, key: key("storage", "KV-One") }), clean);
        const disks: SampleResource = {
            type: "compute:DiskEncryptionSet",
            inputs: { activeKey: { keyUrl: url.toUpperCase() } },
        };
        assert.deepEqual(outcome({ vault, disks }), clean);
    });

    for (const [type, inputs] of Object.entries<Value>({
        "compute:DiskEncryptionSet": { activeKey: { keyUrl: url } },
        "storage:StorageAccount": {
            encryption: { keyVaultProperties: { keyVaultUri: "https://kv-one.vault.azure.net", keyName: "key" } },
        },
        "operationalinsights:Cluster": {
            keyVaultProperties: { keyVaultUri: "https://KV-ONE.vault.azure.net/", keyName: "key" },
        },
    }))
        it(`takes a ${type} that reads a key for a reason`, () =>
            assert.deepEqual(outcome({ vault, consumer: { type, inputs } }), clean));

    for (const [type, inputs] of Object.entries<Value>({
        "containerregistry:Registry": { encryption: { keyVaultProperties: { keyIdentifier: url } } },
        "containerservice:ManagedCluster": { securityProfile: { azureKeyVaultKms: { keyId: url } } },
    }))
        it(`takes a ${type} that reads a key for none`, () =>
            assert.deepEqual(outcome({ vault, consumer: { type, inputs } }), unjustified));

    for (const keyUrl of [
        "https://kv-one-b.vault.azure.net/keys/key",
        "https://kv-one.managedhsm.azure.net/keys/key",
        "https://kv-one.vault.azure.net/secrets/key",
        "https://kv-one.vault.azure.net",
        "http://kv-one.vault.azure.net/keys/key",
        "https://example.com/kv-one.vault.azure.net/keys/key",
    ])
        it(`does not take ${keyUrl} for a key of the vault`, () => {
            const disks: SampleResource = { type: "compute:DiskEncryptionSet", inputs: { activeKey: { keyUrl } } };
            assert.deepEqual(outcome({ vault, disks }), unjustified);
        });

    it("refuses a bypass on a vault that holds secrets, whatever its keys", () => {
        const secret: SampleResource = { type: "keyvault:Secret", inputs: { vaultName: "kv-one" } };
        assert.deepEqual(outcome({ vault, secret }), withSecrets);
        assert.deepEqual(outcome({ vault, key: key("storage"), secret }), withSecrets);
        assert.deepEqual(outcome({ vault: vaultOf("None"), secret }), clean);
    });

    it("refuses any other bypass, and none at all", () => {
        for (const bypass of ["none", "azureservices", "AzureServices, None", ""])
            assert.deepEqual(outcome({ vault: vaultOf(bypass), key: key("storage") }), {
                findings: ['the bypass must be "None"'],
                undecided: [],
            });
    });

    describe("in a preview", () => {
        it("goes by dependencies where names are unknown", () => {
            const dependencies = { vaultName: ["vault"] };
            assert.deepEqual(outcome({ vault, key: key("storage", unknown, dependencies) }), clean);
            const secret: SampleResource = { type: "keyvault:Secret", inputs: { vaultName: unknown }, dependencies };
            assert.deepEqual(outcome({ vault, key: key("storage"), secret }), withSecrets);
            for (const source of ["key", "vault"]) {
                const disks: SampleResource = {
                    type: "compute:DiskEncryptionSet",
                    inputs: { activeKey: unknown },
                    dependencies: { activeKey: [source] },
                };
                assert.deepEqual(outcome({ vault, key: key("signing"), disks }), clean);
            }
        });

        it("is undecided where neither names nor dependencies tell", () => {
            const secret: SampleResource = { type: "keyvault:Secret", inputs: { vaultName: unknown } };
            assert.deepEqual(outcome({ vault, key: key("storage"), secret }), {
                findings: [],
                undecided: ['vaultName of keyvault:Secret "secret"'],
            });
            assert.deepEqual(outcome({ vault, key: key(unknown) }), {
                findings: [],
                undecided: ['tags.purpose of keyvault:Key "key"'],
            });
            const disks: SampleResource = {
                type: "compute:DiskEncryptionSet",
                inputs: { activeKey: { keyUrl: unknown } },
            };
            assert.deepEqual(outcome({ vault, disks }), {
                findings: [],
                undecided: ['activeKey.keyUrl of compute:DiskEncryptionSet "disks"'],
            });
            const elsewhere = key("signing", "kv-two");
            const dependencies = { activeKey: ["elsewhere"] };
            assert.deepEqual(outcome({ vault, elsewhere, disks: { ...disks, dependencies } }), {
                findings: [],
                undecided: ['activeKey.keyUrl of compute:DiskEncryptionSet "disks"'],
            });
            assert.deepEqual(outcome({ vault: vaultOf(unknown) }), {
                findings: [],
                undecided: ['properties.networkAcls.bypass of keyvault:Vault "vault"'],
            });
        });

        it("needs no consumer to be known when a key gives the reason", () => {
            const disks: SampleResource = { type: "compute:DiskEncryptionSet", inputs: { activeKey: unknown } };
            assert.deepEqual(outcome({ vault, key: key("storage"), disks }), clean);
        });
    });
});
