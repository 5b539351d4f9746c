import { days, defineRule, unless } from "../../engine";

const policy = "properties.rotationPolicy";
const reads = {
    purpose: "tags.purpose",
    expires: "properties.attributes.expires",
    expiryTime: `${policy}.attributes.expiryTime`,
    action: `${policy}.lifetimeActions[].action.type`,
    trigger: `${policy}.lifetimeActions[].trigger.timeAfterCreate`,
};

interface LifetimeAction {
    action?: { type?: string };
    trigger?: { timeAfterCreate?: string };
}

/**
 * Keys rotate by themselves, and old versions expire.
 *
 * Keys of purpose `kms` must do neither: a Kubernetes cluster pins one version of its key, and its API server stops when
 * that version expires. They rotate by a new key: https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption
 */
export default defineRule({
    id: "kv-key-rotation",
    title: "Keys rotate",
    severity: "high",
    level: "mandatory",
    practices: ["6.2", "2.3"],
    references: {
        mcsb: ["DP-6"],
        cis: ["3.3.1", "3.3.8"],
        azurePolicy: ["d8cf8476", "c26e4b24", "152b15f7"],
        checkov: ["CKV_AZURE_40"],
        psrule: ["KeyVault.AutoRotationPolicy"],
    },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation",
    types: ["keyvault:Key"],
    reads: Object.values(reads),
    optional: [reads.purpose, reads.expires],
    parameters: {
        maximumLifetimeDays: {
            type: "integer",
            default: 365,
            minimum: 28,
            maximum: 730,
            description: "Most days that a version of a key is valid.",
        },
    },
    why: "A key that never changes gives whoever copied what it protects all the time in the world; a kms key that expires stops its cluster.",
    fix: 'Give the key a rotationPolicy with attributes.expiryTime and a lifetime action of type "rotate" whose timeAfterCreate is 7 days or more and earlier than the expiry, under a new key name. For a key that encrypts etcd, set the tag purpose to "kms" and leave out expiry and rotationPolicy.',
    check: ({ tags, properties }, { parameters: { maximumLifetimeDays } }) => {
        const { attributes, lifetimeActions = [] } = properties?.rotationPolicy ?? {};
        if (tags?.purpose === "kms")
            return [
                ...unless(properties?.attributes?.expires === undefined, reads.expires, "a kms key must not expire"),
                ...unless(attributes?.expiryTime === undefined, reads.expiryTime, "a kms key must not expire"),
                ...unless(lifetimeActions.length === 0, reads.action, "a kms key must not rotate by itself"),
            ];
        const lifetime = days(attributes?.expiryTime);
        return [
            ...unless(
                lifetime <= maximumLifetimeDays,
                reads.expiryTime,
                `a version must expire within ${maximumLifetimeDays} days`,
                [reads.purpose],
            ),
            ...unless(
                lifetimeActions.some((action: LifetimeAction) => rotatesBefore(lifetime, action)),
                reads.trigger,
                "no new version appears before the old one expires",
                [reads.purpose, reads.action, reads.expiryTime],
            ),
        ];
    },
    examples: {
        compliant: [
            {
                inputs: {
                    tags: { purpose: "storage" },
                    properties: {
                        rotationPolicy: {
                            attributes: { expiryTime: "P120D" },
                            lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: "P90D" } }],
                        },
                    },
                },
            },
            { inputs: { tags: { purpose: "kms" }, properties: { attributes: { enabled: true } } } },
        ],
        violating: [
            { inputs: { tags: { purpose: "storage" }, properties: {} } },
            {
                inputs: {
                    tags: { purpose: "storage" },
                    properties: {
                        rotationPolicy: {
                            attributes: { expiryTime: "P2Y" },
                            lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: "P90D" } }],
                        },
                    },
                },
            },
            {
                inputs: {
                    tags: { purpose: "storage" },
                    properties: {
                        rotationPolicy: {
                            attributes: { expiryTime: "P120D" },
                            lifetimeActions: [{ action: { type: "notify" }, trigger: { timeBeforeExpiry: "P30D" } }],
                        },
                    },
                },
            },
            {
                inputs: {
                    tags: { purpose: "kms" },
                    properties: {
                        rotationPolicy: {
                            attributes: { expiryTime: "P120D" },
                            lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: "P90D" } }],
                        },
                    },
                },
            },
            { inputs: { tags: { purpose: "kms" }, properties: { attributes: { expires: 1798761600 } } } },
        ],
    },
});

/** Azure rotates after 7 days at the earliest; a key without expiry is not this function's finding. */
function rotatesBefore(lifetime: number, { action, trigger }: LifetimeAction): boolean {
    const age = days(trigger?.timeAfterCreate);
    return action?.type?.toLowerCase() === "rotate" && age >= 7 && !(age >= lifetime);
}
