import { defineRule, unless } from "../../engine";

const addon = "addonProfiles.azureKeyvaultSecretsProvider";
const reads = { enabled: `${addon}.enabled`, rotation: `${addon}.config.enableSecretRotation` };

/** Pods get secrets and certificates from a vault, and a new version of them without a new pod. */
export default defineRule({
    id: "aks-csi-rotation",
    title: "Secrets come from a vault and are renewed",
    severity: "medium",
    level: "mandatory",
    practices: ["6.3"],
    references: {
        mcsb: ["IM-8"],
        checkov: ["CKV_AZURE_172"],
        psrule: ["AKS.SecretStore", "AKS.SecretStoreRotation"],
    },
    component: "Cluster",
    url: "https://learn.microsoft.com/azure/aks/csi-secrets-store-configuration-options",
    types: ["containerservice:ManagedCluster"],
    reads: Object.values(reads),
    why: "What is not mounted from a vault ends up in the cluster as a copy that nobody renews; and a certificate that is not renewed stops its server on the day that it ends.",
    fix: 'Set addonProfiles.azureKeyvaultSecretsProvider.enabled to true, and its config.enableSecretRotation to "true", a string as every setting of an add-on.',
    check: ({ addonProfiles }) => {
        const { enabled, config } = addonProfiles?.azureKeyvaultSecretsProvider ?? {};
        return [
            ...unless(enabled === true, reads.enabled, "pods cannot get secrets from a vault"),
            ...unless(config?.enableSecretRotation === "true", reads.rotation, "pods keep old versions of secrets"),
        ];
    },
    examples: {
        compliant: [{ inputs: { addonProfiles: { azureKeyvaultSecretsProvider: provider({}) } } }],
        violating: [
            { inputs: { addonProfiles: { azureKeyvaultSecretsProvider: provider({ enabled: false }) } } },
            {
                inputs: {
                    addonProfiles: {
                        azureKeyvaultSecretsProvider: provider({ config: { enableSecretRotation: "false" } }),
                    },
                },
            },
        ],
    },
});

function provider(changes: object) {
    return { enabled: true, config: { enableSecretRotation: "true", rotationPollInterval: "2m" }, ...changes };
}
