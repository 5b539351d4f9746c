import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import type { CustomRole } from "./custom-role";
import { guidFrom } from "./guid";
import { checked, guidProblem, listed } from "./validation";

/** What a principal is in Microsoft Entra ID. Access is never given to single users. */
export const PrincipalType = {
    /** A security group. */
    Group: "Group",
    /** An application or a managed identity. */
    ServicePrincipal: "ServicePrincipal",
} as const;
export type PrincipalType = (typeof PrincipalType)[keyof typeof PrincipalType];

/** Somebody who is given access. */
export interface Principal {
    /** Required. Object id of the group, application or managed identity, a GUID. */
    principalId: pulumi.Input<string>;
    /** Required. What it is; without it, Azure refuses identities that are still being replicated. */
    principalType: PrincipalType;
}

/** Built-in roles by name: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
export const builtInRoles = {
    AcrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    AcrPush: "8311e382-0749-4cb8-b61a-304f252e45ec",
    "Azure Kubernetes Service Cluster User Role": "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
    "Azure Kubernetes Service RBAC Cluster Admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
    "Cognitive Services User": "a97b65f3-24c7-4388-baec-2e87135dc908",
    "Container Apps Jobs Operator": "b9a307c4-5aa3-4b52-ba60-2b17c136cd7b",
    "Key Vault Contributor": "f25e0fa2-a7c8-4377-a976-54943a77a395",
    "Key Vault Crypto Officer": "14b46e9e-c2b7-41b4-b07b-48a6ebf60603",
    "Key Vault Crypto Service Encryption User": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
    "Key Vault Crypto User": "12338af0-0e69-4776-bea7-57ae8d297424",
    "Key Vault Secrets Officer": "b86a8fe4-44ce-4948-aee5-eccb2c155cd7",
    "Key Vault Secrets User": "4633458b-17de-408a-b874-0445c86b69e6",
    "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
    "Microsoft Sentinel Automation Contributor": "f4c81013-99ee-4d62-a7ee-b3f1f648599a",
    "Microsoft Sentinel Reader": "8d289c81-5878-46d4-8554-54e1e3d8b5cb",
    "Microsoft Sentinel Responder": "3e150937-b8fe-4cfb-8069-0eaf05ecd056",
    "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "Private DNS Zone Contributor": "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
    Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
} as const;
export type BuiltInRole = keyof typeof builtInRoles;

/** Problems in the ids of principals that are known already; the others are checked when they are. */
export function principalProblems(argument: string, principals: Record<string, Principal> = {}): string[] {
    return listed(
        ...Object.entries(principals).map(([who, { principalId }]) =>
            typeof principalId === "string" ? guidProblem(principalId, `${argument}.${who}.principalId`) : undefined,
        ),
    );
}

/** Gives a principal a role on exactly one scope. Serves practices 2.2 and 6.2. */
export function assignRole(
    name: string,
    assignment: {
        role: BuiltInRole | CustomRole;
        scope: pulumi.Input<string>;
        principal: Principal;
        subscriptionId: string;
    },
    parent: pulumi.Resource,
    opts: pulumi.CustomResourceOptions = {},
): authorization.RoleAssignment {
    const { role, scope, principal, subscriptionId } = assignment;
    const principalId = checked(principal.principalId, (id) => guidProblem(id, `The principal of ${name}`));
    return new authorization.RoleAssignment(
        name,
        {
            scope,
            roleAssignmentName: pulumi
                .all([scope, principalId])
                .apply(([at, who]) => roleAssignmentName(at, who, role)),
            roleDefinitionId:
                typeof role === "string"
                    ? `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoles[role]}`
                    : role.id,
            principalId,
            principalType: principal.principalType,
        },
        { parent, ...opts },
    );
}

/** Azure allows one assignment for each scope, principal and role, so its name follows from them. */
export function roleAssignmentName(
    scope: string,
    principalId: string,
    role: BuiltInRole | Pick<CustomRole, "guid">,
): string {
    return guidFrom(scope, principalId, typeof role === "string" ? builtInRoles[role] : role.guid);
}
