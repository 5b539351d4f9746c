import { defineRule, unless } from "../../engine";

/** Access is given to groups and to identities of programs, and says which it is. */
export default defineRule({
    id: "rbac-principal-type",
    title: "Roles are assigned to groups and service principals, never to a single user",
    severity: "medium",
    level: "mandatory",
    practices: ["2.2"],
    references: { mcsb: ["PA-4"], psrule: ["RBAC.UseGroups"] },
    url: "https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    types: ["authorization:RoleAssignment"],
    reads: ["principalType"],
    why: "A role of a single user stays when the person changes jobs, and no review of groups finds it; without the type, Azure looks the principal up, and refuses identities that are still being replicated.",
    fix: 'Assign the role to a group with principalType "Group", or to an identity of a program with principalType "ServicePrincipal".',
    check: ({ principalType }) =>
        unless(
            ["Group", "ServicePrincipal"].includes(principalType),
            "principalType",
            "a role must be assigned to a group or a service principal",
        ),
    examples: {
        compliant: [{ inputs: { principalType: "Group" } }, { inputs: { principalType: "ServicePrincipal" } }],
        violating: [{ inputs: { principalType: "User" } }],
    },
});
