// Does not prove that every service that can use a key is known: the list is in key-consumer.ts.
import assert from "node:assert/strict";
import { unknown, type Value } from "../../../../policy-pack/engine/value";
import rule from "../../../../policy-pack/rules/key-vault/kv-key-segregation";
import { judge } from "../../judge";
import { type SampleResource, stackOf } from "../../stack";

const outcome = (resources: Record<string, SampleResource>) => {
    const { findings, undecided } = judge(rule, stackOf(resources));
    return { findings: findings.map(({ path }) => path), undecided };
};
const clean = { findings: [], undecided: [] };
const version = "0123456789abcdef0123456789abcdef";

const key = (purpose: Value, keyName = "key"): SampleResource => ({
    type: "keyvault:Key",
    inputs: { vaultName: "kv-one", keyName, tags: { purpose } },
});
const disks = (keyUrl: Value, dependencies = {}): SampleResource => ({
    type: "compute:DiskEncryptionSet",
    inputs: { activeKey: { keyUrl } },
    dependencies,
});
const cluster = (keyId: Value, dependencies = {}): SampleResource => ({
    type: "containerservice:ManagedCluster",
    inputs: { securityProfile: { azureKeyVaultKms: { keyId } } },
    dependencies,
});
const storage = (keyVaultUri: Value, keyName: Value = "key"): SampleResource => ({
    type: "storage:StorageAccount",
    inputs: { encryption: { keyVaultProperties: { keyVaultUri, keyName } } },
});

describe("kv-key-segregation", () => {
    it("lets services of one purpose share a key", () => {
        const url = "https://kv-one.vault.azure.net/keys/key";
        assert.deepEqual(outcome({ key: key("disk-encryption"), one: disks(url), two: disks(url) }), clean);
    });

    it("stops services of two purposes that share a key, with or without its version, wherever the key is", () => {
        for (const host of ["kv-one.vault.azure.net", "kv-one.vault.azure.cn", "hsm-one.managedhsm.azure.net"]) {
            const resources = {
                disks: disks(`https://${host}/keys/key/${version}`),
                cluster: cluster(`https://${host.toUpperCase()}/keys/KEY`),
                storage: storage(`https://${host}/`),
            };
            assert.deepEqual(outcome(resources), {
                findings: [
                    "activeKey.keyUrl",
                    "securityProfile.azureKeyVaultKms.keyId",
                    "encryption.keyVaultProperties.keyVaultUri",
                ],
                undecided: [],
            });
        }
    });

    it("tells keys and vaults apart by their whole name", () => {
        const resources = {
            disks: disks("https://kv-one.vault.azure.net/keys/key"),
            cluster: cluster("https://kv-one.vault.azure.net/keys/key-2"),
            storage: storage("https://kv-one-b.vault.azure.net/"),
        };
        assert.deepEqual(outcome(resources), clean);
    });

    it("stops a service that uses a key of another purpose", () => {
        const url = "https://kv-one.vault.azure.net/keys/key";
        assert.deepEqual(outcome({ key: key("kms"), disks: disks(url) }).findings, ["activeKey.keyUrl"]);
        assert.deepEqual(outcome({ key: key("kms", "other"), disks: disks(url) }), clean);
        const elsewhere = "https://kv-two.vault.azure.net/keys/key";
        assert.deepEqual(outcome({ key: key("kms"), disks: disks(elsewhere) }), clean);
    });

    it("does not mind a key without purpose, or a service without key", () => {
        const untagged = { type: "keyvault:Key", inputs: { vaultName: "kv-one", keyName: "key" } };
        const plain = { type: "storage:StorageAccount", inputs: {} };
        const url = "https://kv-one.vault.azure.net/keys/key";
        assert.deepEqual(outcome({ untagged, disks: disks(url), plain, other: cluster("") }), clean);
    });

    describe("in a preview", () => {
        const depends = (...names: string[]) => ({ activeKey: names, securityProfile: names });

        it("goes by dependencies where the key is unknown", () => {
            const one = key("disk-encryption", "one");
            const two = key("kms", "two");
            assert.deepEqual(
                outcome({ one, two, disks: disks(unknown, depends("one")), cluster: cluster(unknown, depends("one")) })
                    .findings,
                ["activeKey.keyUrl", "securityProfile.azureKeyVaultKms.keyId"],
            );
            assert.deepEqual(outcome({ two, disks: disks(unknown, depends("two")) }).findings, ["activeKey.keyUrl"]);
        });

        it("is undecided where nothing tells", () => {
            const { findings, undecided } = outcome({ key: key("kms"), disks: disks(unknown) });
            assert.deepEqual(findings, []);
            assert.deepEqual(undecided, ['activeKey.keyUrl of compute:DiskEncryptionSet "disks"']);
        });

        it("is decided where the key has no rival", () => {
            assert.deepEqual(outcome({ key: key("disk-encryption"), disks: disks(unknown) }), clean);
        });
    });
});
