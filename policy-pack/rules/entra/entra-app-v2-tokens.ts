import { defineRule, unless } from "../../engine";
import { application, registration } from "./entra-types";

/** Tokens have the issuer and the audience that the gateway checks. */
export default defineRule({
    id: "entra-app-v2-tokens",
    title: "Applications get tokens of version 2",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-1", "7.2"],
    references: { mcsb: ["IM-1"] },
    component: "EntraApplication",
    url: "https://learn.microsoft.com/entra/identity-platform/access-tokens",
    types: [registration, application],
    reads: ["requestedAccessTokenVersion", "api.requestedAccessTokenVersion"],
    why: "The audience of a token of version 1 is whatever URI the client asked for, and its issuer another one: a gateway that takes both has more than one answer to the question for whom a token is.",
    fix: "Set requestedAccessTokenVersion to 2, in api where the application is one resource, before the application gets an identifier URI.",
    check: ({ requestedAccessTokenVersion, api }, { resource: { type } }) =>
        type === application
            ? unless(api?.requestedAccessTokenVersion === 2, "api.requestedAccessTokenVersion", version1)
            : unless(requestedAccessTokenVersion === 2, "requestedAccessTokenVersion", version1),
    examples: {
        compliant: [
            { inputs: { requestedAccessTokenVersion: 2 } },
            { type: application, inputs: { api: { requestedAccessTokenVersion: 2 } } },
        ],
        violating: [
            { inputs: { requestedAccessTokenVersion: 1 } },
            { inputs: { displayName: "MCP server orders" } },
            { type: application, inputs: { api: { requestedAccessTokenVersion: 1 } } },
            { type: application, inputs: { displayName: "MCP server orders" } },
        ],
    },
});

const version1 = "the application may get tokens of version 1";
