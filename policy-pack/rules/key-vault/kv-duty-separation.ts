import { defineRelation, dependsOn, ofType, type Resource, refersTo, sameName, some, text, unless } from "../../engine";
import { isIn, vaultInId } from "./vault-content";
import { dutyOf } from "./vault-role";

// Key Vault Crypto Officer and Crypto User, for the examples
const officer = "14b46e9e-c2b7-41b4-b07b-48a6ebf60603";
const user = "12338af0-0e69-4776-bea7-57ae8d297424";

/** Who manages keys and secrets of a vault cannot use them, and is no workload. Judged at the vault and below. */
export default defineRelation({
    id: "kv-duty-separation",
    title: "Officers of a vault do not use it",
    severity: "high",
    practices: ["6.2"],
    references: { mcsb: ["PA-1", "PA-7"] },
    url: "https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
    types: ["authorization:RoleAssignment"],
    reads: ["roleDefinitionId", "scope", "principalId", "principalType"],
    related: {
        "keyvault:Vault": ["vaultName"],
        "keyvault:Key": ["vaultName"],
        "keyvault:Secret": ["vaultName"],
    },
    why: "Whoever may both replace a key and use it can read everything that it protects, and no second person notices.",
    fix: "Give officer roles to a group of people that holds no user role on the vault, and user roles to the identities of workloads.",
    check: (assignment, stack) => {
        if (dutyOf(assignment) !== "manage" || !isAtAnyVault(assignment, stack)) return [];
        if (!["Group", "User"].includes(text(assignment, "principalType")))
            return unless(false, "principalType", "an officer must be a group or a person, and say so");
        const usesToo = some(
            ofType(stack, "authorization:RoleAssignment"),
            (other) =>
                dutyOf(other) === "use" &&
                samePrincipal(assignment, other, stack) &&
                atSameVault(assignment, other, stack),
        );
        return unless(!usesToo, "principalId", "this officer also holds a user role on the vault");
    },
    examples: {
        compliant: [
            {
                officers: assignment(officer, "", "Group", "33333333-3333-4333-8333-000000000001"),
                workload: assignment(user, "/keys/disk", "ServicePrincipal", "33333333-3333-4333-8333-000000000002"),
            },
        ],
        violating: [
            {
                officers: assignment(officer, "", "Group", "33333333-3333-4333-8333-000000000001"),
                readers: assignment(user, "/keys/disk", "Group", "33333333-3333-4333-8333-000000000001"),
            },
            { workload: assignment(officer, "", "ServicePrincipal", "33333333-3333-4333-8333-000000000002") },
        ],
    },
});

function isAtAnyVault(assignment: Resource, stack: readonly Resource[]): boolean {
    const content = ofType(stack, "keyvault:Vault", "keyvault:Key", "keyvault:Secret");
    return refersTo(assignment, "scope", content, () => vaultInId(text(assignment, "scope")) !== "");
}

function samePrincipal(one: Resource, other: Resource, stack: readonly Resource[]): boolean {
    const [type, otherType] = [text(one, "principalType"), text(other, "principalType")];
    if (otherType !== "" && !sameName(type, otherType)) return false;
    const sources = stack.filter((resource) => dependsOn(other, "principalId", resource));
    return refersTo(one, "principalId", sources, () => sameName(text(one, "principalId"), text(other, "principalId")));
}

function atSameVault(one: Resource, other: Resource, stack: readonly Resource[]): boolean {
    const byName = () => sameName(vaultInId(text(one, "scope")), vaultInId(text(other, "scope")));
    const byResource = () =>
        some(ofType(stack, "keyvault:Vault"), (vault) => isAt(one, vault, stack) && isAt(other, vault, stack));
    return some([byName, byResource], (proves) => proves());
}

function isAt(assignment: Resource, vault: Resource, stack: readonly Resource[]): boolean {
    const content = ofType(stack, "keyvault:Key", "keyvault:Secret").filter((item) => isIn(item, vault));
    return refersTo(assignment, "scope", [vault, ...content], () =>
        sameName(vaultInId(text(assignment, "scope")), text(vault, "vaultName")),
    );
}

function assignment(role: string, below: string, principalType: string, principalId: string) {
    const subscription = "/subscriptions/22222222-2222-4222-8222-222222222222";
    return {
        type: "authorization:RoleAssignment",
        inputs: {
            scope: `${subscription}/resourceGroups/rg-contoso/providers/Microsoft.KeyVault/vaults/kv-contoso${below}`,
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
            principalId,
            principalType,
        },
    };
}
