import { defineRule, unless } from "../../engine";

const path = "identity.type";

/**
 * API Management has two identities: its own reads secrets, an assigned one calls servers.
 *
 * Its own is the one that Azure lets read a vault, and it ends with the service. Only an assigned one can be a federated
 * credential of an application, which is how calls on behalf of a user do without a secret.
 */
export default defineRule({
    id: "apim-identity",
    title: "API Management has managed identities, and no secrets instead",
    severity: "high",
    level: "mandatory",
    practices: ["2.1"],
    references: { mcsb: ["IM-1", "PA-7"], psrule: ["APIM.ManagedIdentity"] },
    component: "Gateway",
    url: "https://learn.microsoft.com/azure/api-management/api-management-howto-use-managed-service-identity",
    types: ["apimanagement:ApiManagementService"],
    reads: [path],
    why: "Without the one, secrets are copied into the service; without the other, each server needs a secret that the gateway knows.",
    fix: 'Set identity.type to "SystemAssigned, UserAssigned", and assign one identity for calls to servers.',
    check: ({ identity }) => [
        ...unless(has("SystemAssigned", identity), path, "no identity of its own can read secrets of a vault"),
        ...unless(has("UserAssigned", identity), path, "no assigned identity can call servers"),
    ],
    examples: {
        compliant: [
            { inputs: { identity: { type: "SystemAssigned, UserAssigned" } } },
            { inputs: { identity: { type: "SystemAssigned,UserAssigned" } } },
        ],
        violating: ["SystemAssigned", "UserAssigned", "None"].map((type) => ({ inputs: { identity: { type } } })),
    },
});

function has(kind: string, identity: { type?: string } | undefined): boolean {
    return (identity?.type ?? "").split(/,\s*/).includes(kind);
}
