import { defineRule, unless } from "../../engine";
import { application, applicationPassword, servicePrincipalPassword } from "./entra-types";

/** An application proves itself with what nobody can copy. */
export default defineRule({
    id: "entra-app-no-secrets",
    title: "Applications have no passwords",
    severity: "critical",
    level: "mandatory",
    practices: ["2.3", "6.3"],
    references: { mcsb: ["IM-8"] },
    component: "EntraApplication",
    url: "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
    types: [applicationPassword, servicePrincipalPassword, application],
    reads: ["password"],
    optional: ["password"],
    why: "Whoever reads the password once, from a state file, a variable of a pipeline or a log, is the application from everywhere for as long as it holds.",
    fix: "Remove the password, and revoke it. Use a managed identity, or an ApplicationFederatedIdentityCredential for the issuer that the workload has tokens of.",
    check: ({ password }, { resource: { type } }) => [
        ...unless(type === application, "", "this resource is a password"),
        ...unless(password === undefined, "password", "the application gets a password"),
    ],
    examples: {
        compliant: [{ type: application, inputs: { displayName: "MCP server orders" } }],
        violating: [
            { inputs: { displayName: "gateway" } },
            { type: servicePrincipalPassword, inputs: { displayName: "gateway" } },
            { type: application, inputs: { password: { displayName: "gateway" } } },
        ],
    },
});
