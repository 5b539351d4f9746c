import { defineRelation, proves, some, someAlike, someReferred, someReferring, text, unless } from "../../engine";
import { byKey, consumersFor, keyConsumers, keyPath, toKey } from "./key-consumer";

const reads = [...new Set(Object.values(keyConsumers).flatMap(({ reads }) => reads))];

/** Whoever may use the key of one service cannot read the data of another. */
export default defineRelation({
    id: "kv-key-segregation",
    title: "A key serves one purpose",
    severity: "high",
    level: "mandatory",
    practices: ["6.2", "3.2"],
    references: { mcsb: ["DP-6"] },
    url: "https://learn.microsoft.com/azure/key-vault/general/secure-key-vault",
    types: Object.keys(keyConsumers),
    reads,
    optional: reads,
    related: { "keyvault:Key": { required: ["vaultName", "keyName"], optional: ["tags.purpose"] } },
    why: "A key that two kinds of services share cannot be revoked for one of them, and opens the data of both to whoever may use it.",
    fix: "Create a key for each purpose, tagged with it, and give each service the key of its purpose.",
    check: (consumer, stack) => {
        const own = keyConsumers[consumer.type]?.purpose;
        const others = consumersFor((purpose) => purpose !== own);
        const namesKeyOfAnother = () => some(others, (type) => someAlike(byKey(type), consumer, stack));
        const usesKeyOfAnother = () =>
            someReferred(
                toKey(consumer.type),
                consumer,
                stack,
                (key) =>
                    !["", own].includes(text(key, "tags.purpose")) ||
                    some(others, (type) => someReferring(toKey(type), key, stack)),
            );
        return unless(
            !some([namesKeyOfAnother, usesKeyOfAnother], proves),
            keyPath(consumer),
            "the key of this service serves another purpose too",
        );
    },
    examples: {
        compliant: [
            {
                key: key("storage"),
                storage: storage("kv-contoso", "storage"),
                registry: registry("kv-contoso", "registry"),
            },
            { storage: { type: "storage:StorageAccount", inputs: {} }, registry: registry("kv-contoso", "registry") },
        ],
        violating: [
            { key: key("kms"), storage: storage("kv-contoso", "kms") },
            { storage: storage("kv-contoso", "shared"), registry: registry("kv-contoso", "shared") },
        ],
    },
});

function key(purpose: string) {
    return { type: "keyvault:Key", inputs: { vaultName: "kv-contoso", keyName: purpose, tags: { purpose } } };
}

function storage(vaultName: string, keyName: string) {
    const keyVaultProperties = { keyVaultUri: `https://${vaultName}.vault.azure.net/`, keyName };
    return { type: "storage:StorageAccount", inputs: { encryption: { keyVaultProperties } } };
}

function registry(vaultName: string, keyName: string) {
    const keyIdentifier = `https://${vaultName}.vault.azure.net/keys/${keyName}/0123456789abcdef0123456789abcdef`;
    return { type: "containerregistry:Registry", inputs: { encryption: { keyVaultProperties: { keyIdentifier } } } };
}
