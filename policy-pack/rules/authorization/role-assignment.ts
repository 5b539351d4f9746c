/** Roles that may do almost everything, or give such a role: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged */
export const broadRoles: readonly string[] = [
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", // Owner
    "b24988ac-6180-42a0-ab88-20f7382dd24c", // Contributor
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", // User Access Administrator
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168", // Role Based Access Control Administrator
];

// for the examples
const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
const group = `${subscription}/resourceGroups/rg-contoso`;

/** Scopes of the examples. */
export const sampleScopes = {
    subscription,
    group,
    vault: `${group}/providers/Microsoft.KeyVault/vaults/kv-contoso`,
    cluster: `${group}/providers/Microsoft.ContainerService/managedClusters/aks-contoso`,
};

/** Id of a built-in role as an assignment has it, for the examples. */
export function sampleRole(role: string): string {
    return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
}

/** The GUID at the end of the id of a role. */
export function roleOf(roleDefinitionId: unknown): string {
    return String(roleDefinitionId).toLowerCase().split("/").at(-1) ?? "";
}
