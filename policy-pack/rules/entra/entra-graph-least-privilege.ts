import { defineRule, unless } from "../../engine";
import { apiAccess, application, delegatedGrant } from "./entra-types";

/** Microsoft Graph, and the older API of the directory: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in */
const directoryApis = ["00000003-0000-0000-c000-000000000000", "00000002-0000-0000-c000-000000000000"];

const ofApplication = "requiredResourceAccesses";
const optional = ["apiClientId", "scopeIds", "roleIds", ofApplication, "claimValues", "userObjectId"];

/** Nobody gets more of the directory than a sign-in needs, and nobody consents for all. */
export default defineRule({
    id: "entra-graph-least-privilege",
    title: "Applications ask for little of Microsoft Graph",
    severity: "high",
    level: "mandatory",
    practices: ["MUST-3", "2.2"],
    references: { mcsb: ["PA-7"] },
    component: "EntraPublicClient",
    url: "https://learn.microsoft.com/graph/permissions-overview",
    types: [apiAccess, delegatedGrant, application],
    reads: optional,
    optional,
    parameters: {
        allowedPermissions: {
            type: "array",
            items: { type: "string" },
            // https://learn.microsoft.com/graph/permissions-reference: openid, profile, email, offline_access, User.Read
            default: [
                "37f7f235-527c-4136-accd-4a02d197296e",
                "14dad69e-099b-42c9-810b-d002981feec1",
                "64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0",
                "7427e0e9-2fba-42fe-b0c0-848c9e6a8182",
                "e1fe6dd8-ba31-4d61-89e7-88639da4683d",
            ],
            description: "Ids of the permissions of Microsoft Graph that applications may ask for.",
        },
        allowedForAll: {
            type: "array",
            items: { type: "string" },
            default: ["openid", "profile", "email", "offline_access", "User.Read"],
            description: "Names of the scopes of any API that may be granted for all users at once.",
        },
    },
    why: "A server that may write to the directory can make its caller an administrator, and a grant for all users takes from each of them the question whether they want it.",
    fix: "Ask for the permissions that the rule allows, or have somebody review another one and add it to allowedPermissions. Let users consent, or give a client that is trusted the scopes of one server with ApplicationPreAuthorized.",
    check: (
        { apiClientId, scopeIds = [], roleIds = [], requiredResourceAccesses = [], claimValues = [], userObjectId },
        { parameters: { allowedPermissions, allowedForAll } },
    ) => {
        const isAllowed = (id: unknown) => allowedPermissions.includes(String(id).toLowerCase());
        const isLittle = (api: unknown, ids: unknown[]) => !isDirectory(api) || ids.every(isAllowed);
        const isForOne = userObjectId !== undefined;
        const isGranted = (scope: unknown) => (isForOne ? !isWide(scope) : allowedForAll.includes(String(scope)));
        return [
            ...unless(isLittle(apiClientId, scopeIds), "scopeIds", tooMuch, ["apiClientId"]),
            ...unless(isLittle(apiClientId, roleIds), "roleIds", tooMuch, ["apiClientId"]),
            ...unless(
                requiredResourceAccesses.every((api: Access) => isLittle(...idsOf(api))),
                ofApplication,
                tooMuch,
            ),
            ...unless(claimValues.every(isGranted), "claimValues", "more is granted than one user can decide", [
                "userObjectId",
            ]),
        ];
    },
    examples: {
        compliant: [
            {
                inputs: {
                    apiClientId: "00000003-0000-0000-c000-000000000000",
                    scopeIds: ["e1fe6dd8-ba31-4d61-89e7-88639da4683d"],
                    roleIds: [],
                },
            },
            {
                inputs: {
                    apiClientId: "44444444-4444-4444-8444-000000000002",
                    scopeIds: ["66666666-6666-4666-8666-000000000001"],
                    roleIds: ["66666666-6666-4666-8666-000000000002"],
                },
            },
            { type: delegatedGrant, inputs: { claimValues: ["openid", "User.Read"] } },
            {
                type: delegatedGrant,
                inputs: { claimValues: ["orders.read"], userObjectId: "33333333-3333-4333-8333-000000000011" },
            },
            {
                type: application,
                inputs: {
                    requiredResourceAccesses: [
                        {
                            resourceAppId: "00000003-0000-0000-c000-000000000000",
                            resourceAccesses: [{ id: "37f7f235-527c-4136-accd-4a02d197296e", type: "Scope" }],
                        },
                        {
                            resourceAppId: "44444444-4444-4444-8444-000000000002",
                            resourceAccesses: [{ id: "66666666-6666-4666-8666-000000000001", type: "Scope" }],
                        },
                    ],
                },
            },
        ],
        violating: [
            {
                inputs: {
                    apiClientId: "00000003-0000-0000-c000-000000000000",
                    // Directory.ReadWrite.All
                    roleIds: ["19dbc75e-c2e2-444c-a770-ec69d8559fc7"],
                },
            },
            {
                inputs: {
                    apiClientId: "00000002-0000-0000-C000-000000000000",
                    scopeIds: ["a42657d6-7f20-40e3-b6f0-cee03008a62a"],
                },
            },
            { type: delegatedGrant, inputs: { claimValues: ["openid", "orders.read"] } },
            {
                type: delegatedGrant,
                inputs: { claimValues: ["User.ReadWrite.All"], userObjectId: "33333333-3333-4333-8333-000000000011" },
            },
            {
                type: delegatedGrant,
                inputs: { claimValues: ["Directory.Read.All"], userObjectId: "33333333-3333-4333-8333-000000000011" },
            },
            {
                type: application,
                inputs: {
                    requiredResourceAccesses: [
                        {
                            resourceAppId: "00000003-0000-0000-c000-000000000000",
                            resourceAccesses: [{ id: "19dbc75e-c2e2-444c-a770-ec69d8559fc7", type: "Role" }],
                        },
                    ],
                },
            },
        ],
    },
});

const tooMuch = "the application asks for more of the directory than a sign-in needs";

interface Access {
    resourceAppId?: unknown;
    resourceAccesses?: { id?: unknown }[];
}

function idsOf({ resourceAppId, resourceAccesses = [] }: Access): [api: unknown, ids: unknown[]] {
    return [resourceAppId, resourceAccesses.map(({ id }) => id)];
}

/** What names no API is taken for the worst. */
function isDirectory(api: unknown): boolean {
    return api === undefined || directoryApis.includes(String(api).toLowerCase());
}

function isWide(scope: unknown): boolean {
    return /\.ReadWrite\.All$|^Directory\./i.test(String(scope));
}
