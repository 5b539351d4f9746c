import { defineRelation, get, proves, some, someReferring, text, unless } from "../../engine";
import { consumersFor, keyConsumers, toVault } from "./key-consumer";
import { keyInVault, secretInVault } from "./vault-content";

const bypass = "properties.networkAcls.bypass";

// these read their key from outside the network: https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints#trusted-services
const trustedPurposes = ["disk-encryption", "storage", "log-cluster"];
const trustedServices = consumersFor((purpose) => trustedPurposes.includes(purpose));

/** Microsoft's trusted services pass the firewall of a vault only where one of them has to read a key. */
export default defineRelation({
    id: "kv-bypass-justified",
    title: "Key Vault lets trusted services pass only for a reason",
    severity: "high",
    level: "mandatory",
    practices: ["ZT-1"],
    references: { mcsb: ["NS-2"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints",
    types: ["keyvault:Vault"],
    reads: [bypass, "vaultName"],
    related: {
        "keyvault:Key": { required: ["vaultName"], optional: ["tags.purpose"] },
        "keyvault:Secret": { required: ["vaultName"] },
        ...Object.fromEntries(
            trustedServices.map((type) => [type, { optional: [...(keyConsumers[type]?.reads ?? [])] }]),
        ),
    },
    why: "The bypass lets in every service on Microsoft's list, in every tenant, on the strength of a token alone.",
    fix: 'Set properties.networkAcls.bypass to "None". Where disk encryption, storage or a log cluster reads its key from the vault, keep "AzureServices", tag the key with that purpose, and put secrets into another vault.',
    check: (vault, stack) => {
        const value = get(vault, bypass);
        if (value !== "AzureServices") return unless(value === "None", bypass, 'the bypass must be "None"');
        if (someReferring(secretInVault, vault, stack))
            return unless(false, bypass, "trusted services must not reach a vault that holds secrets");
        const isTagged = () =>
            someReferring(keyInVault, vault, stack, (key) => trustedPurposes.includes(text(key, "tags.purpose")));
        const isUsed = () => some(trustedServices, (type) => someReferring(toVault(type), vault, stack));
        return unless(some([isTagged, isUsed], proves), bypass, "no trusted service reads a key of this vault");
    },
    examples: {
        compliant: [
            { vault: vault("None"), secret: { type: "keyvault:Secret", inputs: { vaultName: "kv-contoso" } } },
            {
                vault: vault("AzureServices"),
                key: { type: "keyvault:Key", inputs: { vaultName: "kv-contoso", tags: { purpose: "storage" } } },
            },
            {
                vault: vault("AzureServices"),
                disks: {
                    type: "compute:DiskEncryptionSet",
                    inputs: { activeKey: { keyUrl: "https://kv-contoso.vault.azure.net/keys/disk" } },
                },
            },
        ],
        violating: [
            { vault: vault("AzureServices") },
            { vault: { type: "keyvault:Vault", inputs: { vaultName: "kv-contoso", properties: {} } } },
            {
                vault: vault("AzureServices"),
                key: { type: "keyvault:Key", inputs: { vaultName: "kv-contoso", tags: { purpose: "kms" } } },
            },
            {
                vault: vault("AzureServices"),
                key: { type: "keyvault:Key", inputs: { vaultName: "kv-contoso", tags: { purpose: "storage" } } },
                secret: { type: "keyvault:Secret", inputs: { vaultName: "kv-contoso" } },
            },
        ],
    },
});

function vault(value: string) {
    return {
        type: "keyvault:Vault",
        inputs: { vaultName: "kv-contoso", properties: { networkAcls: { bypass: value } } },
    };
}
