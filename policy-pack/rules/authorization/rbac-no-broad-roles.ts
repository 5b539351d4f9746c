import { defineRule, unless } from "../../engine";
import { broadRoles, roleOf, sampleRole, sampleScopes } from "./role-assignment";

/** Roles on what resources hold, and not on the resources: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const dataRoles: readonly string[] = [
    "7f951dda-4ed3-4680-a7ca-43fe172d538d", // AcrPull
    "8311e382-0749-4cb8-b61a-304f252e45ec", // AcrPush
    "3498e952-d568-435e-9b2c-8d77e338d7f7", // Azure Kubernetes Service RBAC Admin
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", // Azure Kubernetes Service RBAC Cluster Admin
    "7f6c6a51-bcf8-42ba-9220-52d62157d7db", // Azure Kubernetes Service RBAC Reader
    "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb", // Azure Kubernetes Service RBAC Writer
    "a97b65f3-24c7-4388-baec-2e87135dc908", // Cognitive Services User
    "b93aa761-3e63-49ed-ac28-beffa264f7ac", // Container Registry Repository Reader
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c", // Container Registry Repository Contributor
    "2a1e307c-b015-4ebd-883e-5b7698a07328", // Container Registry Repository Writer
    "00482a5a-887f-4fb3-b363-3b7fe8e74483", // Key Vault Administrator
    "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba", // Key Vault Certificate User
    "a4417e6f-fecd-4de8-b567-7b0420556985", // Key Vault Certificates Officer
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603", // Key Vault Crypto Officer
    "e147488a-f6f5-4113-8e2d-b22465e65bf6", // Key Vault Crypto Service Encryption User
    "08bbd89e-9f13-488c-ac41-acfcb10c90ab", // Key Vault Crypto Service Release User
    "12338af0-0e69-4776-bea7-57ae8d297424", // Key Vault Crypto User
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", // Key Vault Secrets Officer
    "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe", // Storage Blob Data Contributor
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", // Storage Blob Data Reader
];

/**
 * Nobody holds all of a group or subscription, neither its resources nor what they hold.
 *
 * A role at one resource is what these rules ask for: a cluster needs Network Contributor on its subnets. A custom role is
 * judged where it is defined.
 */
export default defineRule({
    id: "rbac-no-broad-roles",
    title: "Broad roles and roles on data are held at one resource",
    severity: "critical",
    level: "mandatory",
    practices: ["2.2", "10.2", "IR-2"],
    references: {
        mcsb: ["PA-1", "PA-7"],
        azurePolicy: ["4f11b553"],
        psrule: ["RBAC.LimitOwner", "RBAC.UseRGDelegation"],
    },
    url: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    types: ["authorization:RoleAssignment"],
    reads: ["roleDefinitionId", "scope"],
    why: "A role at a group or subscription is one on everything that will ever be in it: with one such identity, an intruder needs no second.",
    fix: "Assign the role that fits the task, with the id of the one resource as scope, and for secrets and keys that of the one secret or key.",
    check: ({ roleDefinitionId, scope }) => [
        ...unless(isRole(roleDefinitionId), "roleDefinitionId", "the role must be the id of a role definition"),
        ...unless(
            !broadRoles.includes(roleOf(roleDefinitionId)) || isResource(scope),
            "roleDefinitionId",
            "this role may do almost everything, and is held on more than one resource",
            ["scope"],
        ),
        ...unless(
            !dataRoles.includes(roleOf(roleDefinitionId)) || isResource(scope),
            "scope",
            "a role on data must be held at one resource",
            ["roleDefinitionId"],
        ),
        ...unless(scope !== undefined, "scope", "the scope must be said"),
    ],
    examples: {
        compliant: [
            assignment("4633458b-17de-408a-b874-0445c86b69e6", `${sampleScopes.vault}/secrets/session`),
            assignment("b24988ac-6180-42a0-ab88-20f7382dd24c", sampleScopes.vault),
            // Reader
            assignment("acdd72a7-3385-48ef-bd42-f606fba81ae7", sampleScopes.group),
        ],
        violating: [
            ...broadRoles.map((role) => assignment(role, sampleScopes.group)),
            assignment("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", sampleScopes.subscription),
            ...dataRoles.map((role) => assignment(role, sampleScopes.group)),
            { inputs: { roleDefinitionId: "Owner", scope: sampleScopes.vault } },
        ],
    },
});

function isRole(id: unknown): boolean {
    return /\/roleDefinitions\/[0-9a-f-]{36}$/i.test(String(id));
}

function isResource(scope: unknown): boolean {
    return /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/./i.test(String(scope));
}

function assignment(role: string, scope: string) {
    return { inputs: { roleDefinitionId: sampleRole(role), scope } };
}
