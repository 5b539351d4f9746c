import { defineRule, unless } from "../../engine";
import { servicePrincipal } from "./entra-types";

/** Who may use a server is decided by name, before the first token. */
export default defineRule({
    id: "entra-sp-assignment-required",
    title: "Only who is assigned gets a token",
    severity: "high",
    level: "mandatory",
    practices: ["2.2", "ZT-3"],
    references: { mcsb: ["PA-7"] },
    component: "EntraApplication",
    url: "https://learn.microsoft.com/entra/identity-platform/howto-restrict-your-app-to-a-set-of-users",
    types: [servicePrincipal],
    reads: ["appRoleAssignmentRequired"],
    why: "Without it, every account of the tenant gets a token for the server, guests and every application with a secret included: what they may do is then left to the gateway alone.",
    fix: "Set appRoleAssignmentRequired to true, and assign groups with AppRoleAssignment. Groups in a group do not count.",
    check: ({ appRoleAssignmentRequired }) =>
        unless(appRoleAssignmentRequired === true, "appRoleAssignmentRequired", "everybody in the tenant gets a token"),
    examples: {
        compliant: [{ inputs: { appRoleAssignmentRequired: true } }],
        violating: [
            { inputs: { appRoleAssignmentRequired: false } },
            { inputs: { clientId: "44444444-4444-4444-8444-000000000001" } },
        ],
    },
});
