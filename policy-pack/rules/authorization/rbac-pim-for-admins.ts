import { defineRule, unless } from "../../engine";
import { broadRoles, roleOf, sampleRole, sampleScopes } from "./role-assignment";

/** Roles that change what protects others: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const administrativeRoles: readonly string[] = [
    ...broadRoles,
    "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8", // Azure Kubernetes Service Cluster Admin Role
    "3498e952-d568-435e-9b2c-8d77e338d7f7", // Azure Kubernetes Service RBAC Admin
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", // Azure Kubernetes Service RBAC Cluster Admin
    "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb", // Azure Kubernetes Service RBAC Writer
    "00482a5a-887f-4fb3-b363-3b7fe8e74483", // Key Vault Administrator
    "a4417e6f-fecd-4de8-b567-7b0420556985", // Key Vault Certificates Officer
    "f25e0fa2-a7c8-4377-a976-54943a77a395", // Key Vault Contributor
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603", // Key Vault Crypto Officer
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", // Key Vault Secrets Officer
    "4d97b98b-1d4f-4787-a291-c67834d212e7", // Network Contributor
    "fb1c8493-542b-48eb-b624-b4c8fea62acd", // Security Admin
];

const schedule = "authorization:PimRoleEligibilitySchedule";
const expiration = "scheduleInfo.expiration.type";

/**
 * People administer for an hour, after they have said why, and not all the time.
 *
 * Who may activate a role, and what they must prove for it, is a setting of the role that a program cannot see here. A
 * tenant without Entra ID P2 has no such schedules.
 */
export default defineRule({
    id: "rbac-pim-for-admins",
    title: "Groups of people are eligible for administrative roles, and do not hold them",
    severity: "medium",
    level: "advisory",
    practices: ["2.4"],
    references: { mcsb: ["PA-2"], psrule: ["RBAC.PIM"] },
    url: "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-configure",
    types: ["authorization:RoleAssignment", schedule],
    reads: ["roleDefinitionId", "principalType", expiration],
    // of one of the types each, and rbac-principal-type says that an assignment needs a principal type
    optional: ["roleDefinitionId", "principalType"],
    presence: true,
    why: "A role that is held all the time is there for whoever takes over a session of its holder, at any hour and without another question.",
    fix: "Remove the authorization.RoleAssignment of the group, and give the group an authorization.PimRoleEligibilitySchedule of the role, at the same scope, that expires.",
    check: ({ roleDefinitionId, principalType, scheduleInfo }, { resource: { type } }) => {
        if (type === schedule)
            return unless(
                ["AfterDateTime", "AfterDuration"].includes(scheduleInfo?.expiration?.type),
                expiration,
                "the eligibility must end some day, so that somebody renews it",
            );
        return unless(
            principalType === "ServicePrincipal" || !administrativeRoles.includes(roleOf(roleDefinitionId)),
            "roleDefinitionId",
            "people hold this administrative role all the time",
            ["principalType"],
        );
    },
    examples: {
        compliant: [
            assignment("14b46e9e-c2b7-41b4-b07b-48a6ebf60603", "ServicePrincipal"),
            // Key Vault Secrets User
            assignment("4633458b-17de-408a-b874-0445c86b69e6", "Group"),
            eligibility("AfterDuration"),
            eligibility("AfterDateTime"),
        ],
        violating: [
            ...administrativeRoles.map((role) => assignment(role, "Group")),
            assignment("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "User"),
            eligibility("NoExpiration"),
        ],
    },
});

function assignment(role: string, principalType: string) {
    return { inputs: { roleDefinitionId: sampleRole(role), scope: sampleScopes.cluster, principalType } };
}

function eligibility(type: string) {
    return {
        type: schedule,
        inputs: {
            roleDefinitionId: sampleRole("14b46e9e-c2b7-41b4-b07b-48a6ebf60603"),
            scope: sampleScopes.vault,
            principalId: "33333333-3333-4333-8333-000000000001",
            scheduleInfo: { expiration: { type } },
        },
    };
}
