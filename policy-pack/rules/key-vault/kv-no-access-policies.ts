import { defineRule, unless } from "../../engine";

/** Nobody holds rights that Azure RBAC does not know. */
export default defineRule({
    id: "kv-no-access-policies",
    title: "Key Vault has no access policies",
    severity: "medium",
    level: "mandatory",
    practices: ["6.2"],
    references: { mcsb: ["PA-7"], psrule: ["KeyVault.AccessPolicy"] },
    component: "KeyVault",
    url: "https://learn.microsoft.com/azure/key-vault/general/rbac-migration",
    types: ["keyvault:Vault", "keyvault:AccessPolicy"],
    reads: ["properties.accessPolicies"],
    optional: ["properties.accessPolicies"],
    why: "Access policies are invisible to reviews of role assignments, and come back to life when somebody switches the vault to them.",
    fix: "Remove properties.accessPolicies and keyvault.AccessPolicy resources, and grant access with role assignments.",
    check: ({ properties }, { resource: { type } }) => [
        ...unless(type !== "keyvault:AccessPolicy", "", "this resource grants rights outside Azure RBAC"),
        ...unless(
            !properties?.accessPolicies?.length,
            "properties.accessPolicies",
            "rights are granted outside Azure RBAC",
        ),
    ],
    examples: {
        compliant: [{ inputs: { properties: { accessPolicies: [] } } }],
        violating: [
            {
                inputs: {
                    properties: {
                        accessPolicies: [
                            {
                                tenantId: "11111111-1111-4111-8111-111111111111",
                                objectId: "33333333-3333-4333-8333-000000000002",
                                permissions: { secrets: ["get"] },
                            },
                        ],
                    },
                },
            },
        ],
    },
});
