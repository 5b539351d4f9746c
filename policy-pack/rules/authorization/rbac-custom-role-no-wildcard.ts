import { defineRule, unless } from "../../engine";

// for the examples
const group = "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso";
const start = "Microsoft.App/jobs/start/action";

/** A custom role lists what its holder may do. What it takes away again, in `notActions`, may have wildcards. */
export default defineRule({
    id: "rbac-custom-role-no-wildcard",
    title: "Custom roles list their actions",
    severity: "high",
    level: "mandatory",
    practices: ["2.2"],
    references: { mcsb: ["PA-7"], checkov: ["CKV_AZURE_39"] },
    url: "https://learn.microsoft.com/azure/role-based-access-control/custom-roles",
    types: ["authorization:RoleDefinition"],
    reads: ["permissions", "assignableScopes"],
    why: "A wildcard gives what Azure adds later, too, and nobody can see from the role what its holder may do.",
    fix: "Write out each action and data action of the role, and list the groups or resources that it may be assigned at as assignableScopes.",
    check: ({ permissions = [], assignableScopes = [] }) => [
        ...unless(permissions.length > 0, "permissions", "the role must say what its holder may do"),
        ...unless(
            permissions.every((permission: Permission) => granted(permission).every((action) => !action.includes("*"))),
            "permissions",
            "an action has a wildcard",
        ),
        ...unless(
            assignableScopes.length > 0 && assignableScopes.every(isInSubscription),
            "assignableScopes",
            "the role must be for named groups, resources or subscriptions",
        ),
    ],
    examples: {
        compliant: [role({}), role({ dataActions: [], notActions: ["Microsoft.App/jobs/*"] })],
        violating: [
            ...["*", "*/read", "Microsoft.App/jobs/*"].map((action) => role({ actions: [start, action] })),
            role({ dataActions: ["Microsoft.KeyVault/vaults/secrets/*"] }),
            { inputs: { permissions: [{ actions: ["*"] }, { actions: [start] }], assignableScopes: [group] } },
            { inputs: { permissions: [], assignableScopes: [group] } },
            ...[[], ["/"], [group, "/providers/Microsoft.Management/managementGroups/contoso"]].map(
                (assignableScopes) => ({ inputs: { permissions: [{ actions: [start] }], assignableScopes } }),
            ),
        ],
    },
});

interface Permission {
    actions?: string[];
    dataActions?: string[];
}

function granted({ actions = [], dataActions = [] }: Permission): string[] {
    return [...actions, ...dataActions];
}

function isInSubscription(scope: string): boolean {
    return /^\/subscriptions\/./i.test(scope);
}

function role(permission: Permission & { notActions?: string[] }) {
    return { inputs: { permissions: [{ actions: [start], ...permission }], assignableScopes: [group] } };
}
