import { defineRelation, text, unless } from "../../engine";
import { application, preAuthorized, registration } from "./entra-types";

/**
 * Consent is left out for clients that somebody has looked at: those of the list, and those that the same program makes.
 * Entra chooses the ids of the latter, so that no list can have them before they exist; what gives the id tells.
 */
export default defineRelation({
    id: "entra-preauthorized-clients",
    title: "Only known clients need no consent",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-3"],
    references: {},
    component: "EntraApplication",
    url: "https://learn.microsoft.com/entra/identity-platform/permissions-consent-overview",
    types: [preAuthorized],
    reads: ["authorizedClientId"],
    related: {},
    parameters: {
        allowedClients: {
            type: "array",
            items: { type: "string" },
            // https://github.com/microsoft/vscode/blob/main/extensions/microsoft-authentication/src/common/env.ts
            default: ["aebc6443-996d-45c2-90f0-388ff96faa56"],
            description: "Client ids that may be pre-authorized; the default is Visual Studio Code.",
        },
    },
    why: "No user is asked about a pre-authorized client: if it passes on what it gets, or serves many programs behind one id, each of them acts for users who never heard of it.",
    fix: "Let users consent, which needs no ApplicationPreAuthorized at all, or make a client of your own in the same program. Have somebody review a foreign client and add its id to allowedClients.",
    check: (client, stack, { parameters: { allowedClients } }) => {
        const sources = stack.sourcesOf(client, "authorizedClientId");
        const isOwn = sources.some(({ type }) => type === registration || type === application);
        return unless(
            isOwn || allowedClients.includes(text(client, "authorizedClientId").toLowerCase()),
            "authorizedClientId",
            "nobody has looked at this client, and it needs no consent",
        );
    },
    examples: {
        compliant: [
            {
                vscode: {
                    type: preAuthorized,
                    inputs: { authorizedClientId: "aebc6443-996d-45c2-90f0-388ff96faa56" },
                },
            },
        ],
        violating: [
            {
                // the Azure CLI, whose id any program on a device can use
                cli: { type: preAuthorized, inputs: { authorizedClientId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46" } },
            },
        ],
    },
});
