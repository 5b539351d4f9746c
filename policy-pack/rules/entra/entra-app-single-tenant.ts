import { defineRule, unless } from "../../engine";
import { application, registration } from "./entra-types";

/** Who signs in belongs to the organisation, and what it knows of its people and devices holds for them. */
export default defineRule({
    id: "entra-app-single-tenant",
    title: "Applications are of one tenant",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-1"],
    references: { mcsb: ["IM-1"] },
    component: "EntraApplication",
    url: "https://learn.microsoft.com/entra/identity-platform/single-and-multi-tenant-apps",
    types: [registration, application],
    reads: ["signInAudience"],
    why: "An application of several tenants gets tokens from every one of them: whoever owns a tenant can issue one with any name and role that the server takes for one of its own users.",
    fix: 'Set signInAudience to "AzureADMyOrg".',
    check: ({ signInAudience }) =>
        unless(signInAudience === "AzureADMyOrg", "signInAudience", "people of other tenants can sign in"),
    examples: {
        compliant: [
            { inputs: { signInAudience: "AzureADMyOrg" } },
            { type: application, inputs: { signInAudience: "AzureADMyOrg" } },
        ],
        violating: [
            { inputs: { signInAudience: "AzureADMultipleOrgs" } },
            { inputs: { displayName: "MCP server orders" } },
            { type: application, inputs: { signInAudience: "AzureADandPersonalMicrosoftAccount" } },
        ],
    },
});
