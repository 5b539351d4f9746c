import { defineRule, unless } from "../../engine";

const reads = {
    status: "encryption.status",
    key: "encryption.keyVaultProperties.keyIdentifier",
    identity: "encryption.keyVaultProperties.identity",
};

/**
 * A registry is encrypted with a key that the organisation can take away.
 *
 * Advisory, because no single deployment can do it behind a firewall: a registry takes its key only at its creation and
 * with a user-assigned identity, while only its own identity, which does not exist yet, passes the firewall of a vault.
 * That the key is in an HSM cannot be told from its address: `kv-key-hsm` demands it of every key.
 */
export default defineRule({
    id: "acr-cmk",
    title: "Container registries are encrypted with a key of one's own",
    severity: "medium",
    level: "advisory",
    practices: ["3.2"],
    references: { mcsb: ["DP-5"], azurePolicy: ["5b9159ae"] },
    url: "https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys",
    types: ["containerregistry:Registry"],
    reads: Object.values(reads),
    why: "What only the provider's keys protect is open to whoever can make the provider open it.",
    fix: 'When the registry is created, set encryption.status to "enabled" and encryption.keyVaultProperties to the URL of an HSM key and the client id of a user-assigned identity that may use it.',
    check: ({ encryption }) => [
        ...unless(encryption?.status === "enabled", reads.status, "keys of the provider encrypt this registry"),
        ...unless(Boolean(encryption?.keyVaultProperties?.keyIdentifier), reads.key, "no key is named"),
        ...unless(Boolean(encryption?.keyVaultProperties?.identity), reads.identity, "no identity may use the key"),
    ],
    examples: {
        compliant: [{ inputs: { encryption: encryption({}) } }],
        violating: [
            { inputs: { encryption: { ...encryption({}), status: "disabled" } } },
            { inputs: { encryption: encryption({ keyIdentifier: "" }) } },
            { inputs: { encryption: encryption({ identity: "" }) } },
        ],
    },
});

function encryption(changes: object) {
    return {
        status: "enabled",
        keyVaultProperties: {
            keyIdentifier: "https://kv-contoso.vault.azure.net/keys/registry",
            identity: "33333333-3333-4333-8333-000000000021",
            ...changes,
        },
    };
}
