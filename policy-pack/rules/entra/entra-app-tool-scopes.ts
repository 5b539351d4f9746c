import { defineRule, unless } from "../../engine";
import { application, permissionScope } from "./entra-types";

const scopeValues = "api.oauth2PermissionScopes[].value";

/** A token says which group of tools it is for, and whether it may change something. */
export default defineRule({
    id: "entra-app-tool-scopes",
    title: "Scopes name a group of tools and what is done with it",
    severity: "high",
    level: "mandatory",
    practices: ["2.2", "7.3"],
    references: { mcsb: ["PA-7"] },
    component: "EntraApplication",
    url: "https://learn.microsoft.com/entra/identity-platform/scopes-oidc",
    types: [permissionScope, application],
    reads: ["value", scopeValues, "identifierUris", "appRoles"],
    optional: ["identifierUris", "appRoles"],
    why: "With one scope for everything, such as user_impersonation, a client that was let in to read can delete: neither the user who consents nor the gateway can tell the two apart.",
    fix: "Name scopes after a group of tools and read, write or execute, for example orders.read, and give an application with an identifier URI at least one scope or role.",
    check: ({ value, api, identifierUris = [], appRoles = [] }, { resource: { type } }) => {
        if (type === permissionScope) return unless(isOfTools(value), "value", tooBroad);
        const values: unknown[] = (api?.oauth2PermissionScopes ?? []).map(nameOf);
        const isOpen = identifierUris.length > 0 && values.length === 0 && appRoles.length === 0;
        return [
            ...unless(values.every(isOfTools), scopeValues, tooBroad),
            ...unless(!isOpen, scopeValues, "clients ask for the application, but it has neither scopes nor roles", [
                "identifierUris",
                "appRoles",
            ]),
        ];
    },
    examples: {
        compliant: [
            { inputs: { value: "orders.read" } },
            {
                type: application,
                inputs: {
                    identifierUris: ["https://mcp.contoso.com/orders/mcp"],
                    api: { oauth2PermissionScopes: [{ value: "orders.read" }] },
                },
            },
            {
                type: application,
                inputs: {
                    identifierUris: ["https://mcp.contoso.com/orders/mcp/backend"],
                    appRoles: [{ value: "Gateway.Invoke" }],
                },
            },
            { type: application, inputs: { displayName: "MCP Inspector" } },
        ],
        violating: [
            { inputs: { value: "user_impersonation" } },
            { inputs: { value: "orders.all" } },
            {
                type: application,
                inputs: { api: { oauth2PermissionScopes: [{ value: "orders.read" }, { value: "access_as_user" }] } },
            },
            { type: application, inputs: { identifierUris: ["https://mcp.contoso.com/orders/mcp"] } },
        ],
    },
});

const tooBroad = "the scope does not name a group of tools and what is done with it";

function isOfTools(scope: unknown): boolean {
    return /^[a-z0-9-]+\.(read|write|execute)$/.test(String(scope));
}

function nameOf({ value }: { value?: unknown }): unknown {
    return value;
}
